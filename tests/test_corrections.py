"""Correction notices: found where newsrooms put them, and not in stories about corrections."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.corrections import HEAD, LONGEST_PARAGRAPH, TAIL, find_notices
from tests.conftest import make_article

STORY = "\n\n".join(
    f"The council met for the {word} time. Its members spoke of roads, of schools and of the price of water."
    for word in ("first second third fourth fifth sixth seventh eighth ninth tenth").split() * 6
)

NOTICES = [
    (
        "correction",
        "Correction: An earlier version of this article misstated the depth of the harbour. It is 9 metres.",
    ),
    ("correction", "CORRECTION: The mayor's name is Ilse Brandt, not Else Brandt."),
    ("correction", "Correction (March 3, 2024): The vote was 31 to 9."),
    ("correction", "Correction, 3 March 2024: The vote was 31 to 9."),
    ("correction", "Correction March 3: The ferry carries 400 people."),
    ("correction", "Correction — The ferry carries 400 people, not 4,000."),
    ("correction", "Correction appended: The ferry carries 400 people."),
    ("correction", "Corrections & Clarifications: A previous version of this story gave a wrong date for the vote."),
    ("correction", "*Correction: The ferry carries 400 people.*"),
    ("correction", "An earlier version of this article misidentified the leader of the council. She is Ilse Brandt."),
    ("correction", "A previous version of this story said that the bridge was closed. It was open on Sundays."),
    ("correction", "Because of an editing error, an earlier version of this report gave the wrong year."),
    ("correction", "This story has been corrected to show that the bridge is in Vigo, not Lugo."),
    ("correction", "This article was amended on 12 January 2024. The bridge has two lanes, not four."),
    ("correction", "(This Jan. 5 story has been corrected to fix the name of the port in paragraph 3.)"),
    ("correction", "(Corrects spelling of the mayor's name in the second paragraph.)"),
    ("correction", "The headline of this article has been changed to reflect that no one was hurt by mistake."),
    ("correction", "We have corrected this article: the ferry carries 400 people."),
    ("correction", "This version corrects the spelling of Brandt."),
    ("correction", "An earlier version of this op-ed gave the wrong number of schools."),
    ("clarification", "Clarification: The council pays a third of the costs; the region pays the rest."),
    ("clarification", "This story has been updated to clarify who pays for the bridge."),
    ("editor's note", "Editor's note: This article has been updated to name the contractor."),
    (
        "editor's note",
        "Editors’ Note: After publication, we learned of errors in two paragraphs, which have been removed.",
    ),
    ("editor's note", "EDITOR’S NOTE (May 4): The photograph with an earlier version showed another bridge."),
    ("update", "Update: The contractor has since answered that the cables were tested."),
    ("update", "UPDATE (5 May): The contractor has since answered."),
    ("update", "This story has been updated with a statement from the contractor."),
    ("update", "This story has been updated"),
    ("update", "This story was updated Saturday with a statement from the contractor."),
]
OTHERS = [
    "Correction officers at the prison in Vigo went on strike on Monday.",
    "Correction officer: a job that nobody wants.",
    "The Department of Correction: what it does and what it costs.",
    "A market correction is what analysts expect: prices have risen for a year.",
    "Correction of 10 percent: what it means for savers",
    "Correction: The word that traders fear",
    "The paper printed a correction: the vote was 31 to 9, it said.",
    "The minister issued a clarification: nobody would lose a pension.",
    "He asked for a correction of the record, and got none.",
    "An earlier version of the bill misstated the tax by a third.",
    "An earlier version of this app leaked the names of its users.",
    "A previous version of the vaccine had to be kept at minus 70 degrees.",
    "The original version of this article appeared in The Example Review.",
    "An earlier version of this essay was published in March.",
    "This article was originally published in The Example Review.",
    "This story is developing and will be updated.",
    "This interview has been edited for length and clarity.",
    "This article is part of a series about bridges.",
    "This story has been translated from Spanish.",
    "Editor's note: Ilse Brandt is a writer in Vigo. The views expressed here are her own.",
    "Editor's note: This story contains descriptions of violence.",
    "Updated: March 3, 2024, 10:30 a.m.",
    "Last updated March 3, 2024",
    "The software has been updated to fix an error in its maps.",
    "The law was amended on 3 March, and corrected a week later.",
    "The list has been corrected twice, said the clerk.",
    "“The record has been corrected to show that I was there,” she said.",
    "Update: all schools are closed",
    "Clarification, not compromise, was what the council wanted.",
    "She has since corrected her story to the police.",
    "Errors were found in an earlier version of the software.",
]


@pytest.mark.parametrize(("kind", "notice"), NOTICES, ids=[notice[:40] for _, notice in NOTICES])
def test_notice_is_found_at_the_end_and_at_the_beginning_and_is_an_exact_slice(kind: str, notice: str):
    for text in (f"{STORY}\n\n{notice}", f"{notice}\n\n{STORY}", f"{STORY}\n{notice}\nReporting by Ana Pérez\n"):
        (found,) = find_notices(text)

        assert (found.kind, found.text) == (kind, notice)
        assert text[found.start : found.end] == notice


@pytest.mark.parametrize("sentence", OTHERS)
def test_what_is_no_notice_is_left_alone(sentence: str):
    for text in (f"{STORY}\n\n{sentence}", f"{sentence}\n\n{STORY}", sentence):
        assert find_notices(text) == ()


def test_notice_in_the_middle_of_a_long_article_is_a_part_of_its_story():
    notice = "Correction: The ferry carries 400 people."

    assert find_notices(f"{STORY}\n\n{notice}\n\n{STORY}") == ()


def test_sentence_is_taken_from_a_text_without_paragraphs():
    notice = "This story has been corrected to show that the bridge is in Vigo."
    text = f"{STORY} {notice} Ana Pérez reported from Lugo.".replace("\n\n", " ")

    assert [found.text for found in find_notices(text)] == [notice]


def test_label_and_date_on_a_line_of_their_own_belong_to_the_paragraph_below():
    notice = "Correction: March 3, 2024\nAn earlier version of this article gave the wrong year."

    assert [found.text for found in find_notices(f"{STORY}\n\n{notice}")] == [notice]
    assert find_notices(f"{STORY}\n\nCorrection: March 3, 2024") == ()


def test_credits_before_a_notice_in_its_paragraph_are_left_out():
    text = f"{STORY}\n\nReporting by Ana Pérez. This story has been updated with a statement from the port."

    assert [found.text for found in find_notices(text)] == [
        "This story has been updated with a statement from the port."
    ]


def test_several_notices_come_in_order():
    last = "Correction: It was on Monday.\n\nUpdate: It rained on Tuesday."
    text = f"Clarification: The vote is not binding.\n\n{STORY}\n\n{last}"

    assert [found.kind for found in find_notices(text)] == ["clarification", "correction", "update"]


def test_article_tells_its_notices():
    article = make_article(text=f"{STORY}\n\nCorrection: It was on Monday.")

    assert [notice.to_dict()["text"] for notice in article.notices] == ["Correction: It was on Monday."]
    assert "notices" not in article.to_dict()
    assert make_article().notices == ()


def test_corrected_articles_of_the_starter_corpus_are_told():
    corpus = Path(__file__).parent.parent / "corpus"
    corrected = {path.stem for path in corpus.glob("*.md") if "Correction:" in path.read_text(encoding="utf-8")}

    told = {path.stem for path in corpus.glob("*.md") if find_notices(path.read_text(encoding="utf-8"))}

    assert len(corrected) == 2
    assert told == corrected


@given(st.text(alphabet=st.sampled_from("aA .\n:“”'’(Correction:This story has been updated to"), max_size=400))
def test_whatever_the_text_every_notice_is_an_exact_slice_in_order(text: str):
    position = 0
    for notice in find_notices(text):
        assert position <= notice.start < notice.end
        assert text[notice.start : notice.end] == notice.text
        position = notice.end


HOSTILE = {
    "labels": "Correction: " * 400_000,
    "commas": "correction" + " ," * 2_000_000,
    "empty lines": "correction" + "\n" * 5_000_000,
    "one word": "x" * 5_000_000 + "correction",
    "beginnings": "This story has been " * 250_000,
    "versions": ("An earlier version of this " + "a " * 40) * 40_000,
    "brackets": "Correction (" * 400_000,
    "sentences": "This story has been updated. " * 200_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_long_hostile_text_is_looked_at_where_it_begins_and_ends(text: str):
    assert len(text) > 100 * (HEAD + TAIL)
    for notice in find_notices(text):
        assert notice.start < HEAD or notice.start >= len(text) - TAIL - LONGEST_PARAGRAPH
        assert notice.end - notice.start <= LONGEST_PARAGRAPH
