"""What became of an article: its versions, and what each changed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from ontherecord.archive import Archive
from ontherecord.schema import Article, plain

COMPARED_FIELDS = (
    "title",
    "url",
    "publisher",
    "authors",
    "published_at",
    "published_precision",
    "updated_at",
    "language",
)
# Beyond this many paragraphs that may differ, or sentences of one change, comparing takes more than a second.
MOST_COMPARED = 1000
# A change is shown to this length: what a text of 20 million characters gained is read in the text.
LONGEST_SHOWN = 2000
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|(?<=[.!?…][\"”’)])\s+")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that says something else than in the version before, both as JSON types."""

    name: str
    before: Any
    after: Any

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class TextChange:
    """Sentences or paragraphs taken out, put in, or put in the place of others; None where there are none."""

    before: str | None
    after: str | None

    def to_dict(self) -> dict[str, Any]:
        """Return the change as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class Version:
    """A version of an article, when the library recorded it, and what it changed; a first version changes nothing.

    `in_force` is True for the version that searches and answers see, False for all others and for removed articles.
    """

    article: Article
    recorded_at: datetime
    in_force: bool
    changes: tuple[FieldChange | TextChange, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the version as JSON types, its article without the text."""
        return {
            "article": self.article.summary(),
            "recorded_at": self.recorded_at.isoformat(),
            "in_force": self.in_force,
            "changes": [change.to_dict() for change in self.changes],
        }


def versions(archive: Archive, id_or_url: str) -> list[Version]:
    """Return the versions of an article, in the order in which they were recorded, each with its changes."""
    told, before = list[Version](), None
    for article, recorded_at, in_force in archive.versions(id_or_url):
        changes = tuple(compare(before, article)) if before else ()
        told.append(Version(article, recorded_at, in_force, changes))
        before = article
    return told


def compare(before: Article, after: Article) -> Iterator[FieldChange | TextChange]:
    """Yield what changed from one version to another: fields, then stretches of the text in their order.

    Text is compared by paragraph and, within those that changed, by sentence; white space makes no difference.
    """
    for name in COMPARED_FIELDS:
        values = getattr(before, name), getattr(after, name)
        if values[0] != values[1]:
            yield FieldChange(name, *map(plain, values))
    if before.text != after.text:
        yield from _compare_texts(_paragraphs(before.text), _paragraphs(after.text))


def _compare_texts(before: Sequence[str], after: Sequence[str]) -> Iterator[TextChange]:
    for gone, come in _differences(before, after):
        if gone and come:
            old, new = [s for p in gone for s in _sentences(p)], [s for p in come for s in _sentences(p)]
            yield from (_change(*pair) for pair in _differences(old, new))
        else:
            yield from (_change([one], []) for one in gone)
            yield from (_change([], [one]) for one in come)


def _differences(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what is in one sequence and not, at that place, in the other."""
    first, shorter = 0, min(len(before), len(after))
    while first < shorter and before[first] == after[first]:
        first += 1
    last = 0
    while last < shorter - first and before[-1 - last] == after[-1 - last]:
        last += 1
    gone, come = before[first : len(before) - last], after[first : len(after) - last]
    if max(len(gone), len(come)) > MOST_COMPARED:
        yield gone, come
        return
    for kind, a, b, c, d in SequenceMatcher(None, gone, come).get_opcodes():
        if kind != "equal":
            yield gone[a:b], come[c:d]


def _change(gone: Sequence[str], come: Sequence[str]) -> TextChange:
    return TextChange(_shown(gone), _shown(come))


def _shown(parts: Sequence[str]) -> str | None:
    """Return parts of a text in one, as far as they are shown."""
    if not parts:
        return None
    text = ""
    for part in parts:
        text += (" " if text else "") + part
        if len(text) > LONGEST_SHOWN:
            return text[: LONGEST_SHOWN - 1] + "…"
    return text


def _paragraphs(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _sentences(paragraph: str) -> list[str]:
    return _SENTENCE.split(paragraph)
