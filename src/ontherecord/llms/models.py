"""What is said to a language model, and what the library needs of one."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told to do, and what it is asked."""

    system: str
    user: str


class LanguageModel(Protocol):
    """What the library needs of a language model."""

    @property
    def name(self) -> str:
        """As it was named; a LlamaIndex LLM by its class and model."""

    @property
    def window(self) -> int:
        """How many tokens it reads, prompt and answer together."""

    def stream(self, prompt: Prompt, most: int) -> Iterator[str]:
        """Yield the answer as it arrives, about `most` tokens of it at the most; it may be empty.

        Raises LanguageModelError. Whoever leaves early closes what is yielded from.
        """


class Unbounded(LanguageModel, Protocol):
    """A model as its library gives it: `stream` may wait for ever, never end, and raise anything."""

    @property
    def secret(self) -> str | None:
        """What no message may contain."""

    def prepare(self) -> None:
        """Load what `stream` needs, which takes as long as it takes."""
