"""Quotes as the page shows them: whose, how given, where written; and who is quoted."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from ontherecord.schema import Alias, Article, Quote, Speaker
from ontherecord.web.speakers import quotes_view, speaker_summary
from tests.hostile import PAYLOADS, Seen, shown

NOW = datetime(2025, 8, 10, tzinfo=UTC)
TAGS = {
    *("section", "h2", "h3", "figure", "blockquote", "figcaption", "span", "button", "bdi", "em", "time", "p", "div"),
    *("details", "summary", "ul", "li"),
}
ATTRIBUTES = {
    *("class", "dir", "datetime", "type", "aria-label", "data-act", "data-speaker"),
    *("data-article", "data-version", "data-start", "data-end"),
}


def a_quote(words="“Nobody was hurt,”", day=NOW, **fields) -> Quote:
    article = Article(
        "Ferry sinks",
        f"{words} said Ana Lima.",
        publisher="Island Paper",
        published_at=day,
        published_precision=day and "day",
        id="one",
        version=2,
    )
    known = {"article": article, "mention": "Ana Lima", "speaker": "Ana Lima", "kind": "direct", "confidence": 0.99}
    known |= {"start": 0, "end": len(words)} | fields
    return Quote(text=words, resolution="as written", cue="said", **known)


def flat(markup: str) -> str:
    return " ".join(Seen(markup).text.split())


def headings(markup: str) -> list[str]:
    return [Seen(heading).text for heading in re.findall(r"<h[23].*?</h[23]>", markup)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_words_are_nothing_but_text(payload):
    article = Article(payload, payload + " x", publisher=payload, id=payload)
    fields = {"article": article, "speaker": payload, "mention": payload}
    quotes = [a_quote(payload, **fields), a_quote(payload, **fields | {"speaker": None}, kind="indirect")]
    speaker = Speaker(payload, 3, 2, NOW, NOW, (Alias(payload, 1, None, None),))
    for markup in (
        quotes_view(quotes, payload, None),
        quotes_view(quotes, payload, payload),
        quotes_view([], payload, payload),
        speaker_summary(speaker),
    ):
        seen = Seen(markup)
        assert set(seen.tags) <= TAGS
        assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    shown_quotes = re.findall(r"<blockquote.*?</blockquote>", quotes_view(quotes, None, None), re.DOTALL)
    assert [Seen(quote).text for quote in shown_quotes] == [shown(payload)] * 2


def test_quote_tells_whose_it_is_how_it_is_given_and_where_it_is_written():
    also = (Article("Other", "Text."), Article("Third", "Text too."))
    markup = quotes_view([a_quote(also_in=also)], "Ana Lima", None)
    seen = Seen(markup)

    assert "“Nobody was hurt,”Ana Lima said · Island Paper · 2025-08-10 · also in 2 other articles" in flat(markup)
    assert '<figure class="quote direct"><blockquote dir="auto">' in markup
    place = {"data-article": "one", "data-version": "2", "data-start": "0", "data-end": "18"}
    assert place.items() <= dict(seen.attributes).items()
    assert ("data-speaker", "Ana Lima") in seen.attributes
    assert ("aria-label", "Read in the article “Ferry sinks”") in seen.attributes


@pytest.mark.parametrize(
    ("kind", "confidence", "told"),
    [
        ("direct", 0.99, "Ana Lima said ·"),
        ("mixed", 0.99, "Ana Lima partly quoted ·"),
        ("indirect", 0.99, "Ana Lima reported ·"),
        ("indirect", 0.5, "Ana Lima reported, it seems ·"),
    ],
)
def test_words_and_their_report_are_told_apart_in_words(kind, confidence, told):
    markup = quotes_view([a_quote(kind=kind, confidence=confidence)], None, None)

    assert told in flat(markup)
    assert f'class="quote {kind}"' in markup


def test_quotes_come_the_newest_first_by_month_and_undated_ones_last():
    days = [NOW - timedelta(days=70), None, NOW, NOW - timedelta(days=3)]
    markup = quotes_view(
        [a_quote(f"“Words of {day}”", day, utterance=n) for n, day in enumerate(days)], "Ana Lima", None
    )

    assert headings(markup) == ["What Ana Lima said", "August 2025", "June 2025", "Date unknown"]
    order = [markup.index(f"{day:%Y&#45;%m&#45;%d} 00") for day in (days[2], days[3], days[0])]
    assert order == sorted(order)


def test_quotes_of_many_years_come_by_year():
    quotes = [a_quote(day=datetime(2020 + n // 12, n % 12 + 1, 1, tzinfo=UTC)) for n in range(36)]

    assert headings(quotes_view(quotes, "Ana Lima", None)) == ["What Ana Lima said", "2022", "2021", "2020"]


def test_quotes_about_a_subject_stay_in_their_order():
    quotes = [a_quote("“Old”", NOW - timedelta(days=400)), a_quote("“New”", utterance=1)]
    markup = quotes_view(quotes, None, "ferries")

    assert headings(markup) == ["What people said about ferries"]
    assert markup.index("Old") < markup.index("New")


def test_fragments_of_one_utterance_are_shown_as_the_article_has_them():
    text = "“No,” said Ana Lima. “Never.” And so on. “Not,” she wrote,\n“ever.”"
    article = Article("Ferry sinks", text, id="one", version=1)

    def fragment(words, utterance):
        start = text.index(words)
        return a_quote(words, article=article, start=start, end=start + len(words), utterance=utterance)

    quotes = [fragment("“Never.”", 0), fragment("“No,”", 0), fragment("“Not,”", 1), fragment("“ever.”", 1)]
    for about in (None, "ferries"):
        figures = re.findall(r"<blockquote.*?</blockquote>", quotes_view(quotes, "Ana Lima", about), re.DOTALL)
        assert [Seen(figure).text for figure in figures] == ["“No,” said Ana Lima. “Never.”", "“Not,” … “ever.”"]


@pytest.mark.parametrize(
    ("speaker", "about", "told"),
    [
        (None, None, "No quote is on record yet"),
        ("Lima", None, "Nobody called Lima is quoted"),
        (None, "ferries", "No quote about ferries is on record"),
        ("Lima", "ferries", "No quote of Lima about ferries is on record"),
    ],
)
def test_nothing_found_says_what_may_find_something(speaker, about, told):
    assert told in flat(quotes_view([], speaker, about))


def test_speaker_without_quotes_on_a_subject_leads_to_all_of_theirs():
    assert ("data-speaker", "Lima") in Seen(quotes_view([], "Lima", "ferries")).attributes


def test_speaker_is_summed_up():
    aliases = (Alias("Ms Lima", 8, NOW, NOW), *(Alias(f"name {n}", 1, None, None) for n in range(13)))
    markup = speaker_summary(Speaker("Ana Lima", 1234, 1, NOW - timedelta(days=30), NOW, aliases))

    assert "Ana Lima 1,234 quotes in 1 article, 2025-07-11 to 2025-08-10" in flat(markup)
    assert "Called in 14 ways" in flat(markup)
    assert "Ms Lima 8 quotes, 2025-08-10 to 2025-08-10" in flat(markup)
    assert "and 2 more" in flat(markup)
    assert "details" not in Seen(speaker_summary(Speaker("Bo", 1, 1, None, None))).tags
