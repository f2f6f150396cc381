"""Answers from several articles: how outlets tell a thing, what changed in it, and what a time brought."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest

from ontherecord import Answer, Article, Filters, Library, Passage
from ontherecord.answering.leads import lead
from ontherecord.answering.topics import topics
from ontherecord.archive.openings import Openings
from tests.fakes import FakeAttributor

WIRE = (
    "The ferry strike in Vigo spread to the car decks on Tuesday, the port authority said. Some 300 drivers were "
    "stranded at the ramps. The union asked for nine per cent more."
)
SUNDAY = date(2025, 8, 10)


def news(outlet: str | None, day: int | None, title: str, text: str, **fields: Any) -> Article:
    own = {
        "title": title,
        "text": text,
        "url": f"https://{outlet}.example/{title.replace(' ', '-')}",
        "publisher": outlet,
        "published_at": None if day is None else datetime(2025, 8, day, 9, tzinfo=UTC),
        "language": "en",
    }
    return Article(**{**own, **fields})


WALKOUT = news(
    "Harbor",
    4,
    "Ferry crews strike in Vigo",
    "Ferry crews in Vigo walked out on Monday over pay. The strike left four islands without a boat.",
)
SPREAD = news("Courier", 5, "Ferry strike spreads to car decks", WIRE)
COPY = news("Herald", 5, "Ferry strike spreads", WIRE)
COSTS = news(
    "Ledger",
    6,
    "What the ferry strike costs Vigo",
    "Hotels in Vigo lose a million euros a day to the ferry strike. "
    "Half of all bookings went when the strike of the ferry crews began.",
)
END = news(
    "Harbor",
    8,
    "Ferry strike in Vigo ends",
    "Ferry crews in Vigo voted to end their strike on Friday after a rise of six per cent. Boats sail again today.",
)
UNDATED = news(
    "Lantern", None, "Ferry strike, a memory", "The ferry strike in Vigo of long ago has no date. Nobody counted it."
)
BEES = news(
    "Courier",
    6,
    "Bees return to Wales",
    "Beekeepers in Wales counted more hives than in any spring since 1998. Mild weather helped the bees.",
)
COMET = news(
    "Ledger",
    7,
    "Comet over Chile",
    "A green comet crossed the sky above Chile on Wednesday night. Astronomers at Paranal photographed its tail.",
)
STRIKE = "the ferry strike in Vigo"


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    library = open_library()
    library.add([WALKOUT, SPREAD, COPY, COSTS, END, UNDATED, BEES, COMET])
    return library


def outlets(answer: Answer) -> list[str | None]:
    return [citation.article.publisher for citation in answer.citations]


def days(answer: Answer) -> list[str | None]:
    return [citation.article.published for citation in answer.citations]


# -- outlets -----------------------------------------------------------------------------------------------------


def test_each_outlet_is_quoted_once_and_copies_are_one(library: Library) -> None:
    answer = library.ask(f"How do outlets differ on {STRIKE}?")

    assert answer.answered
    assert set(outlets(answer)) == {"Courier", "Lantern", "Ledger", "Harbor"}
    assert len(answer.citations) == 4
    assert next(c for c in answer.citations if c.article == answer.sources[0]).also_in == ("Herald",)


def test_few_outlets_are_quoted_with_two_sentences_each(library: Library) -> None:
    answer = library.ask(f"Compare coverage of {STRIKE}", filters=Filters(publishers=("Harbor", "Ledger")))

    assert sorted(map(str, outlets(answer))) == ["Harbor", "Harbor", "Ledger", "Ledger"]


def test_every_sentence_is_an_exact_slice_under_its_outlet_and_day(library: Library) -> None:
    answer = library.ask(f"what do the papers say about {STRIKE}?")

    assert "Ledger, 2025-08-06: Hotels in Vigo lose a million euros a day" in answer.text
    for number, citation in enumerate(answer.citations, 1):
        assert citation.marker == number
        assert citation.article.text[citation.start : citation.end] == citation.text


def test_one_outlet_gives_an_ordinary_answer(library: Library) -> None:
    answer = library.ask(f"How do outlets differ on {STRIKE}?", filters=Filters(publishers=("Harbor",)))

    assert answer.answered
    assert set(outlets(answer)) == {"Harbor"}


def test_article_of_nobody_is_no_outlet(open_library: Callable[..., Library]) -> None:
    library = open_library()
    library.add([news(None, 4, WALKOUT.title or "", WALKOUT.text, url=None), COSTS])

    answer = library.ask(f"How do outlets differ on {STRIKE}?")

    assert answer.answered
    assert "Ledger" in outlets(answer)


# -- changes -----------------------------------------------------------------------------------------------------


def test_changes_come_in_order_of_time_a_sentence_an_article_without_undated_ones(library: Library) -> None:
    answer = library.ask(f"How has {STRIKE} unfolded?")

    assert days(answer) == ["2025-08-04", "2025-08-05", "2025-08-06", "2025-08-08"]
    assert "Lantern" not in outlets(answer)


def test_changes_keep_to_the_window(library: Library) -> None:
    answer = library.ask(f"What changed in {STRIKE} since 6 August 2025?")

    assert days(answer) == ["2025-08-06", "2025-08-08"]
    assert answer.searched.window == "since 6 August 2025"


def test_changes_know_nothing_of_what_was_published_later(library: Library) -> None:
    answer = library.ask(f"What's the latest on {STRIKE}?", as_of=date(2025, 8, 5))

    assert days(answer) == ["2025-08-04", "2025-08-05"]


def test_what_an_earlier_article_said_is_not_said_again(open_library: Callable[..., Library]) -> None:
    library = open_library()
    again = news(
        "Post", 7, "Ferry crews on strike", f"{WALKOUT.text.split('. ')[0]}. Ferries to Lugo sail as before."
    )
    library.add([WALKOUT, again])

    texts = [citation.text for citation in library.ask(f"How has {STRIKE} unfolded?").citations]

    assert len(texts) == len(set(texts))
    assert texts[0] == "Ferry crews in Vigo walked out on Monday over pay."


def test_no_more_than_eight_changes_are_told_of_as_many_days_as_there_are(
    open_library: Callable[..., Library],
) -> None:
    library = open_library()
    things = "dunes ferns kelp moss rain reeds".split()
    # Ten on the first day, one on each of the next two.
    library.add(
        news(
            f"Outlet {n}",
            max(4, n - 5),
            f"Ferry strike in Vigo, report {n}",
            f"The ferry strike in Vigo brought {' '.join(f'{word}{n}' for word in things)}.",
        )
        for n in range(12)
    )

    answer = library.ask(f"How has {STRIKE} unfolded?")

    assert days(answer) == [*["2025-08-04"] * 6, "2025-08-05", "2025-08-06"]


def test_nothing_within_the_window_is_said_so_with_the_nearest_articles(library: Library) -> None:
    answer = library.ask(f"What changed in {STRIKE} since 20 August 2025?", as_of=date(2025, 9, 1))

    assert answer.status == "insufficient_evidence"
    assert answer.suggestions


def test_window_outside_the_filters_holds_nothing(library: Library) -> None:
    filters = Filters(before=date(2025, 8, 6))

    assert not library.ask(f"What changed in {STRIKE} since 6 August 2025?", filters=filters).answered


def test_subject_that_nothing_is_about_is_refused(library: Library) -> None:
    for question in ("What's the latest on volcanoes in Iceland?", "How do outlets differ on volcanoes in Iceland?"):
        assert library.ask(question).status == "insufficient_evidence"


def test_word_that_is_said_in_passing_is_no_subject(open_library: Callable[..., Library]) -> None:
    library = open_library()
    passing = "“We are sorry,” its founder wrote on Chirper. Customers of the bank queued in the rain all day."
    library.add(
        [
            news("Harbor", 4, "Chirper sacks half its staff", "Chirper sacked half of all its people on Monday."),
            news("Ledger", 6, "Bank fails", f"The Bank of Lugo failed on Wednesday. {passing}"),
        ]
    )

    assert outlets(library.ask("what's the latest on Chirper")) == ["Harbor"]


def test_nothing_since_a_day_is_no_reason_to_tell_of_before(library: Library) -> None:
    answer = library.ask(f"What happened with {STRIKE} since 20 August 2025?", as_of=date(2025, 9, 1))

    assert answer.status == "insufficient_evidence"


# -- summaries ---------------------------------------------------------------------------------------------------


def test_summary_of_a_subject_comes_in_order_of_time_undated_articles_last(library: Library) -> None:
    answer = library.ask(f"Summarise {STRIKE}")

    assert days(answer) == ["2025-08-04", "2025-08-05", "2025-08-06", "2025-08-08", None]


def test_summary_of_everything_begins_with_what_most_outlets_carry(library: Library) -> None:
    answer = library.ask("Summarise the week", as_of=SUNDAY)

    assert answer.citations[0].article.publisher == "Courier"
    assert answer.citations[0].also_in == ("Herald",)
    assert {"2025-08-06", "2025-08-07"} <= set(days(answer))
    assert len(answer.citations) <= 6
    assert None not in days(answer)
    assert answer.searched.window == "the week"


@pytest.mark.parametrize(
    ("question", "filters", "found"),
    [
        ("News of the day", Filters(), {"2025-08-07"}),
        ("What happened yesterday?", Filters(publishers=("Courier",)), {"2025-08-06"}),
        ("top stories of 2025", Filters(after=date(2025, 8, 7)), {"2025-08-07"}),
        ("Summarise July 2025", Filters(), set()),
    ],
)
def test_summary_keeps_to_window_and_filters(
    library: Library, question: str, filters: Filters, found: set[str]
) -> None:
    answer = library.ask(question, filters=filters, as_of=date(2025, 8, 7))

    assert set(days(answer)) == found
    assert answer.answered == bool(found)


def test_without_a_time_the_news_is_that_of_the_newest_days(library: Library) -> None:
    old = news(
        "Post",
        None,
        "Old",
        "The old lighthouse of Lugo lost its lamp.",
        published_at=datetime(2024, 1, 1, tzinfo=UTC),
    )
    library.add([old])

    answer = library.ask("What's new?")

    assert answer.answered
    assert "2024-01-01" not in days(answer)


def test_empty_library_has_no_news(open_library: Callable[..., Library]) -> None:
    assert not open_library().ask("Summarise the week").answered


def test_article_of_a_month_is_of_no_one_day_in_it(library: Library) -> None:
    first = datetime(2025, 8, 1, tzinfo=UTC)
    text = "A magazine of August on the ferry strike in Vigo has come out."
    library.add([news("Monthly", None, "Ferries of Vigo", text, published_at=first, published_precision="month")])

    for question in ("Summarise 7 August 2025", f"What changed in {STRIKE} since 7 August 2025?"):
        assert "2025-08" not in days(library.ask(question))
    assert "2025-08" in days(library.ask(f"Summarise {STRIKE} in August 2025"))


def test_what_happened_may_be_told_on_the_day_after(library: Library) -> None:
    answer = library.ask(f"What happened with {STRIKE} on 7 August 2025?")

    assert days(answer) == ["2025-08-08"]


def test_what_happened_in_another_time_is_left_to_an_ordinary_answer(library: Library) -> None:
    answer = library.ask("What happened to the ferry crews in Vigo in May 2025?")

    assert answer.searched.window == "in May 2025"
    assert answer.answered


# -- beside other questions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "history"),
    [
        ("How has it unfolded?", [f"How do outlets differ on {STRIKE}?"]),
        ("and what changed since 4 August 2025?", [f"Summarise {STRIKE}"]),
        ("what changed?", ["Where did ferry crews strike?", "how has it unfolded?"]),
    ],
)
def test_follow_up_is_about_what_was_asked_before(library: Library, question: str, history: list[str]) -> None:
    answer = library.ask(question, history=history)

    assert {"2025-08-04", "2025-08-08"} <= set(days(answer))
    assert {citation.article.title for citation in answer.citations}.isdisjoint({BEES.title, COMET.title})


def test_subject_of_its_own_takes_nothing_from_the_conversation(library: Library) -> None:
    answer = library.ask("latest on comets", history=[f"Summarise {STRIKE}"])

    assert answer.searched.query == "latest on comets"


def test_summary_of_everything_takes_nothing_from_the_conversation(library: Library) -> None:
    answer = library.ask("Summarise the week", history=[f"Summarise {STRIKE}"], as_of=SUNDAY)

    assert COMET.title in {citation.article.title for citation in answer.citations}


def test_questions_for_words_are_answered_from_quotes(open_library: Callable[..., Library]) -> None:
    library = open_library(attributor=FakeAttributor())
    library.add([news("Harbor", 5, "Talks", "“The ferry strike in Vigo must end,” said Ada Moreno. Nobody left.")])

    answer = library.ask("What did Ada Moreno say about the ferry strike since Monday?", as_of=SUNDAY)

    assert answer.mode == "quotes"


def test_a_model_gets_the_passages_around_what_is_cited(library: Library) -> None:
    for question in (f"How has {STRIKE} unfolded?", "Summarise the week"):
        draft = library._answers.drafts.draft(question, (), None, SUNDAY)

        assert len(draft.sources) == len(draft.answer.citations)
        for citation, source in zip(draft.answer.citations, draft.sources, strict=True):
            assert source.article == citation.article
            assert source.start <= citation.start < citation.end <= source.end


# -- what an article is about ------------------------------------------------------------------------------------


def opening(text: str) -> Passage:
    return Passage("a", 0, 0, len(text), text)


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Ferry ends", "LUGO, Spain - The ferry to Lugo sails no more after Friday. It is old.", "The ferry to Lugo"),
        ("Ferry", "VIGO, Gal. - Crews of the ferry went home on Friday. Nobody came.", "Crews of the ferry"),
        (
            "Ferry",
            "By Ada Moreno\n\nSign up for our newsletter to read it daily. The ferry to Lugo sails no more.",
            "The ferry",
        ),
        ("Ferry", "He said that it was all too late. Crews in Vigo voted to end it on Friday.", "Crews in Vigo"),
        ("Ferry", "“We got all that we had asked them for.” Crews in Vigo voted to end it.", "Crews in Vigo"),
        (
            "Ferry strike ends after vote",
            "Ada Moreno woke at six in the morning. The ferry strike ends today after a vote of the crews.",
            "The ferry strike ends",
        ),
        ("5 things to know for Monday", "The ferry to Lugo sails no more after Friday.", None),
        ("Ferry", "More soon. Watch this.", None),
    ],
)
def test_lead_is_the_first_whole_sentence_that_tells_something(title: str, text: str, expected: str | None) -> None:
    article = Article(title=title, text=text)

    found = lead(article, opening(text))

    assert (found is None) == (expected is None)
    if found:
        assert found.text.startswith(expected or "")
        assert text[found.start : found.end] == found.text


def test_lead_is_nothing_that_stands_in_other_articles_too() -> None:
    text = "The Post of Lugo is read in all of Galicia. Crews in Vigo voted to end the strike."

    found = lead(
        Article(title="Ferry", text=text), opening(text), ["The Post of Lugo is read in all of Galicia. Bees."]
    )

    assert found is not None
    assert found.text == "Crews in Vigo voted to end the strike."


def found_openings(stories: Sequence[str], outlets: Sequence[str], vectors: Sequence[Sequence[float]]) -> Openings:
    return Openings(
        tuple(range(len(stories))), tuple(stories), tuple(outlets), np.array(vectors, dtype=np.float16).reshape(-1, 2)
    )


def test_topics_come_in_the_order_of_how_many_outlets_report_them() -> None:
    near, far = (1.0, 0.0), (0.0, 1.0)
    found = found_openings("abcde", ["One", "One", "One", "Two", "Three"], [near, near, near, far, far])

    assert [sorted(rows) for rows in topics(found)] == [[3, 4], [0, 1, 2]]


def test_copies_of_one_story_are_one_topic_however_they_begin() -> None:
    found = found_openings("aab", ["One", "Two", "Two"], [(1.0, 0.1), (0.1, 1.0), (-1.0, 0.0)])

    assert [sorted(rows) for rows in topics(found)] == [[0, 1], [2]]


def test_every_article_is_of_one_topic() -> None:
    angles = np.random.default_rng(1).uniform(0, 2 * np.pi, 40)
    vectors = [(float(np.cos(angle)), float(np.sin(angle))) for angle in angles]
    found = found_openings([str(n // 2) for n in range(40)], [f"O{n % 7}" for n in range(40)], vectors)

    assert sorted(row for rows in topics(found) for row in rows) == list(range(40))
    assert list(topics(found_openings((), (), ()))) == []
