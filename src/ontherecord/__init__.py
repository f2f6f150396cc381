"""Question answering over news in which every sentence of an answer is on the record."""

from ontherecord.embedding import Embedder
from ontherecord.errors import (
    ArticleError,
    CitationError,
    EmbeddingMismatchError,
    EmbeddingModelError,
    ForeignLibraryError,
    LibraryDamagedError,
    LibraryError,
    LibraryMissingError,
    LibraryReadOnlyError,
    OnTheRecordError,
    QuestionError,
    SearchIndexError,
    SourceError,
)
from ontherecord.library import Library
from ontherecord.reports import Failure, IndexState, IngestReport, LibraryStats, Progress, VerifyReport
from ontherecord.schema import Answer, Article, Citation, Filters, Hit, Passage, Precision, Searched
from ontherecord.settings import Settings

__all__ = [
    "Answer",
    "Article",
    "ArticleError",
    "Citation",
    "CitationError",
    "Embedder",
    "EmbeddingMismatchError",
    "EmbeddingModelError",
    "Failure",
    "Filters",
    "ForeignLibraryError",
    "Hit",
    "IndexState",
    "IngestReport",
    "Library",
    "LibraryDamagedError",
    "LibraryError",
    "LibraryMissingError",
    "LibraryReadOnlyError",
    "LibraryStats",
    "OnTheRecordError",
    "Passage",
    "Precision",
    "Progress",
    "QuestionError",
    "SearchIndexError",
    "Searched",
    "Settings",
    "SourceError",
    "VerifyReport",
]
