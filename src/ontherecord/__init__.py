"""Question answering over news in which every sentence of an answer is on the record."""

from ontherecord.corrections import Notice, NoticeKind
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
    RerankerError,
    SearchIndexError,
    SourceError,
)
from ontherecord.history import FieldChange, TextChange, Version
from ontherecord.library import Library
from ontherecord.reports import Doubt, Failure, IndexState, IngestReport, LibraryStats, Progress, VerifyReport
from ontherecord.reranking import Reranker
from ontherecord.schema import (
    Answer,
    Article,
    Citation,
    Filters,
    Hit,
    Passage,
    Precision,
    Quote,
    QuoteKind,
    Resolution,
    Searched,
)
from ontherecord.settings import Settings

__all__ = [
    "Answer",
    "Article",
    "ArticleError",
    "Citation",
    "CitationError",
    "Doubt",
    "Embedder",
    "EmbeddingMismatchError",
    "EmbeddingModelError",
    "Failure",
    "FieldChange",
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
    "Notice",
    "NoticeKind",
    "OnTheRecordError",
    "Passage",
    "Precision",
    "Progress",
    "QuestionError",
    "Quote",
    "QuoteKind",
    "Reranker",
    "RerankerError",
    "Resolution",
    "SearchIndexError",
    "Searched",
    "Settings",
    "SourceError",
    "TextChange",
    "VerifyReport",
    "Version",
]
