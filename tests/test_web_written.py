"""Answers that a language model wrote, as the web chat shows them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ontherecord import Answer, Citation, Cut, Library, Settings, Statement, Writing
from ontherecord.answering.wording import told
from ontherecord.pages.asking import converse
from ontherecord.pages.machines import Door
from ontherecord.web.answer import answer_view, facts
from ontherecord.web.conversation import conversation
from ontherecord.web.marking import stretches
from ontherecord.web.sources import sources
from ontherecord.web.turns import Turn
from tests.fakes import HashEmbedder
from tests.hostile import PAYLOADS, Seen, in_a_line
from tests.scripted_model import Asked, Fail, Reply, ScriptedModel
from tests.telling import an_answer, an_article, cite

FERRY = an_article()
HARBOUR = an_article("The harbour [1] closed [2] at noon. It [2] is open again.", url="https://other.example/x")
LINK = re.compile(r'<a class="marker" href="#source-(\d+)-(\d+)"[^>]*>(\d+)</a>')


def a_written_answer(statements: list[Statement], *citations: Citation, **fields: object) -> Answer:
    text = told(statements, citations)
    fields = {"mode": "generated", "statements": tuple(statements), "writing": Writing("openai:any")} | fields
    return replace(an_answer(*citations), text=text, **fields)


def linked(answer: Answer, number: int = 1) -> str:
    """An answer as the page shows it, each marker written as {marker}, paragraphs on lines of their own."""
    shown = answer_view(answer, number)
    assert all(marker == target and int(turn) == number for turn, target, marker in LINK.findall(shown))
    text = Seen(LINK.sub(r" {\3}", shown).replace("</p>", "\n")).text
    return "\n".join(" ".join(line.replace("\N{WORD JOINER}", "").split()) for line in text.splitlines())


def test_each_of_several_markers_is_a_link_to_its_source():
    answer = a_written_answer(
        [Statement("The ferry sank", (1, 2)), Statement("All were saved", (1,)), Statement("It was dawn", (3,))],
        cite(FERRY, "The ferry sank at dawn.", 1),
        cite(FERRY, "Nobody was hurt.", 2),
        cite(HARBOUR, "It [2] is open again.", 3),
    )

    assert linked(answer, 4) == "The ferry sank {1} {2} All were saved {1} It was dawn {3}"
    assert {f"source-4-{marker}" for marker in (1, 2, 3)} <= set(
        re.findall(r'id="([^"]+)"', sources(Turn("q", answer.text, answer), 4))
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
        "The ferry sank {1}\nIsland Paper, 2025-08-10: The harbour [1] closed [2] at noon. {2}\n"
        "All were saved {1} {2}"
    )


@pytest.mark.parametrize("text", ["", "Something else.", "The ferry sank", "The ferry sank [2]"])
def test_text_that_lacks_a_sentence_is_shown_as_it_is(text: str):
    answer = replace(a_written_answer([Statement("The ferry sank", (1,))], cite(FERRY, FERRY.text)), text=text)
    assert "<a" not in answer_view(answer, 1)
    assert "".join(words for words, _ in stretches(text, [("The ferry sank", (1,))])) == text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_model_and_server_are_nothing_but_text_in_the_chat(payload: str):
    writing = Writing(f"any:{payload}", (Cut(payload, "form"),), failure=f"{payload} failed")
    cited = cite(FERRY, "The ferry sank at dawn.")
    for answer in (
        replace(an_answer(cited), writing=writing),
        a_written_answer([Statement(payload, (1,))], cited, writing=writing),
    ):
        seen = Seen(conversation((Turn("q", answer.text, answer, 0.4),)))
        assert set(seen.tags) <= set("ol li h2 div p span a button bdi form label textarea pre".split())
        assert not any(name.startswith("on") or name in ("src", "style") for name, _ in seen.attributes)
        assert in_a_line(payload)[:40] in in_a_line(seen.text)


def test_facts_say_who_wrote_and_how_much_was_cut_but_no_word_of_it():
    writing = Writing("openai:any", (Cut("SECRET words", "number"), Cut("SECRET too", "citation")))
    cited = cite(FERRY, "The ferry sank at dawn.")
    answer = a_written_answer([Statement("The ferry sank", (1,))], cited, writing=writing)

    assert facts(answer, 12.34) == [
        "Written by openai:any; 2 of its sentences were cut: a number that its sources lack, no citation",
        "1 article of 1 outlet cited",
        "searched 36 articles, 2025-08-10 to 2025-08-10",
        "12.3 s",
    ]
    turn = Turn("q", answer.text, answer)
    assert "SECRET" not in conversation((turn,)) + sources(turn, 1)
    assert "ritten by" not in facts(an_answer(cited), 0.1)[0]


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

    states = list(converse(library, "Where did the island ferry Celta sink?", (), None, "openai:any"))
    shown = [Seen(conversation(state)).text for state in states]

    assert "Searching the record" in shown[0]
    assert all(states[-1][-1].text.startswith(state[-1].text) for state in states)
    assert "Celta sank near Gull Point.\N{WORD JOINER}1 At dawn" in shown[-1]
    assert "Written by openai:any; one of its sentences was cut: " in shown[-1]
    assert not [text for text in shown if "977" in text or "img" in text]
    assert "<mark>The island ferry Celta sank at dawn near Gull Point&#46;" in sources(states[-1][-1], 1)


def test_program_gets_what_the_model_wrote_and_what_was_cut(library: Library, model: ScriptedModel):
    model.play(script)
    ask = Door(library, "openai:any").ask_news

    written = ask("Where did the island ferry Celta sink?")
    model.play([Fail(404, message="<b>gone</b>")])
    quoted = ask("Where did the island ferry Celta sink?")

    assert (written["mode"], len(written["statements"])) == ("generated", 2)
    assert ["977" in cut["text"] for cut in written["writing"]["cut"]] == [True]
    assert (quoted["mode"], quoted["statements"]) == ("extractive", [])
    assert "status 404: <b>gone</b>" in quoted["writing"]["failure"]
