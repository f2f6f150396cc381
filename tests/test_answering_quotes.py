"""Answers in somebody's words: who, when, verbatim and cited; reports marked as such; nothing found said as such."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ontherecord import Answer, Article, CitationError, Library, Quote
from ontherecord.answering import citations
from tests.fakes import FakeAttributor


def news(number: int, text: str, day: int) -> Article:
    return Article(
        title=f"Report {number}",
        text=text,
        url=f"https://news.example/{number}",
        publisher=f"Outlet {number}",
        published_at=datetime(2025, 8, day, tzinfo=UTC),
        published_precision="day",
        language="en",
    )


ARTICLES = (
    news(1, "“We must treat the cartels as armed organizations now,” said Marco Rubio. Trade talks go on.", 1),
    news(2, "Claudia Gomez said that the cartels would be fought at home. Marco Rubio was criticised for it.", 3),
    news(3, "Marco Rubio said that the cartels were losing money and men. The border was quiet.", 5),
    news(4, "“Our fishing boats will stay in the harbour all week,” said Ada Moreno. It rained.", 6),
)


class SureAttributor(FakeAttributor):
    """Finds the same quotes, and is sure of them."""

    def quotes(self, articles: list[Article]) -> list[list[Quote]]:
        return [[replace(quote, confidence=0.99) for quote in of_one] for of_one in super().quotes(articles)]


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    opened = open_library(attributor=SureAttributor())
    opened.add(ARTICLES)
    return opened


def test_words_come_verbatim_with_speaker_source_and_date(library: Library) -> None:
    answer = library.ask("What did Rubio say about cartels?")

    first = answer.citations[0]
    assert answer.mode == "quotes"
    assert answer.text.startswith(
        "Marco Rubio (Outlet 1, 2025-08-01): “We must treat the cartels as armed organizations now,” [1]"
    )
    assert first.article.text[first.start : first.end] == first.text
    assert first.speaker == "Marco Rubio"


def test_verbatim_words_come_before_reports_which_are_marked_as_such(library: Library) -> None:
    answer = library.ask("What did Rubio say about cartels?")

    assert [c.quote and c.quote.kind for c in answer.citations] == ["direct", "indirect"]
    assert "Outlet 3, 2025-08-05, paraphrasing Marco Rubio: Marco Rubio said that the cartels" in answer.text


def test_what_others_say_of_somebody_is_not_that_persons(library: Library) -> None:
    answer = library.ask("What did Rubio say about cartels?")

    assert all("Gomez" not in citation.text for citation in answer.citations)


def test_somebody_never_quoted_on_a_subject_is_refused_with_how_often_they_are_quoted(library: Library) -> None:
    answer = library.ask("What did Ada Moreno say about vaccines in Nairobi?")

    assert not answer.answered
    assert answer.heard is not None
    assert (answer.heard.speaker, answer.heard.articles) == ("Ada Moreno", 1)
    assert answer.text.endswith("Ada Moreno is quoted in one of them, but not about that.")
    assert [article.headline for article in answer.suggestions] == ["Report 4"]


def test_somebody_quoted_nowhere_is_refused_by_name(library: Library) -> None:
    answer = library.ask("What did Jonas Berg say about cartels?")

    assert not answer.answered
    assert answer.text.endswith("Nobody called Jonas Berg is quoted in them.")


def test_who_said_it_finds_the_speaker(library: Library) -> None:
    answer = library.ask("Who said that fishing boats will stay in the harbour?")

    assert answer.citations[0].speaker == "Ada Moreno"


def test_a_position_over_time_comes_in_the_order_of_its_dates(library: Library) -> None:
    library.add([news(5, "“The cartels are partners in nothing at all,” said Marco Rubio. So it went.", 2)])

    answer = library.ask("How has Rubio's position on cartels changed over time?")

    dates = [citation.article.published for citation in answer.citations]
    assert dates == sorted(dates)
    assert len(dates) == 3


def test_words_that_may_be_somebody_elses_are_shown_with_doubt(open_library: Callable[..., Library]) -> None:
    library = open_library(attributor=FakeAttributor())
    library.add(ARTICLES)

    answer = library.ask("What did Rubio say about cartels?")

    assert "Marco Rubio, it seems (Outlet 1, 2025-08-01): “We must treat" in answer.text
    assert answer.citations[0].text.endswith("said Marco Rubio.")


def test_without_quotes_articles_answer_as_they_do_other_questions(open_library: Callable[..., Library]) -> None:
    library = open_library()
    library.add(ARTICLES)

    assert library.ask("What did Rubio say about cartels?").mode == "extractive"


def test_a_quote_that_is_not_on_record_as_the_speakers_does_not_get_out(library: Library) -> None:
    answer = library.ask("What did Rubio say about cartels?")
    forged = replace_speaker(answer, "Claudia Gomez")

    with pytest.raises(CitationError, match="not on record as the words of Claudia Gomez"):
        citations.verify(forged, library._archive, library._answers.gate)


def test_a_quote_outside_of_its_citation_does_not_get_out(library: Library) -> None:
    answer = library.ask("What did Rubio say about cartels?")
    first, other = answer.citations[0], answer.citations[1]
    forged = replace(answer, citations=(replace(first, quote=other.quote), *answer.citations[1:]))

    with pytest.raises(CitationError):
        citations.verify(forged, library._archive, library._answers.gate)


def replace_speaker(answer: Answer, name: str) -> Answer:
    first = answer.citations[0]
    assert first.quote is not None
    changed = replace(first, quote=replace(first.quote, speaker=name))
    text = answer.text.replace("Marco Rubio (", f"{name} (", 1)
    return replace(answer, text=text, citations=(changed, *answer.citations[1:]))


def test_a_role_is_found_by_how_its_holder_is_mentioned(library: Library) -> None:
    library.add([news(6, "“Trams will run to the hospital again,” said Mayor Ida Falk. Snow fell.", 4)])
    library.add([news(7, "“Trams cost too much in any winter,” said Vice Mayor Per Holm. It thawed.", 5)])

    assert {c.speaker for c in library.ask("What did the vice mayor say about trams?").citations} == {
        "Vice Mayor Per Holm"
    }


def test_the_house_of_a_speaker_is_not_the_speaker(library: Library) -> None:
    library.add([news(8, "“Trams are a public good for everyone,” said Ida Falk. So it goes.", 4)])
    library.add([news(9, "“Trams are for nobody in the city,” said Tram Watch. So it went.", 5)])

    assert {c.speaker for c in library.ask("What did Ida Falk of Tram Watch say about trams?").citations} == {
        "Ida Falk"
    }
