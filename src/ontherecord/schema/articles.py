"""Articles, their passages, and what a question is narrowed to."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Literal, TypeAlias

from ontherecord.corrections import Notice, find_notices
from ontherecord.errors import QuestionError
from ontherecord.identity import article_id, content_hash

Precision: TypeAlias = Literal["second", "day", "month"]

HEADLINE_LENGTH = 90


def plain(value: Any) -> Any:  # noqa: ANN401 - it takes any value of the data model
    """Return a value of the data model as JSON types: dicts, lists, strings, numbers and None."""
    if isinstance(value, Article):
        return value.to_dict()
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [plain(item) for item in value]
    return value


def aware(moment: date | datetime) -> datetime:
    """Return a moment in time; a day alone becomes its first moment in UTC.

    Raises QuestionError for a datetime without a time zone, which names no moment.
    """
    if not isinstance(moment, datetime):
        return datetime.combine(moment, time(), UTC)
    if moment.tzinfo is None:
        raise QuestionError(f"the time {moment.isoformat()} has no time zone: add one, or give a date alone")
    return moment


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one news article; `id` and `content_hash` are derived when left empty, a blank title is None.

    `published_at` is the first moment of the second, day or month that `published_precision` names.
    `version` counts from 1 in the order in which a library saw the versions; None until it is stored.
    """

    title: str | None
    text: str
    url: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    published_precision: Precision | None = None
    updated_at: datetime | None = None
    language: str | None = None
    id: str = ""
    content_hash: str = ""
    version: int | None = None

    def __post_init__(self) -> None:
        if self.title is not None and not self.title.strip():
            object.__setattr__(self, "title", None)
        if self.published_at and not self.published_precision:
            object.__setattr__(self, "published_precision", "second")
        if not self.id:
            identity = article_id(
                url=self.url,
                publisher=self.publisher,
                title=self.title,
                published_at=self.published_at,
                text=self.text,
            )
            object.__setattr__(self, "id", identity)
        if not self.content_hash:
            object.__setattr__(self, "content_hash", content_hash(self.text))

    @property
    def headline(self) -> str:
        """The title, or the opening words of the text where there is none."""
        if self.title:
            return self.title
        opening = " ".join(self.text[: HEADLINE_LENGTH * 2].split())
        return opening if len(opening) <= HEADLINE_LENGTH else opening[: HEADLINE_LENGTH - 1].rstrip() + "…"

    @property
    def published(self) -> str | None:
        """The publication time as far as it is known: `2025-08-09`, `2025-08`, or None."""
        if self.published_at is None:
            return None
        return self.published_at.strftime("%Y-%m" if self.published_precision == "month" else "%Y-%m-%d")

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices in the text that say what was corrected or updated; English only."""
        return find_notices(self.text)

    @property
    def corrections(self) -> tuple[Notice, ...]:
        """Those of the notices that say more than that the article was updated."""
        return tuple(notice for notice in self.notices if notice.kind != "update")

    def summary(self) -> dict[str, Any]:
        """Return all fields but the text, as JSON types."""
        return {f.name: plain(getattr(self, f.name)) for f in fields(self) if f.name != "text"}

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as JSON types."""
        return {**self.summary(), "text": self.text}


def dated_ahead(article: Article) -> bool:
    """Return whether an article says that it is published more than a day from now: clocks and zones may differ."""
    return article.published_at is not None and article.published_at > datetime.now(UTC) + timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article that is embedded and searched as one: `article.text[start:end] == text`."""

    article_id: str
    ordinal: int
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """`article id:ordinal`."""
        return f"{self.article_id}:{self.ordinal}"

    def to_dict(self) -> dict[str, Any]:
        """Return the passage as JSON types."""
        return dict(plain(self))


@dataclass(frozen=True, slots=True)
class Filters:
    """What a question is narrowed to: `after` counts itself in, `before` does not; dates alone mean UTC.

    A name given as `publishers` stands for that one.
    """

    after: date | datetime | None = None
    before: date | datetime | None = None
    publishers: tuple[str, ...] | str = ()
    language: str | None = None

    def __post_init__(self) -> None:
        for name in ("after", "before"):
            moment = getattr(self, name)
            if moment is not None:
                object.__setattr__(self, name, aware(moment))
        # A name alone is one publisher, not its letters.
        names = (self.publishers,) if isinstance(self.publishers, str) else tuple(self.publishers)
        object.__setattr__(self, "publishers", names)
        if self.after and self.before and self.after >= self.before:
            raise QuestionError(f"no time lies between after={self.after} and before={self.before}: swap them?")

    def __bool__(self) -> bool:
        return bool(self.after or self.before or self.publishers or self.language)
