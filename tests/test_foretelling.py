"""What an article expects is not told as done."""

import pytest

from ontherecord import Article
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.foretelling import is_foretold
from ontherecord.grounding.sources import Source


def foretold(written: str, text: str) -> bool:
    return is_foretold(written, Basis((Source(Article(title="News", text=text), 0, len(text)),)))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ferry crews will strike on Thursday.", "Ferry crews went on strike on Thursday."),
        ("Crews are preparing to leave Vigo.", "Crews left Vigo, or rather they leave Vigo."),
        ("The storm could close the harbour.", "The storm closed, and close it did, the harbour."),
        ("The museum is expected to reopen in May.", "The museum reopened in May."),
        ("“We’ll raise fares in June,” Lind said.", "Lind had raised fares in June."),
    ],
)
def test_expectation_told_as_done_is_found(text: str, written: str) -> None:
    assert foretold(written, text)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ferry crews will strike on Thursday.", "Ferry crews will strike on Thursday."),
        ("Ferry crews will strike on Thursday.", "Ferry crews plan a strike on Thursday."),
        ("Ferry crews struck on Thursday.", "Ferry crews struck on Thursday."),
        ("The storm closed the harbour and may move north.", "The storm closed the harbour."),
        ("She will.", "Lind left the room."),
        ("", "Lind left the room."),
    ],
)
def test_what_stays_open_or_is_done_passes(text: str, written: str) -> None:
    assert not foretold(written, text)
