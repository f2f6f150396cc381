"""In which numbers models compute."""

from contextlib import AbstractContextManager, nullcontext
from functools import cache
from pathlib import Path


def precision() -> AbstractContextManager[object]:
    """Return the context in which models run: in bfloat16 where the processor multiplies that in hardware.

    On two cores with AMX, passages of 1,000 characters: 98/s against 41/s in float32, cosine 0.9999.
    """
    import torch

    return torch.autocast("cpu", torch.bfloat16) if has_bfloat16() else nullcontext()


@cache
def has_bfloat16() -> bool:
    """Return whether this processor multiplies bfloat16 matrices in hardware; without it, they are slower."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace")
    except OSError:
        return False
    return "amx_bf16" in flags or "avx512_bf16" in flags
