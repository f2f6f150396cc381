"""What a written sentence may rest on."""

from dataclasses import dataclass

from ontherecord.schema import Article, Quote


@dataclass(frozen=True, slots=True)
class Source:
    """A slice of an article that a sentence may cite, with the `quote` that it is there for where it is somebody's words.

    `also_in` names the other outlets that carry the article's story.
    """

    article: Article
    start: int
    end: int
    quote: Quote | None = None
    also_in: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The words of the slice."""
        return self.article.text[self.start : self.end]
