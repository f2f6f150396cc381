"""Puts true sentences and false twins of them to the gate, and counts what it lets through.

    python tests/benchmarks/grounded.py --library DIR [--stated tests/gold/stated.jsonl] [--show KIND]

First the articles' own sentences, and the same with one thing changed by rule, half of them to something of the same
passage; then sentences written about passages in other words, and their false twins (`--stated`). The library is to
hold their articles, with quotes (the 1,876 of `small`).
"""

import argparse
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ontherecord import Article, Library  # noqa: E402
from ontherecord.grounding.gate import Gate, is_plain  # noqa: E402
from ontherecord.grounding.sources import Source  # noqa: E402
from ontherecord.language.sentences import sentences  # noqa: E402
from tests.benchmarks.stated import Stated, read  # noqa: E402
from tests.benchmarks.swaps import SWAPS  # noqa: E402

EACH = 60
# Characters of an article on each side of a sentence: with them it is a passage.
AROUND = 450
WORDS = range(10, 41)


def own_sentences(articles: list[Article], seed: int) -> Iterator[Stated]:
    """Yield sentences of the articles themselves, as many of each kind of change."""
    chance = random.Random(seed)
    chance.shuffle(articles)
    wanted = Counter(dict.fromkeys(SWAPS, EACH))
    for article, other in zip(articles, articles[1:] + articles[:1], strict=True):
        found = [one for one in sentences(article.text) if one.complete and len(one.text.split()) in WORDS]
        for kind in sorted(wanted, key=lambda kind: -wanted[kind]):
            one = chance.choice(found) if found and wanted[kind] else None
            # Nobody quotes half a quotation.
            if (
                one is None
                or not is_plain(one.text)
                or one.text.count('"') % 2
                or one.text.count("“") != one.text.count("”")
            ):
                continue
            start, end = max(one.start - AROUND, 0), min(one.end + AROUND, len(article.text))
            false = SWAPS[kind](one.text, article.text[start:end], other.text[:3000], chance)
            if false and false != one.text:
                wanted[kind] -= 1
                hard = False
                yield Stated(article.id, kind, "own", hard, one.text, false, Source(article, start, end))
                break


def measure(name: str, stated: list[Stated], gate: Gate, show: str | None) -> None:
    """Print what the gate lets through."""
    began = time.perf_counter()
    true = [(one, gate.fault(one.true, one.basis(one.true))) for one in stated]
    false = [(one, gate.fault(one.false, one.basis(one.false))) for one in stated]
    took = (time.perf_counter() - began) / len(stated) / 2 * 1000
    kept = sum(fault is None for _, fault in true)
    caught = {kind: [fault for one, fault in false if one.kind == kind] for kind in SWAPS}
    others = [fault for kind, faults in caught.items() if kind != "negation" for fault in faults]
    print(f"{name}: {len(stated)} pairs, {took:.1f} ms a sentence")
    print(f"  true ones kept: {kept} = {kept / len(stated):.1%}")
    stopped = sum(map(bool, others))
    print(f"  false ones caught but negations: {stopped} of {len(others)} = {stopped / len(others):.1%}")
    for kind, faults in caught.items():
        print(f"    {kind}: {sum(map(bool, faults))} of {len(faults)}")
    for wording in sorted({one.wording for one in stated}):
        of_it = [fault for one, fault in true if one.wording == wording]
        print(f"  kept of those in {wording} words: {sum(fault is None for fault in of_it)} of {len(of_it)}")
    hard = [fault for one, fault in false if one.hard]
    if hard:
        print(f"  caught of those whose change is to something of the passage: {sum(map(bool, hard))} of {len(hard)}")
    print(f"  why true ones are cut: {dict(Counter(fault for _, fault in true if fault))}")
    for one, fault in true if show == "true" else false:
        if show == "true" and fault:
            print(f"--- {fault}: {one.true}\n    {one.basis(one.true).texts}")
        elif show == one.kind and not fault:
            print(f"--- {one.false}\n    {one.basis(one.false).texts}")


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--stated", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", choices=["true", *SWAPS], help="print the true ones cut, or false ones let through")
    options = parser.parse_args()
    with Library.open(options.library) as library:
        gate = Gate(library._archive)
        articles = [library.article(article.id) for article in library.newest(library.stats().articles)]
        own = list(own_sentences([article for article in articles if article], options.seed))
        measure("the articles' own sentences", own, gate, options.show)
        if options.stated:
            measure(options.stated.name, read(options.stated, library), gate, options.show)


if __name__ == "__main__":
    main()
