"""Models that read two texts together, by sentence-transformers."""

import logging
import os
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

BATCH = 32


class CrossEncoding:
    """A cross-encoder in a folder or of a name, with safetensors weights; it is loaded when first used.

    Several threads may use it: the model reads for one of them at a time.
    """

    def __init__(self, model: str) -> None:
        """Take a model by folder or name."""
        self._model = model
        self._reading = RLock()

    def read(self, pairs: Sequence[tuple[str, str]]) -> NDArray[np.float64]:
        """Return what the model gives for each pair, shaped (pairs,) or (pairs, labels); longer texts are cut."""
        with self._reading:
            found = self._loaded.predict(list(pairs), batch_size=BATCH, show_progress_bar=False)
        return np.asarray(found, dtype=np.float64)

    @property
    def labels(self) -> dict[int, str]:
        """What the numbers of a pair stand for."""
        with self._reading:
            return {int(place): str(label) for place, label in self._loaded.model.config.id2label.items()}

    @cached_property
    def _loaded(self) -> "CrossEncoder":
        local = Path(self._model).is_dir()
        if local:
            os.environ.setdefault("HF_HUB_OFFLINE", "1")
        logging.getLogger("sentence_transformers").setLevel(logging.WARNING)
        from sentence_transformers import CrossEncoder

        return CrossEncoder(
            self._model,
            device="cpu",
            local_files_only=local,
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True},
        )
