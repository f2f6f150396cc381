"""Articles to passages: LlamaIndex's sentence splitter, with exact offsets."""

from typing import TYPE_CHECKING

from ontherecord.embedding import Embedder
from ontherecord.errors import ArticleError
from ontherecord.schema import Article, Passage

if TYPE_CHECKING:
    from llama_index.core.node_parser import SentenceSplitter

# The title is embedded with every passage; beyond this share of what the model reads, it is cut.
TITLE_SHARE = 0.25


class PassageSplitter:
    """Splits articles so that the embedding model reads every passage whole, together with the title."""

    def __init__(self, embedder: Embedder) -> None:
        """Split for the limits of `embedder`."""
        self._embedder = embedder
        self._splitters: dict[int, SentenceSplitter] = {}

    def split(self, article: Article) -> tuple[Passage, ...]:
        """Return the passages of an article, in order.

        Raises ArticleError where a passage cannot be found again in the text.
        """
        room = self._embedder.max_tokens - self._embedder.count_tokens(self.title(article))
        pieces = self._splitter(room).split_text(article.text) if article.text else []
        passages, cursor = list[Passage](), 0
        for ordinal, piece in enumerate(pieces):
            start = article.text.find(piece, cursor)
            if start < 0:
                raise ArticleError(f"“{article.headline}” cannot be split: its passage {ordinal} is not in its text")
            cursor = start + len(piece)
            passages.append(Passage(article.id, ordinal, start, cursor, piece))
        return tuple(passages)

    def embedded(self, article: Article, passages: tuple[Passage, ...]) -> list[str]:
        """Return what is embedded for each passage of an article."""
        title = self.title(article)
        return [f"{title}\n{passage.text}" if title else passage.text for passage in passages]

    def title(self, article: Article) -> str:
        """Return as much of the title as is embedded with each passage."""
        limit = int(self._embedder.max_tokens * TITLE_SHARE)
        words = (article.title or "").split()
        while words and self._embedder.count_tokens(" ".join(words)) > limit:
            words = words[: len(words) * 3 // 4]
        return " ".join(words)

    def _splitter(self, tokens: int) -> "SentenceSplitter":
        if tokens not in self._splitters:
            from llama_index.core.node_parser import SentenceSplitter

            self._splitters[tokens] = SentenceSplitter(
                chunk_size=tokens,
                chunk_overlap=0,
                # What counts nothing would be repeated in the next passage.
                tokenizer=lambda text: [None] * max(self._length(text, tokens), 1),
            )
        return self._splitters[tokens]

    def _length(self, text: str, limit: int) -> int:
        """Return how many tokens a text has; of one that has more than a limit, any number above that."""
        # Texts have no fewer tokens than words, and counting words takes a fiftieth of the time.
        words = len(text.split())
        return words if words > limit else self._embedder.count_tokens(text)
