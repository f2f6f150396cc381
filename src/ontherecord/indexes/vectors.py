"""The dense index: a Chroma collection. The only module that imports chromadb."""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from ontherecord.archive import Row
from ontherecord.embedding import Embeddings
from ontherecord.errors import SearchIndexError
from ontherecord.indexes.memory import emptied
from ontherecord.indexes.seal import rest, seal, unseal

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

logger = logging.getLogger(__name__)

FOLLOWED = "followed.json"
CHECK_SECONDS = 120
CHECKED_PASSAGES = 2000
# Cosine distance of a vector to itself, with room for rounding.
FARTHEST_SELF = 1e-3
# The search is approximate, so that a sound index may miss one now and then.
LOST_SHARE = 0.01
# How the graph is built and searched. Of the nearest 100 of 16,910 real passages 98.1% are found where it is 97.7%
# by default, as fast (2.0 ms), and it is built in two thirds of the time.
GRAPH = {"space": "cosine", "ef_construction": 50, "ef_search": 200}
# Chroma killed while writing can leave a sparse file of terabytes behind; whole ones stay under 2 kB a passage.
LINKS_FILE = "link_lists.bin"
LINKS_BYTES = 1_000_000_000


class VectorIndex:
    """A Chroma collection of passage keys and vectors, in a directory of its own or on a server.

    How far it has followed the archive stands in `followed.json` in the directory. Adding a key twice changes
    nothing, so that the steps after the last note may be repeated.
    """

    name = "vectors"

    def __init__(self, directory: Path, library_id: str, url: str | None = None) -> None:
        """Use the index in `directory` for this library, or the one on the Chroma server at `url`.

        Of an older `edition` of the library, nothing is used.
        """
        self.edition = 0
        self._directory = directory
        self._url = url
        self._name = f"ontherecord-{library_id}"
        self._lock = RLock()
        self._client: ClientAPI | None = None
        self._collection: Any = None

    @property
    def loaded(self) -> bool:
        """Whether the index is open, so that asking it takes no more than searching it."""
        return self._client is not None

    def applied(self) -> int:
        """Return the newest change in the index; 0 where there is no index, or one of another library."""
        return int(self._followed()["applied"])

    def count(self) -> int:
        """Return how many passages the index holds; raises SearchIndexError."""
        with self._use() as collection:
            return int(collection.count())

    def open(self) -> None:
        """Make ready for writing: an index that is damaged or has lost passages is thrown away."""
        with self._use() as collection:
            if self._url is not None and collection.count() < self._followed()["count"]:
                logger.warning("the dense index %s has lost passages: rebuilding it", self._where)
                self._begin_anew()

    def apply(self, removed: Sequence[int], added: Sequence[Row], applied: int) -> None:
        """Take keys out and rows in; raises SearchIndexError."""
        with self._use() as collection:
            last_key = self._followed()["last_key"]
            gone = [str(key) for key in removed if key <= last_key]
            limit = self._client.get_max_batch_size() if self._client else 1
            for start in range(0, len(gone), limit):
                collection.delete(ids=gone[start : start + limit])
            for start in range(0, len(added), limit):
                block = added[start : start + limit]
                collection.add(ids=[str(row.key) for row in block], embeddings=_vectors(block))
            self._note(applied, max([last_key, *(row.key for row in added)]))

    def search(self, vector: Embeddings, limit: int) -> tuple[list[tuple[int, float]], int]:
        """Return the keys and cosines of the nearest passages, the nearest first, and the highest key searched.

        Raises SearchIndexError.
        """
        if not self.applied():
            return [], 0
        with self._use() as collection:
            followed = self._followed()
            if self._url is not None and collection.count() < followed["count"]:
                return [], 0  # The server lost its data; its owner fills it again.
            found = collection.query(query_embeddings=[vector], n_results=limit, include=["distances"])
        nearest = zip(found["ids"][0], found["distances"][0], strict=True)
        return [(int(key), 1.0 - float(distance)) for key, distance in nearest], followed["last_key"]

    def reset(self) -> None:
        """Throw the index away and begin an empty one."""
        with self._lock:
            if self._url is not None:
                with self._use():
                    self._begin_anew()
            self.close()
            shutil.rmtree(self._directory, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files, sealed."""
        with self._lock:
            if self._client is None:
                return
            with emptied():
                self._let_go()
            if self._url is None:
                with suppress(OSError):
                    seal(self._directory)

    @contextmanager
    def _use(self) -> Iterator[Any]:
        """Lend the collection; whatever fails meanwhile becomes a SearchIndexError, and the next use reopens it."""
        with self._lock, emptied():
            try:
                if self._client is None:
                    self._open()
                yield self._collection
            except Exception as error:
                self._let_go()
                raise SearchIndexError(f"the dense index {self._where} failed ({error}): {self._remedy}") from error

    def _let_go(self) -> None:
        if self._client is not None:
            with suppress(Exception):
                self._client.close()
        self._client = self._collection = None

    def _open(self) -> None:
        if self._url is None:
            if not self._trustworthy():
                logger.warning("the dense index in %s is damaged: rebuilding it", self._directory)
                shutil.rmtree(self._directory, ignore_errors=True)
            self._directory.mkdir(parents=True, exist_ok=True)
            unseal(self._directory)
        self._client = self._connect()
        self._collection = self._get_collection()

    def _begin_anew(self) -> None:
        """Empty the server's collection."""
        (self._directory / FOLLOWED).unlink(missing_ok=True)
        if self._client is not None:
            self._client.delete_collection(self._name)
            self._collection = self._get_collection()

    def _get_collection(self) -> Any:  # noqa: ANN401 - Chroma's type stays in here
        return self._client and self._client.get_or_create_collection(
            self._name, configuration={"hnsw": GRAPH}, embedding_function=None
        )

    def _connect(self) -> "ClientAPI":
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb
        from chromadb.config import Settings

        settings = Settings(anonymized_telemetry=False)
        if self._url is None:
            return chromadb.PersistentClient(path=str(self._directory), settings=settings)
        from urllib.parse import urlsplit

        parts = urlsplit(self._url)
        secure = parts.scheme == "https"
        return chromadb.HttpClient(
            host=parts.hostname or "127.0.0.1",
            port=parts.port or (443 if secure else 80),
            ssl=secure,
            settings=settings,
        )

    def _trustworthy(self) -> bool:
        """Return whether the files can be opened here: damaged ones kill their reader."""
        left = rest(self._directory)
        return left in ("nothing", "sealed") or (left == "unsealed" and self._survived())

    def _survived(self) -> bool:
        """Return whether files whose writer died open and answer, tried in another process."""
        if any(file.stat().st_size > LINKS_BYTES for file in self._directory.glob(f"*/{LINKS_FILE}")):
            return False
        held = str(self._followed()["count"])
        command = [sys.executable, "-m", "ontherecord.indexes.vectors", str(self._directory), self._name, held]
        try:
            finished = subprocess.run(command, capture_output=True, timeout=CHECK_SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            return False
        return finished.returncode == 0

    def _followed(self) -> dict[str, int]:
        nothing = {"applied": 0, "last_key": 0, "count": 0}
        try:
            noted = json.loads((self._directory / FOLLOWED).read_text(encoding="utf-8"))
            here = self._place().items() <= {"edition": 0, **noted}.items()
            return {name: int(noted[name]) for name in nothing} if here else nothing
        except (OSError, ValueError, KeyError, TypeError):
            return nothing

    def _place(self) -> dict[str, object]:
        return {"collection": self._name, "server": self._url, "edition": self.edition}

    def _note(self, applied: int, last_key: int) -> None:
        note = {**self._place(), "applied": applied, "last_key": last_key, "count": self._collection.count()}
        self._directory.mkdir(parents=True, exist_ok=True)
        draft = self._directory / f"{FOLLOWED}.new"
        draft.write_text(json.dumps(note), encoding="utf-8")
        draft.replace(self._directory / FOLLOWED)

    @property
    def _where(self) -> str:
        return f"on {self._url}" if self._url else f"in {self._directory}"

    @property
    def _remedy(self) -> str:
        return "check that the Chroma server runs" if self._url else "run `python -m ontherecord rebuild`"


def _vectors(rows: Sequence[Row]) -> Embeddings:
    packed = np.frombuffer(b"".join(row.vector for row in rows), dtype=np.float16)
    return packed.reshape(len(rows), -1).astype(np.float32)


def _check(directory: str, name: str, held: str) -> None:
    """Open a collection and see whether it has its passages and they find themselves; else end this process."""
    import chromadb
    from chromadb.config import Settings

    collection = chromadb.PersistentClient(directory, Settings(anonymized_telemetry=False)).get_collection(
        name, embedding_function=None
    )
    keys = collection.get(include=[])["ids"]
    sample = keys[:: len(keys) // CHECKED_PASSAGES + 1]
    if len(keys) < int(held):
        sys.exit("passages are missing")
    if not keys:
        return
    vectors = collection.get(ids=sample, include=["embeddings"])["embeddings"]
    nearest = collection.query(query_embeddings=vectors, n_results=1, include=["distances"])["distances"]
    lost = sum(not found or found[0] > FARTHEST_SELF for found in nearest)
    if len(vectors) < len(sample) or lost > LOST_SHARE * len(sample):
        sys.exit(f"{lost} of {len(sample)} passages do not find themselves")


if __name__ == "__main__":
    _check(*sys.argv[1:4])
