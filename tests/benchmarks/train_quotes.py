"""Learns how likely a quote answers a question for its speaker's words on a subject.

    python tests/benchmarks/train_quotes.py tests/gold/said_tuning.jsonl --library DIR \
        --write src/ontherecord/ranking/quotes.json

Two models are written: one for all quotes, and beside it, as quotes_read.json, one for the best of these, which are
also compared by meaning. The library is to hold the articles of the questions (the 1,876 of `small`), with their
quotes. A quote is right that shares half of itself, or half of the words expected, with them. A logistic regression;
each question counts as the root of its number of quotes, so that those of the most quoted do not drown the others.
"""

import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ontherecord import Library  # noqa: E402
from ontherecord.answering.whose import whose  # noqa: E402
from ontherecord.archive import Scope  # noqa: E402
from ontherecord.language.asking import words_asked  # noqa: E402
from ontherecord.quotations import READ, READ_MODEL, candidates  # noqa: E402
from ontherecord.ranking.model import Feature, LinearModel  # noqa: E402
from ontherecord.ranking.quotes import quote_features, what_is_said  # noqa: E402
from tests.benchmarks.learning import Example, asked_for, written  # noqa: E402
from tests.benchmarks.packed import records  # noqa: E402

SHARED = 0.5


def examples(library: Library, questions: Path) -> list[Example]:
    """Return the features of the speaker's quotes for each question, and which of them are expected."""
    found = []
    for question in records(questions):
        asked = words_asked(question["question"])
        if asked is None or asked.speaker is None or not asked.subject:
            continue
        wanted = whose(library._archive, Scope(), asked.speaker)
        subject = library._queries.subject(question["question"], asked.subject, None, None)
        quotes = candidates(library._archive, wanted, subject) if wanted else []
        if not quotes:
            continue
        spans = expected(library, question)
        right = [any(_shares((q.start, q.end), span) for span in spans.get(q.article_id, ())) for q, _ in quotes]
        columns = quote_features(quotes, subject.query.words, subject.query.vector)
        columns["near"] = subject.near([what_is_said(told) for _, told in quotes])
        found.append(Example(columns, np.array(right)))
    return found


def expected(library: Library, question: dict[str, object]) -> dict[str, list[tuple[int, int]]]:
    """Return the spans that answer a question, by article."""
    spans = dict[str, list[tuple[int, int]]]()
    for one in question["expected"]:
        article = library.article(one["url"])
        if article:
            spans.setdefault(article.id, []).append((one["start"], one["end"]))
    return spans


def _shares(one: tuple[int, int], other: tuple[int, int]) -> bool:
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared >= SHARED * min(one[1] - one[0], other[1] - other[0])


def learn(found: list[Example]) -> LinearModel:
    """Return the model."""
    names = list(found[0].columns)
    rows = np.concatenate([np.column_stack([e.columns[name] for name in names]) for e in found])
    mean, scale = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0) + 1e-6
    weights = np.concatenate([np.full(len(e.right), len(e.right) ** -0.5) for e in found])
    model = LogisticRegression(C=1.0)
    model.fit(np.nan_to_num((rows - mean) / scale), np.concatenate([e.right for e in found]), sample_weight=weights)
    learned = zip(names, mean.tolist(), scale.tolist(), model.coef_[0].tolist(), strict=True)
    return LinearModel({name: Feature(*values) for name, *values in learned}, float(model.intercept_[0]))


def main() -> None:
    """Learn, and write the weights."""
    options = asked_for(__doc__ or "")
    with Library.open(options.library) as library:
        found = examples(library, options.questions)
    first = [Example({k: v for k, v in e.columns.items() if k != "near"}, e.right) for e in found]
    cheap = learn(first)
    options.write.write_text(written(cheap), encoding="utf-8")
    best = [np.argsort(-cheap.log_odds(e.columns), kind="stable")[:READ] for e in first]
    read = [Example({k: v[b] for k, v in e.columns.items()}, e.right[b]) for e, b in zip(found, best, strict=True)]
    options.write.with_name(f"{READ_MODEL}.json").write_text(written(learn(read)), encoding="utf-8")
    quotes, right = sum(len(e.right) for e in found), sum(int(e.right.sum()) for e in found)
    print(f"{len(found)} questions, {quotes:,} quotes, {right} right")


if __name__ == "__main__":
    main()
