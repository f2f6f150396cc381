"""Reading the tagger's weights: what training changed in the built-in embedding model, and its heads.

A changed matrix is kept as two narrow ones whose product is added to the built-in one (Hu et al. 2021, LoRA).
"""

from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file
from torch import Tensor

from ontherecord.attribution.encoder import Encoder
from ontherecord.embedding.by_torch import TorchArithmetic
from ontherecord.embedding.network import Network, Stored, stored
from ontherecord.embedding.precision import fastest
from ontherecord.errors import AttributionModelError

DOWN, UP, BERT = ".down", ".up", "bert."


class Changed:
    """The built-in model's network, changed, as the tagger's encoder needs it."""

    def __init__(self, network: Stored) -> None:
        """Take the network as it is stored."""
        self._arithmetic = TorchArithmetic(fastest())
        self._network = Network(network, self._arithmetic)

    def looked_up(self, pieces: Tensor) -> Tensor:
        """Return the vectors of pieces, given by their ids, a row a paragraph, before they are read."""
        found: Tensor = self._network.looked_up(pieces.numpy())
        return found

    def read(self, vectors: Tensor, read: Tensor) -> Tensor:
        """Return the vectors of pieces in their context; `read` is 0 for those that only pad."""
        found: Tensor = self._network.read(vectors.to(self._arithmetic.dtype), read.bool().numpy())
        return found


def load(folder: Path, weights: Path) -> Encoder:
    """Return the tagger's network, from the built-in model in a folder and a file of weights.

    Raises AttributionModelError.
    """
    try:
        changes = load_file(weights)
    except Exception as error:
        raise AttributionModelError(
            f"the weights {weights} cannot be read ({error}): reinstall, or set ONTHERECORD_ATTRIBUTION=rules"
        ) from error
    network = stored(folder)
    heads = dict[str, Tensor]()
    for name, value in changes.items():
        if not name.startswith(BERT):
            heads[name] = torch.from_numpy(value.astype(np.float32))
        elif name.endswith(DOWN):
            whole = name.removesuffix(DOWN)
            network.weights[whole.removeprefix(BERT)] += _wide(changes[whole + UP]) @ _wide(value)
        elif not name.endswith(UP):
            network.weights[name.removeprefix(BERT)] = _wide(value)
    encoder = Encoder(Changed(network))
    # What training left as it began is not stored.
    encoder.load_state_dict(heads, strict=False)
    return encoder.eval()


def _wide(values: NDArray[np.float16]) -> NDArray[np.float32]:
    return values.astype(np.float32)
