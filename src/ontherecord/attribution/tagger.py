"""Tags the sources, cues and contents of reported speech, and says which belong together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from ontherecord.attribution.attributions import Span
from ontherecord.attribution.words import Reader, Words
from ontherecord.embedding import built_in_model, context

if TYPE_CHECKING:
    from torch import Tensor

    from ontherecord.attribution.encoder import Encoder

Role: TypeAlias = Literal["source", "cue", "content"]

WEIGHTS = Path(__file__).parent / "tagger.safetensors"
# Word pieces read at once, those that pad a paragraph among them.
BATCH_PIECES = 1024


@dataclass(frozen=True, slots=True)
class Tagged:
    """A span of a text and its role; `chance` is the mean probability of its words' tags."""

    span: Span
    role: Role
    chance: float


@dataclass(frozen=True, slots=True)
class Bond:
    """That one tagged span belongs to another, by their places in a reading; `other` is None for no one."""

    one: int
    other: int | None
    chance: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the tagger reads in one paragraph: spans in order, the cue of each content, the source of each cue."""

    tagged: tuple[Tagged, ...]
    cues: tuple[Bond, ...]
    sources: tuple[Bond, ...]


class Tagger:
    """The trained tagger; it is loaded when first used."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        """Take the weights in a file, which hold what training changed in the built-in embedding model."""
        self._weights = weights

    def read(self, paragraphs: Sequence[tuple[str, Span]]) -> list[list[Reading]]:
        """Return the readings of paragraphs, each given by a text and its span there; a long one has several.

        The texts' quotation marks are normalised; offsets count from the beginning of each text.
        """
        parts = [
            (place, words)
            for place, (text, (start, end)) in enumerate(paragraphs)
            for words in self._reader.read(text, start, end)
        ]
        from ontherecord.embedding.by_torch import in_parallel

        found: list[list[tuple[int, Reading]]] = [[] for _ in paragraphs]
        rows = list(batches([words for _, words in parts]))
        _ = self._encoder  # Loaded once, before several threads need it.
        read = in_parallel(self._readings, [[parts[row][1] for row in batch] for batch in rows])
        for batch, readings in zip(rows, read, strict=True):
            for row, reading in zip(batch, readings, strict=True):
                found[parts[row][0]].append((row, reading))
        return [[reading for _, reading in sorted(readings, key=lambda pair: pair[0])] for readings in found]

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._built_in)

    @cached_property
    def _encoder(self) -> "Encoder":
        from ontherecord.attribution.weights import load

        return load(self._built_in, self._weights)

    @cached_property
    def _built_in(self) -> Path:
        return built_in_model()

    def _readings(self, batch: Sequence[Words]) -> list[Reading]:
        from ontherecord.attribution.encoder import best_paths, chances

        encoder = self._encoder
        with context():
            vectors, mask = encoder(batch)
            scores = encoder.tag(vectors)
        scores, vectors = scores.float(), vectors.float()
        paths = best_paths(scores, mask, encoder.steps, encoder.first)
        likely = chances(scores, mask, encoder.steps, encoder.first)
        return [_reading(encoder, words, paths[row], vectors[row], likely[row]) for row, words in enumerate(batch)]


def _reading(encoder: "Encoder", words: Words, path: Sequence[int], vectors: "Tensor", likely: "Tensor") -> Reading:
    import torch

    spans = list(spans_of(path))
    if not spans:
        return Reading((), (), ())
    sure = likely.gather(1, torch.tensor(path)[:, None])[: len(path), 0].tolist()
    tagged = tuple(
        Tagged((words.spans[a][0], words.spans[b - 1][1]), role, sum(sure[a:b]) / (b - a)) for a, b, role in spans
    )
    return Reading(
        tagged,
        _bonds(encoder, vectors, spans, "content", "cue"),
        _bonds(encoder, vectors, spans, "cue", "source"),
    )


def _bonds(
    encoder: "Encoder", vectors: "Tensor", spans: Sequence[tuple[int, int, Role]], one: Role, other: Role
) -> tuple[Bond, ...]:
    import torch

    asking = [place for place, span in enumerate(spans) if span[2] == one]
    answering = [place for place, span in enumerate(spans) if span[2] == other]
    if not asking:
        return ()
    scores = encoder.bonds(vectors, one, [spans[p][:2] for p in asking], [spans[p][:2] for p in answering])
    best = torch.softmax(scores, dim=1).max(dim=1)
    others = [*answering, None]
    return tuple(
        Bond(place, others[column], chance)
        for place, column, chance in zip(asking, best.indices.tolist(), best.values.tolist(), strict=True)
    )


def spans_of(path: Sequence[int]) -> Iterator[tuple[int, int, Role]]:
    """Yield the spans that tags make, in words."""
    from ontherecord.attribution.encoder import TAGS

    start, role = 0, ""
    for place, tag in enumerate([*path, 0]):
        begins, _, named = TAGS[tag].partition("-")
        if role and (begins != "I" or named != role):
            yield start, place, role  # type: ignore[misc]  # tags are named after roles
            role = ""
        if named and not role:
            start, role = place, named


def batches(parts: Sequence[Words]) -> Iterator[list[int]]:
    """Yield the places of parts of about one length, as many as are read at once."""
    batch = list[int]()
    for place in sorted(range(len(parts)), key=lambda row: len(parts[row].pieces)):
        if batch and (len(parts[place].pieces) + 2) * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(place)
    if batch:
        yield batch
