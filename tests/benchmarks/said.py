"""Asks a library what people said, and measures whether the words expected are cited, with the right speaker.

    python tests/benchmarks/said.py tests/gold/said.jsonl --library DIR [--show]

The library is to hold the articles of the questions (the 1,876 of `small`), with their quotes. A question counts as
answered rightly if a citation shares most of one of the spans expected, or most of itself, with it. Questions with
nothing to find are to be refused. The speakers of direct quotes are compared by last name with the one expected.
"""

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ontherecord import Answer, Library  # noqa: E402
from tests.benchmarks.packed import records  # noqa: E402

MOST = 0.5


def cites(answer: Answer, question: dict[str, Any], library: Library) -> bool:
    """Return whether an answer cites words that are expected."""
    for one in question["expected"]:
        article = library.article(one["url"])
        for citation in answer.citations:
            shared = min(citation.end, one["end"]) - max(citation.start, one["start"])
            least = MOST * min(citation.end - citation.start, one["end"] - one["start"])
            if article and citation.article.id == article.id and shared >= least:
                return True
    return False


def strangers(answer: Answer, speaker: str) -> list[str]:
    """Return the speakers of direct quotes shown who bear another last name than the one asked about."""
    last = speaker.split()[-1].lower()
    shown = [c.quote.speaker for c in answer.citations if c.quote and c.quote.kind == "direct" and c.quote.speaker]
    return [name for name in shown if last not in name.lower()]


def main() -> None:
    """Ask, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--show", action="store_true", help="print the answers that are not right")
    options = parser.parse_args()
    right, modes, refused, direct, wrong, seconds = [], [], [], 0, [], []
    with Library.open(options.library) as library:
        library.ask("news")
        for question in records(options.questions):
            began = time.perf_counter()
            answer = library.ask(question["question"])
            seconds.append(time.perf_counter() - began)
            modes.append(answer.mode)
            if question["expected"]:
                right.append(cites(answer, question, library))
                good = right[-1]
            else:
                refused.append(not answer.answered)
                good = refused[-1]
            direct += sum(bool(c.quote and c.quote.kind == "direct") for c in answer.citations)
            if question["expected"]:
                wrong += [(question["id"], name) for name in strangers(answer, question["speaker"])]
            if options.show and not good:
                print(f"--- {question['id']} {question['question']} ({answer.mode}, {answer.evidence:.3f})")
                print(f"{answer.text[:700]}\n")
    print(f"expected words cited: {sum(right)} of {len(right)}")
    print(f"refused with nothing to find: {sum(refused)} of {len(refused)}")
    print(f"direct quotes shown: {direct}, by another than asked about: {len(wrong)} {wrong}")
    print(f"answered from quotes: {modes.count('quotes')} of {len(modes)}; median {np.median(seconds) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
