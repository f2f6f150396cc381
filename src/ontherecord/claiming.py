"""The embedding model that a library keeps to: the one that its first vectors are of."""

from functools import cached_property
from pathlib import Path

from ontherecord.archive import Archive
from ontherecord.embedding import BuiltInEmbedder, Embedder
from ontherecord.errors import EmbeddingMismatchError

EMBEDDING_MODEL = "embedding_model"


class Claim:
    """A library's embedding model: the one given, if it is the one that the library was made with."""

    def __init__(self, path: Path, archive: Archive, given: Embedder) -> None:
        """Compare `given` with what the archive says, at the first use."""
        self._path = path
        self._archive = archive
        self._given = given

    def make(self) -> None:
        """Note in an empty library which model its vectors come from."""
        if self._archive.meta(EMBEDDING_MODEL) is None:
            # Loads the model: one that cannot be loaded must not give its name to the library.
            self._given.count_tokens("")
            self._archive.set_meta(EMBEDDING_MODEL, self._given.fingerprint)

    def prepare(self) -> None:
        """Make the built-in model, if it is that, ready for many questions; raises EmbeddingMismatchError."""
        if isinstance(self.embedder, BuiltInEmbedder):
            self.embedder.prepare()

    @cached_property
    def embedder(self) -> Embedder:
        """The model; raises EmbeddingMismatchError."""
        made_with = self._archive.meta(EMBEDDING_MODEL)
        if made_with not in (None, self._given.fingerprint):
            raise EmbeddingMismatchError(
                f"the library {self._path} was made with the embedding model {made_with}, not with "
                f"{self._given.fingerprint}: set ONTHERECORD_EMBEDDING_MODEL to the former, "
                "or ingest the sources into a new library"
            )
        return self._given
