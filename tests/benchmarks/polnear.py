"""Who said what, against PolNeAR: `python tests/benchmarks/polnear.py ARTICLES [--rules] [--news ARTICLES]`.

ARTICLES is a file of JSON lines with text and attributions (source, cue, content: lists of [start, end)), packed as
.gz or not. Printed are, in percent with 95% bootstrap intervals over articles: which quotes were found and whose; how
sure the direct ones must be to be shown without hedge, and how many of those shown are somebody else's words; how
indirect speech does; how many tagged spans are exactly the gold ones; and how many words a second one core reads.
`--news` times other articles too. Gold pronouns count as sources: whom they stand for is not judged.
"""

import argparse
import random
import resource
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

import torch

from ontherecord.attribution import marks
from ontherecord.attribution.attributions import Attribution
from ontherecord.schema.answers import UNHEDGED
from tests.benchmarks import attribution_measures as measures
from tests.benchmarks.attributed import Compared, compared, sole
from tests.benchmarks.attribution_measures import ROLES, Labelled, Tally, share
from tests.benchmarks.packed import records

THRESHOLDS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.97)
WITHOUT_HEDGE = 0.98
NEWS_ARTICLES = 300


class Method(Protocol):
    """What is measured; it may also have `spans(texts)`, what it tagged before that was made into attributions."""

    def attributions(self, texts: Sequence[str]) -> list[list[Attribution]]: ...


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--rules", action="store_true", help="measure the rules that need no trained tagger")
    parser.add_argument("--every", type=int, default=1, help="take one article of so many")
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first article taken")
    parser.add_argument("--news", type=Path, help="other articles to time, JSON lines with text")
    options = parser.parse_args()
    from ontherecord.attribution import attributing

    torch.set_num_threads(1)
    method = attributing.method("rules" if options.rules else "tagger")
    method.attributions(["“It is ready,” she said."])
    report(records(options.articles)[options.first :: options.every], method, UNHEDGED)
    if options.news:
        texts = [record["text"] for record in records(options.news)]
        print_speed("ordinary news", method, random.Random(1).sample(texts, min(NEWS_ARTICLES, len(texts))))


def report(articles: Sequence[dict[str, Any]], method: Method, unhedged: float) -> None:
    """Print everything that is measured of articles with gold attributions."""
    texts = [article["text"] for article in articles]
    given = print_speed(f"{len(articles)} articles", method, texts)
    found = [
        compared(text, article["attributions"], attributions)
        for text, article, attributions in zip(texts, articles, given, strict=True)
    ]
    print_quotes(found)
    print_confidence(found, unhedged)
    print_reported(found)
    print_spans(articles, given, method)


def print_speed(title: str, method: Method, texts: Sequence[str]) -> list[list[Attribution]]:
    """Print how long the attributions of texts take, and return them."""
    began = time.process_time()
    found = method.attributions(texts)
    spent = time.process_time() - began
    number, memory = sum(len(text.split()) for text in texts), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{title}: {number:,} words, {sum(map(len, found)):,} attributions, {spent:.1f} s of one core, "
        f"{number / max(spent, 1e-9):,.0f} words/s, {memory // 1024:,} MiB"
    )
    return found


def print_quotes(articles: Sequence[Compared]) -> None:
    """Print what was found of direct and mixed quotes and of quoted segments."""
    direct = [measures.of_kind(article, "direct") for article in articles]
    print(f"\nDirect quotes{counted(direct, 'gold', 'given')}")
    print_share("content found", direct, "found", "gold")
    print_share("content found, of those given", direct, "given found", "given")
    print_share("source right where found", direct, "joint", "found sourced")
    print_share("  of names and nouns", direct, "joint name", "found name")
    print_share("  of pronouns", direct, "joint pronoun", "found pronoun")
    print_share("joint recall", direct, "joint", "sourced")
    print_share("joint precision", direct, "given joint", "given")
    segments = [measures.segments(article) for article in articles]
    print(f"\nQuoted segments of 4 words or more{counted(segments, 'gold', 'given')}")
    print_share("right speaker, recall", segments, "right", "gold")
    print_share("precision where gold has one", segments, "right", "both")
    print_share("precision over all given", segments, "right", "given")
    mixed = [measures.of_kind(article, "mixed") for article in articles]
    print(f"\nMixed quotes{counted(mixed, 'gold', 'given')}")
    print_share("joint recall", mixed, "joint", "sourced")
    print_share("joint precision", mixed, "given joint", "given")


def print_confidence(articles: Sequence[Compared], unhedged: float) -> None:
    """Print how right direct quotes are that are at least so sure, and how many are somebody else's words."""
    print(
        "\nDirect quotes given to somebody, by confidence. Precision: those inside gold content, with its speaker.\n"
        "Recall: the gold ones found, with their speaker. In full: those that are all of any gold content, with its\n"
        "speaker, a hundred gold direct ones. False: those that are somebody else's words by the gold.\n"
    )
    columns = "".join(f"{name:24}" for name in ("precision", "recall", "in full", "false"))
    print(f"  {'from':>14}{'shown':>7}{'false':>7}  {columns}".rstrip())
    quotes = [quote for article in articles for quote in measures.shown(article)]
    lowest = measures.lowest_threshold(quotes, WITHOUT_HEDGE)
    for threshold in THRESHOLDS:
        print_threshold(f"{threshold:.2f}", articles, threshold)
    print_threshold(f"UNHEDGED {unhedged:.2f}", articles, unhedged)
    if lowest is None:
        print(f"  at no confidence is precision {WITHOUT_HEDGE:.0%}")
    else:
        print_threshold(f"{WITHOUT_HEDGE:.0%} at {lowest:.4f}", articles, lowest)


def print_threshold(label: str, articles: Sequence[Compared], threshold: float) -> None:
    tallies = [measures.shown_from(article, threshold) for article in articles]
    measured = (("right", "shown"), ("recalled", "gold"), ("full", "gold"), ("false", "shown"))
    shares = "".join(f"{percent(share(tallies, *of)):24}" for of in measured)
    total = sum(tallies, Tally())
    print(f"  {label:>14}{total['shown']:7,}{total['false']:7,}  {shares}".rstrip())


def print_reported(articles: Sequence[Compared]) -> None:
    """Print how indirect speech does."""
    tallies = [measures.reported(article) for article in articles]
    print(f"\nIndirect speech with a verb of speech{counted(tallies, 'gold', 'given')}")
    print_share("source right", tallies, "source", "given")
    for label, key in (("F1 from .5 and source", "roughly"), ("F1 from .8 and source", "closely")):
        print_share(f"{label}, precision", tallies, key, "given")
        print_share(f"{label}, recall", tallies, key, "gold")


def print_spans(articles: Sequence[dict[str, Any]], given: Sequence[Sequence[Attribution]], method: Method) -> None:
    """Print how many spans are exactly the gold ones, as they were tagged and as they are given out."""
    texts = [article["text"] for article in articles]
    gold = [[labelled(one) for one in article["attributions"]] for article in articles]
    ways = {"given out": [[spans_of(attribution) for attribution in found] for found in given]}
    if tagged := getattr(method, "spans", None):
        ways["tagged"] = [[[span] for span in found] for found in tagged(texts)]
    for way, found in ways.items():
        tallies = [
            measures.exact(*(measures.resolved(text, marks.paragraphs(text), spans) for spans in both))
            for text, *both in zip(map(marks.normalised, texts), gold, found, strict=True)
        ]
        print(f"\nExact spans, as {way}\n\n  {'':10}{'precision':24}{'recall':24}F1")
        for role in ROLES:
            right = f"{role} right"
            shares = (
                share(tallies, right, f"{role} given"),
                share(tallies, right, f"{role} gold"),
                share(tallies, right, f"{role} given", f"{role} gold", times=2),
            )
            print(f"  {role:10}{''.join(f'{percent(one):24}' for one in shares)}".rstrip())


def labelled(gold: dict[str, Any]) -> list[Labelled]:
    """Return the spans of a gold attribution."""
    return [(start, end, role) for role in ROLES for start, end in gold[role]]


def spans_of(attribution: Attribution) -> list[Labelled]:
    """Return the spans of an attribution that was given out."""
    parts = zip(ROLES, (sole(attribution.source), sole(attribution.cue), attribution.content), strict=True)
    return [(start, end, role) for role, spans in parts for start, end in spans]


def counted(tallies: Iterable[Tally], *keys: str) -> str:
    total = sum(tallies, Tally())
    return ": " + ", ".join(f"{total[key]:,} {key}" for key in keys) + "\n"


def print_share(name: str, tallies: Sequence[Tally], part: str, whole: str) -> None:
    print(f"  {name:34}{percent(share(tallies, part, whole)):24}n={sum(tally[whole] for tally in tallies):,}")


def percent(measured: tuple[float, float, float] | None) -> str:
    """Return a share and its interval as they are printed."""
    return "-" if measured is None else "{:5.1f}  [{:.1f}, {:.1f}]".format(*measured)


if __name__ == "__main__":
    main()
