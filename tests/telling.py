"""Answers made by hand, for what shows them."""

from datetime import UTC, datetime

from ontherecord import Answer, Article, Citation, Filters, Searched

NOW = datetime(2025, 8, 10, tzinfo=UTC)


def an_article(text="The ferry sank at dawn. Nobody was hurt.", **fields) -> Article:
    fields = {"title": "Ferry sinks", "publisher": "Island Paper", "url": "https://island.example/ferry"} | fields
    return Article(text=text, published_at=NOW, published_precision="day", **fields)


def cite(article: Article, sentence: str, marker: int = 1) -> Citation:
    start = article.text.index(sentence)
    return Citation(marker, article, start, start + len(sentence), sentence)


def searched(**fields) -> Searched:
    known = {"query": "what sank?", "articles": 36, "first": NOW, "last": NOW, "filters": Filters(), "as_of": NOW}
    return Searched(**(known | fields))


def an_answer(*citations: Citation, **fields) -> Answer:
    text = "\n\n".join(f"{c.article.publisher}: {c.text} [{c.marker}]" for c in citations)
    fields = {"question": "what sank?", "text": text, "searched": searched()} | fields
    return Answer(status="answered", mode="extractive", citations=citations, **fields)


def a_refusal(*suggestions: Article) -> Answer:
    text = "There is no answer on the record: searched 36 articles."
    return Answer("what sank?", text, "insufficient_evidence", "extractive", (), searched(), suggestions)
