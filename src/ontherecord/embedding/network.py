"""The network of the built-in model, all-MiniLM-L6-v2, in torch's own operations.

sentence-transformers takes 5 to 9 s to load and computes the same vectors (cosine above .9999), fewer a second.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

Layer: TypeAlias = Callable[[Tensor], Tensor]
# What is added to the score of a piece that only pads a text: its weight becomes 0, in bfloat16 too.
UNREAD = -1e4


@dataclass(frozen=True, slots=True)
class Block:
    """One of the layers of a transformer, as functions of vectors."""

    query: Layer
    key: Layer
    value: Layer
    attended: Layer
    after_attention: Layer
    widened: Layer
    narrowed: Layer
    after_widening: Layer


class Network:
    """A BERT encoder whose texts' vectors are the mean of its pieces' (Devlin et al. 2019; Reimers et al. 2019)."""

    def __init__(self, folder: Path, dtype: torch.dtype) -> None:
        """Read the model in a folder, to compute in numbers of a type."""
        shape = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        weights = load_file(folder / "model.safetensors")
        self._dtype = dtype
        self._heads = int(shape["num_attention_heads"])
        # All pieces are of the first of two texts.
        kind = weights["embeddings.token_type_embeddings.weight"][0]
        self._pieces = (weights["embeddings.word_embeddings.weight"] + kind).to(dtype)
        self._places = weights["embeddings.position_embeddings.weight"].to(dtype)
        part = _Parts(weights, float(shape["layer_norm_eps"]), dtype)
        self._begun = part.norm("embeddings.LayerNorm")
        self._blocks = [part.block(f"encoder.layer.{n}") for n in range(int(shape["num_hidden_layers"]))]

    def vectors(self, texts: Sequence[Sequence[int]]) -> Tensor:
        """Return a vector of length 1 for each text, given by the ids of its pieces, as rows in float32."""
        lengths = torch.tensor([len(text) for text in texts])
        longest = int(lengths.max())
        ids = torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
        read = torch.arange(longest) < lengths[:, None]
        # Where nothing pads, attention is faster without being told so.
        ignored = None if read.all() else torch.zeros(read.shape, dtype=self._dtype).masked_fill_(~read, UNREAD)
        hidden = self._begun(functional.embedding(ids, self._pieces).add_(self._places[:longest]))
        for block in self._blocks:
            hidden = self._through(block, hidden, None if ignored is None else ignored[:, None, None])
        summed = (hidden.float() * read[:, :, None]).sum(1)
        return functional.normalize(summed / lengths[:, None])

    def _through(self, block: Block, hidden: Tensor, ignored: Tensor | None) -> Tensor:
        query, key, value = (self._by_head(one(hidden)) for one in (block.query, block.key, block.value))
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=ignored)
        hidden = block.after_attention(block.attended(mixed.transpose(1, 2).flatten(2)).add_(hidden))
        # In place, because fresh memory of this size costs more than the arithmetic.
        wide: Tensor = torch.ops.aten.gelu_(block.widened(hidden))
        return block.after_widening(block.narrowed(wide).add_(hidden))

    def _by_head(self, vectors: Tensor) -> Tensor:
        return vectors.view(*vectors.shape[:2], self._heads, -1).transpose(1, 2)


class _Parts:
    """Makes the functions of a network out of its weights."""

    def __init__(self, weights: Mapping[str, Tensor], epsilon: float, dtype: torch.dtype) -> None:
        self._weights = {name: value.to(dtype) for name, value in weights.items()}
        self._epsilon = epsilon

    def norm(self, name: str) -> Layer:
        weight, bias = self._of(name)
        return lambda vectors: functional.layer_norm(vectors, weight.shape, weight, bias, self._epsilon)

    def linear(self, name: str) -> Layer:
        weight, bias = self._of(name)
        return lambda vectors: functional.linear(vectors, weight, bias)

    def block(self, name: str) -> Block:
        return Block(
            self.linear(f"{name}.attention.self.query"),
            self.linear(f"{name}.attention.self.key"),
            self.linear(f"{name}.attention.self.value"),
            self.linear(f"{name}.attention.output.dense"),
            self.norm(f"{name}.attention.output.LayerNorm"),
            self.linear(f"{name}.intermediate.dense"),
            self.linear(f"{name}.output.dense"),
            self.norm(f"{name}.output.LayerNorm"),
        )

    def _of(self, name: str) -> tuple[Tensor, Tensor]:
        return self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
