"""The data model: frozen, slotted types; unknown is None; times are timezone-aware.

The invariant everything rests on: `article.text[x.start:x.end] == x.text` for every passage, quote and citation x,
against the version of the article that x belongs to.
"""

from ontherecord.schema.answers import (
    Answer,
    Citation,
    Heard,
    Hit,
    Mode,
    Quote,
    QuoteKind,
    Resolution,
    Searched,
    Status,
)
from ontherecord.schema.articles import Article, Filters, Passage, Precision, aware, dated_ahead, plain
from ontherecord.schema.ratings import Rating, Verdict
from ontherecord.schema.speakers import Alias, Speaker
from ontherecord.schema.writing import Cut, Fault, Statement, Writing

__all__ = [
    "Alias",
    "Answer",
    "Article",
    "Citation",
    "Cut",
    "Fault",
    "Filters",
    "Heard",
    "Hit",
    "Mode",
    "Passage",
    "Precision",
    "Quote",
    "QuoteKind",
    "Rating",
    "Resolution",
    "Searched",
    "Speaker",
    "Statement",
    "Status",
    "Verdict",
    "Writing",
    "aware",
    "dated_ahead",
    "plain",
]
