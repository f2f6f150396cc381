"""`python -m ingest`: what it prints where, and what it returns."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import ingest
from ingest.__main__ import main
from ingest.progress import Bar, Lines, shown_on
from ingest.report import failure_line, summary
from ontherecord import Failure, IngestReport, OnTheRecordError, Progress

ROOT = Path(__file__).parents[1]


class Recorder:
    """Stands in for a library: counts articles as added, and reports progress after each."""

    error: BaseException | None = None
    opened: Path

    @classmethod
    def open(cls, path="library"):
        cls.opened = path
        return cls()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def add(self, articles, *, progress=None):
        added, failed = 0, []
        for item in articles:
            if isinstance(item, Failure):
                failed.append(item)
            else:
                added += 1
            if progress:
                progress(Progress(articles=added + len(failed), embedded=added * 2, seconds=0.5))
            if self.error and added == 2:
                raise self.error
        return IngestReport(added=added, embedded=added * 2, failed=tuple(failed), seconds=2.0)


@pytest.fixture
def library(monkeypatch):
    made = type("FreshRecorder", (Recorder,), {})
    monkeypatch.setattr("ontherecord.Library", made, raising=False)
    return made


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"{name}\nText.")
    return folder


def test_all_well_is_one_line_and_zero(library, news, capsys):
    assert main([str(news), "--library", "here"]) == 0
    assert library.opened == "here"
    out, err = capsys.readouterr()
    assert out == "3 articles in 2 s: 3 added, 0 updated, 0 unchanged, 0 failed; 6 passages embedded (3/s).\n"
    assert err == ""


def test_the_library_is_called_library_unless_said_otherwise(library, news):
    main([str(news)])
    assert library.opened == "library"


def test_each_failure_is_a_line_on_standard_error_and_the_exit_code_is_one(library, news, capsys):
    (news / "bad.jsonl").write_text('{"text": "x"}\n{}\nnot json\n')
    assert main([str(news), "missing.txt"]) == 1
    out, err = capsys.readouterr()
    assert "4 added" in out
    assert "3 failed" in out
    second, third, missing = err.splitlines()
    assert second.startswith(f"failed: {news / 'bad.jsonl'}:2: no text")
    assert third.startswith(f"failed: {news / 'bad.jsonl'}:3: not valid JSON")
    assert missing == "failed: missing.txt: no such file or folder: check the spelling"


def test_json_is_all_there_is_on_standard_output(library, news, capsys):
    (news / "x.pdf").write_text("x")
    assert main([str(news), "missing.txt", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], report["seen"], report["skipped"]) == (3, 4, {".pdf": 1})
    assert report["failed"][0]["source"] == "missing.txt"


def test_skipped_kinds_are_mentioned_once_and_are_no_failure(library, news, capsys):
    for name in ("x.pdf", "y.pdf", "z.docx"):
        (news / name).write_text("x")
    assert main([str(news)]) == 0
    out, err = capsys.readouterr()
    assert out.count("Skipped") == 1
    assert "Skipped: 1 .docx, 2 .pdf. The kinds read are .txt" in out
    assert err == ""


def test_an_empty_folder_is_said_to_be_one(library, tmp_path, capsys):
    assert main([str(tmp_path)]) == 0
    assert "Nothing to read was found. The kinds read are .txt" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["--library"], ["x", "--unknown"]])
def test_wrong_usage_is_two(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_ctrl_c_says_what_is_safe_and_how_to_go_on(library, news, capsys):
    library.error = KeyboardInterrupt()
    assert main([str(news), "--quiet"]) == 130
    out, err = capsys.readouterr()
    assert out == ""
    assert "2 articles dealt with and safely stored in library; run the same command again" in err


def test_an_error_of_the_library_is_one_line_without_traceback(library, news, capsys):
    library.error = OnTheRecordError("the library is\n\x1b[31mfull: make room")
    assert main([str(news)]) == 1
    assert capsys.readouterr().err == "ingest: the library is\\n\\x1b[31mfull: make room\n"


def test_a_failure_cannot_steer_the_terminal():
    line = failure_line(Failure("a\x1b]0;x\x07\n.txt", "bad \u202e\ud800"))
    assert line == "failed: a\\x1b]0;x\\x07\\n.txt: bad \\u202e\\ud800"


def test_the_report_counts_in_words():
    report = IngestReport(added=1_826, unchanged=50, syndicated=50, embedded=18_211, seconds=212.4)
    assert summary(report, {}) == (
        "1,876 articles in 212 s: 1,826 added (50 of them syndicated copies), 0 updated, 50 unchanged, 0 failed; "
        "18,211 passages embedded (86/s)."
    )
    assert summary(IngestReport(added=1, embedded=1), {}).startswith("1 article in 0 s: 1 added, ")


def test_lines_come_at_most_every_five_seconds():
    now = [0.0]
    stream = io.StringIO()
    show = Lines(stream, clock=lambda: now[0])
    for second in range(12):
        now[0] = float(second)
        show(Progress(articles=second * 100, embedded=second * 1_000, seconds=float(second)))
    assert stream.getvalue() == (
        "500 articles, 5,000 passages embedded, 5 s\n1,000 articles, 10,000 passages embedded, 10 s\n"
    )


class Terminal(io.StringIO):
    def isatty(self):
        return True


class HalfRead:
    bytes_read = 50

    def total_bytes(self):
        return 100


def test_a_terminal_gets_a_bar_by_bytes(monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    stream = Terminal()
    showing = shown_on(stream, HalfRead())
    assert isinstance(showing, Bar)
    with showing as show:
        show(Progress(articles=1_200, embedded=10_432, seconds=60.0))
    assert "1,200 articles (20.0/s), 10,432 passages embedded" in stream.getvalue()
    assert "50%" in stream.getvalue()


def test_what_is_no_terminal_gets_lines():
    with shown_on(io.StringIO(), HalfRead()) as show:
        assert isinstance(show, Lines)


def test_ingest_can_be_called_with_an_open_library(news):
    seen = []
    report = ingest.ingest([news, "missing.txt"], Recorder(), progress=seen.append)
    assert (report.added, len(report.failed), len(seen)) == (3, 1, 4)
    assert ingest.ingest(str(news), Recorder()).added == 3


def python(*arguments):
    path = os.pathsep.join([*filter(None, [os.environ.get("PYTHONPATH")]), str(ROOT / "src"), str(ROOT)])
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": path},
    )


def test_help_loads_nothing_heavy():
    run = python("-X", "importtime", "-m", "ingest", "--help")
    assert run.returncode == 0
    assert "SOURCE" in run.stdout
    loaded = {line.rpartition("|")[2].strip() for line in run.stderr.splitlines()}
    assert "argparse" in loaded
    assert not loaded & {"numpy", "rich", "yaml", "torch", "ontherecord", "ontherecord.library", "ingest.reading"}


def test_importing_the_package_loads_nothing_heavy():
    run = python("-c", "import sys, ingest; print([name for name in sys.modules if 'ontherecord' in name])")
    assert run.stdout.strip() == "[]"
