"""What is known of a quote that may be about a subject, as features of a model."""

from collections.abc import Sequence

import numpy as np

from ontherecord.archive.quoted import Recorded, Surrounded
from ontherecord.embedding import Embeddings
from ontherecord.ranking.model import Column
from ontherecord.ranking.vocabulary import Vocabulary

# Characters that are read before and behind a quote, and in all.
BEFORE, BEHIND, LONGEST = 150, 100, 600


def quote_features(
    found: Sequence[tuple[Recorded, Surrounded]], words: Vocabulary, vector: Embeddings
) -> dict[str, Column]:
    """Return the features of quotes, a column of shape (len(found),) each; what is unknown is NaN.

    `covered` is the share of the subject's words in the quote, `covered_all` in it, around it and in the title of
    its article; `dense` the cosine of its passage with the subject; `direct` 1 for words in
    quotation marks, `mixed` 1 for a report with some; `length` the logarithm of its characters.
    """
    rows = [_row(quote, told, words, vector) for quote, told in found]
    return {name: np.array([row[name] for row in rows], dtype=np.float64) for name in (rows[0] if rows else {})}


def what_is_said(told: Surrounded) -> str:
    """Return a quote with the words next to it, which name what it calls "it"."""
    place = max(told.around.find(told.text), 0)
    return " ".join(told.around[max(0, place - BEFORE) : place + len(told.text) + BEHIND].split())[:LONGEST]


def _row(quote: Recorded, told: Surrounded, words: Vocabulary, vector: Embeddings) -> dict[str, float]:
    text, around, title = (words.stems(part or "") for part in (told.text, told.around, told.title))
    return {
        "covered": words.coverage(text),
        "covered_all": words.coverage(around, title),
        "dense": _cosine(told.vector, vector),
        "direct": float(quote.kind == "direct"),
        "mixed": float(quote.kind == "mixed"),
        "length": float(np.log(1 + len(told.text))),
    }


def _cosine(stored: bytes | None, vector: Embeddings) -> float:
    if stored is None:
        return float("nan")
    return float(np.frombuffer(stored, dtype=np.float16).astype(np.float32) @ vector)
