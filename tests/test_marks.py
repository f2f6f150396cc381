"""Quotation marks: every style is brought to one, apostrophes and inches stay, and no offset moves."""

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.attribution.marks import kind_of, normalised, paragraphs, segments

PIECES = st.sampled_from(
    [
        "rain",
        "Fell.",
        " ",
        ", ",
        '"',
        "“",
        "”",
        "''",
        "``",
        "'",
        "‘",
        "’",
        "’’",
        "«",
        "»",
        "„",
        "6",
        "\n",
        "\ud83d",
        "\u2028",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=60)
MARKS = set("\"“”„‟«»'‘’`")


def quoted(text: str) -> list[str]:
    """Return the quoted stretches of a text as the normalised copy has them."""
    copy = normalised(text)
    return [copy[s.start : s.end] for start, end in paragraphs(copy) for s in segments(copy, start, end)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"It rains," Mr. Hale said. "Again."', ["“It rains,”", "“Again.”"]),
        ("“It rains,” she said.", ["“It rains,”"]),
        ("''It rains,'' she said. ''Again.''", ["“ It rains, ”", "“ Again. ”"]),
        ("``It rains,'' she said.", ["“ It rains, ”"]),
        ("“It rains,’’ she said.", ["“It rains, ”"]),
        ("„Es regnet“, sagte er.", ["“Es regnet”"]),
        ("»Es regnet«, sagte er.", ["“Es regnet”"]),
        ("«Il pleut», dit-il.", ["“Il pleut”"]),
        ("Read ”this” and ”that”.", ["“this”", "“that”"]),
        ("“Is it raining?“ she asked.", ["“Is it raining?”"]),
        ('“It rains," she said.', ["“It rains,”"]),
        ('" It rains, " she said.', ["“ It rains, ”"]),
        ('"It rains, "he said. "Again."', ["“It rains, ”", "“Again.”"]),
        ('She said,"It rains," and left.', ["“It rains,”"]),
        ('The rain—"a lot of it"—fell.', ["“a lot of it”"]),
        ('It was ("so to speak") wet.', ["“so to speak”"]),
    ],
)
def test_every_style_of_double_marks_is_brought_to_one(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'The workers' union won't give in,' she said.", ["“The workers' union won't give in,”"]),
        ("‘We’re goin’ home,’ he said. ‘It’s the boys’ turn.’", ["“We’re goin’ home,”", "“It’s the boys’ turn.”"]),
        ("He called them 'losers' and left the bosses' room.", ["“losers”"]),
        ("They were 'shocked' by the 'vile' song.", ["“shocked”", "“vile”"]),
        ("Mayor 'sorry' for flood - as 'hundreds' leave", ["“sorry”", "“hundreds”"]),
        ("'20 years in prison' is too long, said Lind.", ["“20 years in prison”"]),
        ("‘It rains and rains, it’s true.", ["“It rains and rains, it’s true."]),
        ("'He told me \"go away\" and I left,' she said.", ["“He told me ‘go away’ and I left,”"]),
        ("He liked 'the dogs' and cats. It was Charles'.", ["“the dogs”"]),
    ],
)
def test_single_marks_are_quotation_marks_where_they_quote(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The workers' union and the bosses' club don't talk.",
        "In the '90s, and in the ‘80s and ’70s, rock 'n' roll was ‘em all.",
        "She was in the class of '68.",
        "Give 'em what they like 'cause it 's late.",
        'A 6" pipe, a 12" record.',
        "He is 6'2'' tall and she 5' 6\".",
        "It rains.” So said the end of a quotation that never began.",
        "« Home « News « Weather",
        "Read more »",
        "The Smiths' dog barked at the Joneses' cat.",
    ],
)
def test_apostrophes_inches_and_arrows_are_left_alone(text: str) -> None:
    assert quoted(text) == []
    assert normalised(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He told me ‘go away’ and I left,” she said.", "“He told me ‘go away’ and I left,” she said."),
        ('"He told me "go away" and I left," she said.', "“He told me ‘go away’ and I left,” she said."),
        ("“He said “no” and “yes” to me,” she said.", "“He said ‘no’ and ‘yes’ to me,” she said."),
        ('"A 6" pipe," he said.', '“A 6" pipe,” he said.'),
        ('"It was 2016" and "2017".', "“It was 2016” and “2017”."),
    ],
)
def test_what_stands_inside_a_quotation_ends_none(text: str, expected: str) -> None:
    assert normalised(text) == expected


def test_quotation_without_an_end_runs_to_the_end_of_its_paragraph() -> None:
    text = "“It rained all day.\n\n“It rained all night.\n\n“Then it stopped,” he said."
    found = [s for start, end in paragraphs(text) for s in segments(normalised(text), start, end)]

    assert [text[s.start : s.end] for s in found] == [
        "“It rained all day.",
        "“It rained all night.",
        "“Then it stopped,”",
    ]
    assert [s.closed for s in found] == [False, False, True]


def test_quotation_that_lost_its_end_before_the_next_is_left_out() -> None:
    assert quoted("“It rains, he said. “It pours,” he added.") == ["“It pours,”"]


def test_offsets_of_doubled_apostrophes_take_in_both() -> None:
    text = "''Never,'' she said."
    [segment] = segments(normalised(text), 0, len(text))

    assert text[segment.start : segment.end] == "''Never,''"


def test_only_a_line_feed_ends_a_paragraph() -> None:
    text = "  One\u2028line\x85still. \r\n\n \t\n Two. "

    assert [text[start:end] for start, end in paragraphs(text)] == ["One\u2028line\x85still.", "Two."]


@pytest.mark.parametrize(
    ("text", "fragments", "kind"),
    [
        ("“It rains,” he said. “Again.”", ["“It rains,”", "“Again.”"], "direct"),
        ("“It rains”, he said.", ["“It rains”,"], "direct"),
        ("“It rains,” he said.", ["It rains"], "direct"),
        ("“It rains,” “again,” he said.", ["“It rains,” “again,”"], "direct"),
        ("He said it was “so wet” here.", ["it was “so wet” here"], "mixed"),
        ("“It rains,” he said, and it would.", ["“It rains,”", "it would"], "mixed"),
        ("He said it was wet. “No.”", ["it was wet"], "indirect"),
        ("One.\n“Two.\nThree said.", ["Three"], "indirect"),
        ("“Two and more.", ["“Two and more."], "direct"),
        ("", [], "indirect"),
    ],
)
def test_kind_says_how_much_stands_in_marks(text: str, fragments: list[str], kind: str) -> None:
    assert kind_of(text, [(text.index(f), text.index(f) + len(f)) for f in fragments]) == kind


@given(TEXTS)
def test_copy_differs_in_marks_alone(text: str) -> None:
    copy = normalised(text)

    assert len(copy) == len(text)
    for old, new in zip(text, copy, strict=True):
        assert old == new or (old in MARKS and new in "“”‘’ ")


@given(TEXTS)
def test_segments_stand_apart_in_order_and_within_their_paragraph(text: str) -> None:
    copy = normalised(text)
    for start, end in paragraphs(copy):
        found = segments(copy, start, end)
        assert all(start <= s.start < s.end <= end and copy[s.start] == "“" for s in found)
        assert all(before.end <= after.start for before, after in pairwise(found))
        assert all(copy[s.end - 1] == "”" for s in found if s.closed)


@pytest.mark.parametrize(
    "text",
    ['"' * 100_000, "“" * 100_000, "'a " * 100_000, "a' " * 100_000, '" ' * 100_000, "''" * 50_000, "«»“\"'" * 20_000]
    + [" " * 200_000 + "\n" + 'a"b ' * 50_000, "'a b' \"c\" " * 20_000, "“a ‘b’ " * 30_000],
)
def test_hostile_texts_take_no_longer_than_their_length_asks_for(text: str) -> None:
    started = time.perf_counter()
    quoted(text)

    assert time.perf_counter() - started < 5
