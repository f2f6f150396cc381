"""Networks computed by torch, for many texts: in bfloat16 where the processor multiplies that in hardware."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from ontherecord.embedding.embedder import Embeddings
from ontherecord.embedding.network import EPSILON, UNREAD
from ontherecord.embedding.precision import Precision

T = TypeVar("T")
R = TypeVar("R")

# As many as torch uses by itself; asked for later, it would be what the last thread has set.
PROCESSORS = torch.get_num_threads()


class TorchArithmetic:
    """Computes in numbers of one precision."""

    def __init__(self, precision: Precision) -> None:
        """Take the precision."""
        self.dtype = torch.bfloat16 if precision == "bfloat16" else torch.float32

    def stored(self, values: Embeddings) -> Tensor:
        """Return weights as numbers of the type."""
        return torch.from_numpy(values).to(self.dtype)

    def chosen(self, table: Tensor, rows: NDArray[np.int64]) -> Tensor:
        """Return the rows of a table that are named by a matrix, as its third dimension."""
        return functional.embedding(torch.from_numpy(rows), table)

    def linear(self, vectors: Tensor, weights: tuple[Tensor, Tensor]) -> Tensor:
        """Return vectors times a matrix, and added to."""
        return functional.linear(vectors, *weights)

    def norm(self, vectors: Tensor, weights: tuple[Tensor, Tensor]) -> Tensor:
        """Return vectors brought to mean 0 and variance 1, times a vector, and added to."""
        return functional.layer_norm(vectors, vectors.shape[-1:], *weights, EPSILON)

    def gelu(self, vectors: Tensor) -> Tensor:
        """Put in the place of values these times the normal distribution's function of them."""
        changed: Tensor = torch.ops.aten.gelu_(vectors)
        return changed

    def ignored(self, read: NDArray[np.bool_]) -> Tensor | None:
        """Return what is added to the weights of pieces; None where none only pads, which is faster."""
        if read.all():
            return None
        return torch.from_numpy(np.where(read, 0.0, UNREAD)[:, None, None]).to(self.dtype)

    def attention(self, asking: Tensor, asked: Tensor, told: Tensor, heads: int, ignored: Tensor | None) -> Tensor:
        """Return for each piece the mean of what the pieces of its text tell, weighed by how well they match it."""
        query, key, value = (_by_head(one, heads) for one in (asking, asked, told))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=ignored)
        return mixed.transpose(1, 2).flatten(2)

    def values(self, vectors: Tensor) -> Embeddings:
        """Return vectors as numpy's."""
        found: Embeddings = vectors.float().numpy()
        return found


def in_parallel(work: Callable[[T], R], things: Sequence[T]) -> Iterator[R]:
    """Yield what torch makes of each thing: of several at once, each in a thread on a processor of its own."""

    def undisturbed(thing: T) -> R:
        with torch.inference_mode():
            return work(thing)

    if len(things) < 2:
        yield from map(undisturbed, things)
        return
    try:
        with ThreadPoolExecutor(PROCESSORS, initializer=torch.set_num_threads, initargs=(1,)) as pool:
            yield from pool.map(undisturbed, things)
    finally:
        # What a thread of the pool set for itself would hold for all threads that begin later.
        torch.set_num_threads(PROCESSORS)


def _by_head(vectors: Tensor, heads: int) -> Tensor:
    return vectors.view(*vectors.shape[:2], heads, -1).transpose(1, 2)
