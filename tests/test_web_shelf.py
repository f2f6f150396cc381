"""The library page: what is held, listed and found, and what becomes of it when articles come and go."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ontherecord.reports import Doubt, Failure, IndexState, IngestReport, LibraryStats, Progress, VerifyReport
from ontherecord.schema import Article, Hit, Passage
from ontherecord.web.shelf import (
    added,
    adding,
    editable_listing,
    found,
    health,
    holdings_view,
    listing,
    removal_question,
    size,
)
from tests.hostile import PAYLOADS, Seen, shown

NOW = datetime(2025, 8, 10, tzinfo=UTC)
TAGS = {
    *("dl", "div", "dt", "dd", "ul", "li", "p", "button", "bdi", "span", "time", "blockquote", "progress"),
    *("details", "summary"),
}
ATTRIBUTES = {
    *("class", "dir", "datetime", "role", "type", "open", "max", "value", "aria-label"),
    *("data-act", "data-article"),
}
STATS = LibraryStats(
    path=Path("/srv/secret/library"),
    articles=1234,
    versions=1300,
    passages=5678,
    syndicated=34,
    undated=0,
    dated_ahead=0,
    first_published=datetime(2024, 1, 2, tzinfo=UTC),
    last_published=NOW,
    publishers=(("Island Paper", 1000), ("Courier", 234)),
    languages=(("en", 1234),),
    embedding_model="small",
    size_bytes=12_345_678,
    indexes=(IndexState("vectors", 9, 9), IndexState("lexical", 9, 9)),
    quotes=4321,
    speakers=321,
)


def an_article(text="The ferry sank at dawn. Nobody was hurt.", **fields) -> Article:
    fields = {"title": "Ferry sinks", "publisher": "Island Paper", "id": "one"} | fields
    return Article(text=text, **{"published_at": NOW, "published_precision": "day"} | fields)


def a_hit(article: Article, words: str, score: float = 0.5, **fields) -> Hit:
    start = article.text.index(words)
    return Hit(Passage(article.id, 0, start, start + len(words), words), article, score, **fields)


def acts(markup: str) -> list[str]:
    return [value for name, value in Seen(markup).attributes if name == "data-act"]


def flat(markup: str) -> str:
    return " ".join(Seen(markup).text.split())


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_nothing_but_text_on_the_shelf(payload):
    article = an_article(payload + " x", title=payload, publisher=payload, id=payload)
    stats = replace(
        STATS, publishers=((payload, 2),), languages=((payload, 1),), indexes=(IndexState(payload, 1, 2),)
    )
    report = IngestReport(failed=(Failure(payload, payload),), doubtful=1, doubts=(Doubt(payload, payload),))
    for markup in (
        holdings_view(stats),
        editable_listing([article]),
        found([a_hit(article, article.text, also_in=(payload,))]),
        removal_question(article),
        added(report),
        health(VerifyReport(1, 1, (payload,), payload)),
    ):
        seen = Seen(markup)
        assert set(seen.tags) <= TAGS
        assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    assert ("data-article", shown(payload)) in Seen(removal_question(article)).attributes


# -- what is held ----------------------------------------------------------------------------------------------


def test_holdings_are_told_in_numbers():
    text = flat(holdings_view(STATS))

    for told in ("Articles1,234", "Stories1,200", "Outlets2Island Paper 1,000Courier 234", "Quotes4,321"):
        assert told in text
    for told in ("Speakers321", "2024-01-02 to 2025-08-10", "12.3 MB", "Up to dateyes"):
        assert told in text
    assert "secret" not in text
    assert "Without a date" not in text
    assert "future" not in text


def test_holdings_say_what_lags_behind_and_what_is_odd():
    indexes = (IndexState("vectors", 7, 9), IndexState("lexical", 9, 9))
    text = flat(holdings_view(replace(STATS, undated=3, dated_ahead=1, indexes=indexes, stale_quotes=True)))

    assert "search by meaning: 7 of 9 changes; some quotes" in text
    assert "Without a date3 articles" in text
    assert "Dated in the future1 article: check their sources" in text


def test_empty_library_says_what_to_do():
    assert "Add articles" in holdings_view(replace(STATS, articles=0))


@pytest.mark.parametrize(
    ("count", "told"), [(1, "1 byte"), (999, "999 bytes"), (1500, "1.5 kB"), (12_345_678, "12.3 MB"), (2e9, "2.0 GB")]
)
def test_size_is_told_in_words(count, told):
    assert size(int(count)) == told


# -- articles --------------------------------------------------------------------------------------------------


def test_reader_can_read_and_an_editor_remove_what_is_listed():
    articles = [an_article(), an_article("The pier fell.", title="Pier", id="two", published_at=None)]

    assert acts(listing(articles)) == ["read", "read"]
    assert acts(editable_listing(articles)) == ["read", "remove", "read", "remove"]
    assert ("aria-label", "Remove “Pier”") in Seen(editable_listing(articles)).attributes
    assert "date unknown" in flat(listing(articles))
    assert "No article" in listing([])
    assert "No article" in editable_listing([])


def test_found_articles_come_once_with_their_best_passage():
    ferry, pier = an_article(), an_article("The pier fell.", title="Pier", id="two")
    hits = [
        a_hit(ferry, "Nobody was hurt.", 0.4, also_in=("Courier",)),
        a_hit(pier, "The pier fell.", 0.3),
        a_hit(ferry, "The ferry sank at dawn.", 0.6),
    ]
    text = flat(found(hits))

    assert acts(found(hits)) == ["read", "read"]
    assert "The ferry sank at dawn." in text
    assert "Nobody was hurt." not in text
    assert text.index("Ferry sinks") < text.index("Pier")
    assert "also in 1 outlet" in flat(found(hits[:1]))
    assert "Other words" in found([])


def test_removal_is_asked_about_before_it_is_done():
    markup = removal_question(an_article())

    assert "Remove “Ferry sinks” (Island Paper, 2025-08-10)? It leaves every search and answer" in flat(markup)
    assert "its versions stay on record." in flat(markup)
    assert acts(markup) == ["confirm-removal", "keep"]
    assert [value for name, value in Seen(markup).attributes if name == "data-article"] == ["one", "one"]


# -- what comes ------------------------------------------------------------------------------------------------


def test_adding_without_a_known_total_counts():
    markup = adding(Progress(articles=120, embedded=1400, seconds=12.4, failed=3))

    assert "120 articles dealt with, 3 of them failed, 1,400 passages made searchable, 12 s" in flat(markup)
    assert '<progress aria-label="Adding articles">' in markup


def test_adding_tells_how_many_articles_are_still_to_be_searched_for_quotes():
    markup = adding(Progress(articles=120, embedded=1400, seconds=12.4, quoted=40, unquoted=80))

    assert "Looking for quotes: 40 of 120 articles" in flat(markup)
    assert '<progress max="120" value="40"' in markup


def test_report_counts_and_gives_the_reasons_of_failures():
    failed = tuple(Failure(f"file {number}", "no text in it") for number in range(130))
    report = IngestReport(added=5, updated=2, unchanged=1, syndicated=2, embedded=30, failed=failed, seconds=3.21)
    text = flat(added(report))

    assert "138 articles in 3.2 s." in text
    assert "Added5 (2 of a story that was there already)" in text
    assert "Could not be added: 130" in text
    assert text.count("no text in it") == 100
    assert "and 30 more" in text
    assert "doubtful" not in text


def test_report_tells_doubts_and_that_nothing_came():
    report = IngestReport(added=2, doubtful=3, doubts=(Doubt("file 1", "dated in the future"),))

    assert "Added, but doubtful: 3file 1: dated in the futureand 2 more" in flat(added(report))
    assert "Nothing to add was found." in flat(added(IngestReport()))


def test_health_is_told_in_a_sentence_or_in_problems():
    sound = VerifyReport(2, 5, (), "digest", 1)

    assert "The library is sound: 2 articles, 5 passages and 1 quote were checked." in flat(health(sound))
    text = flat(health(replace(sound, problems=tuple(f"broken {number}" for number in range(101)))))
    assert "101 problems found" in text
    assert "broken 99" in text
    assert "broken 100" not in text
    assert "and 1 more" in text
