"""Reading the tagger's weights: what training changed in the built-in embedding model, and its heads.

A changed matrix is kept as two narrow ones whose product is added to the built-in one (Hu et al. 2021, LoRA).
"""

from pathlib import Path

import torch
from safetensors.torch import load_file

from ontherecord.attribution.encoder import Encoder
from ontherecord.errors import AttributionModelError

DOWN, UP = ".down", ".up"


def load(folder: Path, weights: Path) -> Encoder:
    """Return the tagger's network, from the built-in model in a folder and a file of weights.

    Raises AttributionModelError.
    """
    try:
        stored = load_file(weights)
    except Exception as error:
        raise AttributionModelError(
            f"the weights {weights} cannot be read ({error}): reinstall, or set ONTHERECORD_ATTRIBUTION=rules"
        ) from error
    network = Encoder(folder)
    parameters = dict(network.named_parameters())
    with torch.no_grad():
        for name, value in stored.items():
            if name.endswith(DOWN):
                whole = name.removesuffix(DOWN)
                parameters[whole].add_(stored[whole + UP].float() @ value.float())
            elif not name.endswith(UP):
                parameters[name].copy_(value)
    return network.eval()
