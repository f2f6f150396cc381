"""Texts to vectors."""

from ontherecord.embedding.built_in import BuiltInEmbedder
from ontherecord.embedding.embedder import Embedder, Embeddings
from ontherecord.embedding.precision import context
from ontherecord.embedding.sentence_transformer import SentenceTransformerEmbedder
from ontherecord.embedding.weights import built_in_model
from ontherecord.settings import DEFAULT_EMBEDDING_MODEL

__all__ = [
    "BuiltInEmbedder",
    "Embedder",
    "Embeddings",
    "SentenceTransformerEmbedder",
    "built_in_model",
    "context",
    "embedder_for",
]


def embedder_for(model: str) -> Embedder:
    """Return the embedder of the built-in model, or of a sentence-transformers model by name or folder."""
    return BuiltInEmbedder() if model == DEFAULT_EMBEDDING_MODEL else SentenceTransformerEmbedder(model)
