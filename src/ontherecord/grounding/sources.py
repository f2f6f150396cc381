"""What a written sentence may rest on."""

from dataclasses import dataclass

from ontherecord.schema import Article, Citation, Quote


@dataclass(frozen=True, slots=True)
class Source:
    """A slice of an article that a sentence may cite; `quote` is there for somebody's words, which it holds."""

    article: Article
    start: int
    end: int
    quote: Quote | None = None

    @classmethod
    def of(cls, citation: Citation) -> "Source":
        """Return the slice that a citation cites."""
        return cls(citation.article, citation.start, citation.end, citation.quote)

    @property
    def text(self) -> str:
        """The words of the slice."""
        return self.article.text[self.start : self.end]
