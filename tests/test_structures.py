"""What layout says of who speaks: transcripts, headlines, quotations over several paragraphs, and datelines."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.attribution.attributions import Attribution
from ontherecord.attribution.marks import kind_of
from ontherecord.attribution.structures import continued, transcripts, without_dateline

PIECES = st.sampled_from(
    [
        "“",
        "”",
        '"',
        "'",
        "Lind",
        " said",
        ":",
        "\n",
        "\n\n",
        "LIND: ",
        "Q: ",
        "A: ",
        "I rain. ",
        "you? ",
        "Orr: ",
        "\ud83d",
    ]
)
TEXTS = st.lists(PIECES, max_size=40).map("".join)


def spoken(text: str) -> list[tuple[str | None, list[str]]]:
    return shown(text, transcripts(text))


def shown(text: str, found: list[Attribution]) -> list[tuple[str | None, list[str]]]:
    return [(one.source and text[slice(*one.source)], [text[slice(*span)] for span in one.content]) for one in found]


def attributed(text: str, words: str, source: str = "Lind") -> Attribution:
    """Return an attribution of the words to the source, as they stand in the text."""
    start, mention = text.index(words), text.index(source)
    content = ((start, start + len(words)),)
    return Attribution(content, (mention, mention + len(source)), None, kind_of(text, content), 0.95)


def test_turns_of_a_transcript_belong_to_the_names_before_them() -> None:
    text = "LIND: Do you think it will rain?\nORR: I am sure it will.\nLIND: Thank you for coming.\nORR: My pleasure."

    assert spoken(text) == [
        ("LIND", ["Do you think it will rain?"]),
        ("ORR", ["I am sure it will."]),
        ("LIND", ["Thank you for coming."]),
        ("ORR", ["My pleasure."]),
    ]


def test_first_turn_may_have_the_full_name() -> None:
    text = "The Post: What do we know?\nDr. Mara Lind: I know little.\nThe Post: Why?\nLind (laughs): You tell me."

    assert [source for source, _ in spoken(text)] == ["The Post", "Dr. Mara Lind", "The Post", "Lind"]


def test_answers_are_those_of_whom_the_article_talks_with() -> None:
    text = "We spoke with the painter Mara Lind.\nQ: Why paint?\nA: I like it.\nQ: And your dog?\nA: He likes it too."

    assert spoken(text) == [("Mara Lind", ["I like it."]), ("Mara Lind", ["He likes it too."])]


def test_answers_of_nobody_who_is_named_are_left_out() -> None:
    assert spoken("Q. Why do you ask?\nA. I wonder.\nQ. And you?\nA. We all wonder.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Note: We rounded.\nUpdate: We added a line.\nPhoto: My dog.\nNote: You may write to us.",
        "Serves: 4\nMethod: Stir.\nServes: 6\nMethod: Do not stir.",
        "Portland: The mayor left.\nAustin: A bridge fell.\nJuneau: It snowed.\nPortland: Ferries stopped.",
        "Rovers: 2\nUnited: 1\nRovers: 3\nUnited: 4",
        "Gold: Orr, Norway\nSilver: Lind, Sweden\nGold: Hale, Canada\nSilver: Moe, Norway",
        "LIND: I think so.\nORR: We do.",
        'Outlook: "We have a young team."\nCoach: Orr, 3rd year.\nOutlook: "I like this team."\nCoach: Moe.',
    ],
)
def test_lists_are_no_transcripts(text: str) -> None:
    assert spoken(text) == []


@pytest.mark.parametrize(
    ("line", "source", "words"),
    [
        ("Lind: 'We will not give in'", "Lind", "'We will not give in'"),
        ("Mara Lind: “It was my fault alone”", "Mara Lind", "“It was my fault alone”"),
        ('Sen. Lind on taxes: "They are far too high"', "Sen. Lind", '"They are far too high"'),
    ],
)
def test_headline_gives_a_name_and_its_words(line: str, source: str, words: str) -> None:
    assert spoken(f"It rained.\n{line}\nIt went on raining.") == [(source, [words])]


@pytest.mark.parametrize(
    "line",
    [
        "Review: 'The Long Way Home'",
        "Lind: 'Renaissance'",
        "Lind: “We will win the cup” as fans fear",
        "Watch: 'I am so sorry'",
    ],
)
def test_titles_and_labels_are_no_headlines_of_that_kind(line: str) -> None:
    assert spoken(line) == []


def test_paragraphs_that_go_on_with_a_quotation_are_its_speakers() -> None:
    text = "“It rained, Lind said.\n\n“It rained all night.\n\n“Then it stopped.”\n\n“Who says so?”"
    found = continued(text, [attributed(text, "“It rained, Lind said.")])

    assert shown(text, found) == [
        ("Lind", ["“It rained, Lind said.", "“It rained all night.", "“Then it stopped.”"]),
    ]
    assert found[0].kind == "direct"
    assert found[0].confidence < 0.95


def test_quotation_that_is_closed_goes_on_nowhere() -> None:
    text = "“It rained,” Lind said.\n\n“It rained all night.”"
    found = [attributed(text, "“It rained,”")]

    assert continued(text, found) == found


def test_paragraph_that_is_a_long_quotation_is_the_last_speakers() -> None:
    text = "“It rained,” Lind said.\n\n“It rained all night and all day.”\n\n“And it pours as I speak to you."
    found = continued(text, [attributed(text, "“It rained,”")])

    assert shown(text, found) == [
        ("Lind", ["“It rained,”"]),
        ("Lind", ["“It rained all night and all day.”"]),
        ("Lind", ["“And it pours as I speak to you."]),
    ]
    assert max(one.confidence for one in found[1:]) < 0.9


def test_long_quotation_after_a_question_is_not_the_askers() -> None:
    text = "Lind asked: “Does it rain?”\n\n“It rained all night and all day.”"
    found = [attributed(text, "“Does it rain?”")]

    assert continued(text, found) == found


def test_quotation_of_somebody_else_is_left_with_them() -> None:
    text = "Lind said: “It rained.\n\n“It did not,” Orr said."
    found = [attributed(text, "“It rained."), attributed(text, "“It did not,”", "Orr")]

    assert continued(text, found) == found


def test_paragraph_of_one_quotation_is_that_of_whom_the_one_before_introduces() -> None:
    text = "Lind, the mayor, said in a statement:\n\n“It rained.”\n\n“It pours.”\n\nIt rained.\n\n“No.”"

    assert shown(text, continued(text, [])) == [("Lind", ["“It rained.”", "“It pours.”"])]


def test_introduction_without_a_verb_of_speech_introduces_nobody() -> None:
    assert continued("Lind left a door open:\n\n“It rained.”", []) == []


def test_paragraph_that_says_whose_its_quotation_is_needs_no_introduction() -> None:
    assert continued("Lind said:\n\n“It rained,” Orr said.", []) == []


@pytest.mark.parametrize(
    ("mention", "bare"),
    [
        ("MIAMI — Mara Lind", "Mara Lind"),
        ("WASHINGTON (AP) — Mara Lind", "Mara Lind"),
        ("LONDON, Oct 4 (Reuters) - The mayor", "The mayor"),
        ("NEW YORK -- Lind", "Lind"),
        ("PORT ELLEN, Ohio (AP) — Lind", "Lind"),
        ("U.S. officials", "U.S. officials"),
        ("Mara Lind", "Mara Lind"),
        ("NATO", "NATO"),
        ("MIAMI — ", "MIAMI — "),
    ],
)
def test_datelines_are_cut_from_a_source(mention: str, bare: str) -> None:
    text = f"{mention} said so."
    start, end = without_dateline(text, (0, len(mention)))

    assert text[start:end] == bare


@given(TEXTS)
def test_spans_hold_something_of_one_paragraph_in_order(text: str) -> None:
    for one in continued(text, transcripts(text)):
        assert one.content
        assert list(one.content) == sorted(one.content)
        for start, end in one.content:
            assert 0 <= start < end <= len(text)
            assert "\n" not in text[start:end]


@pytest.mark.parametrize(
    "text",
    [
        "LIND: I ask you?\nORR: I do.\n" * 20_000,
        "“A b c d\n" * 50_000,
        "Lind said:\n“A b c d”\n" * 20_000,
        "A: " * 100_000,
    ]
    + ["Lind said: " + "“A " * 100_000, "A " * 100_000 + "- ", "Mara Lind, " * 50_000 + "said:\n“No.”"],
)
def test_hostile_texts_take_no_longer_than_their_length_asks_for(text: str) -> None:
    started = time.perf_counter()
    continued(text, transcripts(text))
    without_dateline(text, (0, len(text)))

    assert time.perf_counter() - started < 6
