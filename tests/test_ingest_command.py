"""`python -m ingest`: what it prints where, and what it returns."""

import io
import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

import ingest
from ingest.__main__ import main
from ingest.progress import Bar, Lines, shown_on
from ingest.report import duration, failure_line, summary
from ontherecord import Article, Doubt, Failure, IngestReport, OnTheRecordError, Progress

ROOT = Path(__file__).parents[1]


class Recorder:
    """Stands in for a library: counts articles as added, and reports progress after each."""

    error: BaseException | None = None
    opened: Path | None = None
    there = True

    @classmethod
    def open(cls, path="library"):
        cls.opened = path
        return cls()

    @classmethod
    def exists(cls, path):
        return cls.there

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def article(self, id_or_url):
        return None

    def add(self, articles, *, progress=None):
        added, failed = 0, []
        for item in articles:
            if isinstance(item, Failure):
                failed.append(item)
            else:
                added += 1
            if progress:
                progress(Progress(added + len(failed), added * 2, 0.5, len(failed)))
            if self.error and added == 2:
                raise self.error
        return IngestReport(added=added, embedded=added * 2, failed=tuple(failed), seconds=2.0)


@pytest.fixture
def library(monkeypatch):
    made = type("FreshRecorder", (Recorder,), {})
    monkeypatch.setattr("ingest.command.Library", made)
    return made


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"{name}\nText.")
    return folder


def test_all_well_is_a_small_table_and_zero(library, news, capsys):
    assert main([str(news), "--library", "here"]) == 0
    assert library.opened == "here"
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        "3 articles in 2 s (1.5/s)",
        "  added      3",
        "  updated    0",
        "  unchanged  0",
        "  failed     0",
        "  passages   6  embedded, 3/s",
    ]
    assert err == ""


def test_the_library_is_called_library_unless_said_otherwise(library, news):
    main([str(news)])
    assert library.opened == "library"


def test_each_failure_is_a_line_on_standard_error_and_the_exit_code_is_one(library, news, capsys):
    (news / "bad.jsonl").write_text('{"text": "x"}\n{}\nnot json\n')
    assert main([str(news), "missing.txt"]) == 1
    out, err = capsys.readouterr()
    assert "added      4" in out
    assert "failed     3" in out
    second, third, missing = err.splitlines()
    assert second.startswith(f"failed: {news / 'bad.jsonl'}:2: no text")
    assert third.startswith(f"failed: {news / 'bad.jsonl'}:3: not valid JSON")
    assert missing == "failed: missing.txt: no such file or folder: check the spelling"


def test_json_is_all_there_is_on_standard_output(library, news, capsys):
    (news / "x.xls").write_text("x")
    assert main([str(news), "missing.txt", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], report["seen"], report["skipped"]) == (3, 4, {".xls": 1})
    assert report["failed"][0]["source"] == "missing.txt"


def test_skipped_kinds_are_mentioned_once_and_are_no_failure(library, news, capsys):
    for name in ("x.xls", "y.xls", "z.docx"):
        (news / name).write_text("x")
    assert main([str(news)]) == 0
    out, err = capsys.readouterr()
    assert out.count("Skipped") == 1
    assert "Skipped: 1 .docx, 2 .xls. The kinds read are .txt" in out
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


def test_the_report_is_a_table_whose_numbers_are_under_each_other():
    report = IngestReport(added=1_826, unchanged=50, syndicated=50, embedded=18_211, seconds=212.4)
    assert summary(report, {}).splitlines() == [
        "1,876 articles in 3 min 32 s (8.8/s)",
        "  added       1,826  50 of them syndicated copies",
        "  updated         0",
        "  unchanged      50",
        "  failed          0",
        "  passages   18,211  embedded, 86/s",
    ]
    assert summary(IngestReport(added=1, embedded=1), {}).startswith("1 article in 0 s\n  added      1\n")


def test_what_was_stored_and_looks_wrong_is_said_below_the_table():
    doubts = (Doubt("https://news.example/a\x1b", "published 2031-01-01, which is in the future"),)
    lines = summary(IngestReport(added=3, doubtful=3, doubts=doubts), {}).splitlines()
    assert lines[-2:] == [
        "doubtful: https://news.example/a\\x1b: published 2031-01-01, which is in the future",
        "doubtful: 2 more of the kind",
    ]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (60, "1 min 0 s"), (3_599.6, "1 h 0 min"), (7_380, "2 h 3 min")],
)
def test_a_duration_has_two_units(seconds, words):
    assert duration(seconds) == words


def test_lines_come_at_most_every_five_seconds_and_say_what_is_left():
    now = [0.0]
    stream = io.StringIO()
    show = Lines(stream, HalfRead(), clock=lambda: now[0])
    for second in range(12):
        now[0] = float(second)
        show(Progress(second * 100, second * 1_000, float(second), second // 10))
    assert stream.getvalue() == (
        "500 articles (100.0/s), 5,000 passages embedded, 5 s, about 5 s left\n"
        "1,000 articles (100.0/s), 1 failed, 10,000 passages embedded, 10 s, about 10 s left\n"
    )


def test_lines_tell_of_quotes_when_all_is_stored():
    now = [0.0]
    stream = io.StringIO()
    show = Lines(stream, HalfRead(), clock=lambda: now[0])
    now[0] = 9.0
    show(Progress(1_200, 10_432, 60.0, 7, 300, 800))

    assert stream.getvalue() == "1,200 articles, 7 failed, quotes of 300 of 1,100 found, 1 min 0 s\n"


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
        show(Progress(1_200, 10_432, 60.0, 7))
    assert "1,200 articles (20.0/s), 7 failed, 10,432 passages embedded" in stream.getvalue()
    assert "50%" in stream.getvalue()


def test_a_bar_fills_a_second_time_with_quotes(monkeypatch):
    monkeypatch.setenv("COLUMNS", "140")
    stream = Terminal()
    with shown_on(stream, HalfRead()) as show:
        show(Progress(1_200, 10_432, 60.0, 0, 300, 900))
    assert "quotes of 300 of 1,200 found" in stream.getvalue()
    assert "25%" in stream.getvalue()


def test_what_is_no_terminal_gets_lines():
    with shown_on(io.StringIO(), HalfRead()) as show:
        assert isinstance(show, Lines)


def test_a_mistyped_source_leaves_no_library_behind(library, tmp_path, capsys):
    library.there = False
    assert main([str(tmp_path / "missing.txt"), "--library", str(tmp_path / "new")]) == 1
    assert library.opened is None
    assert "no such file or folder" in capsys.readouterr().err


def test_a_dry_run_stores_nothing_and_prints_every_field_with_its_source(library, news, capsys):
    (news / "d.jsonl").write_text('{"text": "x"}\n{"title": "D", "text": "Text.", "published": "2025-06"}\n{}\n')
    assert main([str(news), "--dry-run", "--json"]) == 1
    assert library.opened is None
    out, err = capsys.readouterr()
    records = [json.loads(line) for line in out.splitlines()]
    assert [record["title"] for record in records] == ["a", "b", "c", None, "D"]
    assert records[-1]["source"] == f"{news / 'd.jsonl'}:2"
    assert records[-1]["published_at"] == "2025-06-01T00:00:00+00:00"
    assert {field.name for field in fields(Article)} == set(records[-1]) - {"source"}
    assert err.startswith(f"failed: {news / 'd.jsonl'}:3: no text")


def test_a_dry_run_for_people_is_a_line_an_article(library, news, capsys):
    assert main([str(news / "a.txt"), "--dry-run"]) == 0
    assert capsys.readouterr().out == f"a (undated; 5 characters) {news / 'a.txt'}\n"


def test_failures_are_written_to_a_file_from_which_they_can_be_tried_again(library, news, tmp_path, capsys):
    bad = news / "bad.jsonl"
    bad.write_text('{"text": "x"}\n{}\nnot json\n')
    kept = tmp_path / "failures.jsonl"
    assert main([str(news), "missing.txt", "--failures", str(kept)]) == 1
    assert [json.loads(line)["source"] for line in kept.read_text().splitlines()] == [
        f"{bad}:2",
        f"{bad}:3",
        "missing.txt",
    ]
    bad.write_text('{"text": "x"}\n{"text": "y"}\n{"text": "z"}\n')
    capsys.readouterr()
    assert main(["--retry", str(kept), "--failures", str(kept), "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert (report["added"], [failure["source"] for failure in report["failed"]]) == (3, ["missing.txt"])
    assert len(kept.read_text().splitlines()) == 1


@pytest.mark.parametrize("content", [None, b"\xff\xfe", b"[1]\n", b"{}\n", b"[" * 100_000, b"nonsense"])
def test_a_file_that_holds_no_failures_is_refused(library, tmp_path, capsys, content):
    path = tmp_path / "failures.jsonl"
    if content is not None:
        path.write_bytes(content)
    assert main(["--retry", str(path)]) == 1
    assert "name a file written by --failures" in capsys.readouterr().err


def test_watching_reads_the_sources_again_and_again(library, news, capsys):
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 3:
            raise KeyboardInterrupt

    assert main([str(news), "--watch", "15m", "--quiet"], sleep=sleep) == 130
    assert waits == [900.0] * 3
    assert capsys.readouterr().out.count("3 articles in 2 s") == 3


@pytest.mark.parametrize("time", ["0m", "15", "m", "-5m", "1.5h", "15 m"])
def test_a_time_to_watch_at_needs_a_number_and_a_unit(time, capsys):
    with pytest.raises(SystemExit):
        main(["x", f"--watch={time}"])
    assert "write 90s, 15m, 6h or 1d" in capsys.readouterr().err


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


def test_a_reader_that_has_seen_enough_ends_a_dry_run_quietly(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"title": "T", "text": "Text."}\n' * 20_000)
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    command = [sys.executable, "-m", "ingest", str(tmp_path / "a.jsonl"), "--dry-run"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": path}
    ) as run:
        assert run.stdout.readline().startswith(b"T (undated; 5 characters)")
        run.stdout.close()
        assert run.stderr.read() == b""
    assert run.returncode == 0


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
