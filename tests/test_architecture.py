"""The shape of the code: imports run downward, each library lives behind one adapter, modules stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ontherecord
import ontherecord.web

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ontherecord"

# A unit may import units of earlier rows, and itself.
LAYERS = (
    ("errors",),
    ("identity", "corrections", "phrases", "polling", "ahead"),
    ("schema", "settings"),
    ("reports", "temporal", "syndication", "language", "speakers", "options", "bylines"),
    ("cross_encoding",),
    ("embedding", "reranking", "llms", "archive"),
    ("passages", "opening", "attribution"),
    ("intake", "claiming"),
    ("indexes",),
    ("quoting",),
    ("copies", "examination", "history", "purging", "ranking", "relating"),
    ("web", "retrieval"),
    ("planning", "quotations"),
    ("querying",),
    ("grounding",),
    ("answering",),
    ("library", "printing"),
    ("pages",),
    ("commands", "llamaindex", "__init__"),
    ("__main__",),
)
# By file, or by folder where all of it may.
CONFINED: dict[str, set[str]] = {
    "sqlite3": {"src/ontherecord/archive/database.py"},
    "chromadb": {"src/ontherecord/indexes/vectors.py"},
    "tantivy": {"src/ontherecord/indexes/lexical.py"},
    "sentence_transformers": {
        "src/ontherecord/embedding/sentence_transformer.py",
        "src/ontherecord/cross_encoding.py",
    },
    "transformers": {"src/ontherecord/embedding/sentence_transformer.py"},
    "torch": {
        "src/ontherecord/embedding/",
        "src/ontherecord/attribution/encoder.py",
        "src/ontherecord/attribution/tagger.py",
        "src/ontherecord/attribution/weights.py",
    },
    "llama_index": {
        "src/ontherecord/passages.py",
        "src/ontherecord/llamaindex.py",
        "src/ontherecord/llms/gguf.py",
        "src/ontherecord/llms/servers.py",
        "src/ontherecord/llms/talking.py",
    },
    "xllamacpp": {"src/ontherecord/llms/gguf.py"},
    "openai": {"src/ontherecord/llms/servers.py"},
    "ollama": {"src/ontherecord/llms/servers.py"},
    "httpx": {"src/ontherecord/llms/servers.py"},
    "datasketch": {"src/ontherecord/syndication.py"},
    "names": {"src/ontherecord/attribution/first_names.py"},
    "gradio": {"src/ontherecord/pages/"},
    "gradio_client": {"src/ontherecord/pages/mounting.py"},
    "fastapi": {"src/ontherecord/pages/mounting.py"},
    "uvicorn": {"src/ontherecord/pages/serving.py"},
    "starlette": set(),
    "mcp": set(),
    "plotly": {"src/ontherecord/web/figures.py"},
    "yaml": {"ingest/sources/markdown.py"},
    "trafilatura": {"ingest/extraction/body.py"},
    "lxml": {"ingest/extraction/tree.py"},
    "charset_normalizer": {"ingest/extraction/charset.py"},
    "fastwarc": {"ingest/sources/warc.py"},
    "pypdf": {"ingest/sources/print_pages.py"},
    "httpcore": {"ingest/fetching/transport.py"},
    "protego": {"ingest/fetching/robots.py"},
    "feedparser": {"ingest/sources/feed_parsing.py"},
}
# What `app.py` may take from the pages, which `ontherecord` does not export, since Gradio takes seconds to load.
SERVED = {
    "pages.access.Access",
    "pages.access.access_for",
    "pages.look.look",
    "pages.mounting.Place",
    "pages.page.page",
    "pages.serving.serve",
}
FORBIDDEN = {"pickle", "shelve", "marshal", "dill", "cloudpickle"}
LONGEST_MODULE = 300
LONGEST_FUNCTION = 60


def sources() -> list[Path]:
    return [*sorted(PACKAGE.rglob("*.py")), *sorted((ROOT / "ingest").rglob("*.py")), ROOT / "app.py"]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of everything a file imports, also inside functions."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(module: str) -> int:
    """Return the row of a module such as `answering.composing`."""
    for row, units in enumerate(LAYERS):
        if module.split(".")[0] in units:
            return row
    raise AssertionError(f"{module} stands in no row of LAYERS")


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=name_of)
def test_imports_run_downward_only(path: Path) -> None:
    relative = path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")
    unit = relative.split(".")[0]
    for name in imported(path):
        if name.startswith("ontherecord."):
            module = name.removeprefix("ontherecord.")
            assert module.split(".")[0] == unit or layer(module) < layer(relative), f"{relative} imports {module}"


@pytest.mark.parametrize("library", CONFINED)
def test_library_is_imported_by_its_adapter_alone(library: str) -> None:
    importers = {name_of(path) for path in sources() if any(n.split(".")[0] == library for n in imported(path))}
    folders = [place for place in CONFINED[library] if place.endswith("/")]

    assert {next(filter(name.startswith, folders), name) for name in importers} == CONFINED[library]


@pytest.mark.parametrize("path", [*sorted((ROOT / "ingest").rglob("*.py")), ROOT / "app.py"], ids=name_of)
def test_doors_use_public_names_only(path: Path) -> None:
    for name in imported(path):
        if name.split(".")[0] == "ontherecord":
            public = [*ontherecord.__all__, *(f"web.{public}" for public in ontherecord.web.__all__), *SERVED]
            assert name.removeprefix("ontherecord.") in public


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_nothing_runs_what_it_reads(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {
        node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }

    assert called.isdisjoint({"eval", "exec", "compile", "__import__"})
    assert FORBIDDEN.isdisjoint(name.split(".")[0] for name in imported(path))


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]

    assert len(text.splitlines()) <= LONGEST_MODULE
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= LONGEST_FUNCTION] == []


@pytest.mark.parametrize("path", sources(), ids=name_of)
def test_public_functions_are_explained(path: Path) -> None:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name
