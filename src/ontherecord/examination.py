"""Looking a library over: what it holds, and whether all of it is whole."""

import hashlib
import json
import math
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from ontherecord.archive import Archive, Embedded, Scope
from ontherecord.archive.records import record_hash
from ontherecord.errors import LibraryError, OnTheRecordError
from ontherecord.indexes import Indexes
from ontherecord.quoting import REMEDY, Quoter
from ontherecord.reports import LibraryStats, VerifyReport
from ontherecord.schema import Article

# Vectors are stored in float16, which rounds a length of 1 by less than this.
LENGTH_TOLERANCE = 0.01


def take_stock(path: Path, archive: Archive, indexes: Indexes, quoter: Quoter | None) -> LibraryStats:
    """Return what a library holds."""
    totals = archive.census.totals()
    _, first, last = archive.census.count(Scope())
    quotes, speakers = archive.quotes.totals()
    return LibraryStats(
        path=path,
        articles=totals["articles"],
        versions=totals["versions"],
        passages=totals["passages"],
        syndicated=totals["syndicated"],
        undated=totals["undated"],
        dated_ahead=totals["dated_ahead"],
        first_published=first,
        last_published=last,
        publishers=archive.census.tally("publisher"),
        languages=archive.census.tally("language"),
        embedding_model=archive.meta("embedding_model"),
        size_bytes=sum(_size(file) for file in path.rglob("*")),
        indexes=(*indexes.states(), *([quoter.state()] if quoter else [])),
        quotes=quotes,
        speakers=speakers,
        stale_quotes=quoter.stale() if quoter else False,
    )


def _size(file: Path) -> int:
    try:
        return file.stat().st_size if file.is_file() else 0
    except FileNotFoundError:  # An index at work just put another file in its place.
        return 0


def examine(archive: Archive, indexes: Indexes, quoter: Quoter | None) -> VerifyReport:
    """Check every article, passage, vector and quote, and that the indexes hold the same passages."""
    problems, digest, articles, passages = list[str](), hashlib.sha256(), 0, 0
    quotes = 0
    try:
        problems += [f"archive: {problem}" for problem in archive.damage()]
        if unfinished := archive.removal.purging():
            problems.append(f"the purge of {len(unfinished):,} articles is not finished: run the same command again")
        for article, embedded in archive.everything():
            articles += 1
            passages += len(embedded)
            digest.update(json.dumps(article.to_dict(), sort_keys=True).encode())
            for item in embedded:
                passage = item.passage
                digest.update(f"{passage.ordinal} {passage.start} {passage.end}".encode() + item.vector)
            problems += _article_problems(archive, article, embedded)
        quotes = archive.quotes.totals()[0]
        problems += [*_stray_quotes(archive), *(quoter.problems() if quoter else [])]
    except LibraryError as error:
        problems.append(str(error))
    problems += _index_problems(indexes, passages)
    return VerifyReport(articles, passages, tuple(problems), digest.hexdigest(), quotes)


def _article_problems(archive: Archive, article: Article, embedded: Sequence[Embedded]) -> Iterator[str]:
    noted = archive.known([article.id]).get(article.id)
    if noted and noted.version == article.version and noted.record_hash != record_hash(article):
        yield f"article {article.id} is not as it was stored: remove it and ingest its source again"
    if not embedded:
        yield f"article {article.id} has no passages: remove it and ingest its source again"
    for item in embedded:
        passage = item.passage
        if not passage.text or passage.end > len(article.text):
            yield f"passage {passage.id} lies outside its article: remove it and ingest it again"
        length = _length(item.vector)
        if not abs(length - 1.0) < LENGTH_TOLERANCE:
            yield f"the vector of passage {passage.id} has length {length:.3f}: remove it and ingest it again"
        elif not item.whole:
            yield f"the vector of passage {passage.id} is not as it was stored: remove it and ingest it again"

    if misplaced := archive.quotes.misplaced(article):
        yield f"{misplaced:,} quotes of article {article.id} are not as they were stored: {REMEDY}"


def _stray_quotes(archive: Archive) -> Iterator[str]:
    if stray := archive.quotes.stray():
        yield f"{stray:,} quotes are of no article: {REMEDY}"


def _length(blob: bytes) -> float:
    try:
        return float(np.linalg.norm(np.frombuffer(blob, dtype=np.float16).astype(np.float32)))
    except (TypeError, ValueError):
        return math.nan


def _index_problems(indexes: Indexes, passages: int) -> Iterator[str]:
    remedy = "run `python -m ontherecord rebuild`"
    try:
        counts = indexes.counts()
    except OnTheRecordError as error:
        yield str(error)
        return
    for state in indexes.states():
        if not state.current and indexes.own():
            yield f"the {state.name} index has {state.applied} of {state.recorded} changes: {remedy}"
        elif state.current and counts.get(state.name, passages) != passages:
            yield f"the {state.name} index holds {counts[state.name]} passages, the archive {passages}: {remedy}"
