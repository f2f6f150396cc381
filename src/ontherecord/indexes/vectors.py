"""The dense index: a Chroma collection. The only module that imports chromadb."""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np

from ontherecord.archive import Row
from ontherecord.embedding import Embeddings
from ontherecord.errors import SearchIndexError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

logger = logging.getLogger(__name__)

FOLLOWED = "followed.json"
IN_USE = "in-use"
CHECK_SECONDS = 120
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
        """Use the index in `directory` for this library, or the one on the Chroma server at `url`."""
        self._directory = directory
        self._url = url
        self._name = f"ontherecord-{library_id}"
        self._lock = RLock()
        self._client: ClientAPI | None = None
        self._collection: Any = None

    def applied(self) -> int:
        """Return the newest change in the index; 0 where there is no index, or one of another library."""
        return self._followed()["applied"]

    def last_key(self) -> int:
        """Return the highest passage key that the index has seen."""
        return self._followed()["last_key"]

    def count(self) -> int:
        """Return how many passages the index holds; raises SearchIndexError."""
        return int(self._call("count"))

    def apply(self, removed: Sequence[int], added: Sequence[Row], applied: int) -> None:
        """Take keys out and rows in; raises SearchIndexError."""
        with self._lock:
            followed = self._followed()
            gone = [str(key) for key in removed if key <= followed["last_key"]]
            limit = self._open().get_max_batch_size()
            for start in range(0, len(gone), limit):
                self._call("delete", ids=gone[start : start + limit])
            for start in range(0, len(added), limit):
                block = added[start : start + limit]
                self._call("add", ids=[str(row.key) for row in block], embeddings=_vectors(block))
            last_key = max([followed["last_key"], *(row.key for row in added)])
            self._note(applied, last_key)

    def search(self, vector: Embeddings, limit: int) -> list[tuple[int, float]]:
        """Return the keys and cosines of the nearest passages, the nearest first; raises SearchIndexError."""
        found = self._call("query", query_embeddings=[vector], n_results=limit, include=["distances"])
        return [(int(key), 1.0 - float(d)) for key, d in zip(found["ids"][0], found["distances"][0], strict=True)]

    def reset(self) -> None:
        """Throw the index away and begin an empty one."""
        with self._lock:
            if self._url is not None:
                self._call("delete", where=None, ids=self._call("get", include=[])["ids"])
            self.close()
            shutil.rmtree(self._directory, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files and note that this was done in good order."""
        with self._lock:
            if self._client is not None:
                self._client.close()
                (self._directory / IN_USE).unlink(missing_ok=True)
            self._client = self._collection = None

    def _call(self, operation: str, **arguments: Any) -> Any:  # noqa: ANN401 - each operation has its own types
        with self._lock:
            self._open()
            try:
                return getattr(self._collection, operation)(**arguments)
            except Exception as error:
                self._collection = self._client = None
                raise SearchIndexError(f"the dense index {self._where} failed ({error}): {self._remedy}") from error

    def _open(self) -> "ClientAPI":
        if self._client is None:
            if self._url is None and (self._directory / IN_USE).exists() and not self._survived():
                logger.warning(
                    "the dense index in %s was damaged when its process died: rebuilding it", self._directory
                )
                shutil.rmtree(self._directory, ignore_errors=True)
            self._directory.mkdir(parents=True, exist_ok=True)
            try:
                self._client = self._connect()
                self._collection = self._client.get_or_create_collection(
                    self._name, configuration={"hnsw": {"space": "cosine"}}, embedding_function=None
                )
            except Exception as error:
                self._client = None
                raise SearchIndexError(
                    f"the dense index {self._where} cannot be opened ({error}): {self._remedy}"
                ) from error
            if self._url is None:
                (self._directory / IN_USE).touch()
        return self._client

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

    def _survived(self) -> bool:
        """Return whether the files open and answer, tried in another process: a damaged one kills its reader."""
        if any(file.stat().st_size > LINKS_BYTES for file in self._directory.glob(f"*/{LINKS_FILE}")):
            return False
        command = [sys.executable, "-m", "ontherecord.indexes.vectors", str(self._directory), self._name]
        try:
            finished = subprocess.run(command, capture_output=True, timeout=CHECK_SECONDS, check=False)  # noqa: S603
        except subprocess.TimeoutExpired:
            return False
        return finished.returncode == 0

    def _followed(self) -> dict[str, int]:
        nothing = {"applied": 0, "last_key": 0}
        try:
            noted = json.loads((self._directory / FOLLOWED).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return nothing
        here = noted.get("collection") == self._name and noted.get("server") == self._url
        return {name: int(noted[name]) for name in nothing} if here else nothing

    def _note(self, applied: int, last_key: int) -> None:
        note = {"collection": self._name, "server": self._url, "applied": applied, "last_key": last_key}
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


def _check(directory: str, name: str) -> None:
    """Open a collection, count it and search it; whatever is wrong ends this process."""
    import chromadb
    from chromadb.config import Settings

    collection = chromadb.PersistentClient(directory, Settings(anonymized_telemetry=False)).get_collection(
        name, embedding_function=None
    )
    sample = collection.get(limit=20, include=["embeddings"])
    for key, vector in zip(sample["ids"], sample["embeddings"] or [], strict=True):
        nearest = collection.query(query_embeddings=[vector], n_results=1, include=["distances"])
        if nearest["ids"][0] != [key] and nearest["distances"][0][0] > 1e-3:
            sys.exit(f"passage {key} does not find itself")


if __name__ == "__main__":
    _check(*sys.argv[1:3])
