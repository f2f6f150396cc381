"""How well copies are told from other stories, at what cost: `python tests/benchmarks/syndication.py ARTICLES`.

ARTICLES is a file of JSON lines with url, title, text and published, packed as .gz or not. From its articles, pairs
are made as newsrooms make copies, and pairs that share much text and are two stories. Printed are the shares that
`tells_the_same` finds, for several settings; the shares of copies that have a band in common; and, with `--groups N`,
N of the stories found in the file, to be read and judged.
"""

import argparse
import difflib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ontherecord import Article, Passage, syndication
from ontherecord.archive import Archive, Entry
from ontherecord.archive.records import span_of_publication
from tests.benchmarks.packed import records
from tests.newsroom import EDITS, NUMBER, renumbered, shortened

DAY = 86400
# Both texts, and the days on which they were published.
Pair = tuple[str, str, int, int]


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--made", type=int, default=150, help="articles from which pairs are made")
    parser.add_argument("--groups", type=int, default=0, help="stories to print")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    articles = read(options.articles)
    pool = [a for a in articles if 150 <= len(a.text.split()) <= 3000 and a.text.count("\n\n") >= 4]
    chosen = random.Random(options.seed).sample(pool, min(options.made, len(pool) - 1))
    decisions(chosen)
    candidates(chosen, articles)
    stories(articles, options.groups, options.seed)


def read(path: Path) -> list[Article]:
    """Return the articles of a file."""
    return [
        Article(
            title=r.get("title"),
            text=r["text"],
            url=r["url"],
            published_at=r.get("published") and datetime.fromisoformat(r["published"][:10]).replace(tzinfo=UTC),
            published_precision="day" if r.get("published") else None,
        )
        for r in records(path)
        if r["text"].strip()
    ]


# -- made pairs --------------------------------------------------------------------------------------------------


def line_edited(text: str) -> str:
    """Drop or replace one word in forty, as a desk does."""
    chance = random.Random(len(text))
    words = [w if (p := chance.random()) > 0.025 else "" if p > 0.0125 else "however" for w in text.split(" ")]
    return " ".join(words)


def updated(text: str, other: str) -> str:
    """Lead with news of 100 words, drop the old lead of 60."""
    return " ".join(other.split()[:100]) + "\n\n" + " ".join(text.split()[60:])


def made_copies(articles: Sequence[Article]) -> Iterator[tuple[str, Pair]]:
    edits: dict[str, Callable[[str], str]] = {
        **EDITS,
        "line edits, 1 word in 40": line_edited,
        "cut to half, line edits": lambda text: line_edited(shortened(0.5)(text)),
    }
    for article in articles:
        for name, edit in edits.items():
            yield name, (article.text, edit(article.text), 0, 0)


def made_others(articles: Sequence[Article]) -> Iterator[tuple[str, Pair]]:
    texts = [article.text for article in articles]
    for text, other, third in zip(texts, texts[1:] + texts[:1], texts[2:] + texts[:2], strict=True):
        boilerplate = (third.split() * 20)[:1500]
        if len(set(NUMBER.findall(text))) >= 4:
            yield "next issue of a series: other numbers", (text, renumbered(text), 0, 7)
        yield "update under another address", (text, updated(text, other), 0, 1)
        yield "first word of it, the full report next day", (shortened(0.5)(text), text, 0, 1)
        tailed = [" ".join([*t.split()[:400], *boilerplate]) for t in (text, other)]
        yield "1,500 words of boilerplate behind", (tailed[0], tailed[1], 0, 0)
        headed = [" ".join([*boilerplate[:300], *t.split()]) for t in (text, other)]
        yield "300 words of boilerplate before", (headed[0], headed[1], 0, 0)
        yield "another report", (text, other, 0, 0)


SETTINGS: dict[str, dict[str, float]] = {
    "as shipped": {},
    "shared .75": {"SHARED": 0.75},
    "shared .80": {"SHARED": 0.80},
    "shared .90": {"SHARED": 0.90},
    "shingle 3": {"SHINGLE": 3},
    "shingle 5": {"SHINGLE": 5},
    "no lead-in": {"LEAD_IN": 0},
    "any opening": {"SAME_LEAD": 0, "SAME_OPENING": 0},
    "any number": {"OTHER_NUMBERS": 1},
    "any growth": {"GROWN": 0},
}


def decisions(articles: Sequence[Article]) -> None:
    """Print, for each kind of pair, the share that is taken for one story, by setting."""
    print(f"\nTaken for one story, % of pairs made from {len(articles)} articles\n")
    print(f"{'':46s}" + "".join(f"{name:>12s}" for name in SETTINGS))
    for heading, made in (("copies", made_copies), ("other stories", made_others)):
        kinds: dict[str, list[float]] = {}
        for changes in SETTINGS.values():
            with changed(changes):
                for kind, share in shares(made(articles)).items():
                    kinds.setdefault(kind, []).append(share)
        print(heading)
        for kind, found in kinds.items():
            print(f"  {kind:44s}" + "".join(f"{100 * share:12.1f}" for share in found))


def shares(pairs: Iterator[tuple[str, Pair]]) -> dict[str, float]:
    taken, seen = Counter[str](), Counter[str]()
    for kind, (one, other, first, last) in pairs:
        wordings = [
            syndication.wording(text, day * DAY, (day + 1) * DAY) for text, day in ((one, first), (other, last))
        ]
        seen[kind] += 1
        taken[kind] += syndication.tells_the_same(*wordings)
    return {kind: taken[kind] / number for kind, number in seen.items()}


class changed:
    """Other settings of `syndication`, for a while."""

    def __init__(self, changes: dict[str, float]) -> None:
        self._changes = changes

    def __enter__(self) -> None:
        self._before = {name: getattr(syndication, name) for name in self._changes}
        self._set(self._changes)

    def __exit__(self, *_: object) -> None:
        self._set(self._before)

    def _set(self, values: dict[str, float]) -> None:
        for name, value in values.items():
            setattr(syndication, name, value)
        syndication._empty_minhash.cache_clear()


# -- sketches ----------------------------------------------------------------------------------------------------


def candidates(chosen: Sequence[Article], articles: Sequence[Article]) -> None:
    """Print how many copies have a band in common, and how many articles share one with another, by setting."""
    others = articles[:3000]
    print(f"\nBands: opening, permutations, values a band; candidates an article among {len(others):,}\n")
    print(f"{'':24s}{'copies %':>10s}{'worst %':>10s}  {'which':32s}{'candidates':>11s}")
    for opening, permutations, band in (
        (200, 48, 2), (300, 32, 2), (300, 48, 2), (300, 64, 2), (300, 48, 3), (300, 96, 3), (300, 128, 4),
    ):  # fmt: skip
        with changed({"OPENING": opening, "PERMUTATIONS": permutations, "BAND": band}):
            found, seen = Counter[str](), Counter[str]()
            for kind, (one, other, *_) in made_copies(chosen):
                seen[kind] += 1
                found[kind] += bool(set(bands(one)) & set(bands(other)))
            worst = min(seen, key=lambda kind: found[kind] / seen[kind])
            filed, beside = dict[int, set[int]](), 0
            for number, article in enumerate(others):
                own = bands(article.text)
                beside += len(set().union(*(filed.get(key, set()) for key in own)))
                for key in own:
                    filed.setdefault(key, set()).add(number)
        print(
            f"{f'{opening}, {permutations}, {band}':24s}{100 * found.total() / seen.total():10.1f}"
            f"{100 * found[worst] / seen[worst]:10.1f}  {worst:32s}{beside / len(others):11.2f}"
        )


def bands(text: str) -> tuple[int, ...]:
    return syndication.bands(syndication.sketch(text))


# -- real stories ------------------------------------------------------------------------------------------------


def stories(articles: Sequence[Article], printed: int, seed: int) -> None:
    """Store the articles without vectors, print what that costs and which stories are found."""
    started = time.process_time()
    for article in articles[:2000]:
        syndication.sketch(article.text)
    sketching = (time.process_time() - started) / len(articles[:2000]) * 1000
    started = time.process_time()
    for article in articles[:2000]:
        syndication.wording(article.text, *span_of_publication(article))
    wording = (time.process_time() - started) / len(articles[:2000]) * 1000
    print(f"\nA sketch takes {sketching:.2f} ms, a wording {wording:.2f} ms of processor time an article")
    with tempfile.TemporaryDirectory() as folder:
        archive = Archive(Path(folder))
        print(f"\n{'stored':>8s}{'ms each':>9s}")
        for start in range(0, len(articles), 2000):
            started, block = time.process_time(), articles[start : start + 2000]
            archive.write([whole(article) for article in block])
            spent = (time.process_time() - started) / len(block) * 1000
            print(f"{start + len(block):8,d}{spent:9.2f}")
        report(archive, articles, printed, seed)
        archive.close()


def whole(article: Article) -> Entry:
    passage = Passage(article.id, 0, 0, len(article.text), article.text)
    return Entry(article, (passage,), np.ones((1, 1), dtype=np.float16))


def report(archive: Archive, articles: Sequence[Article], printed: int, seed: int) -> None:
    told = archive.stories([article.id for article in articles])
    by_id = {article.id: article for article in articles}
    groups: dict[str, list[Article]] = {}
    for one, story in told.items():
        groups.setdefault(story, []).append(by_id[one])
    groups = {story: sorted(g, key=lambda a: (str(a.published), a.id)) for story, g in groups.items() if len(g) > 1}
    sizes = Counter(len(group) for group in groups.values())
    alike = sum(len({a.content_hash for a in group}) == 1 for group in groups.values())
    print(f"\n{len(told):,} articles, {len(groups):,} stories told more than once, {alike:,} of them word for word")
    print("articles a story: " + ", ".join(f"{size} in {number}" for size, number in sorted(sizes.items())))
    query = "SELECT sum(pgsize) FROM dbstat WHERE name IN ('sketches', 'bands', 'copies')"
    print(f"{archive._one(query)[0] / len(told):,.0f} bytes an article")
    for group in random.Random(seed).sample(list(groups.values()), min(printed, len(groups))):
        print(f"\n== {len(group)} articles")
        for article in group[:4]:
            print(f"   {article.published} {article.url}\n      {article.title}\n      {article.text[:300]!r}")
            print(f"      {differences(group[0].text, article.text)}")


def differences(one: str, other: str) -> str:
    words = one.split()[:3000], other.split()[:3000]
    parts = [
        f"-[{' '.join(words[0][a:b])[:90]}]({b - a}) +[{' '.join(words[1][c:d])[:90]}]({d - c})"
        for tag, a, b, c, d in difflib.SequenceMatcher(None, *words, autojunk=False).get_opcodes()
        if tag != "equal"
    ]
    return " ".join(parts)[:700]


if __name__ == "__main__":
    sys.exit(main())
