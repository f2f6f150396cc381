"""`python -m ontherecord`: every command, for people and as JSON, and what it says when something is wrong."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ingest import ingest
from ontherecord import Article, Library
from ontherecord.__main__ import main
from tests.conftest import make_article
from tests.fakes import HashEmbedder
from tests.scripted_model import Asked, Fail, Reply, ScriptedModel

ARTICLE = """---
title: Ferry strike ends in Vigo
url: https://news.example/ferry
publisher: Example News
published: 2025-06-03
---

Ferry crews in Vigo went back to work on Tuesday after nine days. “We got what we asked for,” said Ada Moreno, who
leads their union. The port expects no delays.
"""
COMMANDS = ("ask", "search", "quotes", "article", "stats", "verify", "rebuild", "remove")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A library made with the real embedding model, from a Markdown file of this test's own."""
    folder = tmp_path_factory.mktemp("news")
    (folder / "ferry.md").write_text(ARTICLE, encoding="utf-8")
    path = folder / "library"
    with Library.open(path) as opened:
        assert ingest([folder / "ferry.md"], opened).added == 1
    return str(path)


def out(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(arguments) == 0
    return capsys.readouterr().out


def test_ask_prints_the_answer_and_its_sources(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    printed = out(capsys, "ask", "What did Moreno say about the ferry strike?", "--library", library)

    assert "“We got what we asked for,” said Ada Moreno, who leads their union. [1]" in " ".join(printed.split())
    assert "[1] Ferry strike ends in Vigo (Example News, 2025-06-03)\n    https://news.example/ferry" in printed


def test_ask_and_search_say_where_else_a_story_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (
        "Ferry crews in Vigo went back to work. “We got what we asked for,” said Ada Moreno, who leads their union."
    )
    with Library.open(tmp_path) as opened:
        for number in range(8):
            opened.add([Article(title="Strike", text=text, url=f"https://{number}.example/", publisher=f"P{number}")])

    for command in ("ask", "search"):
        printed = out(capsys, command, "What did Moreno say about the ferry strike?", "--library", str(tmp_path))
        assert "\n    also in 7 outlets: " in printed
        assert ", …\n" in printed
    refused = out(capsys, "ask", "Who won the chess match?", "--library", str(tmp_path))
    assert "searched 8 articles (1 story)." in refused


def test_ask_prints_json_whose_citations_slice(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(
        out(capsys, "ask", "What did Moreno say about the ferry strike?", "--library", library, "--json")
    )
    text = json.loads(out(capsys, "article", "https://news.example/ferry", "--library", library, "--json"))["text"]

    assert answer["status"] == "answered"
    assert all(text[c["start"] : c["end"]] == c["text"] for c in answer["citations"])


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedModel]:
    """A language model that says what a test has it say, at the address that the settings give."""
    with ScriptedModel() as model:
        monkeypatch.setenv("ONTHERECORD_LLM_URL", model.url)
        yield model


def writes(*sentences: str) -> Callable[[Asked], Reply]:
    """A script that says sentences, the key of the best evidence in the place of KEY."""

    def script(asked: Asked) -> Reply:
        found = re.search(r"^\[(\w+)\] ", asked.user, re.MULTILINE)
        assert found
        return " ".join(sentences).replace("KEY", found[1])

    return script


ASKED = ("ask", "What did Moreno say about the ferry strike?")
TRUE = 'Ada Moreno, who leads their union, said: "We got what we asked for." [KEY]'
FALSE = ("There were 4100 crews on strike \x1b[2J<b>. [KEY]", "The strike cost Vigo 977 million euros in all. [KEY]")


def test_written_answer_says_by_whom_and_what_was_cut_but_not_its_words(
    library: str, model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    model.play(writes(TRUE, *FALSE))

    printed = out(capsys, *ASKED, "--llm", "openai:any", "--library", library)
    data = json.loads(out(capsys, *ASKED, "--llm", "openai:any", "--library", library, "--json"))

    answer, author, source = printed.split("\n\n")
    assert " ".join(answer.split()) == 'Ada Moreno, who leads their union, said: "We got what we asked for." [1]'
    assert " ".join(author.split()) == (
        "Written by openai:any; 2 of its sentences were cut: no plain statement, a number that its sources lack."
    )
    assert source.startswith("[1] Ferry strike ends in Vigo")
    assert not [words for words in ("4100", "977") if words in printed]
    assert [cut["fault"] for cut in data["writing"]["cut"]] == ["form", "number"]
    assert "977 million" in data["writing"]["cut"][1]["text"]


def test_model_that_fails_is_named_below_an_answer_in_the_articles_words(
    library: str, model: ScriptedModel, capsys: pytest.CaptureFixture[str]
) -> None:
    model.play([Fail(404, message="no model 'any'\n\x1b[2J here")])

    quoted = out(capsys, *ASKED, "--llm", "off", "--library", library)
    printed = out(capsys, *ASKED, "--llm", "openai:any", "--library", library)

    answer, author, *_ = printed.split("\n\n")
    assert quoted.startswith(f"{answer}\n\n[1]")
    assert " ".join(author.split()) == (
        "Quoted from the articles, not written by openai:any, which failed (status 404: no model 'any' �[2J here): "
        "name a model that its server has."
    )


def test_model_is_the_setting_s_unless_one_is_named(
    library: str, model: ScriptedModel, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONTHERECORD_LLM", "openai:set")
    model.play(writes(TRUE))

    assert "Written by openai:set." in out(capsys, *ASKED, "--library", library)
    assert "Written by openai:named." in out(capsys, *ASKED, "--llm", "openai:named", "--library", library)
    assert "ritten by" not in out(capsys, *ASKED, "--llm", "off", "--library", library)
    assert main([*ASKED, "--llm", "mine", "--library", library]) == 1
    assert "no language model is named 'mine': name one as openai:MODEL" in capsys.readouterr().err


def test_question_beyond_the_library_is_refused_with_exit_code_0(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = out(capsys, "ask", "Who won the chess championship in Reykjavik?", "--library", library)

    assert printed.startswith("There is no answer on the record: searched 1 article, 2025-06-03 to 2025-06-03.")
    assert "Nearest articles:\n  - Ferry strike ends in Vigo" in printed


def test_as_of_and_filters_narrow_the_search(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("search", "ferry", "--library", library, "--json")

    assert len(json.loads(out(capsys, *words))) == 1
    assert json.loads(out(capsys, *words, "--as-of", "2025-06-01")) == []
    assert json.loads(out(capsys, *words, "--before", "2025-06-03")) == []
    assert json.loads(out(capsys, *words, "--publisher", "Nobody")) == []
    assert len(json.loads(out(capsys, *words, "--after", "2025-06-03", "--publisher", "example news"))) == 1


def test_stats_verify_and_rebuild_agree(library: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = json.loads(out(capsys, "verify", "--library", library, "--json"))
    out(capsys, "rebuild", "--library", library)
    after = json.loads(out(capsys, "verify", "--library", library, "--json"))

    assert before == after
    assert after["ok"]
    assert json.loads(out(capsys, "stats", "--library", library, "--json"))["passages"] == after["passages"]


@pytest.mark.parametrize("command", ["article", "remove"])
def test_unknown_article_is_exit_code_1_and_a_line_that_says_so(
    library: str, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "https://news.example/none", "--library", library]) == 1
    assert "no article https://news.example/none" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["stats", "verify", "rebuild"])
def test_missing_library_is_named_with_a_remedy(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command, "--library", str(tmp_path / "none")]) == 1
    assert f"there is no library at {tmp_path / 'none'}: make one with `python -m ingest" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("question", ["", "x" * 10_000])
def test_senseless_question_is_exit_code_1(library: str, question: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", question, "--library", library]) == 1
    assert capsys.readouterr().err.startswith("ontherecord: the question ")


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["ask"],
        ["sing"],
        ["ask", "x", "--as-of", "soon"],
        ["ask", "x", "--after", "2025-06-03T10:00"],
        ["search", "x", "--limit", "0"],
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert "--library DIR" in capsys.readouterr().out


def test_reader_who_has_seen_enough_is_no_error(library: str) -> None:
    command = f'"{sys.executable}" -m ontherecord stats --library "{library}" | head -c 1'

    finished = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True)

    assert (finished.returncode, finished.stderr) == (0, "")


def test_number_beyond_every_version_is_wrong_usage(library: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["article", "https://news.example/ferry", "--version", "9" * 20, "--library", library])

    assert ended.value.code == 2


def test_article_cannot_steer_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Library.open(tmp_path, embedder=HashEmbedder()) as opened:
        opened.add(
            [Article(title="A\x1b[2J", text="Red \x1b[31malert\x07.\n\tNext\x9b line.", url="https://n.example/a")]
        )

    printed = out(capsys, "article", "https://n.example/a", "--library", str(tmp_path))

    assert printed == "A�[2J\nhttps://n.example/a\n\nRed �[31malert�.\n\tNext� line.\n"


def test_terminal_without_the_letters_gets_question_marks(library: str) -> None:
    command = [sys.executable, "-m", "ontherecord", "article", "https://news.example/ferry", "--library", library]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}

    finished = subprocess.run(command, env=environment, capture_output=True, text=True)

    assert finished.returncode == 0
    assert "?We got what we asked for,? said Ada Moreno" in finished.stdout


@pytest.fixture
def outlets(tmp_path: Path) -> str:
    """A library with three articles of one publisher and two of another."""
    with Library.open(tmp_path, embedder=HashEmbedder()) as opened:
        opened.add(
            make_article(n, publisher="A" if n < 3 else "B", published_at=datetime(2025, 8, n + 1, tzinfo=UTC))
            for n in range(5)
        )
    return str(tmp_path)


def test_remove_by_filters_says_how_many_it_would_take_and_then_takes_them(
    outlets: str, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen = ("remove", "--publisher", "a", "--before", "2025-08-03", "--library", outlets)

    assert out(capsys, *chosen, "--dry-run") == "would remove 2 articles\n"
    assert out(capsys, *chosen) == "removed 2 articles\n"
    assert main(chosen) == 1
    assert "no article within these filters: nothing was removed" in capsys.readouterr().err
    assert json.loads(out(capsys, "stats", "--library", outlets, "--json"))["articles"] == 3


def test_purge_takes_every_version(outlets: str, capsys: pytest.CaptureFixture[str]) -> None:
    url = make_article(4).url or ""

    assert out(capsys, "remove", url, "--dry-run", "--library", outlets) == "would remove 1 article\n"
    assert out(capsys, "remove", url, "--library", outlets) == "removed 1 article\n"
    assert out(capsys, "remove", url, "--purge", "--json", "--library", outlets) == '{\n  "removed": 1\n}\n'
    assert main(["article", url, "--version", "1", "--library", outlets]) == 1
    assert out(capsys, "remove", "--language", "en", "--purge", "--library", outlets) == "purged 4 articles\n"


@pytest.mark.parametrize("arguments", [[], ["--purge"], ["https://news.example/1", "--publisher", "A"]])
def test_remove_wants_one_article_or_filters(
    outlets: str, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["remove", *arguments, "--library", outlets]) == 1
    assert "name one article, or say by --publisher" in capsys.readouterr().err
    assert json.loads(out(capsys, "stats", "--library", outlets, "--json"))["articles"] == 5


def test_answer_names_the_version_and_the_correction_of_its_source(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notice = "Correction: An earlier version of this article gave a wrong number of days."
    source = {"title": "Ferry strike ends in Vigo", "url": "https://news.example/ferry"}
    with Library.open(tmp_path) as opened:
        opened.add([Article(text="Ferry crews in Vigo went back to work after eight days.", **source)])
        opened.add([Article(text=f"Ferry crews in Vigo went back to work after nine days.\n\n{notice}", **source)])

    printed = out(capsys, "ask", "When did ferry crews in Vigo go back to work?", "--library", str(tmp_path))

    assert f"    https://news.example/ferry\n    version 2 of 2\n    {notice}\n" in printed
