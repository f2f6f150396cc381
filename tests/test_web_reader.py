"""The reader: an article word for word, its citations marked, its voices beside it, its versions below."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord.history import FieldChange, TextChange, Version
from ontherecord.schema import Article, Citation, Quote
from ontherecord.web.reader import reader
from tests.hostile import PAYLOADS, Seen, shown

NOW = datetime(2025, 8, 10, tzinfo=UTC)
TEXT = "The ferry sank at dawn. “Nobody was hurt,” said Ana Lima.\n\nThe harbour closed at noon."
TAGS = {
    *("article", "header", "h2", "div", "p", "bdi", "time", "a", "mark", "sup", "span", "aside", "button", "em"),
    *("details", "summary", "ol", "ul", "li", "del", "ins", "section", "h3"),
}
ATTRIBUTES = {
    *("class", "dir", "lang", "datetime", "href", "target", "rel", "id", "role", "type", "aria-label"),
    *("data-act", "data-article", "data-version", "data-speaker"),
}
CALLING = {"href", "src", "style", "action", "id", "class"}


def an_article(text: str = TEXT, **fields) -> Article:
    fields = {"title": "Ferry sinks", "publisher": "Island Paper", "url": "https://island.example/ferry"} | fields
    return Article(text=text, **{"published_at": NOW, "published_precision": "day", "version": 1} | fields)


def cite(article: Article, words: str, marker: int = 1) -> Citation:
    start = article.text.index(words)
    return Citation(marker, article, start, start + len(words), words)


def a_quote(article: Article, words: str, **fields) -> Quote:
    start = article.text.index(words)
    fields = {"mention": "Ana Lima", "speaker": "Ana Lima", "kind": "direct", "confidence": 0.99} | fields
    return Quote(article, start, start + len(words), words, resolution="as written", cue="said", **fields)


class Paragraphs(HTMLParser):
    """The texts of the paragraphs of the article, without the numbers of markers, and what is marked in them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.inside, self.paragraph = [], False
        self.texts, self.marked, self.said = [], {}, []
        self.mark = None
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag == "p" and self.inside and self.inside[-1] == ("div", "para"):
            self.texts.append("")
        if tag == "mark":
            self.mark = named.get("id") or self.mark
        self.inside.append((tag, named.get("class", "")))

    def handle_endtag(self, tag):
        assert self.inside.pop()[0] == tag

    def handle_data(self, data):
        around = [tag for tag, _ in self.inside]
        if ("div", "para") not in self.inside or "aside" in around or "sup" in around:
            return
        self.texts[-1] += data
        if "mark" in around:
            self.marked[self.mark] = self.marked.get(self.mark, "") + data
        if "span" in around:
            self.said.append(data)


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


# -- hostile text ----------------------------------------------------------------------------------------------


def assert_harmless(markup: str) -> None:
    seen = Seen(markup)
    assert set(seen.tags) <= TAGS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    assert all("evil" not in (value or "") for name, value in seen.attributes if name in CALLING)


def test_there_are_hundreds_of_hostile_texts_and_no_two_are_the_same():
    assert len(PAYLOADS) == len(set(PAYLOADS)) >= 300


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_article_is_nothing_but_text(payload):
    article = an_article(
        f"Before. {payload} After.",
        title=payload,
        publisher=payload,
        url=payload,
        authors=(payload,),
        language=payload,
        id=payload,
    )
    quote = a_quote(article, article.text, speaker=payload, mention=payload)
    other = replace(quote, speaker=None, kind="indirect")
    markup = reader(article, [cite(article, article.text)], [quote, other], [article])

    assert_harmless(markup)
    assert Paragraphs(markup).texts == lines_of(shown(article.text))
    assert ("data-speaker", shown(payload)) in Seen(markup).attributes


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_change_is_nothing_but_text(payload):
    changes = (
        FieldChange("title", payload, None),
        FieldChange("authors", [payload], [payload]),
        TextChange(payload, payload),
    )
    article = an_article(id=payload)
    versions = [Version(article, NOW, False), Version(replace(article, version=2), NOW, True, changes)]

    assert_harmless(reader(article, versions=versions))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//island.example", "data:text/html,x", None, "https://a b"])
def test_what_is_no_web_address_is_no_link(url):
    assert "href" not in reader(an_article(url=url))


# -- word for word ---------------------------------------------------------------------------------------------

TEXTS = st.text(st.sampled_from("ab .<&\n\r\t \u2028\u202e“”\0\ud800"), max_size=60)


@st.composite
def annotated_articles(draw) -> tuple[Article, list[Citation], list[Quote]]:
    article = an_article(draw(TEXTS), id="one")
    places = st.integers(0, len(article.text))
    spans = (
        draw(st.lists(st.tuples(places, places), max_size=6)),
        draw(st.lists(st.tuples(places, places), max_size=6)),
    )
    cited, said = ([(min(span), max(span)) for span in some] for some in spans)
    citations = [Citation(n, article, a, b, article.text[a:b]) for n, (a, b) in enumerate(cited, 1)]
    kinds = ("direct", "mixed", "indirect")
    quotes = [
        Quote(article, a, b, article.text[a:b], kinds[n % 3], "he", None, None, None, 0.5)
        for n, (a, b) in enumerate(said)
    ]
    return article, citations, quotes


@settings(max_examples=300, deadline=None)
@given(annotated_articles())
def test_text_comes_out_word_for_word_whatever_is_marked_in_it(given_article):
    article, citations, quotes = given_article
    markup = reader(article, citations, quotes)

    found = Paragraphs(markup)
    ids = [value for name, value in Seen(markup).attributes if name == "id"]
    assert found.texts == lines_of(shown(article.text))
    assert len(ids) == len(set(ids))
    assert {f"cited-{c.marker}" for c in citations if c.text.strip()} <= set(ids)
    covered = {n for c in citations for n in range(c.start, c.end) if not article.text[n].isspace()}
    marked = "".join(found.marked.values())
    assert len([letter for letter in marked if not letter.isspace()]) == len(covered)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_any_text_comes_out_word_for_word(text):
    assert Paragraphs(reader(an_article(text))).texts == lines_of(shown(text))


def test_article_of_a_million_letters_is_there_in_a_second():
    paragraph = "“We will go on,” said Ana Lima; the ferry <sank> & nobody was hurt. " * 8
    article = an_article("\n\n".join([paragraph.strip()] * (1_000_000 // len(paragraph))))
    said = "“We will go on,”"
    starts, position = [], 0
    while (position := article.text.find(said, position)) >= 0 and len(starts) < 5000:
        starts.append(position)
        position += 1
    quotes = [replace(a_quote(article, said), start=n, end=n + len(said)) for n in starts]

    begun = time.process_time()
    markup = reader(article, [cite(article, "the ferry <sank>")], quotes)
    took = time.process_time() - begun

    assert markup.count('class="said direct"') == len(starts) == 5000
    assert took < 1


@pytest.mark.parametrize(
    "text", ["x " * 500_000, "\n" * 1_000_000, "a\n" * 100_000, " " * 1_000_000 + "x", "<" * 300_000]
)
def test_odd_shape_of_a_long_text_costs_no_more(text):
    begun = time.process_time()
    reader(an_article(text))
    assert time.process_time() - begun < 1


# -- citations and voices --------------------------------------------------------------------------------------


def test_cited_sentence_is_marked_exactly_and_bears_its_number():
    article = an_article()
    markup = reader(article, [cite(article, "The ferry sank at dawn.", 3)])

    assert Paragraphs(markup).marked == {"cited-3": "The ferry sank at dawn."}
    assert '<mark id="cited-3"><sup class="marker">3</sup>' in markup


def test_sentence_cited_twice_is_led_to_by_both_markers():
    article = an_article()
    markup = reader(article, [cite(article, "The ferry sank", 1), cite(article, "The ferry sank at dawn.", 2)])

    assert '<mark id="cited-1"><sup class="marker">1</sup><sup class="marker" id="cited-2">2</sup>' in markup
    assert "".join(Paragraphs(markup).marked.values()) == "The ferry sank at dawn."


def test_quote_is_underlined_within_a_cited_sentence():
    article = an_article()
    sentence, words = "“Nobody was hurt,” said Ana Lima.", "“Nobody was hurt,”"
    found = Paragraphs(markup := reader(article, [cite(article, sentence)], [a_quote(article, words)]))

    assert found.marked == {"cited-1": sentence}
    assert found.said == [words]
    assert markup.count("<mark") == 1


def test_what_is_of_another_version_is_not_marked():
    article, before = an_article(), an_article("The ferry sank at six. Nobody knows more.")
    markup = reader(article, [cite(before, "Nobody knows more.")], [a_quote(before, "Nobody knows more.")])

    assert "<mark" not in markup
    assert 'class="said' not in markup


@pytest.mark.parametrize(
    ("kind", "confidence", "told"),
    [
        ("direct", 0.99, "Ana Lima said"),
        ("indirect", 0.99, "Ana Lima reported"),
        ("mixed", 0.99, "Ana Lima partly quoted"),
        ("direct", 0.6, "Ana Lima said, it seems"),
    ],
)
def test_margin_says_who_speaks_and_how(kind, confidence, told):
    article = an_article()
    markup = reader(article, quotes=[a_quote(article, "“Nobody was hurt,”", kind=kind, confidence=confidence)])

    margin = markup.partition('<aside class="margin">')[2].partition("</aside>")[0]
    assert Seen(margin).text == told
    assert ("data-act", "speaker") in Seen(margin).attributes
    assert ("data-speaker", "Ana Lima") in Seen(margin).attributes
    assert ("aria-label", "Ana Lima: all quotes") in Seen(margin).attributes


@pytest.mark.parametrize(("mention", "told"), [("a sailor", "a sailor said"), (None, "nobody named said")])
def test_speaker_without_a_name_is_told_as_written_and_leads_nowhere(mention, told):
    article = an_article()
    quote = a_quote(article, "“Nobody was hurt,”", speaker=None, mention=mention)
    margin = reader(article, quotes=[quote]).partition('<aside class="margin">')[2].partition("</aside>")[0]

    assert Seen(margin).text == told
    assert "button" not in Seen(margin).tags


def test_speaker_is_named_once_a_paragraph_and_several_with_their_words():
    article = an_article("“One,” she said. “Two.” “Three,” said Bo Li.\n\nFour.")
    quotes = [a_quote(article, words) for words in ("“One,”", "“Two.”")]
    quotes.append(a_quote(article, "“Three,”", speaker="Bo Li"))
    markup = reader(article, quotes=quotes)

    assert markup.count("<aside") == 1
    assert markup.count('<p class="voice direct">') == 2
    start = article.text.index("“Three,”")
    assert f'id="said-{start}"' in markup
    assert f'href="#said-{start}"' in markup


# -- what is known of the article ------------------------------------------------------------------------------


def test_head_says_what_is_known():
    article = an_article(authors=("Ana Lima", "Bo Li"), updated_at=NOW + timedelta(days=1), language="en")
    text = Seen(markup := reader(article)).text

    for known in ("Ferry sinks", "Island Paper", "by Ana Lima, Bo Li", "2025-08-10", "updated 2025-08-11"):
        assert known in text
    assert "language: en" in text
    assert '<div class="text" lang="en">' in markup
    assert ("href", "https://island.example/ferry") in Seen(markup).attributes


def test_head_says_what_is_not_known():
    assert "date unknown" in Seen(reader(an_article(published_at=None, published_precision=None))).text
    assert "2025-08 (day unknown)" in Seen(reader(an_article(published_precision="month"))).text
    assert "outlet unknown" in Seen(reader(an_article(publisher=None))).text
    assert "in the future" in Seen(reader(an_article(published_at=datetime.now(UTC) + timedelta(days=9)))).text


def test_correction_is_told_before_the_text():
    notice = "Correction: An earlier version of this article said two were hurt."
    markup = reader(an_article(f"{TEXT}\n\n{notice}"))

    assert notice in Seen(markup.partition('<div class="text"')[0]).text
    assert "notice" not in reader(an_article())


def three_versions() -> list[Version]:
    first = an_article()
    second = replace(first, version=2, updated_at=NOW)
    changes = (FieldChange("title", "Ferry sank", "Ferry sinks"), FieldChange("authors", [], ["Ana Lima"]))
    third = (TextChange("Two were hurt.", "Nobody was hurt."), TextChange(None, "More soon."))
    return [
        Version(first, NOW, False),
        Version(second, NOW + timedelta(days=1), False, changes),
        Version(replace(first, version=3), NOW + timedelta(days=2), True, third),
    ]


def test_versions_tell_when_they_were_recorded_and_what_they_changed():
    versions = three_versions()
    markup = reader(versions[-1].article, versions=versions)

    assert "<summary>What changed: 3 versions</summary>" in markup
    assert "not in force" not in markup
    text = " ".join(Seen(markup).text.split())
    assert "version 2 of 3, recorded 2025-08-11, updated 2025-08-10" in text
    assert "version 3 of 3, recorded 2025-08-12, in force" in text
    assert "headline: Ferry sank Ferry sinks" in text
    assert "authors: unknown Ana Lima" in text
    assert "taken out: Two were hurt.; put in: Nobody was hurt." in text
    assert '<ins dir="auto">More soon&#46;</ins>' in markup


def test_version_that_is_not_in_force_says_so_and_leads_to_the_one_that_is():
    versions = three_versions()
    markup = reader(versions[0].article, versions=versions)

    head = Seen(markup.partition('<div class="text"')[0])
    assert "This is version 1 of 3. It is not in force: version 3 is." in head.text
    assert ("data-version", "3") in head.attributes


def test_removed_article_says_so():
    version = three_versions()[0]
    assert "This article was removed" in reader(version.article, versions=[version])
    assert "<details" not in reader(version.article, versions=[version])


def test_related_articles_can_be_read():
    seen = Seen(reader(an_article(), related=[an_article("The pier fell.", title="Pier falls", id="two")]))

    assert "Related articles" in seen.text
    assert "Pier falls" in seen.text
    assert ("data-article", "two") in seen.attributes
