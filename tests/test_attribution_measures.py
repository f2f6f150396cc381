"""The measures of attribution count what they say, on texts made up for it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from ontherecord.attribution.attributions import Attribution, Span
from tests.benchmarks import attribution_measures as measures
from tests.benchmarks import polnear
from tests.benchmarks.attributed import Compared, agreement, compared, head, is_speech, same_source
from tests.benchmarks.attribution_measures import Labelled, Shown, Tally, lowest_threshold, resolved, share

TEXT = (
    "LEEDS — “The mill will close before winter,” Ada Holm said on Monday. “Nobody asked us about it first.”\n\n"
    "Its owner, Jonas Reed, called the plan “long overdue and fair.” He added that the workers would be paid.\n\n"
    "“We have nowhere else to go now,” she told reporters."
)


def at(text: str) -> Span:
    start = TEXT.index(text)
    return start, start + len(text)


def gold(source: str, cue: str, *content: str) -> dict[str, Any]:
    """Return an attribution as a file has it; its parts are told by their words."""
    parts = {"source": [source] if source else [], "cue": [cue], "content": content}
    return {role: [list(at(part)) for part in of_role] for role, of_role in parts.items()}


HOLM = gold("Ada Holm", "said", "“The mill will close before winter,”", "“Nobody asked us about it first.”")
REED = gold("Jonas Reed", "called", "the plan “long overdue and fair.”")
HE = gold("He", "added", "that the workers would be paid")
SHE = gold("she", "told", "“We have nowhere else to go now,”")
GOLD = [HOLM, REED, HE, SHE]


def given(of: dict[str, Any], source: str | None = "", confidence: float = 1.0) -> Attribution:
    """Return a gold attribution as one that was found, perhaps with another source."""
    span = at(source) if source else tuple(of["source"][0]) if source == "" else None
    return Attribution(tuple(map(tuple, of["content"])), span, tuple(of["cue"][0]), "direct", confidence)


EVERYTHING = [given(one) for one in GOLD]
SHUFFLED = [given(HOLM, "she"), given(REED, "Ada Holm"), given(HE, "she"), given(SHE, "Jonas Reed")]


def read(found: Sequence[Attribution]) -> Compared:
    return compared(TEXT, GOLD, found)


def test_what_is_compared_has_kinds_sources_and_segments():
    article = read(EVERYTHING)
    assert [one.kind for one in article.gold] == ["direct", "mixed", "indirect", "direct"]
    assert [one.mention for one in article.gold] == ["Ada Holm", "Jonas Reed", "He", "she"]
    assert [one.speech for one in article.gold] == [True, True, True, True]
    assert article.given == article.gold
    assert [len(segment) for segment in article.quoted] == [6, 6, 4, 7]


@pytest.mark.parametrize("kind", ["direct", "mixed", "indirect"])
def test_gold_against_itself_is_all_right(kind: Any):
    tally = measures.of_kind(read(EVERYTHING), kind)
    number = 2 if kind == "direct" else 1
    keys = ("gold", "found", "sourced", "found sourced", "joint", "given", "given found", "given joint")
    assert {tally[key] for key in keys} == {number}


def test_gold_against_itself_is_all_right_by_other_measures():
    article = read(EVERYTHING)
    assert measures.segments(article) == {"gold": 4, "given": 4, "both": 4, "right": 4}
    assert measures.reported(article) == {"gold": 1, "given": 1, "source": 1, "roughly": 1, "closely": 1}
    assert measures.shown(article) == [Shown(1.0, True, True, False)] * 2


@pytest.mark.parametrize("kind", ["direct", "mixed", "indirect"])
def test_shuffled_speakers_are_found_and_none_is_right(kind: Any):
    tally = measures.of_kind(read(SHUFFLED), kind)
    assert tally["found"] == tally["gold"] == tally["given found"] > 0
    assert tally["joint"] == tally["given joint"] == 0


def test_shuffled_speakers_are_false_attributions():
    article = read(SHUFFLED)
    assert measures.segments(article)["right"] == 0
    assert measures.reported(article)["source"] == 0
    assert measures.shown(article) == [Shown(1.0, False, False, True)] * 2


def test_nothing_found_is_nothing_given():
    article = read([])
    assert measures.of_kind(article, "direct") == Tally(gold=2, sourced=2)
    assert measures.segments(article) == {"gold": 4, "given": 0}
    assert measures.shown(article) == []


def test_names_and_pronouns_are_counted_apart():
    tally = measures.of_kind(read([given(HOLM), given(SHE, "Jonas Reed")]), "direct")
    assert (tally["found name"], tally["joint name"]) == (1, 1)
    assert (tally["found pronoun"], tally["joint pronoun"]) == (1, 0)


def test_half_a_quote_is_not_found_and_right_where_it_stands():
    half = replace(given(HOLM), content=(at("“The mill will close before winter,”"),))
    article = read([half])
    assert measures.of_kind(article, "direct")["found"] == 0
    assert measures.shown(article) == [Shown(1.0, True, False, False)]
    assert measures.segments(article)["right"] == 1


def test_quotes_without_a_speaker_are_not_shown_and_give_a_segment_to_nobody():
    article = read([given(HOLM, None)])
    assert measures.shown(article) == []
    assert measures.segments(article)["given"] == 0


def test_segments_that_are_nobodys_by_the_gold_are_left_out():
    nobody = compared(TEXT, [{**HOLM, "source": []}], EVERYTHING)
    assert measures.segments(nobody)["gold"] == 0
    assert measures.segments(nobody)["given"] == 2


def test_only_what_is_sure_enough_is_counted_as_shown():
    article = read([given(HOLM, confidence=0.9), given(SHE, "Jonas Reed", 0.6)])
    assert measures.shown_from(article, 0.95) == {"gold": 2, "recalled": 0}
    sure = measures.shown_from(article, 0.9)
    assert (sure["shown"], sure["right"], sure["recalled"], sure["false"]) == (1, 1, 1, 0)
    every = measures.shown_from(article, 0.5)
    assert (every["shown"], every["right"], every["recalled"], every["false"]) == (2, 1, 1, 1)


def test_lowest_threshold_is_where_precision_is_last_reached():
    right, wrong = Shown(0.0, True, True, False), Shown(0.0, False, False, True)
    quotes = [replace(right, confidence=c / 100) for c in (99, 95, 80, 80, 70)] + [replace(wrong, confidence=0.9)]
    assert lowest_threshold(quotes, 0.99) == 0.95
    assert lowest_threshold(quotes, 0.8) == 0.7
    assert lowest_threshold(quotes, 0.82) == 0.7
    assert lowest_threshold([wrong], 0.5) is None
    # Quotes that are equally sure are shown together or not at all.
    assert lowest_threshold([right, wrong], 0.9) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Holm", "Ada Holm", True),
        ("Jonas Reed", "Its owner, Jonas Reed", True),
        ("Ada Holm", "Jonas Reed", False),
        ("she", "Ada Holm", False),
    ],
)
def test_sources_are_the_same_by_their_heads(one: str, other: str, same: bool):
    article = compared(TEXT, [{**HOLM, "source": [at(one)]}], [given(HOLM, other)])
    assert same_source(article.gold[0], article.given[0]) is same


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("Sen. Ada Holm, a farmer from Leeds", "Holm"),
        ("Jonas Reed Jr.", "Reed"),
        ("Ada Holm’s", "Holm"),
        ("the mayor of Leeds", "mayor"),
        ("the Department of Mills", "Mills"),
        ("American officials", "officials"),
        ("reporters who asked", "reporters"),
        ("", ""),
    ],
)
def test_head_of_a_mention(mention: str, expected: str):
    assert head(mention) == expected


@pytest.mark.parametrize(("cue", "speech"), [("has insisted", True), ("wants", False), ("in his view", False)])
def test_cues_of_speech(cue: str, speech: bool):
    assert is_speech(cue, [(0, len(cue))]) is speech


def test_agreement_is_of_both_sides():
    assert agreement(frozenset({1, 2, 3, 4}), frozenset({3, 4})) == pytest.approx(2 / 3)
    assert agreement(frozenset(), frozenset()) == 0


def test_share_is_of_all_articles_together_with_its_interval():
    tallies = [Tally(right=1, all=1), Tally(right=1, all=3)]
    assert share(tallies, "right", "all") == pytest.approx((50, 100 / 3, 100))
    assert share(tallies, "right", "none") is None


def test_gold_spans_against_themselves_are_exact():
    ours = [polnear.spans_of(one) for one in EVERYTHING]
    theirs = [polnear.labelled(one) for one in GOLD]
    tally = measures.exact(*(resolved(TEXT, [(0, len(TEXT))], spans) for spans in (theirs, ours)))
    for role, number in (("source", 4), ("cue", 4), ("content", 5)):
        assert {tally[f"{role} {of}"] for of in ("gold", "given", "right")} == {number}


def test_spans_are_compared_in_whole_words_and_by_role():
    text, whole = "Ada Holm said so.", [(0, 17)]
    spans: set[Labelled] = {(0, 8, "source"), (9, 13, "cue"), (14, 16, "content")}
    assert resolved(text, whole, [[(0, 8, "source"), (8, 13, "cue"), (14, 16, "content")]]) == spans
    longer = resolved(text, whole, [[(0, 8, "source"), (9, 13, "content"), (14, 17, "content")]])
    tally = measures.exact(spans, longer)
    assert (tally["source right"], tally["cue right"], tally["content right"]) == (1, 0, 0)
    assert (tally["cue given"], tally["content given"]) == (0, 2)


def test_of_overlapping_attributions_the_shorter_has_the_place():
    text = "Ada Holm said that Jonas Reed lied."
    outer: list[Labelled] = [(0, 8, "source"), (9, 13, "cue"), (14, 34, "content")]
    inner: list[Labelled] = [(19, 29, "source"), (30, 34, "cue")]
    expected = {(0, 8, "source"), (9, 13, "cue"), (14, 18, "content"), (19, 29, "source"), (30, 34, "cue")}
    assert resolved(text, [(0, len(text))], [outer, inner]) == expected


def test_spans_end_with_their_paragraph():
    text = "All of it\n\nand more"
    assert resolved(text, [(0, 9), (11, 19)], [[(0, 19, "content")]]) == {(0, 9, "content"), (11, 19, "content")}


class Fake:
    """A method that finds what it is told to, and may have tagged something else."""

    def __init__(self, found: list[Attribution]) -> None:
        self._found = found

    def attributions(self, texts: Sequence[str]) -> list[list[Attribution]]:
        return [self._found for _ in texts]

    def spans(self, texts: Sequence[str]) -> list[list[Labelled]]:
        return [[span for one in EVERYTHING for span in polnear.spans_of(one)] for _ in texts]


def test_everything_is_printed(capsys: pytest.CaptureFixture[str]):
    polnear.report([{"text": TEXT, "attributions": GOLD}] * 3, Fake(EVERYTHING), 0.9)
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["joint", "recall", "100.0", "[100.0,", "100.0]", "n=6"] in lines
    assert ["98%", "at", "1.0000", "6", "0"] in [line[:5] for line in lines]
    assert sum(line[:2] == ["content", "100.0"] for line in lines) == 2


def test_what_is_missing_is_printed(capsys: pytest.CaptureFixture[str]):
    polnear.report([{"text": TEXT, "attributions": GOLD}], Fake([]), 0.9)
    printed = capsys.readouterr().out
    assert "at no confidence is precision 98%" in printed
    assert "UNHEDGED 0.90      0      0  -" in printed
