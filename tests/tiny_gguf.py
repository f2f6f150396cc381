"""A language model of a few kilobytes that says words at random: enough for llama.cpp to run it."""

import struct
from pathlib import Path

import numpy as np

WORDS = tuple("▁crews ▁voted ▁ferry ▁harbour ▁rain ▁sun ▁tide ▁union ▁board ▁night".split())
WIDTH, HIDDEN, HEADS = 32, 64, 4
NORMAL, UNKNOWN, CONTROL, BYTE = 1, 2, 3, 6


def write_gguf(path: Path, seed: int = 0) -> Path:
    """Write a model of one layer of random weights; of its tokens it says only WORDS."""
    special = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    tokens = [*special, *WORDS]
    known = {
        "general.architecture": "llama",
        "llama.context_length": 2048,
        "llama.embedding_length": WIDTH,
        "llama.block_count": 1,
        "llama.feed_forward_length": HIDDEN,
        "llama.attention.head_count": HEADS,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": [0.0] * len(tokens),
        "tokenizer.ggml.token_type": [UNKNOWN, CONTROL, CONTROL, *[BYTE] * 256, *[NORMAL] * len(WORDS)],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
    }
    tensors = _tensors(len(tokens), seed)
    tensors["output.weight"][: len(special)] = 0.0
    head, body = bytearray(struct.pack("<4sIQQ", b"GGUF", 3, len(tensors), len(known))), bytearray()
    for key, value in known.items():
        head += _text(key) + _typed(value)
    for name, values in tensors.items():
        shape = values.shape[::-1]
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, len(body))
        body += _padded(values.tobytes())
    path.write_bytes(_padded(bytes(head)) + bytes(body))
    return path


def _tensors(vocabulary: int, seed: int) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    shapes = {
        "token_embd.weight": (vocabulary, WIDTH),
        "output.weight": (vocabulary, WIDTH),
        **{f"blk.0.attn_{part}.weight": (WIDTH, WIDTH) for part in ("q", "k", "v", "output")},
        "blk.0.ffn_gate.weight": (HIDDEN, WIDTH),
        "blk.0.ffn_up.weight": (HIDDEN, WIDTH),
        "blk.0.ffn_down.weight": (WIDTH, HIDDEN),
    }
    ones = ("output_norm.weight", "blk.0.attn_norm.weight", "blk.0.ffn_norm.weight")
    found = {name: random.standard_normal(shape).astype("<f4") for name, shape in shapes.items()}
    return found | {name: np.ones(WIDTH, "<f4") for name in ones}


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _typed(value: object) -> bytes:
    """Return a value of the file's head, after the number of its type."""
    match value:
        case str():
            return struct.pack("<I", 8) + _text(value)
        case int():
            return struct.pack("<II", 4, value)
        case float():
            return struct.pack("<If", 6, value)
        case [str(), *_]:
            return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(_text(text) for text in value)
        case [float(), *_]:
            return struct.pack(f"<IIQ{len(value)}f", 9, 6, len(value), *value)
        case [*_]:
            return struct.pack(f"<IIQ{len(value)}i", 9, 5, len(value), *value)
    raise TypeError(value)


def _padded(data: bytes) -> bytes:
    return data + b"\0" * (-len(data) % 32)
