"""The public API: its names, what they take, and that every result becomes JSON."""

import inspect
import json
import subprocess
import sys
from dataclasses import FrozenInstanceError, is_dataclass
from datetime import UTC, datetime

import pytest

import ontherecord
from ontherecord import Failure, Filters, Library
from ontherecord.llamaindex import NewsRetriever
from tests.conftest import make_article

NAMES = """
Alias Answer Article ArticleError Attributor Citation CitationError Cut DayCount Doubt Embedder EmbeddingMismatchError
EmbeddingModelError Failure Fault FieldChange Filters ForeignLibraryError Heard Hit IndexState
InferenceModelError IngestReport LanguageModelError Library LibraryDamagedError LibraryError
LibraryMissingError LibraryReadOnlyError LibraryStats Notice NoticeKind OnTheRecordError Passage Precision
Progress QuestionError Quote QuoteKind Rating Reranker RerankerError Resolution SearchIndexError Searched
SettingError Settings SourceError Speaker Statement TextChange Verdict VerifyReport Version Writing
""".split()
METHODS = {
    "add": ["articles", "progress"],
    "article": ["id_or_url", "version"],
    "ask": ["question", "history", "filters", "as_of", "llm"],
    "calendar": ["filters"],
    "close": [],
    "count": ["filters"],
    "examples": ["limit"],
    "exists": ["path"],
    "follow": [],
    "follow_ups": ["answer", "limit", "history"],
    "newest": ["limit", "filters", "skipped"],
    "open": ["path", "settings", "embedder", "reranker", "attributor"],
    "quote_timeline": ["speaker", "about", "kind", "filters", "as_of"],
    "quotes": ["speaker", "about", "kind", "filters", "as_of", "limit"],
    "quotes_in": ["id_or_url", "version"],
    "rate": ["answer", "verdict", "reason", "history", "rating_id"],
    "ratings": [],
    "rebuild": [],
    "rebuild_quotes": ["progress"],
    "recall": ["record"],
    "related": ["id_or_url", "limit"],
    "remove": ["id_or_url", "purge"],
    "remove_all": ["filters", "purge"],
    "search": ["query", "limit", "filters", "as_of"],
    "speakers": ["prefix", "limit"],
    "stats": [],
    "stream": ["question", "history", "filters", "as_of", "llm"],
    "verify": [],
    "versions": ["id_or_url"],
}
LIGHT_START = {"numpy", "ontherecord.library"}
HEAVY = {"torch", "transformers", "sentence_transformers", "chromadb", "llama_index", "gradio", "rich"}


def test_names_are_these() -> None:
    assert ontherecord.__all__ == sorted(NAMES, key=ontherecord.__all__.index)
    assert sorted(ontherecord.__all__) == sorted(NAMES)
    assert all(hasattr(ontherecord, name) for name in NAMES)


def test_library_offers_these_methods() -> None:
    methods = {
        name: [p for p in inspect.signature(getattr(Library, name)).parameters if p != "self"]
        for name in dir(Library)
        if not name.startswith("_")
    }

    assert methods == METHODS
    assert all(getattr(Library, name).__doc__ for name in methods)


@pytest.mark.parametrize("module", ["ontherecord", "ontherecord.__main__", "ingest", "ingest.__main__", "app"])
def test_importing_loads_nothing_heavy(module: str) -> None:
    code = f"import sys, {module}; print(sorted({HEAVY!r} & set(sys.modules)))"

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"


@pytest.mark.parametrize("module", ["ontherecord", "ontherecord.__main__", "ingest.__main__"])
def test_what_helps_with_options_loads_no_library(module: str) -> None:
    code = f"import sys, {module}; print(sorted({LIGHT_START!r} & set(sys.modules)))"

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"


def test_name_that_there_is_not_is_refused_as_by_any_module() -> None:
    with pytest.raises(AttributeError, match="'ontherecord' has no attribute 'Libary'"):
        _ = ontherecord.Libary
    assert set(ontherecord.__all__) <= set(dir(ontherecord))


def test_every_result_becomes_json_and_cannot_be_changed(library: Library) -> None:
    report = library.add([make_article(0), make_article(1), Failure("a.jsonl:3", "not JSON: mend the line")])
    question = "Dock workers in Rotterdam went back to work?"
    results = [report, library.ask(question), *library.search(question), library.stats(), library.verify()]
    results += [library.ask(question).searched, library.search(question)[0].passage, *library.stats().indexes]
    results += [library.newest(1)[0], *library.ask(question).citations, *report.failed]
    results += [library.rate(library.ask(question), "up"), *library.ratings()]
    library.add([make_article(2, published_at=datetime(2025, 8, 1, tzinfo=UTC))])
    results += library.calendar()

    for result in results:
        assert json.loads(json.dumps(result.to_dict()))
        assert is_dataclass(result)
        assert not hasattr(result, "__dict__")
        with pytest.raises(FrozenInstanceError):
            setattr(result, next(iter(result.__dataclass_fields__)), None)


def test_retriever_gives_passages_that_slice_out_of_their_articles(library: Library) -> None:
    library.add(make_article(number) for number in range(6))

    nodes = NewsRetriever(library, limit=3, filters=Filters(publishers=("Example News",))).retrieve("hives in Wales")

    assert 0 < len(nodes) <= 3
    for found in nodes:
        known = found.node.metadata
        article = library.article(known["article_id"], known["version"])
        assert article is not None
        assert article.text[known["start"] : known["end"]] == found.node.text
