"""Every error this library raises on purpose.

    OnTheRecordError
    ├── ArticleError              an article cannot be stored as it is
    ├── SourceError               a source of articles cannot be read
    ├── QuestionError             a question or filter cannot be understood
    ├── SettingError              a setting has a value that it cannot have
    ├── EmbeddingModelError       the embedding model cannot be loaded
    ├── AttributionModelError     the tagger of reported speech cannot be loaded
    ├── LanguageModelError        the language model cannot be reached, or broke off
    ├── RerankerError             the reranker cannot be used
    ├── InferenceModelError       the model for natural language inference cannot be used
    ├── CitationError             a citation is not an exact slice of its article
    └── LibraryError              a library directory cannot be used
        ├── LibraryMissingError       there is none at this path
        ├── ForeignLibraryError       the path holds something else, or a newer format
        ├── LibraryReadOnlyError      it can be read but not written
        ├── LibraryDamagedError       the archive itself is corrupt
        ├── EmbeddingMismatchError    it was made with another embedding model
        └── SearchIndexError          a search index failed and could not be rebuilt

Each message says what happened, to which item, and what to do. Too little evidence is no error: it is an
`Answer` with the status `insufficient_evidence`.
"""


class OnTheRecordError(Exception):
    """Base of all errors raised on purpose."""


class ArticleError(OnTheRecordError):
    """An article cannot be stored as it is."""


class SourceError(OnTheRecordError):
    """A source of articles cannot be read."""


class QuestionError(OnTheRecordError):
    """A question or filter cannot be understood."""


class SettingError(OnTheRecordError):
    """A setting has a value that it cannot have."""


class EmbeddingModelError(OnTheRecordError):
    """The embedding model cannot be loaded."""


class AttributionModelError(OnTheRecordError):
    """The tagger of reported speech cannot be loaded."""


class RerankerError(OnTheRecordError):
    """The reranker cannot be loaded or does not give one number a passage."""


class LanguageModelError(OnTheRecordError):
    """The language model cannot be reached, refuses, says nothing in time, or broke off."""


class InferenceModelError(OnTheRecordError):
    """The model for natural language inference cannot be loaded or is none."""


class CitationError(OnTheRecordError):
    """A citation is not an exact slice of its article."""


class LibraryError(OnTheRecordError):
    """A library directory cannot be used."""


class LibraryMissingError(LibraryError):
    """There is no library at this path."""


class ForeignLibraryError(LibraryError):
    """The path holds something that is not a library of this format."""


class LibraryReadOnlyError(LibraryError):
    """The library can be read but not written."""


class LibraryDamagedError(LibraryError):
    """The archive itself is corrupt."""


class EmbeddingMismatchError(LibraryError):
    """The library was made with another embedding model."""


class SearchIndexError(LibraryError):
    """A search index failed and could not be rebuilt."""
