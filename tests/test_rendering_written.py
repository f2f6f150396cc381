"""Answers that a language model wrote, as the web chat shows them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import app
from ontherecord import Answer, Citation, Cut, Library, Settings, Statement, Writing
from ontherecord.answering.wording import told
from ontherecord.web import rendering
from tests.fakes import HashEmbedder
from tests.scripted_model import Asked, Fail, Reply, ScriptedModel
from tests.test_app import PAYLOADS, an_answer, an_article, cite

FERRY = an_article()
HARBOUR = an_article("The harbour [1] closed [2] at noon. It [2] is open again.", url="https://other.example/x")
LINK = re.compile(r" \[&#91;(\d+)&#93;\]\(#source-(\d+)-(\d+)\)")


def a_written_answer(statements: list[Statement], *citations: Citation, **fields: object) -> Answer:
    text = told(statements, citations)
    fields = {"mode": "generated", "statements": tuple(statements), "writing": Writing("openai:any")} | fields
    return replace(an_answer(*citations), text=text, **fields)


def linked(answer: Answer, number: int = 1) -> str:
    """An answer as the chat shows it, each link written as {marker}."""
    text = rendering.chat_text(answer.text, rendering.sentences(answer), number)
    links = LINK.findall(text)
    assert all(marker == target and int(turn) == number for marker, turn, target in links)
    return LINK.sub(r" {\1}", text)


def test_each_of_several_markers_is_a_link_to_its_source():
    answer = a_written_answer(
        [Statement("The ferry sank", (1, 2)), Statement("All were saved", (1,)), Statement("It was dawn", (3,))],
        cite(FERRY, "The ferry sank at dawn.", 1),
        cite(FERRY, "Nobody was hurt.", 2),
        cite(HARBOUR, "It [2] is open again.", 3),
    )

    assert linked(answer, 4) == "The ferry sank {1} {2} All were saved {1} It was dawn {3}"
    assert {f"source-4-{marker}" for marker in (1, 2, 3)} <= set(
        re.findall(r'id="([^"]+)"', rendering.sources_panel(answer, 4))
    )


def test_number_in_brackets_of_a_sentence_quoted_among_written_ones_is_no_link():
    quoted = "The harbour [1] closed [2] at noon."
    answer = a_written_answer(
        [
            Statement("The ferry sank", (1,)),
            Statement(quoted, (2,), verbatim=True, opens=True),
            Statement("All were saved", (1, 2), opens=True),
        ],
        cite(FERRY, "The ferry sank at dawn.", 1),
        cite(HARBOUR, quoted, 2),
    )

    assert linked(answer) == (
        "The ferry sank {1}\n\nIsland Paper&#44; 2025&#45;08&#45;10&#58; The harbour &#91;1&#93; closed "
        "&#91;2&#93; at noon&#46; {2}\n\nAll were saved {1} {2}"
    )


def test_markers_without_their_panel_are_text():
    answer = a_written_answer([Statement("The ferry sank", (1,))], cite(FERRY, "The ferry sank at dawn."))
    turns = tuple(app.Turn("q", answer.text, answer) for _ in range(rendering.SOURCES_KEPT + 1))

    shown = [message["content"] for message in app.messages(turns) if message["role"] == "assistant"]

    assert shown[0].startswith("The ferry sank &#91;1&#93;\n\n<small>Written by openai&#58;any ")
    assert all(LINK.search(text) for text in shown[1:])


@pytest.mark.parametrize("text", ["", "Something else.", "The ferry sank", "The ferry sank [2]"])
def test_text_that_lacks_a_sentence_is_shown_as_it_is(text: str):
    assert "](" not in rendering.chat_text(text, [("The ferry sank", (1,))])
    assert "".join(words for words, _ in rendering.stretches(text, [("The ferry sank", (1,))])) == text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_model_and_server_are_nothing_but_text_in_the_chat(payload: str):
    writing = Writing(f"any:{payload}", (Cut(payload, "form"),), failure=f"{payload} failed")
    cited = cite(FERRY, "The ferry sank at dawn.")
    for answer in (
        replace(an_answer(cited), writing=writing),
        a_written_answer([Statement(payload, (1,))], cited, writing=writing),
    ):
        shown = app.messages((app.Turn("q", answer.text, answer, 0.4),))[-1]["content"]
        ours = re.sub(r"</?small>|\[&#91;1&#93;\]\(#source-1-1\)|&#\d+;", "x", shown)
        assert not re.search(r"[!-/:-@\[-`{-~]", ours)
        assert not re.search(r"^\s|\s$|\n{3}|[^\S\n]{2}|(?<!\n)\n(?!\n)|[\u202a-\u202e\u2066-\u2069]", ours)


def test_facts_say_who_wrote_and_how_much_was_cut_but_no_word_of_it():
    writing = Writing("openai:any", (Cut("SECRET words", "number"), Cut("SECRET too", "citation")))
    cited = cite(FERRY, "The ferry sank at dawn.")
    answer = a_written_answer([Statement("The ferry sank", (1,))], cited, writing=writing)

    assert rendering.facts(answer, 12.34) == (
        "Written by openai:any; 2 of its sentences were cut: a number that its sources lack, no citation · "
        "Searched 36 articles, 2025-08-10 to 2025-08-10 · 12.3 s"
    )
    assert "SECRET" not in str(app.messages((app.Turn("q", answer.text, answer),))) + app.sources(
        (app.Turn("q", answer.text, answer),)
    )
    assert "ritten by" not in rendering.facts(an_answer(cited), 0.1)


# -- from a model to the page ----------------------------------------------------------------------------------


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as model:
        yield model


@pytest.fixture
def library(tmp_path: Path, model: ScriptedModel) -> Iterator[Library]:
    settings = Settings(llm_url=model.url, attribution="off")
    with Library.open(tmp_path / "library", settings, embedder=HashEmbedder()) as library:
        library.add([an_article("The island ferry Celta sank at dawn near Gull Point. Nobody was hurt.")])
        yield library


def script(asked: Asked) -> Reply:
    key = re.findall(r"^\[(\w+)\] ", asked.user, re.MULTILINE)[0]
    return (
        f"The island ferry Celta sank near Gull Point. [{key}] It <img src=x onerror=window.owned=1> sank 977 times. "
        f"[{key}] At dawn, when Celta sank, nobody was hurt. [{key}]"
    )


def test_answer_is_written_in_the_chat_sentence_by_sentence(library: Library, model: ScriptedModel):
    model.play(script)

    states = list(app.converse(library, "Where did the island ferry Celta sink?", (), "openai:any"))
    shown = [app.messages(state)[-1]["content"] for state in states]

    first, *_, partly, last = shown
    assert first == "<small>Answering …</small>"
    assert partly.startswith("The island ferry Celta sank near Gull Point&#46; &#91;1&#93; ")
    assert "Celta sank near Gull Point&#46; [&#91;1&#93;](#source-1-1) At dawn" in last
    assert "Written by openai&#58;any&#59; one of its sentences was cut&#58; " in last
    assert not [text for text in shown if "977" in text or "img" in text]
    assert "<mark>The island ferry Celta sank at dawn near Gull Point&#46;" in app.sources(states[-1])


def test_program_gets_what_the_model_wrote_and_what_was_cut(library: Library, model: ScriptedModel):
    model.play(script)
    ask = app._endpoint(library, "openai:any")

    written = ask("Where did the island ferry Celta sink?")
    model.play([Fail(404, message="<b>gone</b>")])
    quoted = ask("Where did the island ferry Celta sink?")

    assert (written["mode"], len(written["statements"])) == ("generated", 2)
    assert ["977" in cut["text"] for cut in written["writing"]["cut"]] == [True]
    assert (quoted["mode"], quoted["statements"]) == ("extractive", [])
    assert "status 404: <b>gone</b>" in quoted["writing"]["failure"]
