"""One ingestion, timed: `python -m tests.benchmarks.pipelines stock|ours|float32|quotes ARTICLES --count N`.

ARTICLES is a file of JSON lines with url, title and text, packed as .gz or not. `stock` is LlamaIndex's
VectorStoreIndex with ChromaVectorStore and HuggingFaceEmbedding over the same weights, its passages as long as ours;
`ours` ends when all is searchable, `quotes` when quotes are found, too; `float32` is `ours` as on a processor without
bfloat16. Models are loaded before; JSON is printed.
Needs `pip install llama-index-vector-stores-chroma llama-index-embeddings-huggingface`.
"""

import argparse
import json
import resource
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ontherecord import Article, Library, Settings
from ontherecord.attribution.choosing import attributor
from ontherecord.embedding import BuiltInEmbedder, built_in_model
from ontherecord.embedding.precision import Precision
from tests.benchmarks.packed import records

# What the model reads beside its two marks: the splitter counts the title in, as ours does.
TOKENS = 254


class Timed:
    """The built-in embedder, and how long it has taken."""

    def __init__(self, precision: Precision | None) -> None:
        self._embedder = BuiltInEmbedder(precision)
        self.fingerprint, self.max_tokens = self._embedder.fingerprint, self._embedder.max_tokens
        self.count_tokens, self.seconds = self._embedder.count_tokens, 0.0
        self._embedder.prepare()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        began = time.perf_counter()
        vectors = self._embedder.embed(texts)
        self.seconds += time.perf_counter() - began
        return vectors


def stock(articles: Sequence[Article]) -> dict[str, float]:
    """Ingest as the libraries' own documentation does."""
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    folder = built_in_model()
    model = HuggingFaceEmbedding(model_name=str(folder), device="cpu")
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    splitter = SentenceSplitter(
        chunk_size=TOKENS,
        chunk_overlap=0,
        tokenizer=lambda text: tokenizer.encode(text, add_special_tokens=False).ids,
    )
    with TemporaryDirectory() as folder_of_index:
        client = chromadb.PersistentClient(folder_of_index)
        collection = client.create_collection("stock", configuration={"hnsw": {"space": "cosine"}})
        model.get_text_embedding("load")
        began = time.perf_counter()
        documents = [Document(text=one.text, metadata={"title": one.title or ""}) for one in articles]
        store = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
        VectorStoreIndex.from_documents(
            documents, storage_context=store, transformations=[splitter], embed_model=model
        )
        return {"seconds": time.perf_counter() - began, "passages": collection.count()}


def ours(articles: Sequence[Article], pipeline: str) -> dict[str, float]:
    """Ingest as `python -m ingest` does."""
    embedder = Timed("float32" if pipeline == "float32" else None)
    finder = attributor("tagger" if pipeline == "quotes" else "off")
    warm = Article(
        title="Bees", text="“The bees came back,” said Ann Lee of Wales. " * 60, url="https://warm.example"
    )
    if finder is not None:
        finder.quotes([warm])
    with (
        TemporaryDirectory() as folder,
        Library.open(
            Path(folder) / "library", Settings(attribution="off"), embedder=embedder, attributor=finder
        ) as library,
    ):
        library.add([warm])
        embedder.seconds, began = 0.0, time.perf_counter()
        report = library.add(articles)
        seconds = time.perf_counter() - began
    return {"seconds": seconds, "passages": report.embedded, "embedding": embedder.seconds / seconds}


def read(path: Path, count: int) -> list[Article]:
    """Return the first articles of a file that have a text."""
    found: list[dict[str, Any]] = [one for one in records(path) if one["text"].strip()]
    return [Article(title=one["title"], text=one["text"], url=one["url"]) for one in islice(found, count)]


def main() -> None:
    """Ingest once and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pipeline", choices=["stock", "ours", "float32", "quotes"])
    parser.add_argument("articles", type=Path)
    parser.add_argument("--count", type=int, default=100)
    options = parser.parse_args()
    articles = read(options.articles, options.count)
    run = stock(articles) if options.pipeline == "stock" else ours(articles, options.pipeline)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"articles": len(articles), "megabytes": peak, **run}))


if __name__ == "__main__":
    main()
