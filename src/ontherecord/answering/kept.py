"""Reading JSON that somebody else kept: each value is of its kind and within its bounds, or it is refused."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

T = TypeVar("T")
# The highest number that every JSON parser keeps.
LARGEST = 2**53
LONGEST_MOMENT = 64


class UnreadableError(Exception):
    """A record has a value that it cannot have."""


class Kept:
    """A JSON object; what reads it raises UnreadableError for a value of another kind, or out of its bounds."""

    def __init__(self, value: object) -> None:
        """Read `value`, if it is an object."""
        if not isinstance(value, Mapping):
            raise UnreadableError(f"a JSON object was expected, not {type(value).__name__}")
        self._values = value

    def record(self, name: str) -> "Kept":
        """Return the object of this name."""
        return Kept(self._values.get(name))

    def records(self, name: str, most: int) -> list["Kept"]:
        """Return the objects in the list of this name."""
        return [Kept(value) for value in self._list(name, most)]

    def text(self, name: str, longest: int) -> str:
        """Return the text of this name."""
        return _text(name, self._values.get(name), longest)

    def optional_text(self, name: str, longest: int) -> str | None:
        """Return the text of this name; None where there is none."""
        return None if self._values.get(name) is None else self.text(name, longest)

    def texts(self, name: str, most: int, longest: int) -> list[str]:
        """Return the texts in the list of this name."""
        return [_text(name, value, longest) for value in self._list(name, most)]

    def choice(self, name: str, choices: Sequence[T]) -> T:
        """Return the value of this name, which is one of some."""
        found = self._values.get(name)
        for choice in choices:
            if isinstance(found, str) and found == choice:
                return choice
        raise UnreadableError(f"{name} is none of {', '.join(map(str, choices))}")

    def number(self, name: str) -> int:
        """Return the whole number from 0 on of this name."""
        return _number(name, self._values.get(name))

    def numbers(self, name: str, most: int) -> list[int]:
        """Return the whole numbers from 0 on in the list of this name."""
        return [_number(name, value) for value in self._list(name, most)]

    def share(self, name: str) -> float:
        """Return the number from 0 to 1 of this name."""
        value = self._values.get(name)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise UnreadableError(f"{name} is no number from 0 to 1")
        return float(value)

    def truth(self, name: str) -> bool:
        """Return whether what has this name is so."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise UnreadableError(f"{name} is neither true nor false")
        return value

    def moment(self, name: str) -> datetime:
        """Return the time of this name, with its zone."""
        text = self.text(name, LONGEST_MOMENT)
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            raise UnreadableError(f"{name} is no time") from None
        if moment.tzinfo is None:
            raise UnreadableError(f"{name} has no time zone")
        return moment

    def optional(self, name: str, read: Callable[["Kept", str], T]) -> T | None:
        """Return what `read` makes of the value of this name; None where there is none."""
        return None if self._values.get(name) is None else read(self, name)

    def _list(self, name: str, most: int) -> Sequence[Any]:
        values = self._values.get(name)
        if not isinstance(values, list | tuple) or len(values) > most:
            raise UnreadableError(f"{name} is no list of at most {most:,}")
        return values


def _text(name: str, value: object, longest: int) -> str:
    if not isinstance(value, str) or len(value) > longest:
        raise UnreadableError(f"{name} is no text of at most {longest:,} characters")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise UnreadableError(f"{name} holds half of a surrogate pair, which is no character") from None
    return value


def _number(name: str, value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST:
        raise UnreadableError(f"{name} is no whole number from 0 on")
    return value
