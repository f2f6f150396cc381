"""PolNeAR's annotations as the tagger learns them: a tag a word, and which spans belong together."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from ontherecord.attribution.encoder import BONDS, ROLES, TAGS, Encoder, best_paths
from ontherecord.attribution.marks import normalised, paragraphs
from ontherecord.attribution.tagger import batches, spans_of
from ontherecord.attribution.words import Reader, Words
from ontherecord.embedding import built_in_model, context

OTHER = {"content": "cue", "cue": "source"}


@dataclass(frozen=True, slots=True)
class Bonds:
    """Which spans ask for another, which may answer, and the right one's place; the one past the last is none."""

    kind: str
    asking: list[tuple[int, int]]
    answering: list[tuple[int, int]]
    right: list[int]


@dataclass(frozen=True, slots=True)
class Example:
    """A paragraph, or a part of one, with what it should be read as."""

    words: Words
    tags: list[int]
    bonds: list[Bonds]


def examples(articles: Sequence[dict[str, Any]]) -> list[Example]:
    """Return every paragraph of annotated articles."""
    reader = Reader(built_in_model())
    return [example for article in articles for example in _examples(article, reader)]


def _examples(article: dict[str, Any], reader: Reader) -> Iterator[Example]:
    text = normalised(article["text"])
    owners = _owners(len(text), article["attributions"])
    for start, end in paragraphs(text):
        for words in reader.read(text, start, end):
            tags, spans = _tags(words, owners)
            yield Example(words, tags, list(_bonds(spans)))


def _owners(length: int, attributions: Sequence[dict[str, Any]]) -> list[tuple[str, int, int] | None]:
    """Return for each character its role, attribution and span; where attributions overlap, the narrowest wins."""
    owners: list[tuple[str, int, int] | None] = [None] * length

    def width(attribution: dict[str, Any]) -> int:
        ends = [end for role in ROLES for span in attribution[role] for end in span]
        return max(ends) - min(ends) if ends else 0

    number = 0
    for place in sorted(range(len(attributions)), key=lambda n: width(attributions[n])):
        for role in ROLES:
            for start, end in attributions[place][role]:
                number += 1
                for character in range(start, min(end, length)):
                    owners[character] = owners[character] or (role, place, number)
    return owners


def _tags(
    words: Words, owners: Sequence[tuple[str, int, int] | None]
) -> tuple[list[int], list[tuple[int, int, str, int]]]:
    tags, spans, before = list[int](), list[tuple[int, int, str, int]](), 0
    for place, (start, end) in enumerate(words.spans):
        counted = Counter(owner for owner in owners[start:end] if owner)
        if not counted:
            tags.append(0)
            before = 0
            continue
        role, attribution, number = counted.most_common(1)[0][0]
        tags.append(TAGS.index(f"{'I' if number == before else 'B'}-{role}"))
        if number == before:
            spans[-1] = (spans[-1][0], place + 1, role, attribution)
        else:
            spans.append((place, place + 1, role, attribution))
        before = number
    return tags, spans


def _bonds(spans: Sequence[tuple[int, int, str, int]]) -> Iterator[Bonds]:
    for kind in BONDS:
        asking = [span for span in spans if span[2] == kind]
        answering = [span for span in spans if span[2] == OTHER[kind]]
        if asking:
            owners = [span[3] for span in answering]
            right = [owners.index(span[3]) if span[3] in owners else len(owners) for span in asking]
            yield Bonds(kind, [span[:2] for span in asking], [span[:2] for span in answering], right)


def exact(network: Encoder, held_out: Sequence[Example]) -> str:
    """Return the precision, recall and F1 of exact spans, by role."""
    right, found, wanted = Counter[str](), Counter[str](), Counter[str]()
    for rows in batches([example.words for example in held_out]):
        batch = [held_out[row] for row in rows]
        with torch.inference_mode():
            with context():
                vectors, mask = network([example.words for example in batch])
                scores = network.tag(vectors)
            paths = best_paths(scores.float(), mask, network.steps, network.first)
        for example, path in zip(batch, paths, strict=True):
            true, read = set(spans_of(example.tags)), set(spans_of(path))
            for counts, spans in ((right, true & read), (found, read), (wanted, true)):
                counts.update(span[2] for span in spans)
    rows_ = []
    for role in ROLES:
        p, r = right[role] / max(1, found[role]), right[role] / max(1, wanted[role])
        rows_.append(f"{role} {100 * p:.1f} / {100 * r:.1f} / {100 * 2 * p * r / max(1e-9, p + r):.1f}")
    return "; ".join(rows_)
