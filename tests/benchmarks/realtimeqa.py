"""Answers to real quiz questions: `python tests/benchmarks/realtimeqa.py QUESTIONS --library DIR --from 2024-03-01`.

QUESTIONS is a file of JSON lines with date, question, answers and gold_urls, packed as .gz or not; the library holds
the articles. Each question is asked as of its day. Printed are, with 95% bootstrap intervals: how often the answer
stands in one of the first passages (ans@k), by the dense leg alone and by the search; in the first characters of the
ranked passages (ctx@B); where the gold article is placed; how often the sentences quoted hold the answer; and
how long it took. With `--other DIR`, the same questions are put to a library that cannot know the answers, as of days
that its articles cover, and the share refused of each is printed.
"""

import argparse
import gzip
import json
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from ontherecord import Library
from ontherecord.archive import Scope
from ontherecord.planning import plan
from ontherecord.schema import Filters, Hit
from tests.gold.measuring import said, said_first
from tests.gold.scoring import holds, interval, is_string

PLACES = (1, 5, 10, 20)
CHARACTERS = (500, 1000, 4000, 10000)
Measures = defaultdict[str, list[float]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--other", type=Path, help="a library that cannot know the answers")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date.min)
    parser.add_argument("--before", type=date.fromisoformat, default=date.max)
    parser.add_argument("--every", type=int, default=1, help="take one question of so many")
    options = parser.parse_args()
    questions = [q for q in read(options.questions) if options.first <= q["day"] < options.before]
    questions = questions[:: options.every]
    measures = defaultdict[str, list[float]](list)
    with Library.open(options.library) as library:
        library.search(questions[0]["question"])
        for question in questions:
            dense_alone(library, question, measures)
            search(library, question, measures)
            ask(library, question, measures)
    print_table(f"{len(questions)} questions", measures)
    if options.other:
        print_table("put to the other library", refusals(options.other, questions))


def read(path: Path) -> list[dict[str, Any]]:
    """Return the questions of a file whose answers are strings that a text can hold."""
    packed = path.read_bytes()
    lines = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    return [{**q, "day": date.fromisoformat(q["date"])} for q in questions if all(map(is_string, q["answers"]))]


def dense_alone(library: Library, question: dict[str, Any], measures: Measures) -> None:
    """Note where the answer is among the passages that are nearest by meaning."""
    planned = plan(question["question"], (), Filters(), question["day"])
    vector = library._query(planned).vector
    keys = [key for key, _ in library._indexes.dense(vector, PLACES[-1], Scope(known_by=planned.as_of))]
    found = library._archive.passages(keys)
    place(measures, "dense ans@", [found[key][0].text for key in keys], question["answers"])


def search(library: Library, question: dict[str, Any], measures: Measures) -> None:
    """Note where the answer and the gold article are among the passages found."""
    began = time.perf_counter()
    hits = library.search(question["question"], limit=50, as_of=question["day"])
    measures["search, seconds"].append(time.perf_counter() - began)
    texts = [hit.passage.text for hit in hits]
    place(measures, "ans@", texts, question["answers"])
    for limit in CHARACTERS:
        measures[f"ctx@{limit}"].append(holds("\n".join(texts)[:limit], question["answers"]))
    if question["gold_urls"]:
        rank = gold_rank(hits, question["gold_urls"])
        measures["gold MRR"].append(1 / rank if rank else 0.0)
        measures["gold R@5"].append(rank is not None and rank <= 5)


def place(measures: Measures, name: str, texts: Sequence[str], answers: Sequence[str]) -> None:
    """Note for each k whether one of the first k texts holds an answer."""
    held = [holds(text, answers) for text in texts]
    for k in PLACES:
        measures[f"{name}{k}"].append(any(held[:k]))


def gold_rank(hits: Sequence[Hit], urls: Sequence[str]) -> int | None:
    """Return the place of the first gold article among the articles found, counted from 1."""
    articles = list(dict.fromkeys(hit.article.url for hit in hits))
    return next((n for n, url in enumerate(articles, 1) if url in urls), None)


def ask(library: Library, question: dict[str, Any], measures: Measures) -> None:
    """Note whether there is an answer, and whether it is right."""
    began = time.perf_counter()
    answer = library.ask(question["question"], as_of=question["day"])
    measures["ask, seconds"].append(time.perf_counter() - began)
    measures["answered"].append(answer.answered)
    measures["said"].append(said(answer, question["answers"]))
    measures["said first"].append(said_first(answer, question["answers"]))
    measures["characters"].append(len(answer.text))


def refusals(path: Path, questions: Sequence[dict[str, Any]]) -> Measures:
    """Return how often the questions are refused by a library that cannot know the answers."""
    measures = defaultdict[str, list[float]](list)
    with Library.open(path) as library:
        stats = library.stats()
        first, last = stats.first_published, stats.last_published
        if first is None or last is None:
            raise SystemExit(f"the articles in {path} have no dates")
        for number, question in enumerate(questions):
            # Over the last half of the days that its articles cover, so that the date gives nothing away.
            answer = library.ask(question["question"], as_of=last - (last - first) * number / 2 / len(questions))
            measures["refused"].append(not answer.answered)
    return measures


def print_table(title: str, measures: Measures) -> None:
    """Print each measure with its interval; of seconds, the median and the 95th percentile."""
    print(f"\n{title}")
    for name, values in measures.items():
        if name.endswith("seconds"):
            median, late = np.percentile(values, [50, 95])
            print(f"  {name:16} p50 {median:.3f}  p95 {late:.3f}")
            continue
        value, low, high = interval(lambda sample: float(sample.mean()), [float(v) for v in values])
        print(f"  {name:16} {value:7.3f}  [{low:.3f}, {high:.3f}]  n={len(values)}")


if __name__ == "__main__":
    main()
