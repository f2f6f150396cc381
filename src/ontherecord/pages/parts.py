"""What all pages are wired with."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any, TypeAlias

import gradio as gr

from ontherecord.library import Library
from ontherecord.pages.access import Access
from ontherecord.reports import IngestReport, Progress
from ontherecord.web.escaping import line

# Adds the articles of sources to a library.
Add: TypeAlias = Callable[[Sequence[str | Path], Library, Callable[[Progress], None]], IngestReport]

# An event that no program may call by name, and whose waiting the page shows itself.
HIDDEN: Mapping[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
# So many questions are answered at a time; the others wait. Two cores have work enough with four.
IN_TURN: Mapping[str, Any] = {"concurrency_id": "library", "concurrency_limit": 4}
# What an answer can do without is found for one of them at a time, and not while so many questions are answered.
ASIDE: Mapping[str, Any] = {"concurrency_id": "aside", "concurrency_limit": 1}
BUSY = 2
# A request holds a megabyte at most.
LONGEST_VALUE = 1_000_000


class Desk:
    """Counts the questions that are being answered."""

    def __init__(self) -> None:
        self._counting, self._asked = Lock(), 0

    @property
    def busy(self) -> bool:
        """Whether there is no time for anything but questions."""
        return self._asked >= BUSY

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Count a question while it is being answered."""
        with self._counting:
            self._asked += 1
        try:
            yield
        finally:
            with self._counting:
                self._asked -= 1


@dataclass(frozen=True, slots=True)
class House:
    """What the pages are about: a library, what adds to it, who may do what, and the language model, if any."""

    library: Library
    add: Add
    access: Access
    llm: str | None = None
    desk: Desk = field(default_factory=Desk)

    def may_edit(self, request: gr.Request) -> bool:
        """Return whether who sends a request may add and remove."""
        return self.access.may_edit(request.username)


def view(value: str, name: str, *events: str, arrived: str = "renewed", **fields: Any) -> gr.HTML:  # noqa: ANN401
    """Return HTML whose buttons and forms send the `events`, the first where none is named as they are.

    `arrived` is what the browser does when it is there and when it is renewed.
    """
    told = ", ".join(f"'{event}'" for event in events)
    script = f"otr.attach(element, trigger, [{told}]); otr.{arrived}(element); "
    script += f"watch('value', () => otr.{arrived}(element));"
    return gr.HTML(value, elem_id=name, js_on_load=script, **fields)


def message(arrived: str, name: str) -> gr.HTML:
    """Return what shows nothing and hands its value, JSON, to the browser, also where it came before the script."""
    take = f"otr.take('{name}', props.value, otr.{arrived});"
    script = f"{take} watch('value', () => {{ {take} }});"
    return gr.HTML(None, elem_id=name, html_template="<span></span>", js_on_load=script, visible="hidden")


def refusal(sentence: object) -> gr.Error:
    """Return an error that tells a sentence in a corner of the page, which takes what it is told for HTML."""
    return gr.Error(line(str(sentence)), print_exception=False)


def said(event: gr.EventData) -> dict[str, str]:
    """Return what a button or form says of itself; a browser may send anything."""
    data = event._data if isinstance(event._data, dict) else {}
    return {
        str(name): value for name, value in data.items() if isinstance(value, str) and len(value) <= LONGEST_VALUE
    }


def number(text: str | None) -> int:
    """Return a whole number as a browser sends it; zero where it is none."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else 0
