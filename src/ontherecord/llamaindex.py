"""The library as a LlamaIndex retriever, for pipelines built there."""

from typing import Any

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from ontherecord.library import Library
from ontherecord.schema import Filters, Hit


class NewsRetriever(BaseRetriever):  # type: ignore[misc]
    """A retriever over `Library.search`; each node holds a passage, with its article and offsets as metadata."""

    def __init__(self, library: Library, *, limit: int = 10, filters: Filters | None = None) -> None:
        """Retrieve the best `limit` passages within `filters`."""
        super().__init__()
        self._library = library
        self._limit = limit
        self._filters = filters

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        hits = self._library.search(query_bundle.query_str, limit=self._limit, filters=self._filters)
        return [NodeWithScore(node=_node(hit), score=hit.score) for hit in hits]


def _node(hit: Hit) -> TextNode:
    facts: dict[str, Any] = {
        "article_id": hit.article.id,
        "version": hit.article.version,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "title": hit.article.title,
        "url": hit.article.url,
        "publisher": hit.article.publisher,
        "published": hit.article.published,
    }
    known = {name: value for name, value in facts.items() if value is not None}
    return TextNode(id_=hit.passage.id, text=hit.passage.text, metadata=known)
