"""Attributions by rule: whose words the usual sentences of news are, and what is nobody's."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.attribution.marks import paragraphs
from ontherecord.attribution.rules import CONFIDENCE, attributions

PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "''",
        "Lind",
        " said",
        " said Orr",
        ", ",
        ". ",
        "\n",
        "According to ",
        " that",
        "adding ",
        ": ",
    ]
    + ["the mayor of ", "Mr. ", "He ", " told ", "rain ", "\ud83d", "\u2028", "(", ")", "—"]
)
TEXTS = st.lists(PIECES, max_size=50).map("".join) | st.text(max_size=80)


def said(text: str) -> list[tuple[str, str, list[str]]]:
    """Return the source, the cue and the fragments of each attribution of a text."""
    return [
        (text[slice(*one.source)], text[slice(*one.cue)], [text[slice(*span)] for span in one.content])
        for one in attributions(text)
        if one.source and one.cue
    ]


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        ("“It rains,” Lind said.", "Lind", "said", ["“It rains,”"]),
        ("“It rains,” she said on Monday. “It pours.”", "she", "said", ["“It rains,”", "“It pours.”"]),
        ("“It rains,” said Mara Lind, the mayor of Port Ellen.", "Mara Lind", "said", ["“It rains,”"]),
        ("“It rains”, Lind said.", "Lind", "said", ["“It rains”"]),
        ("'It rains,' said Lind. 'It pours.'", "Lind", "said", ["'It rains,'", "'It pours.'"]),
        ("''It rains,'' Mr. Orr said. ''It pours.''", "Mr. Orr", "said", ["''It rains,''", "''It pours.''"]),
        ("“The rain,” he added, “is over.”", "he", "added", ["“The rain,”", "“is over.”"]),
        ("“Is it over?” Lind asked.", "Lind", "asked", ["“Is it over?”"]),
        ("“Is it over?” Lind asked reporters.", "Lind", "asked", ["“Is it over?”"]),
        ("“It is the ‘end,’ ” said Lind.", "Lind", "said", ["“It is the ‘end,’ ”"]),
        ("“It rains,” according to Mara Lind.", "Mara Lind", "according to", ["“It rains,”"]),
        ("“It rains,” said campaign manager Robby Orr.", "Robby Orr", "said", ["“It rains,”"]),
        ("“It rains,” says Dayton College professor Mara Lind.", "Mara Lind", "says", ["“It rains,”"]),
        ("“It rains,” said Lind late Tuesday in Dayton.", "Lind", "said", ["“It rains,”"]),
        ("“It rains,” the mayor’s aide Mara Lind told a crowd.", "Mara Lind", "told", ["“It rains,”"]),
        ("“It rains,” a spokesman for the mayor later said.", "a spokesman for the mayor", "said", ["“It rains,”"]),
    ],
)
def test_quotation_is_that_of_whom_the_words_behind_it_name(
    text: str, source: str, cue: str, content: list[str]
) -> None:
    assert said(text) == [(source, cue, content)]


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ('Lind said: "It rains."', "Lind", "said"),
        ("Lind said, “It rains.”", "Lind", "said"),
        ("Mara Lind, the director of the Orr Institute, said, “It rains.”", "Mara Lind", "said"),
        ("Sen. Mara Lind, D-Ohio, wrote in a letter on Friday: “It rains.”", "Sen. Mara Lind", "wrote"),
        (
            "Secretary of State Mara Lind told reporters in Ohio on Friday, “It rains.”",
            "Secretary of State Mara Lind",
            "told",
        ),
        ("Lind told Orr: “It rains.”", "Lind", "told"),
        ("Asked about the weather, Lind said, “It rains.”", "Lind", "said"),
        ("In Dayton, Lind (R-Ohio) said: “It rains.”", "Lind", "said"),
        ("Lind was quoted as saying: “It rains.”", "Lind", "was quoted as saying"),
        ("Added Lind: “It rains.”", "Lind", "Added"),
        ("The officials met Mara Lind, who added: “It rains.”", "Mara Lind", "added"),
        ("On Monday, Lind left the room, saying, “It rains.”", "Lind", "saying"),
        ("He looked out and said, “It rains.”", "He", "said"),
        ("Mara Lind: “It rains.”", "Mara Lind", ":"),
        ("The White House said “It rains.”", "The White House", "said"),
    ],
)
def test_quotation_is_that_of_whom_the_words_before_it_name(text: str, source: str, cue: str) -> None:
    [(found_source, found_cue, [content])] = said(text)

    assert (found_source, found_cue) == (source, cue)
    assert content.strip('“”"') == "It rains."


def test_each_quotation_of_a_paragraph_has_its_own_speaker() -> None:
    text = "“It rains,” Lind said. “It pours,” said Orr. “Always.” Hale added: “Never!” It stopped."

    assert said(text) == [
        ("Lind", "said", ["“It rains,”"]),
        ("Orr", "said", ["“It pours,”", "“Always.”"]),
        ("Hale", "added", ["“Never!”"]),
    ]


def test_adding_shares_the_speaker_of_what_is_before() -> None:
    text = "“It rains,” he said, adding, “It pours.”"

    assert said(text) == [("he", "said", ["“It rains,”"]), ("he", "adding", ["“It pours.”"])]


@pytest.mark.parametrize(
    ("text", "source", "content", "kind"),
    [
        ("Lind said that it rained.", "Lind", "that it rained", "indirect"),
        ("But the mayor of Dayton said it rained.", "the mayor of Dayton", "it rained", "indirect"),
        ("Lind said Monday that it rained.", "Lind", "that it rained", "indirect"),
        ("Lind said in a statement that it rained.", "Lind", "that it rained", "indirect"),
        ("Lind told reporters that it rained.", "Lind", "that it rained", "indirect"),
        ("Lind told Mara Orr it would rain.", "Lind", "it would rain", "indirect"),
        ("It rained all day, Lind said on Monday.", "Lind", "It rained all day", "indirect"),
        ("It rained all day, said Lind, the mayor.", "Lind", "It rained all day", "indirect"),
        ("According to Lind, it rained.", "Lind", "it rained", "indirect"),
        ("It rained, according to the police.", "the police", "It rained", "indirect"),
        ("Lind said it was “so wet” there.", "Lind", "it was “so wet” there", "mixed"),
        ("The rain “will never stop,” Lind said.", "Lind", "The rain “will never stop,”", "mixed"),
    ],
)
def test_plain_reports_are_indirect_or_mixed_speech(text: str, source: str, content: str, kind: str) -> None:
    [(found_source, _, [found])] = said(text)

    assert (found_source, found) == (source, content)
    assert attributions(text)[0].kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The film “The Long Way Home” opened on Friday.",
        "Lind sang what she called “a little song.”",
        "Lind did not say that.",
        "Lind said so.\n“It rains.”",
        "It rained. “It rains.” Nobody knows who wrote it.",
        'He measured 6" and 7" pipes, she measured none.',
        "What is said is said.",
        "",
    ],
)
def test_what_is_nobodys_is_left_alone(text: str) -> None:
    assert [one for one in said(text) if "“" in "".join(one[2])] == []


def test_quotation_at_the_start_of_the_next_sentence_is_not_of_whom_that_sentence_names() -> None:
    assert said("“It rains,” Lind said. “It pours.” He added, “Always.”") == [
        ("Lind", "said", ["“It rains,”", "“It pours.”"]),
        ("He", "added", ["“Always.”"]),
    ]


def test_confidence_is_that_of_the_pattern() -> None:
    [sure, unsure] = attributions("“It rains,” Lind said. Hale said it might pour.")

    assert sure.confidence == CONFIDENCE["named"] > unsure.confidence == CONFIDENCE["said"]


@given(TEXTS)
def test_spans_are_slices_of_one_paragraph_in_order(text: str) -> None:
    spans = paragraphs(text)
    for one in attributions(text):
        assert one.content
        assert all(before[1] <= after[0] for before, after in pairwise(one.content))
        for start, end in [*one.content, *filter(None, (one.source, one.cue))]:
            assert any(first <= start < end <= last for first, last in spans)


@pytest.mark.parametrize(
    "text",
    [
        '"' * 100_000,
        "“A,” he said. " * 20_000,
        "“A,” he said, " * 20_000,
        "Lind said, " * 50_000,
        "of the Lind " * 50_000 + "said it",
        "said " * 50_000,
        ", said Lind" * 30_000,
        "According to " * 50_000,
        "Mara Lind " * 50_000 + "said, “It rains.”",
        "“A?” Lind asked " * 20_000,
        "the a " * 50_000 + "said “it”",
        "quoted as saying was quoted " * 20_000,
        ", saying " * 30_000,
        "Lind: “A” " * 20_000,
        "A." * 100_000,
        "“" * 50_000 + "”" * 50_000,
    ],
)
def test_hostile_texts_take_no_longer_than_their_length_asks_for(text: str) -> None:
    started = time.perf_counter()
    attributions(text)

    assert time.perf_counter() - started < 8
