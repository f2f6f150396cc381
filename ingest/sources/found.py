"""What readers yield beside failures: articles with where they were found, and what was passed over."""

from dataclasses import dataclass

from ontherecord import Article


@dataclass(frozen=True, slots=True)
class Found:
    """An article as a source gives it; `source` names the file with the line or record, or the web address."""

    source: str
    article: Article


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is no article and no failure: `kind` is the suffix of a file's name, or says what it is."""

    kind: str
