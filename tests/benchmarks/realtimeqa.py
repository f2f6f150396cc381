"""Answers to real quiz questions: `python tests/benchmarks/realtimeqa.py QUESTIONS --library DIR`.

QUESTIONS is a file of JSON lines with id, date, question, answers and gold_urls, packed as .gz or not; the library
holds the articles. Those of the testing weeks are asked, each as of its day. Printed are, with 95% bootstrap
intervals: how often the answer stands in one of the first passages (ans@k), by the dense leg alone and by the search;
in the first characters of the ranked passages (ctx@B); where the gold article is placed; how often the sentences
quoted hold the answer; and how long it took. Then, for the questions of two half-years, how well the evidence tells
those put to the articles of their own half, where a passage found holds the answer, from those put to the other half,
and the share refused of each. Needs `pip install '.[benchmarks]'`.
"""

import argparse
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import ir_measures
import numpy as np

from ontherecord import Filters, Hit, Library
from ontherecord.planning import plan
from tests.benchmarks.quiz import Put, Quizzed, read
from tests.gold.measuring import said, said_first
from tests.gold.scoring import auroc, holds, interval

PLACES = (1, 5, 10, 20)
CHARACTERS = (500, 1000, 4000, 10000)
# Whether a question can be answered at all is judged by the passages that any ranking of 100 could bring.
REACH = 100
Measures = defaultdict[str, list[float]]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--tuning", action="store_true", help="ask the questions of the other weeks")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, default=date.min)
    parser.add_argument("--before", type=date.fromisoformat, default=date.max)
    parser.add_argument("--every", type=int, default=1, help="take one question of so many")
    options = parser.parse_args()
    asked = [q for q in read(options.questions) if q.testing != options.tuning]
    asked = [q for q in asked if options.first <= q.day < options.before][:: options.every]
    measures = defaultdict[str, list[float]](list)
    with Library.open(options.library) as library:
        library.search(asked[0].text)
        for question in asked:
            dense_alone(library, question, measures)
            search(library, question, measures)
            ask(library, question, measures)
        print_table(f"{len(asked)} questions", measures)
        abstention(library, asked)


def dense_alone(library: Library, question: Quizzed, measures: Measures) -> None:
    """Note where the answer is among the passages that are nearest by meaning."""
    planned = plan(question.text, (), Filters(), question.day)
    vector = library._queries.query(planned).vector
    keys = [key for key, _ in library._indexes.dense(vector, PLACES[-1], planned.scope)]
    found = library._archive.passages(keys)
    place(measures, "dense ans@", [found[key][0].text for key in keys], question.answers)


def search(library: Library, question: Quizzed, measures: Measures) -> None:
    """Note where the answer and the gold article are among the passages found."""
    began = time.perf_counter()
    hits = library.search(question.text, limit=50, as_of=question.day)
    measures["search, seconds"].append(time.perf_counter() - began)
    texts = [hit.passage.text for hit in hits]
    place(measures, "ans@", texts, question.answers)
    for limit in CHARACTERS:
        measures[f"ctx@{limit}"].append(holds("\n".join(texts)[:limit], question.answers))
    if question.gold_urls:
        for name, value in gold(hits, question.gold_urls).items():
            measures[f"gold {name}"].append(value)


def place(measures: Measures, name: str, texts: Sequence[str], answers: Sequence[str]) -> None:
    """Note for each k whether one of the first k texts holds an answer."""
    held = [holds(text, answers) for text in texts]
    for k in PLACES:
        measures[f"{name}{k}"].append(any(held[:k]))


def gold(hits: Sequence[Hit], urls: Sequence[str]) -> dict[str, float]:
    """Return how the gold articles are ranked among the articles found: reciprocal rank and recall in five."""
    articles = list(dict.fromkeys(hit.article.url or hit.article.id for hit in hits))
    run = [ir_measures.ScoredDoc("q", url, -rank) for rank, url in enumerate(articles)]
    relevant = [ir_measures.Qrel("q", url, 1) for url in urls]
    found = ir_measures.calc_aggregate([ir_measures.RR, ir_measures.R @ 5], relevant, run)
    return {str(measure): float(value) for measure, value in found.items()}


def ask(library: Library, question: Quizzed, measures: Measures) -> None:
    """Note whether there is an answer, and whether it is right."""
    began = time.perf_counter()
    answer = library.ask(question.text, as_of=question.day)
    measures["ask, seconds"].append(time.perf_counter() - began)
    measures["answered"].append(answer.answered)
    measures["said"].append(said(answer, question.answers))
    measures["said first"].append(said_first(answer, question.answers))
    measures["sentences"].append(len(answer.citations))
    measures["characters"].append(len(answer.text))


def abstention(library: Library, asked: Sequence[Quizzed]) -> None:
    """Print how well the evidence tells questions that the articles answer from those that they cannot."""
    known, right, strange = list[tuple[float, bool]](), list[float](), list[tuple[float, bool]]()
    for question in asked:
        if question.home is None or question.away is None:
            continue
        strange.append(evidence(library, question, question.away)[:2])
        strength, answered, correct = evidence(library, question, question.home)
        if any(holds(hit.passage.text, question.answers) for hit in within(library, question, question.home)):
            known.append((strength, answered))
            right += [strength] if correct else []
    scores = [[strength for strength, _ in kind] for kind in (known, strange)]
    refused = [[float(not answered) for _, answered in kind] for kind in (known, strange)]
    print(f"\n{len(known)} questions whose answer is among what is found, {len(strange)} put to other years")
    print_line("AUROC", interval(auroc, *scores))
    print_line("AUROC, rightly answered", interval(auroc, right, scores[1]))
    print_line("refused, answerable", interval(lambda sample: float(sample.mean()), refused[0]))
    print_line("refused, other years", interval(lambda sample: float(sample.mean()), refused[1]))


def evidence(library: Library, question: Quizzed, put: Put) -> tuple[float, bool, bool]:
    """Return how strong the evidence is, whether there is an answer, and whether it is right."""
    answer = library.ask(question.text, filters=put.filters, as_of=put.as_of)
    return answer.evidence or 0.0, answer.answered, said(answer, question.answers)


def within(library: Library, question: Quizzed, put: Put) -> list[Hit]:
    """Return what a search finds where a question is put."""
    return library.search(question.text, limit=REACH, filters=put.filters, as_of=put.as_of)


def print_table(title: str, measures: Measures) -> None:
    """Print each measure with its interval; of seconds, the median and the 95th percentile."""
    print(f"\n{title}")
    for name, values in measures.items():
        if name.endswith("seconds"):
            median, late = np.percentile(values, [50, 95])
            print(f"  {name:24} p50 {median:.3f}  p95 {late:.3f}")
        else:
            measured = interval(lambda sample: float(sample.mean()), [float(v) for v in values])
            print_line(name, measured, f"n={len(values)}")


def print_line(name: str, measured: tuple[float, float, float], note: str = "") -> None:
    """Print a measure with its interval."""
    value, low, high = measured
    print(f"  {name:24} {value:7.3f}  [{low:.3f}, {high:.3f}]  {note}".rstrip())


if __name__ == "__main__":
    main()
