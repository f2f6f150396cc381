"""A language model that writes what it is told to, and news for it to write about."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ontherecord import Answer, Article, Library, Settings
from ontherecord.llms import Prompt
from tests.fakes import FakeAttributor, HashEmbedder

STRIKE = Article(
    title="Ferry strike in Vigo ends",
    text="Ferry crews in Vigo voted on Thursday to go back to work after 12 days. “We got what we asked for,” said "
    "Ada Moreno. Leo Berg, who owns three lines, has not signed the deal. Shipping lines lost 40 million euros by "
    "3 March. Half of the boats sailed last night.",
    url="https://news.example/strike",
    publisher="Example Post",
    published_at=datetime(2025, 3, 7, tzinfo=UTC),
    published_precision="day",
)
STORM = Article(
    title="Storm closes harbour",
    text="A storm closed the harbour of Lisbon in May 2024. Winds reached 140 kilometres an hour. Both cranes fell.",
    url="https://news.example/storm",
    publisher="Lisbon Herald",
)
QUESTION = "Ferry crews in Vigo voted to go back to work?"
NOW = datetime(2025, 3, 8, tzinfo=UTC)

VOTED = "Ferry crews in Vigo voted on Thursday to go back to work."
BERG = "Leo Berg, who owns three lines, has not signed the deal."
LOST = "Shipping lines lost €40m by 3 March."
STORMED = "In May 2024 a storm closed the harbour of Lisbon."
FALSE = "Leo Berg, who owns five lines, has not signed the deal."


class Scripted:
    """A language model that says what it is told to, `{0}` for the first key; an error among it is raised."""

    name = "scripted:1"

    def __init__(self, *script: str | Exception, window: int = 8_000) -> None:
        self.window = window
        self.prompts: list[Prompt] = []
        self.said = 0
        self.closed = False
        self._script = script

    def stream(self, prompt: Prompt, most: int) -> Iterator[str]:
        self.prompts.append(prompt)
        keys = re.findall(r"^\[(\w+)\] ", prompt.user, re.MULTILINE)
        try:
            for one in self._script:
                if isinstance(one, Exception):
                    raise one
                self.said += 1
                yield one.format(*keys)
        finally:
            self.closed = True


def library_at(path: Path) -> Library:
    library = Library.open(path, Settings(attribution="off"), embedder=HashEmbedder(), attributor=FakeAttributor())
    library.add([STRIKE, STORM])
    return library


def tell(library: Library, model: Scripted, question: str = QUESTION) -> tuple[Answer, list[str]]:
    """Ask with a model, and return the answer with the pieces in which it arrived."""
    *pieces, answer = library.stream(question, as_of=NOW, llm=model)
    assert isinstance(answer, Answer)
    assert "".join(map(str, pieces)) == answer.text
    for citation in answer.citations:
        assert citation.article.text[citation.start : citation.end] == citation.text
    return answer, [str(piece) for piece in pieces]


def named(models: object, llm: object) -> object:
    """Return the model that a library is asked with as it is, without the bounds that it is put into."""
    return None if llm == "off" else llm
