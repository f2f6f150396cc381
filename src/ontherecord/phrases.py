"""How the same things are said wherever they are shown."""

from collections.abc import Sequence
from datetime import datetime


def holdings(articles: int, stories: int | None, first: datetime | None, last: datetime | None) -> str:
    """Return a number of articles, of the stories they tell where these are fewer, and their first and last day."""
    told = f" ({stories:,} stor{'y' if stories == 1 else 'ies'})" if stories not in (None, articles) else ""
    dates = f", {first:%Y-%m-%d} to {last:%Y-%m-%d}" if first and last else ""
    return f"{counted(articles, 'article')}{told}{dates}"


def carried_by(outlets: Sequence[str]) -> str:
    """Return in how many other outlets a story is, nothing where there are none."""
    return f"also in {counted(len(outlets), 'outlet')}" if outlets else ""


def cut(text: str, limit: int) -> str:
    """Return text in one line, shortened to a limit between words where there are any."""
    line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return (line[:limit].rpartition(" ")[0] or line[: limit - 1]) + "…"


def counted(count: int, thing: str) -> str:
    """Return a number of things in words."""
    return f"{count:,} {thing}{'' if count == 1 else 's'}"
