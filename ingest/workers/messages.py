"""What a worker is asked and what it answers: one JSON object a line, so that nothing a worker says is ever run."""

import json
from dataclasses import fields
from datetime import datetime
from typing import Any, TypeAlias

from ingest.sources.found import Found, Skipped
from ontherecord import Article, Failure

Item: TypeAlias = Found | Failure | Skipped

_NAMES = tuple(field.name for field in fields(Article))
_TIMES = ("published_at", "updated_at")


def line(message: dict[str, Any]) -> bytes:
    """Return a message as a line of bytes."""
    return json.dumps(message, separators=(",", ":")).encode() + b"\n"


def packed(item: Item) -> dict[str, Any]:
    """Return an item as JSON types."""
    match item:
        case Found(source, article):
            return {"found": source, "article": article.to_dict()}
        case Failure(source, reason):
            return {"failed": source, "reason": reason}
        case Skipped(kind):
            return {"skipped": kind}


def unpacked(message: dict[str, Any]) -> Item | None:
    """Return the item in a message, None where there is none."""
    if "found" in message:
        return Found(message["found"], _article(message["article"]))
    if "failed" in message:
        return Failure(message["failed"], message["reason"])
    return Skipped(message["skipped"]) if "skipped" in message else None


def _article(record: dict[str, Any]) -> Article:
    known = {name: record[name] for name in _NAMES}
    times = {name: datetime.fromisoformat(known[name]) for name in _TIMES if known[name]}
    return Article(**{**known, **times, "authors": tuple(known["authors"])})
