"""R17, R18: whatever a source is made of, it is read, skipped or refused with a reason, and never cut in silence."""

import gzip
import json
import os
import subprocess
import sys
from collections import Counter

import pytest

from ingest.reading import Reading
from ingest.sources import read_file
from ingest.sources.addresses import whole
from ontherecord import Failure, Library
from tests.endurance.specimens import MISPLACED, SPOILINGS, spoilt
from tests.fakes import HashEmbedder
from tests.pdf_files import pdf
from tests.warc_files import PARAGRAPHS, crawl, packed, page, response

pytestmark = pytest.mark.endurance

LONGEST_SECONDS = 30.0
LARGEST_MEMORY = 1 << 30
TAIL = "the very last words of all, tailmark"


def read_apart(*paths):
    """Return what became of files that were read one after the other in another process."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.endurance.apart"],
        input="".join(json.dumps(os.fspath(path)) + "\n" for path in paths).encode(),
        capture_output=True,
        timeout=LONGEST_SECONDS * len(paths),
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    outcomes = [json.loads(line) for line in ran.stdout.splitlines()]
    assert len(outcomes) == len(paths), f"{paths[len(outcomes)]} ended the process: {ran.stderr[-3_000:].decode()}"
    return outcomes


def test_r17_malformed_sources_are_all_accounted_for(tmp_path, chance, scaled, figures):
    seeds, ways = scaled((25, 4), (50, 20))
    made = list(spoilt(tmp_path, chance, seeds, ways))
    assert len(made) == seeds * ways
    outcomes = read_apart(*(path for path, _ in made))

    became = Counter[str]()
    for (path, _), outcome in zip(made, outcomes, strict=True):
        kind = next((name for name in ("found", "failures", "skipped") if outcome[name]), "lost")
        became[kind] += 1
        assert kind != "lost", path
        assert outcome["seconds"] <= LONGEST_SECONDS, path
        for source, reason in outcome["failures"]:
            # A feed names the page of the entry that it does not hold itself.
            assert whole(source) == str(path) or source.startswith("https://news.example/")
            assert reason.strip()
    assert outcomes[-1]["peak"] <= LARGEST_MEMORY
    assert became["found"] + became["skipped"] + became["failures"] == seeds * ways
    slowest, (slow, _) = max((outcome["seconds"], where) for outcome, where in zip(outcomes, made, strict=True))
    figures(
        "R17",
        f"{seeds * ways:,} inputs: {became['found']:,} ingested, {became['skipped']:,} skipped, "
        f"{became['failures']:,} failed, 0 lost; slowest {slowest:.1f} s ({slow.name}); "
        f"peak {outcomes[-1]['peak'] / 2**20:,.0f} MiB",
    )


def test_r17_a_library_takes_what_can_be_read_of_malformed_sources(tmp_path, chance, scaled, figures):
    seeds, ways = scaled((25, 2), (50, 20))
    folder = tmp_path / "news"
    folder.mkdir()
    made = [path for path, _ in spoilt(folder, chance, seeds, ways)]
    apart = read_apart(*made)
    reading = Reading(made)
    with Library.open(tmp_path / "library", embedder=HashEmbedder()) as library:
        report = reading.into(library)
        assert library.verify().ok
    assert len(report.failed) == sum(len(outcome["failures"]) for outcome in apart)
    assert sum(reading.skipped.values()) == sum(len(outcome["skipped"]) for outcome in apart)
    stored = report.added + report.updated + report.unchanged
    assert stored == sum(outcome["found"] for outcome in apart)
    figures("R17", f"{len(made):,} inputs into a library: {stored:,} articles, {len(report.failed):,} failures")


def deep(depth):
    html = page("north").decode()
    inner = "<div>" * depth + f"<p>{PARAGRAPHS[0].format(word='south')} {TAIL}.</p>" + "</div>" * depth
    return html.replace("</article>", f"{inner}</article>").encode()


LONG = "\n\n".join(f"{number}. {PARAGRAPHS[0].format(word='north')}" for number in range(1_000))


def long_text(size):
    return f"{LONG}\n\n" * (size // len(LONG)) + TAIL


def long_sources(size):
    text = long_text(size)
    record = {"title": "Long", "text": text}
    html = page("north", [*text.split("\n\n")])
    return {
        "long.txt": f"Long\n{text}".encode(),
        "long.md": f"# Long\n{text}".encode(),
        "long.json": json.dumps([record]).encode(),
        "long.jsonl": json.dumps(record).encode(),
        "long.jsonl.gz": gzip.compress(json.dumps(record).encode(), 1),
        "long.csv": f'title,text\nLong,"{text}"\n'.encode(),
        "long.html": html,
        "long.warc.gz": packed([response("https://news.example/long", html)]),
        "long.eml": f"From: The Post <a@b.example>\nSubject: Long\n\n{text}".encode(),
        "long.pdf": pdf([text.split("\n")]),
    }


def kept_or_told(path):
    """Return "kept" where the article has its tail, "told" where there is none; fails for an article without it."""
    outcomes = list(read_file(path, lambda size: None))
    articles = [item.article for item in outcomes if not isinstance(item, Failure)]
    assert outcomes, path
    assert all(TAIL in " ".join(article.text.split()) for article in articles), f"{path} was cut in silence"
    assert articles or all(item.reason for item in outcomes)
    return "kept" if articles else "told"


def test_r18_a_tail_deep_in_a_page_is_kept_or_the_page_refused(tmp_path, scaled, figures):
    depths = scaled((250, 256, 300, 500, 1_000), tuple(range(250, 1_001, 25)))
    became = Counter[str]()
    for depth in depths:
        path = tmp_path / f"deep-{depth}.html"
        path.write_bytes(deep(depth))
        became[kept_or_told(path)] += 1
    figures(
        "R18", f"tail at {len(depths)} depths, 250 to 1,000: {became['kept']} kept, {became['told']} refused, 0 cut"
    )


def test_r18_a_tail_after_22_million_letters_is_kept_or_the_article_refused(tmp_path, scaled, figures):
    became = Counter[str]()
    sizes = scaled((22_000_000,), (2_000_000, 22_000_000))
    for size in sizes:
        for name, content in long_sources(size).items():
            (tmp_path / name).write_bytes(content)
            became[kept_or_told(tmp_path / name)] += 1
    figures("R18", f"tail after {max(sizes):,} letters: {became['kept']} kept, {became['told']} refused, 0 cut")


def test_r18_a_packed_web_archive_cut_anywhere_says_so(tmp_path, chance, figures):
    records = crawl(*(f"word{number}" for number in range(10)))
    content, ends = packed(records), {len(packed(records[:n])) for n in range(len(records) + 1)}
    paths = []
    for cut in chance.sample([at for at in range(1, len(content)) if at not in ends], 20):
        paths.append(tmp_path / f"cut-{cut}.warc.gz")
        paths[-1].write_bytes(content[:cut])
    failed = [item for item in Reading(paths).found() if isinstance(item, Failure)]
    assert [item.source for item in failed] == [str(path) for path in paths]
    assert all("breaks off" in item.reason for item in failed)
    figures("R18", "WARC.gz cut at 20 offsets: 20 told, 0 in silence")


def test_there_are_twenty_ways_to_spoil_a_source():
    assert len({*SPOILINGS, *MISPLACED}) == 20
