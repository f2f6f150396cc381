"""Who is quoted in a library."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ontherecord.schema.articles import plain


@dataclass(frozen=True, slots=True)
class Alias:
    """What articles call a speaker, such as `Sen. Marco Rubio` or `the secretary of state`, and when.

    `quotes` counts those that are ascribed so, `first` and `last` are the dates of their articles.
    """

    text: str
    quotes: int
    first: datetime | None
    last: datetime | None

    def to_dict(self) -> dict[str, Any]:
        """Return the alias as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class Speaker:
    """A person or body whose words a library holds, under the fullest name in use, with the commonest aliases first.

    `articles` counts those that hold the speaker's words, `first` and `last` are the dates of these.
    """

    name: str
    quotes: int
    articles: int
    first: datetime | None
    last: datetime | None
    aliases: tuple[Alias, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the speaker as JSON types."""
        return dict(plain(self))
