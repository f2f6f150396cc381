"""Conversations as documents: footnotes lead to sources, and texts stay texts whatever renders them."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from markdown_it import MarkdownIt

from ontherecord.schema import Answer, Article, Citation, Filters, Searched, Statement, Writing
from ontherecord.web.exporting import as_html, as_markdown
from ontherecord.web.narrowing import Narrowing
from ontherecord.web.turns import Conversation, Turn
from tests.hostile import PAYLOADS, Seen, shown

NOW = datetime(2025, 8, 10, 14, 2, tzinfo=UTC)
MARKDOWN_TAGS = {"h1", "h2", "p"}
TAGS = {
    *("html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "section", "sup", "a", "ol", "li"),
    *("bdi", "declaration"),
}
ATTRIBUTES = {
    *(
        "lang",
        "charset",
        "http-equiv",
        "content",
        "name",
        "dir",
        "class",
        "id",
        "href",
        "aria-label",
        "target",
        "rel",
    ),
}


def an_article(text="The ferry sank at dawn. Nobody was hurt.", **fields) -> Article:
    fields = {"title": "Ferry sinks", "publisher": "Island Paper", "url": "https://island.example/ferry"} | fields
    return Article(text=text, published_at=NOW, published_precision="day", **fields)


def cite(article: Article, words: str, marker: int = 1, **fields) -> Citation:
    start = article.text.index(words)
    return Citation(marker, article, start, start + len(words), words, **fields)


def an_answer(*citations: Citation, **fields) -> Answer:
    text = "\n\n".join(f"{c.article.publisher}: {c.text} [{c.marker}]" for c in citations)
    searched = Searched("what sank?", 36, NOW, NOW, Filters(), NOW)
    known = {"question": "what sank?", "text": text, "searched": searched, "mode": "extractive"} | fields
    return Answer(status="answered", citations=citations, **known)


def a_conversation(*answers: Answer, **fields) -> Conversation:
    turns = tuple(Turn(answer.question, answer.text, answer, **fields) for answer in answers)
    return Conversation(turns, "The ferry", NOW)


def two_answers() -> Conversation:
    ferry, pier = (
        an_article(),
        an_article("The pier fell. It was old.", title="Pier", url="https://pier.example/x", version=2),
    )
    first = an_answer(cite(ferry, "The ferry sank at dawn.", 1), cite(pier, "The pier fell.", 2, versions=3))
    return a_conversation(first, an_answer(cite(pier, "It was old.", 1), question="How old?"))


def rendered(document: str) -> Seen:
    """Markdown without its footnotes as a renderer with every extension at hand shows it."""
    text = re.sub(r"\[\^\d+\](?!:)", "", document.partition("\n\n[^1]: ")[0])
    return Seen(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(text))


def flat(text: str) -> str:
    return " ".join(re.sub("[\u202a-\u202e\u2066-\u2069]", "", text).split())


# -- hostile text ----------------------------------------------------------------------------------------------


def hostile(payload: str) -> Conversation:
    article = an_article(f"Before {payload} after.", title=payload, publisher=payload, url=payload)
    searched = Searched("what sank?", 1, NOW, NOW, Filters(), NOW)
    writing = Writing(payload, failure=payload)
    answer = an_answer(cite(article, article.text), question=payload, searched=searched, writing=writing)
    narrowing = Narrowing(Filters(publishers=(payload,)))
    return replace(a_conversation(answer, narrowing=narrowing), title=payload)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_stays_text_when_markdown_is_rendered(payload):
    document = as_markdown(hostile(payload))
    seen = rendered(document)

    assert set(seen.tags) == MARKDOWN_TAGS
    assert seen.attributes == []
    assert seen.tags.count("h2") == 1
    assert flat(shown(payload)) in flat(seen.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_holds_no_sign_of_an_extension_of_markdown(payload):
    document = as_markdown(hostile(payload))
    ours = re.sub(r"&#\d+;|\[\^1\]:?|^#{1,2} |<https?:[^>]*>", "·", document, flags=re.MULTILINE)

    assert not re.search(r"[\\`*_{}\[\]<>#|~$^=&!@+]|%%|://|www\.|\w\.[^\W\d]", ours)
    assert not re.search(r"^(?:[-:(?.%\s]|\d+[.)])(?!\Z)", re.sub(r"\n\n", "\n", ours).strip("\n"), re.MULTILINE)
    assert document.count("[^1]:") == 1


@pytest.mark.parametrize("payload", PAYLOADS)
def test_footnote_of_hostile_source_stays_text(payload):
    note = as_markdown(hostile(payload)).partition("\n\n[^1]: ")[2]
    seen = Seen(MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(note))

    assert set(seen.tags) <= {"p", "a"}
    assert all(value.startswith("http") for _, value in seen.attributes)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_nothing_but_text_in_the_document(payload):
    seen = Seen(as_html(hostile(payload)))

    assert set(seen.tags) <= TAGS
    assert {name for name, _ in seen.attributes} <= ATTRIBUTES
    assert seen.tags.count("style") == 1
    assert seen.tags.count("meta") == 4
    for name, value in seen.attributes:
        assert name != "href" or value.startswith(("#", "http://", "https://"))
    assert flat(shown(payload)) in flat(seen.text)


# -- what is told ----------------------------------------------------------------------------------------------


def test_markdown_numbers_its_footnotes_through_the_whole_document():
    document = as_markdown(two_answers())

    assert document.startswith("# The ferry\n\nOn the Record, 2025-08-10 14:02 UTC.")
    assert (
        "## what sank?\n\nIsland Paper: The ferry sank at dawn.[^1]\n\nIsland Paper: The pier fell.[^2]" in document
    )
    assert "## How old?\n\nIsland Paper: It was old.[^3]" in document
    assert "\n\n[^1]: Ferry sinks, Island Paper, 2025-08-10, <https://island.example/ferry>\n" in document
    assert "\n\n[^2]: Pier, Island Paper, 2025-08-10, version 2 of 3, <https://pier.example/x>\n" in document
    assert "[^3]: Pier" in document


def test_html_leads_from_sentences_to_footnotes_and_back():
    seen = Seen(markup := as_html(two_answers()))
    ids = [value for name, value in seen.attributes if name == "id"]
    links = [value for name, value in seen.attributes if name == "href" and value.startswith("#")]

    assert sorted(ids) == ["note-1", "note-2", "note-3", "ref-1", "ref-2", "ref-3"]
    assert {link[1:] for link in links} == set(ids)
    assert "<title>The ferry</title>" in markup
    assert "default-src 'none'; style-src 'unsafe-inline'" in markup
    assert markup.count('<p dir="auto">Island Paper&#58; ') == 3
    assert "script" not in markup


def test_both_say_what_was_searched_what_it_was_narrowed_to_and_who_wrote_it():
    article = an_article()
    answer = an_answer(
        cite(article, "The ferry sank at dawn."),
        text="A ferry sank. [1] It sank at dawn. [1]",
        statements=(Statement("A ferry sank.", (1,)), Statement("It sank at dawn.", (1,))),
        mode="generated",
        writing=Writing("a small model"),
    )
    conversation = a_conversation(
        answer, narrowing=Narrowing(Filters(publishers=("Island Paper",)), date(2025, 8, 9))
    )

    document = as_markdown(conversation)
    assert "A ferry sank.[^1] It sank at dawn.[^1]" in document
    for text in (document, Seen(as_html(conversation)).text):
        assert "Narrowed to: Island Paper, as of 2025-08-09." in text
        assert "Written by a small model." in text
        assert "Searched 36 articles, 2025-08-10 to 2025-08-10." in text
    assert as_html(conversation).count('id="ref-1"') == 1


def test_question_without_an_answer_says_so():
    refusal = replace(an_answer(), status="insufficient_evidence", text="There is no answer on the record.")
    conversation = Conversation((Turn("why?", waiting=True), Turn("what sank?", refusal.text, refusal)), "", NOW)

    for text in (as_markdown(conversation), Seen(as_html(conversation)).text):
        assert "No answer was given." in text
        assert "There is no answer on the record." in text
        assert "A conversation" in text
    assert "[^" not in as_markdown(conversation)
    assert "Sources" not in as_html(conversation)


def test_source_that_no_sentence_leads_to_is_told_all_the_same():
    answer = an_answer(cite(an_article(), "Nobody was hurt."), text="Something else.")

    assert "Something else.[^1]" in as_markdown(a_conversation(answer))
    assert 'id="ref-1"' in as_html(a_conversation(answer))


@pytest.mark.parametrize(
    "text",
    [
        "Ana Lima, 43, said: “3.5 million – or more – of it (so far) won't do.”",
        "It cost 5% more; half-built - at 10:30 the U.S. said no",
    ],
)
def test_usual_text_is_left_readable(text):
    answer = an_answer(cite(an_article(text), text))
    assert len(re.findall(r"&#\d+;", as_markdown(a_conversation(answer)))) <= 2
    assert text in rendered(as_markdown(a_conversation(answer))).text
