"""An article, and where it was found."""

from dataclasses import dataclass

from ontherecord import Article


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a source gives it; `source` names the file with the line or record, or the web address."""

    source: str
    article: Article
