"""The lexical index: BM25 by tantivy. The only module that imports tantivy."""

import logging
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import RLock
from typing import TypeVar

import tantivy

from ontherecord.archive import Row, Scope
from ontherecord.archive.records import folded
from ontherecord.errors import SearchIndexError
from ontherecord.indexes.seal import rest, seal, unseal
from ontherecord.schema import aware

logger = logging.getLogger(__name__)
T = TypeVar("T")

# A word of the title counts for this much of one in the passage; measured best on 1,195 news questions.
TITLE_WEIGHT = 0.3
INDEX_FILE = "meta.json"
WRITER_BYTES = 64_000_000
# The entry that notes how far the index has followed: its own article, committed together with the rows.
BOOKMARK = "#bookmark"
# What questions are made of, and passages that answer them need not contain.
STOP_WORDS = """
a about after all also am an and any anything are as at be been before being between both but by can could did do does
doing done during each few for from further give had has have having he her here hers him his how i if in into is it
its just me more most my no nor not now of off on once only or other our out over own s same she should so some
something t tell than that the their them then there these they this those through to too under until up very was we
were what when where which while who whom whose why will with would you your
""".split()


class LexicalIndex:
    """An index of passages by their stemmed words; in memory where no directory is given."""

    name = "lexical"

    def __init__(self, directory: Path | None, library_id: str) -> None:
        """Use the index in `directory` for this library; of an older `edition` of it, nothing is used."""
        self._directory = directory
        self._library_id = library_id
        self.edition = 0
        self._reading = RLock()
        self._writing = RLock()
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._stemmer_without_stop_words = _analyzer(STOP_WORDS)

    def applied(self) -> int:
        """Return the newest change in the index; 0 where there is no index, or one of another library."""
        return self._ask(self._bookmarked, 0)

    def count(self) -> int:
        """Return how many passages the index holds."""
        return self._ask(lambda searcher: searcher.num_docs - (1 if self._bookmarked(searcher) else 0), 0)

    def open(self) -> None:
        """Make ready for writing: an index that is damaged is thrown away."""
        if self._writer is None and self._altered():
            logger.warning("the lexical index in %s is damaged: rebuilding it", self._directory)
            self.reset()

    def apply(self, removed: Sequence[int], added: Sequence[Row], applied: int) -> None:
        """Take keys out and rows in, in one commit; raises SearchIndexError."""
        with self._writing:
            try:
                writer = self._open_writer()
                for key in (*removed, *(row.key for row in added)):
                    writer.delete_documents_by_term("key", key)
                for row in added:
                    writer.add_document(_entry(row))
                writer.delete_documents_by_term("article", self._bookmark)
                bookmark = {"article": self._bookmark, "key": applied}
                writer.add_document(tantivy.Document.from_dict(bookmark, _SCHEMA))
                writer.commit()
            except (ValueError, OSError) as error:
                self._writer = None
                raise SearchIndexError(
                    f"the lexical index in {self._directory} cannot be written ({error}): "
                    "free disk space or fix its permissions, then run `python -m ontherecord rebuild`"
                ) from error

    def search(self, query: str, limit: int, scope: Scope) -> list[tuple[int, float]]:
        """Return the keys and BM25 scores of the best passages for a query, the best first."""
        words = [
            (tantivy.Occur.Should, tantivy.Query.boost_query(_term(field, word), weight))
            for word in dict.fromkeys(self.stems(query))
            for field, weight in (("title", TITLE_WEIGHT), ("body", 1.0))
        ]
        if not words:
            return []
        matching = tantivy.Query.boolean_query(words)
        wanted = tantivy.Query.boolean_query([(tantivy.Occur.Must, matching), *_conditions(scope)])
        return self._ask(lambda searcher: _best(searcher, wanted, limit), [])

    def stems(self, text: str) -> list[str]:
        """Return the words of a text as the index knows them, in order, stop words left out if others remain."""
        return self.content(text) or list(_STEMMER.analyze(text))

    def content(self, text: str) -> list[str]:
        """Return the words of a text as the index knows them, in order, without stop words."""
        return list(self._stemmer_without_stop_words.analyze(text))

    def frequencies(self, words: Sequence[str]) -> tuple[dict[str, int], int]:
        """Return in how many passages each stem occurs, and how many passages there are."""
        return self._ask(
            lambda searcher: ({word: searcher.doc_freq("body", word) for word in words}, searcher.num_docs),
            (dict.fromkeys(words, 0), 0),
        )

    def reset(self) -> None:
        """Throw the index away and begin an empty one."""
        with self._writing:
            self.close()
            if self._directory is not None:
                shutil.rmtree(self._directory, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files; other processes may write them from then on."""
        with self._writing, self._reading:
            if self._writer is not None:
                self._writer.wait_merging_threads()
                if self._directory is not None:
                    with suppress(OSError):
                        seal(self._directory)
            self._writer = self._index = None

    @property
    def _bookmark(self) -> str:
        return f"{BOOKMARK} {self._library_id}" + (f" {self.edition}" if self.edition else "")

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            if self._directory is not None:
                self._directory.mkdir(parents=True, exist_ok=True)
                unseal(self._directory)
            with self._reading:
                if self._index is None:
                    path = None if self._directory is None else str(self._directory)
                    self._index = tantivy.Index(_SCHEMA, path=path)
                self._writer = self._index.writer(heap_size=WRITER_BYTES, num_threads=1)
        return self._writer

    def _ask(self, question: Callable[[tantivy.Searcher], T], otherwise: T) -> T:
        """Return what the index answers; `otherwise` where there is none that can be read."""
        for attempt in ("first", "second"):
            try:
                searcher = self._searcher()
                return otherwise if searcher is None else question(searcher)
            except (ValueError, OSError) as error:
                # Its owner may have rebuilt it, so that the files seen before are gone: look once more.
                self._index = None
                if attempt == "second":
                    logger.warning("the lexical index in %s cannot be read (%s)", self._directory, error)
        return otherwise

    def _searcher(self) -> tantivy.Searcher | None:
        with self._reading:
            if self._index is None:
                if self._directory is None or not (self._directory / INDEX_FILE).exists():
                    return None
                if self._altered():
                    raise OSError("its files were altered")
                index = tantivy.Index.open(str(self._directory))
                if index.schema != _SCHEMA:
                    return None  # Made by another release; its owner builds it anew.
                self._index = index
            self._index.reload()
            return self._index.searcher()

    def _altered(self) -> bool:
        return self._directory is not None and rest(self._directory) == "altered"

    def _bookmarked(self, searcher: tantivy.Searcher) -> int:
        query = tantivy.Query.term_query(_SCHEMA, "article", self._bookmark)
        hits = searcher.search(query, limit=1).hits
        return int(searcher.doc(hits[0][1])["key"][0]) if hits else 0


def _best(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
    hits = searcher.search(query, limit=limit).hits
    keys = searcher.fast_field_values("key", [address for _, address in hits])
    return [(int(key), float(score)) for key, (score, _) in zip(keys, hits, strict=True) if key is not None]


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("key", stored=True, indexed=True, fast=True)
    builder.add_text_field("title", tokenizer_name="en_stem", index_option="freq")
    builder.add_text_field("body", tokenizer_name="en_stem", index_option="freq")
    for name in ("article", "publisher", "language"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("published_from", "published_until", "known_from"):
        builder.add_integer_field(name, indexed=True, fast=True)
    return builder.build()


_SCHEMA = _schema()


def _entry(row: Row) -> tantivy.Document:
    known = {
        "title": row.title,
        "publisher": row.publisher,
        "language": row.language,
        "published_from": row.published_from,
        "published_until": row.published_until,
        "known_from": row.known_from,
    }
    fields = {name: value for name, value in known.items() if value is not None}
    return tantivy.Document.from_dict(
        {"key": row.key, "article": row.article_id, "body": row.text, **fields}, _SCHEMA
    )


def _conditions(scope: Scope) -> list[tuple[tantivy.Occur, tantivy.Query]]:
    filters, conditions = scope.filters, list[tuple[tantivy.Occur, tantivy.Query]]()
    if filters.after:
        after = int(aware(filters.after).timestamp())
        conditions.append((tantivy.Occur.Must, _range("published_until", after + 1, None)))
    if filters.before:
        before = int(aware(filters.before).timestamp())
        conditions.append((tantivy.Occur.Must, _range("published_from", None, before - 1)))
    if scope.known_by:
        later = int(scope.known_by.timestamp()) + 1
        conditions.append((tantivy.Occur.MustNot, _range("known_from", later, None)))
    if filters.publishers:
        names = [folded(publisher) for publisher in filters.publishers]
        conditions.append((tantivy.Occur.Must, tantivy.Query.term_set_query(_SCHEMA, "publisher", names)))
    if filters.language:
        conditions.append((tantivy.Occur.Must, _term("language", folded(filters.language) or "")))
    return conditions


def _range(field: str, first: int | None, last: int | None) -> tantivy.Query:
    return tantivy.Query.range_query(_SCHEMA, field, tantivy.FieldType.Integer, lower_bound=first, upper_bound=last)


def _term(field: str, word: str) -> tantivy.Query:
    return tantivy.Query.term_query(
        _SCHEMA, field, word, index_option="freq" if field in ("title", "body") else "basic"
    )


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the stem of a word, in small letters."""
    return next(iter(_STEMMER.analyze(word)), word.lower())


def _analyzer(stop_words: Sequence[str]) -> tantivy.TextAnalyzer:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    builder = builder.filter(tantivy.Filter.remove_long(40)).filter(tantivy.Filter.lowercase())
    builder = builder.filter(tantivy.Filter.custom_stopword(list(stop_words)))
    return builder.filter(tantivy.Filter.stemmer("english")).build()


_STEMMER = _analyzer(())
