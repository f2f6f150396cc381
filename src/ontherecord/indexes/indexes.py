"""Both search indexes of a library, the lock that says who may write them, and how they are searched."""

import logging
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock, RLock

from filelock import FileLock, Timeout

from ontherecord.archive import Archive, Scope
from ontherecord.embedding import Embeddings
from ontherecord.errors import SearchIndexError
from ontherecord.indexes.follower import catch_up
from ontherecord.indexes.lexical import LexicalIndex
from ontherecord.indexes.scan import ExactScan
from ontherecord.indexes.vectors import VectorIndex
from ontherecord.polling import POLL_SECONDS, Polling
from ontherecord.reports import IndexState

logger = logging.getLogger(__name__)

LOCK_FILE = "owner.lock"
# A scope that lets this share of the passages through is searched by the dense index, and what lies outside left out:
# over 164,078 passages as of December 2024 in 6 ms against 97 by the scan, 99% of the first 20 the same.
WIDE = 0.5
# So many passages are read and scanned sooner than Chroma is loaded (.2 s against .8): a command asks but once.
FEW = 20_000
# So many times more passages are asked of the index than the share calls for.
SPARE = 1.5
# How long the process that owns the indexes may take to begin anew, or to go on, after a purge.
PATIENCE_SECONDS = 30.0


class Indexes:
    """The dense and the lexical index of one library.

    One process at a time owns them; the lock is tried again at every use, so that the next one takes over when
    the owner ends or dies. Any process searches: without the lock, dense search scans the archive's vectors.
    """

    def __init__(self, archive: Archive, directory: Path, chroma_url: str | None) -> None:
        """Search and follow `archive`, with the indexes in `directory`."""
        self._archive = archive
        self._remote = chroma_url is not None
        self._vectors = VectorIndex(directory / "vectors", archive.library_id, chroma_url)
        # An index that cannot be written beside the archive is built in memory.
        self._lexical = LexicalIndex(None if archive.read_only else directory / "lexical", archive.library_id)
        self._scan = ExactScan(archive)
        self._lock = FileLock(directory / LOCK_FILE, thread_local=False)
        self._owning = Lock()
        self._busy = RLock()
        self._writing = False
        self._polling = Polling(self._steps, "ontherecord-indexes")

    def own(self) -> bool:
        """Return whether this process may write the indexes, taking the lock if it is free."""
        if self._archive.read_only:
            return False
        with self._owning:
            try:
                self._lock.acquire(timeout=0)
            except Timeout:
                return False
            if self._lock.lock_counter > 1:
                self._lock.release()
        return True

    def catch_up(self) -> bool:
        """Bring both indexes up to the archive if this process may, and return whether they are.

        Raises SearchIndexError.
        """
        with self._busy:
            self._meet_edition()
            if self.own():
                self._follow_with(self._lexical, self._vectors)
            return all(state.current for state in self.states())

    def try_to_catch_up(self) -> None:
        """Bring both indexes up to the archive if this process may; a failure is logged."""
        try:
            self.catch_up()
        except SearchIndexError as error:
            # The articles are stored; searches scan the archive until the index has caught up.
            logger.warning("%s", error)

    def renew(self) -> None:
        """Bring both indexes to the present edition of the archive, or wait until their owner has.

        Raises SearchIndexError when the owner does nothing about it for 30 seconds.
        """
        seen, deadline = self.states(), time.monotonic() + PATIENCE_SECONDS
        while not self.catch_up():
            if seen != (states := self.states()):
                seen, deadline = states, time.monotonic() + PATIENCE_SECONDS
            if time.monotonic() > deadline:
                raise SearchIndexError(
                    "another process keeps this library's indexes, and what was removed is still in their files: "
                    "stop it (a running web chat?), then run the same command again"
                )
            time.sleep(0.1)

    def follow(self) -> None:
        """Keep both indexes up to the archive in a thread of its own until `close`."""
        self._polling.start(POLL_SECONDS)

    def dense(self, vector: Embeddings, limit: int, scope: Scope) -> list[tuple[int, float]]:
        """Return the keys and cosines of the nearest passages in a scope, the nearest first."""
        # What hides nothing need not be told by reading all vectors.
        scope = self._archive.census.narrowed(scope)
        share = self._scan.share(scope) if scope else 1.0
        if share < WIDE or not self._indexed():
            return self._scan.search(vector, limit, scope)
        try:
            indexed, last_key = self._vectors.search(vector, limit if share == 1.0 else int(limit * SPARE / share))
        except SearchIndexError as error:
            logger.warning("%s; searching without it", error)
            return self._scan.search(vector, limit, scope)
        found = self._scan.within(indexed, scope) if scope else indexed
        if scope and len(found) < limit:
            # What is near lies mostly outside of the scope, as news does that came after an as-of date.
            return self._scan.search(vector, limit, scope)
        if last_key < self._archive.last_key():
            found = [*found, *self._scan.search(vector, limit, scope, after=last_key)]
        return sorted(found, key=lambda hit: -hit[1])[:limit]

    def lexical(self, query: str, limit: int, scope: Scope) -> list[tuple[int, float]]:
        """Return the keys and BM25 scores of the best passages in a scope, the best first."""
        self._refresh_lexical()
        return self._lexical.search(query, limit, scope)

    def stems(self, text: str) -> list[str]:
        """Return the stems of a text in order, stop words left out if others remain."""
        return self._lexical.stems(text)

    def content(self, text: str) -> list[str]:
        """Return the stems of a text in order, without stop words."""
        return self._lexical.content(text)

    def frequencies(self, words: list[str]) -> tuple[dict[str, int], int]:
        """Return in how many passages each stem occurs, and how many passages there are."""
        return self._lexical.frequencies(words)

    def states(self) -> tuple[IndexState, ...]:
        """Return how far each index has followed the archive."""
        head = self._archive.head()
        return tuple(IndexState(index.name, index.applied(), head) for index in (self._vectors, self._lexical))

    def counts(self) -> dict[str, int]:
        """Return how many passages each index holds; those that only their owner may open are left out."""
        counts = {"lexical": self._lexical.count()}
        if self._remote or self.own():
            counts["vectors"] = self._vectors.count()
        return counts

    def rebuild(self) -> None:
        """Build both indexes anew from the archive; raises SearchIndexError when another process owns them."""
        with self._busy:
            if not self.own():
                raise SearchIndexError(
                    "another process keeps this library's indexes: stop it (a running web chat?), then rebuild"
                )
            self._meet_edition()
            for index in (self._lexical, self._vectors):
                index.reset()
            self.catch_up()

    def close(self) -> None:
        """Stop following and let another process take over."""
        self._polling.stop()
        with self._busy:
            self._vectors.close()
            self._lexical.close()
            self._lock.release(force=True)

    def _meet_edition(self) -> None:
        """Tell the indexes which edition of the archive is the present one, before any of it is read into them."""
        self._lexical.edition = self._vectors.edition = self._archive.removal.edition()

    def _follow_with(self, *indexes: LexicalIndex | VectorIndex) -> None:
        """Bring indexes up to the archive, all at once: each of them keeps one processor busy."""
        head = self._archive.head()
        behind = [index for index in indexes if index.applied() != head]
        if not behind:
            return
        self._writing = True
        try:
            with ThreadPoolExecutor(len(behind), "ontherecord-index") as pool:
                for brought in [pool.submit(catch_up, self._archive, index) for index in behind]:
                    brought.result()
        finally:
            self._writing = False

    def _indexed(self) -> bool:
        """Return whether the dense index is to be asked, and can be."""
        # Writing the indexes can take minutes.
        if self._writing or (not self._vectors.loaded and self._archive.last_key() <= FEW):
            return False
        # An index that is ahead is of an archive that has since been set back.
        return (self._remote or self.own()) and self._vectors.applied() <= self._archive.head()

    def _refresh_lexical(self) -> None:
        # An index in memory holds nothing until it is built, which other searches wait for.
        if not self._busy.acquire(blocking=self._archive.read_only):
            return
        try:
            self._meet_edition()
            if self._archive.read_only or self.own():
                self._follow_with(self._lexical)
        except SearchIndexError as error:
            logger.warning("%s; searching what it holds", error)
        finally:
            self._busy.release()

    def _steps(self) -> Iterator[bool]:
        yield self.catch_up()
