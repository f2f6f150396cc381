"""What readers think of answers: kept with what was asked and where the evidence stands, and no word of articles."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ontherecord import CitationError, Filters, Library, LibraryReadOnlyError, QuestionError
from ontherecord.__main__ import main
from ontherecord.archive import archive_file
from tests.conftest import make_article
from tests.fakes import HashEmbedder
from tests.test_archive import nobody
from tests.test_removal import canary, traces

QUESTION = "Who gave the first doses of a vaccine in Nairobi?"
FILTERS = Filters(after=date(2025, 1, 1), publishers=("Example News", "Courier"), language="en")


@pytest.fixture
def filled(library: Library) -> Library:
    library.add(make_article(n, published_at=datetime(2025, 8, n + 1, tzinfo=UTC)) for n in range(6))
    return library


def test_rating_holds_what_was_asked_and_the_evidence(filled: Library):
    answer = filled.ask(QUESTION, history=["What is  new?"], filters=FILTERS, as_of=date(2025, 8, 20))
    before = datetime.now(UTC)

    rating = filled.rate(answer, "up", " Just what I asked for. ", history=["What is  new?"])

    assert filled.ratings() == [rating]
    assert (rating.question, rating.history, rating.filters) == (QUESTION, ("What is new?",), FILTERS)
    assert (rating.verdict, rating.reason) == ("up", "Just what I asked for.")
    assert (rating.status, rating.mode, rating.as_of) == ("answered", "extractive", answer.searched.as_of)
    assert before <= rating.rated_at <= datetime.now(UTC)
    assert [(one.article, one.start, one.text) for one in rating.evidence] == [
        (one.article, one.start, one.text) for one in answer.citations
    ]


def test_rating_is_a_line_of_an_evaluation_set(filled: Library):
    filled.rate(filled.ask(QUESTION, filters=FILTERS), "down")

    line = json.loads(json.dumps(filled.ratings()[0].to_dict()))

    assert {name: line[name] for name in ("question", "history", "verdict", "reason", "status", "mode")} == {
        **{"question": QUESTION, "history": [], "verdict": "down", "reason": None},
        **{"status": "answered", "mode": "extractive"},
    }
    assert line["filters"]["publishers"] == ["Example News", "Courier"]
    first = line["evidence"][0]
    article = filled.article(first["article"], first["version"])
    assert article is not None
    assert article.text[first["start"] : first["end"]] == first["text"]
    assert (first["url"], first["published"]) == (article.url, "2025-08-02")


def test_refusal_is_rated_with_the_articles_that_it_named(filled: Library):
    refusal = filled.ask("Why did the glacier of Svalbard melt?")

    rating = filled.rate(refusal, "down", "")

    assert (rating.status, rating.reason, rating.evidence) == ("insufficient_evidence", None, ())
    assert rating.suggestions == tuple(article.id for article in refusal.suggestions) != ()


def test_ratings_come_in_the_order_in_which_they_were_given(filled: Library):
    answer = filled.ask(QUESTION)

    given = [filled.rate(answer, "up" if n % 2 else "down", str(n)) for n in range(4)]

    assert filled.ratings() == given


def test_rating_named_by_its_id_is_changed(filled: Library):
    first = filled.rate(filled.ask(QUESTION), "up")

    changed = filled.rate(filled.ask(QUESTION), "down", "I misread it", rating_id=first.id)

    assert filled.ratings() == [changed]
    assert (changed.id, changed.verdict, changed.reason) == (first.id, "down", "I misread it")
    with pytest.raises(QuestionError, match="there is no rating nothing: rate the answer without naming one"):
        filled.rate(filled.ask(QUESTION), "down", rating_id="nothing")


def test_rating_of_an_earlier_version_shows_the_words_that_were_rated(filled: Library):
    rating = filled.rate(filled.ask(QUESTION), "up")
    filled.add([make_article(1, text="Nurses in Mombasa gave no dose at all.")])
    filled.remove(make_article(1).id)

    assert filled.ratings() == [rating]


@pytest.mark.parametrize(
    ("rated", "match"),
    [
        ({"verdict": "meh"}, "'meh' is no verdict: give one of up, down"),
        ({"verdict": None}, "is no verdict"),
        ({"reason": "x" * 1001}, "1,001 characters, the limit is 1,000: shorten it"),
    ],
)
def test_verdict_and_reason_that_cannot_be_are_refused(filled: Library, rated: dict[str, Any], match: str):
    with pytest.raises(QuestionError, match=match):
        filled.rate(filled.ask(QUESTION), **{"verdict": "up", **rated})
    assert filled.ratings() == []


def test_oddest_texts_are_kept(filled: Library):
    rating = filled.rate(filled.ask(QUESTION), "up", "\ud800\0" + "é" * 998, history=["\ud800", "x" * 9999] * 30)

    assert filled.ratings() == [rating]
    assert len(rating.history) == 20
    assert max(map(len, rating.history)) == 2000


def test_what_is_no_answer_of_this_library_cannot_be_rated(filled: Library):
    answer = filled.ask(QUESTION)

    for forged in (
        replace(answer, text="All is well."),
        replace(answer, citations=(replace(answer.citations[0], start=0, end=3), *answer.citations[1:])),
        replace(answer, status="insufficient_evidence", citations=()),
    ):
        with pytest.raises(CitationError):
            filled.rate(forged, "up")
    filled.remove(make_article(1).id, purge=True)
    with pytest.raises(CitationError):
        filled.rate(answer, "up")
    assert filled.ratings() == []


def test_refusal_whose_nearest_article_is_gone_cannot_be_rated(filled: Library):
    refusal = filled.ask("Why did the glacier of Svalbard melt?")
    filled.remove(refusal.suggestions[-1].id, purge=True)

    with pytest.raises(CitationError, match=r"is not on record any more: ask the question again"):
        filled.rate(refusal, "down")


def test_library_that_cannot_be_written_is_not_rated(filled: Library):
    answer, path = filled.ask(QUESTION), filled.path
    filled.close()
    for place in (path, *path.parents):
        if place.is_relative_to("/tmp"):
            place.chmod(0o755)
    with nobody(), Library.open(path, embedder=HashEmbedder()) as library, pytest.raises(LibraryReadOnlyError):
        library.rate(answer, "up")


# -- no word of articles -----------------------------------------------------------------------------------------


def test_no_word_of_an_article_is_in_a_rating(filled: Library):
    filled.rate(filled.ask(QUESTION), "up")
    database = sqlite3.connect(archive_file(filled.path))
    row = " ".join(map(str, database.execute("SELECT * FROM ratings").fetchone()))
    database.close()

    assert "Doctors" not in row
    assert "malaria" not in row
    assert make_article(1).id in row


def test_purge_takes_the_ratings_with_it_that_cite_or_suggest_the_article(library: Library):
    library.add([make_article(1), *(canary(n) for n in range(3))])
    cited = library.ask("Where was the zyxcanary1 seen on a Tuesday?")
    assert cited.answered
    refusal = library.ask("Why did the zyxcanary of Svalbard melt glaciers away forever?")
    assert not refusal.answered
    assert any("zyxcanary" in article.text for article in refusal.suggestions)
    kept = library.rate(library.ask(QUESTION), "up")
    assert not any("zyxcanary" in one.text for one in kept.evidence)
    for answer in (cited, refusal):
        library.rate(answer, "down", "the zyxcanary1 was seen on a Monday", history=["What of the zyxcanary2?"])
    changed = library.rate(library.ask(QUESTION), "down", "no zyxcanary?")
    library.rate(library.ask(QUESTION), "down", rating_id=changed.id)
    assert traces(library.path) != []

    library.remove_all(Filters(publishers=("Zyxcanary Press",)), purge=True)

    assert [rating.id for rating in library.ratings()] == [kept.id, changed.id]
    assert traces(library.path) == []
    library.close()
    assert traces(library.path) == []


# -- the command -------------------------------------------------------------------------------------------------


def test_command_prints_ratings_for_people_and_as_json_lines(filled: Library, capsys: pytest.CaptureFixture[str]):
    answer = filled.ask(QUESTION)
    filled.rate(answer, "up", "good\nindeed \x1b[31m")
    filled.rate(filled.ask("Why did the glacier of Svalbard melt?"), "down")
    filled.close()

    assert main(["ratings", "--library", str(filled.path), "--json"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["verdict"] for line in lines] == ["up", "down"]
    assert json.loads(lines[0])["evidence"][0]["text"] == answer.citations[0].text

    assert main(["ratings", "--library", str(filled.path)]) == 0
    shown = capsys.readouterr().out
    assert f"up    {QUESTION}" in shown
    assert "good indeed" in shown
    assert "\x1b" not in shown
    assert make_article(1).url in shown


def test_command_says_that_there_are_no_ratings(filled: Library, capsys: pytest.CaptureFixture[str]):
    filled.close()

    assert main(["ratings", "--library", str(filled.path)]) == 0
    assert capsys.readouterr().out == "no answer has been rated\n"
