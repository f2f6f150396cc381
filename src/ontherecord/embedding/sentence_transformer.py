"""Any embedding model of sentence-transformers. The only module that imports its SentenceTransformer."""

import copy
import logging
import os
import time
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from ontherecord.embedding.embedder import Embeddings
from ontherecord.embedding.precision import context
from ontherecord.embedding.weights import digest
from ontherecord.errors import EmbeddingModelError

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

BATCH = 32
TURN_S = 0.001


class SentenceTransformerEmbedder:
    """An embedder over a sentence-transformers model; it is loaded when first used.

    Several threads may use it: the model reads a batch of one of them at a time, so that a question does not wait
    until all passages of another thread are embedded.
    """

    def __init__(self, model: str) -> None:
        """Take a model by name or folder."""
        self.model = model
        self._folder = Path(model) if Path(model).is_dir() else None
        self._reading = RLock()

    @cached_property
    def fingerprint(self) -> str:
        """The name of the model and, of one in a folder, the beginning of its weights' SHA-256."""
        _ = self._loaded  # A model that cannot be loaded gives its name to no library.
        return f"{self._folder.name}@{digest(self._folder)[:16]}" if self._folder else self.model

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

        with self._reading, torch.inference_mode(), context():
            vectors = self._loaded.encode(batch, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        # Whoever waits for the model has it next, not the next batch of these.
        time.sleep(TURN_S if len(batch) == BATCH else 0.0)
        return np.asarray(vectors, dtype=np.float32)

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
        if self._folder is not None:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        # The library reports loading weights as a progress bar of its own, on every start.
        os.environ.setdefault("HF_HUB_DISABLE_PROGRESS_BARS", "1")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging as transformers_logging

        transformers_logging.disable_progress_bar()
        try:
            return SentenceTransformer(
                str(self._folder or self.model),
                device="cpu",
                local_files_only=self._folder is not None,
                trust_remote_code=False,
                model_kwargs={"use_safetensors": True},
            )
        except Exception as error:
            raise EmbeddingModelError(
                f"the embedding model {self.model} cannot be loaded ({error}): "
                "name the folder of a sentence-transformers model with safetensors weights"
            ) from error
