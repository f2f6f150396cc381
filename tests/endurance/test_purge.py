"""What is purged is gone from every byte of a library, and nothing else is."""

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from ontherecord import Article
from tests.endurance.corpus import mark, story
from tests.endurance.harness import Findings, examined, in_process, open_library

pytestmark = pytest.mark.endurance

SECRET = "zanzibarium"


def canary(number: int, edition: int = 0) -> Article:
    """Return a story with a secret word of its own in its title, text, publisher, byline and address."""
    article, secret = story(number, edition), secret_of(number)
    return replace(
        article,
        title=f"{article.title} {secret}t",
        text=f"{article.text}\n\nThe last word was {secret}b in {secret}c.",
        publisher=f"{secret}p",
        authors=(f"Ada {secret}a",),
        url=f"{article.url}/{secret}u",
        id="",
        content_hash="",
    )


def secret_of(number: int) -> str:
    return f"{SECRET}{number}x"


def fill_and_purge(path: Path, total: int, secret: range) -> Findings:
    """Store stories, the secret ones in two editions and one of them removed before, and purge the secret ones."""
    logging.basicConfig(filename=path.parent / "log", level=logging.INFO, force=True)
    with open_library(path) as library:
        library.add(canary(n) if n in secret else story(n) for n in range(total))
        library.add(canary(n, 1) for n in secret if n % 2)
        library.remove(canary(secret[0]).url or "")
    with open_library(path) as library:
        for number in secret:
            library.remove(canary(number).url or "", purge=True)
        return examined(library)


def remaining(path: Path, total: int, secret: range) -> tuple[list[int], list[int], list[str]]:
    """Return which other stories are not found, which do not answer, and which secret words an index still knows.

    The lexical index packs its words, so that a search of its bytes could miss one.
    """
    with open_library(path) as library:
        others = [number for number in range(total) if number not in secret]
        unfound = [
            number
            for number in others
            if library.article(story(number).url or "") is None
            or story(number).id not in [hit.article.id for hit in library.search(mark(number, 0, 2), limit=3)]
        ]
        asked = ((number, story(number).text.split(". ")[0]) for number in others)
        mute = [number for number, question in asked if not library.ask(question).answered]
        words = [
            word for number in secret for kind in "tb" for word in library._indexes.stems(secret_of(number) + kind)
        ]
        frequencies, _ = library._indexes.frequencies(words)
        return unfound, mute, [word for word, times in frequencies.items() if times]


def traces(folder: Path) -> dict[str, int]:
    """Return the files in whose bytes a secret stands, in UTF-8 or UTF-16, with how often; names count too."""
    found = dict[str, int]()
    wanted = re.compile(b"|".join(SECRET.encode(code) for code in ("utf-8", "utf-16-le")), re.IGNORECASE)
    for file in folder.rglob("*"):
        held = wanted.findall(file.name.encode() + (file.read_bytes() if file.is_file() else b""))
        if held:
            found[str(file.relative_to(folder))] = len(held)
    return found


def test_purged_articles_are_gone_from_every_file_and_the_others_still_answer(
    place: Path, scaled: Callable[..., int], figures: Callable[..., None]
):
    total = scaled(60, 300)
    secret = range(0, total, 3)
    found = in_process(fill_and_purge, place / "library", total, secret)

    left = traces(place)
    unfound, mute, known = in_process(remaining, place / "library", total, secret)
    left_open = traces(place)

    others = total - len(secret)
    held = f"{others - len(unfound)} of {others} others found, {others - len(mute)} answer"
    figures("R14", f"{len(secret)} canaries purged, {sum(left.values())} traces left; {held}")
    assert (left, left_open, unfound, mute, known) == ({}, {}, [], [], [])
    assert (found.articles, found.problems, found.behind, found.lost) == (others, (), (), ())


def test_traces_are_seen_before_a_purge(place: Path):
    in_process(fill_and_keep, place / "library")

    assert "archive" in {file.split("/")[1].split(".")[0] for file in traces(place)}


def fill_and_keep(path: Path) -> None:
    with open_library(path) as library:
        library.add([canary(1)])
