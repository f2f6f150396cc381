"""Looking a library over: what it holds, and whether all of it is whole."""

import hashlib
import json
from pathlib import Path

import numpy as np

from ontherecord.archive import Archive
from ontherecord.errors import OnTheRecordError
from ontherecord.indexes import Indexes
from ontherecord.reports import LibraryStats, VerifyReport

# Vectors are stored in float16, which rounds a length of 1 by less than this.
LENGTH_TOLERANCE = 0.01


def take_stock(path: Path, archive: Archive, indexes: Indexes) -> LibraryStats:
    """Return what a library holds."""
    totals = archive.totals()
    dates = archive.span()
    return LibraryStats(
        path=path,
        articles=totals["articles"],
        versions=totals["versions"],
        passages=totals["passages"],
        syndicated=totals["syndicated"],
        undated=totals["undated"],
        first_published=dates[0],
        last_published=dates[1],
        publishers=archive.tally("publisher"),
        languages=archive.tally("language"),
        embedding_model=archive.meta("embedding_model"),
        size_bytes=sum(file.stat().st_size for file in path.rglob("*") if file.is_file()),
        indexes=indexes.states(),
    )


def examine(archive: Archive, indexes: Indexes) -> VerifyReport:
    """Check every article, passage and vector, and that the indexes hold the same passages."""
    problems = [f"archive: {problem}" for problem in archive.damage()]
    digest, articles, passages = hashlib.sha256(), 0, 0
    for article, embedded in archive.everything():
        articles += 1
        passages += len(embedded)
        digest.update(json.dumps(article.to_dict(), sort_keys=True).encode())
        if not embedded:
            problems.append(f"article {article.id} has no passages: remove it and ingest its source again")
        for passage, blob in embedded:
            digest.update(f"{passage.ordinal} {passage.start} {passage.end}".encode() + blob)
            if not passage.text or passage.end > len(article.text):
                problems.append(f"passage {passage.id} lies outside its article: remove it and ingest it again")
            length = float(np.linalg.norm(np.frombuffer(blob, dtype=np.float16).astype(np.float32)))
            if not abs(length - 1.0) < LENGTH_TOLERANCE:
                problems.append(f"the vector of passage {passage.id} has length {length:.3f}: ingest it again")
    problems += _index_problems(indexes, passages)
    return VerifyReport(articles, passages, tuple(problems), digest.hexdigest())


def _index_problems(indexes: Indexes, passages: int) -> list[str]:
    try:
        counts = indexes.counts()
    except OnTheRecordError as error:
        return [str(error)]
    current = {state.name: state.current for state in indexes.states()}
    return [
        f"the {name} index holds {count} passages, the archive {passages}: run `python -m ontherecord rebuild`"
        for name, count in counts.items()
        if current[name] and count != passages
    ]
