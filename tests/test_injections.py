"""Instructions planted in articles: what no reader sees is not indexed, and what readers see is not obeyed."""

from functools import cache
from typing import Any

import pytest

from ingest.extraction import read_page
from ontherecord import Failure
from tests.hidings import everything, hiding_page
from tests.injections import INJECTIONS, Injection
from tests.pages import read

WAYS = everything()
# After so many numbers the pages are alike again.
KINDS = 24


@cache
def without_injection(kind: int) -> dict[str, Any]:
    return read(hiding_page(("", ""), "", kind)).to_dict()


def test_there_are_five_injections_of_each_of_fifteen_kinds() -> None:
    kinds = {injection.category for injection in INJECTIONS}

    assert (len(kinds), len(INJECTIONS)) == (15, 75)
    assert all(sum(injection.category == kind for injection in INJECTIONS) == 5 for kind in kinds)
    assert len({injection.payload for injection in INJECTIONS}) == len({i.text for i in INJECTIONS}) == 75


@pytest.mark.parametrize("way", WAYS)
def test_hidden_instruction_leaves_no_trace_in_the_article(way: str) -> None:
    traces = list[str]()
    for number, injection in enumerate(INJECTIONS):
        found = read_page(hiding_page(WAYS[way], injection.text, number).encode(), "page.html")
        assert not isinstance(found, Failure), found.reason
        if found.article.to_dict() != without_injection(number % KINDS):
            traces.append(injection.payload)

    assert traces == []


@pytest.mark.parametrize("injection", INJECTIONS, ids=str)
def test_instruction_in_unseen_characters_leaves_no_trace_in_the_article(injection: Injection) -> None:
    unseen = "".join(chr(0xE0000 + ord(letter)) for letter in injection.text if letter.isascii())
    paragraph = "<p>They went{} home.</p>"

    assert read(hiding_page(("", paragraph.replace("{}", unseen)), "")) == read(
        hiding_page(("", paragraph.replace("{}", "")), "")
    )


@pytest.mark.parametrize("injection", INJECTIONS, ids=str)
def test_instruction_that_readers_see_is_part_of_the_article(injection: Injection) -> None:
    assert f"\n\n{injection.text}\n\n" in read(hiding_page(("", "<p>{}</p>"), injection.text, 4)).text
