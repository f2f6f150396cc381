"""What comes out of a library: hits, quotes, citations and answers."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Literal, TypeAlias

from ontherecord.phrases import holdings
from ontherecord.schema.articles import Article, Filters, Passage, plain
from ontherecord.schema.writing import Statement, Writing

Status: TypeAlias = Literal["answered", "insufficient_evidence"]
Mode: TypeAlias = Literal["quotes", "extractive", "generated"]
QuoteKind: TypeAlias = Literal["direct", "mixed", "indirect"]
Resolution: TypeAlias = Literal["as written", "surname", "first name", "pronoun", "role", "title", "relative"]

# From this confidence on, words are shown as somebody's without a word of doubt. In articles of PolNeAR that the
# tagger was not trained on, 98.7% of the direct quotes shown so are right by the annotators: 60.5% of all they have.
UNHEDGED = 0.9785


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found.

    `score` is the probability, as the ranking estimates it, that the passage answers. What that rests on among other
    things: `dense`, the cosine with the question, `lexical`, the BM25 score, and `recency`, the closeness in time;
    None where there is none. `rerank` is what a cross-encoder says of it, where one is set.
    `also_in` names the other outlets that carry the article's story, within the filters and the as-of date.
    """

    passage: Passage
    article: Article
    score: float
    dense: float | None = None
    lexical: float | None = None
    recency: float | None = None
    rerank: float | None = None
    also_in: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the hit as JSON types, its article without the text."""
        parts = {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name != "article"}
        return {**parts, "article": self.article.summary()}


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that an article ascribes to somebody: `article.text[start:end] == text`.

    `kind` is `direct` for words in quotation marks (which belong to the slice), `indirect` for a report of them,
    `mixed` for a report with quoted words in it. `mention` is the speaker as written, `speaker` the person's full
    name as the article has it, `resolution` how it was found; `speaker` is None where nobody can be named.
    `cue` is the verb or phrase that ascribes. Quotes of one article with the same `utterance` are fragments of one:
    `"No," he said. "Never."` `confidence` is the probability that the words are the mentioned speaker's.
    `also_in` holds other articles that carry the same words, the earliest first.
    """

    article: Article
    start: int
    end: int
    text: str
    kind: QuoteKind
    mention: str | None
    speaker: str | None
    resolution: Resolution | None
    cue: str | None
    confidence: float
    utterance: int = 0
    also_in: tuple[Article, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it may be shown as the speaker's without a word of doubt."""
        return self.confidence >= UNHEDGED

    def facts(self) -> dict[str, Any]:
        """Return the quote as JSON types, without its articles."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name not in ("article", "also_in")}

    def to_dict(self) -> dict[str, Any]:
        """Return the quote as JSON types, its articles without their texts."""
        parts = self.facts()
        also_in = [article.summary() for article in self.also_in]
        return {**parts, "article": self.article.summary(), "also_in": also_in}


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact slice of a stored article version: `article.text[start:end] == text`.

    `quote` is what it is cited for, where it is cited for somebody's words: those lie within the slice.
    `versions` counts those of the article that are on record.
    `also_in` names the other outlets that carry the article's story, within the filters and the as-of date.
    """

    marker: int
    article: Article
    start: int
    end: int
    text: str
    quote: Quote | None = None
    also_in: tuple[str, ...] = ()
    versions: int = 1

    @property
    def speaker(self) -> str | None:
        """Whose words it is cited for; None unless it is cited for somebody's."""
        return self.quote.speaker if self.quote else None

    @property
    def version_cited(self) -> str | None:
        """Which version is cited, such as `version 2 of 3, updated 2025-08-09`; None where there is only one."""
        if self.versions < 2:
            return None
        updated = f", updated {self.article.updated_at:%Y-%m-%d}" if self.article.updated_at else ""
        return f"version {self.article.version} of {self.versions}{updated}"

    def to_dict(self) -> dict[str, Any]:
        """Return the citation as JSON types, its article without the text but with its correction notices."""
        parts = {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name not in ("article", "quote")}
        quote = self.quote.facts() if self.quote else None
        parts |= {"speaker": self.speaker, "quote": quote}
        return {**parts, "article": {**self.article.summary(), "notices": plain(self.article.notices)}}


@dataclass(frozen=True, slots=True)
class Searched:
    """What an answer was sought in: the denominator of "nothing was found".

    `query` is the question as understood (a follow-up is completed from the conversation); `articles` counts those
    within `filters` and published by `as_of`, `stories` counts the copies of one text once, `outlets` who published
    them, `first` and `last` are the dates of the articles. `window` holds the time words read from the question:
    articles of that time come first, others are not left out.
    """

    query: str
    articles: int
    first: datetime | None
    last: datetime | None
    filters: Filters
    as_of: datetime
    window: str | None = None
    stories: int | None = None
    outlets: int | None = None

    @property
    def holdings(self) -> str:
        """How many articles were searched, how many stories they tell where that is fewer, and of which days."""
        return holdings(self.articles, self.stories, self.first, self.last)

    def to_dict(self) -> dict[str, Any]:
        """Return what was searched as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class Heard:
    """How often somebody is quoted where nothing of theirs was found on a subject: `articles` of those searched.

    `speaker` is the name as the articles have it, or, where nobody is called so, as it was asked for.
    """

    speaker: str
    articles: int

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer whose every sentence carries the marker of a citation, or the statement that there is none.

    `evidence` is the probability, as the ranking of passages estimates it, that the library holds an answer.
    `heard` says, where somebody's words on a subject were sought in vain, how often that person is quoted.
    `writing` tells what a language model did, where one was asked; `statements` are the sentences of the answer where
    the model wrote any of them (mode `generated`).
    """

    question: str
    text: str
    status: Status
    mode: Mode
    citations: tuple[Citation, ...]
    searched: Searched
    suggestions: tuple[Article, ...] = ()
    evidence: float | None = None
    heard: Heard | None = None
    statements: tuple[Statement, ...] = ()
    writing: Writing | None = None

    @property
    def answered(self) -> bool:
        """Whether the library held enough evidence."""
        return self.status == "answered"

    @property
    def sources(self) -> tuple[Article, ...]:
        """The cited articles, in the order of their first citation."""
        return tuple({citation.article.id: citation.article for citation in self.citations}.values())

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as JSON types, articles without their texts."""
        return {
            "question": self.question,
            "text": self.text,
            "status": self.status,
            "mode": self.mode,
            "citations": [citation.to_dict() for citation in self.citations],
            "searched": plain(self.searched),
            "evidence": self.evidence,
            "heard": plain(self.heard),
            "statements": plain(self.statements),
            "writing": plain(self.writing),
            "suggestions": [article.summary() for article in self.suggestions],
        }
