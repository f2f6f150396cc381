"""What a written sentence may rest on."""

from dataclasses import dataclass

from ontherecord.schema import Article, Citation, Quote


@dataclass(frozen=True, slots=True)
class Source:
    """A slice of an article that a sentence may cite; `quote` is there for somebody's words, which it holds.

    `also_in` names the other outlets that carry the article's story.
    """

    article: Article
    start: int
    end: int
    quote: Quote | None = None
    also_in: tuple[str, ...] = ()

    @classmethod
    def of(cls, citation: Citation) -> "Source":
        """Return the slice that a citation cites."""
        return cls(citation.article, citation.start, citation.end, citation.quote, citation.also_in)

    @property
    def text(self) -> str:
        """The words of the slice."""
        return self.article.text[self.start : self.end]
