"""Question answering over news in which every sentence of an answer is on the record."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ontherecord.attribution.attributions import Attributor
    from ontherecord.corrections import Notice, NoticeKind
    from ontherecord.embedding import Embedder
    from ontherecord.errors import (
        ArticleError,
        CitationError,
        EmbeddingMismatchError,
        EmbeddingModelError,
        ForeignLibraryError,
        InferenceModelError,
        LanguageModelError,
        LibraryDamagedError,
        LibraryError,
        LibraryMissingError,
        LibraryReadOnlyError,
        OnTheRecordError,
        QuestionError,
        RerankerError,
        SearchIndexError,
        SettingError,
        SourceError,
    )
    from ontherecord.history import FieldChange, TextChange, Version
    from ontherecord.library import Library
    from ontherecord.reports import (
        DayCount,
        Doubt,
        Failure,
        IndexState,
        IngestReport,
        LibraryStats,
        Progress,
        VerifyReport,
    )
    from ontherecord.reranking import Reranker
    from ontherecord.schema import (
        Alias,
        Answer,
        Article,
        Citation,
        Cut,
        Fault,
        Filters,
        Heard,
        Hit,
        Passage,
        Precision,
        Quote,
        QuoteKind,
        Rating,
        Resolution,
        Searched,
        Speaker,
        Statement,
        Verdict,
        Writing,
    )
    from ontherecord.settings import Settings

__all__ = [
    "Alias",
    "Answer",
    "Article",
    "ArticleError",
    "Attributor",
    "Citation",
    "CitationError",
    "Cut",
    "DayCount",
    "Doubt",
    "Embedder",
    "EmbeddingMismatchError",
    "EmbeddingModelError",
    "Failure",
    "Fault",
    "FieldChange",
    "Filters",
    "ForeignLibraryError",
    "Heard",
    "Hit",
    "IndexState",
    "InferenceModelError",
    "IngestReport",
    "LanguageModelError",
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
    "Rating",
    "Reranker",
    "RerankerError",
    "Resolution",
    "SearchIndexError",
    "Searched",
    "SettingError",
    "Settings",
    "SourceError",
    "Speaker",
    "Statement",
    "TextChange",
    "Verdict",
    "VerifyReport",
    "Version",
    "Writing",
]

# Where these names are, what loads fastest first. All of them take half a second, for which `--help` need not wait.
_HOMES = (
    "errors",
    "schema",
    "settings",
    "reports",
    "corrections",
    "embedding",
    "reranking",
    "attribution.attributions",
    "history",
    "library",
)


def __getattr__(name: str) -> object:
    for home in _HOMES if name in __all__ else ():
        module = import_module(f"{__name__}.{home}")
        if hasattr(module, name):
            return getattr(module, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
