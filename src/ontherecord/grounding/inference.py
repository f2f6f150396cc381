"""Whether slices entail a sentence, by a model for natural language inference, where one is set."""

import numpy as np

from ontherecord.cross_encoding import CrossEncoding
from ontherecord.errors import InferenceModelError
from ontherecord.grounding.basis import Basis

ENTAILMENT = "entail"
# A sentence that is less likely than this entailed by what it cites does not pass.
LEAST = 0.5


class InferenceJudge:
    """A judge over any cross-encoder for natural language inference; it is loaded when first used."""

    def __init__(self, model: str) -> None:
        """Take a model by folder or name."""
        self.model = model
        self._encoding = CrossEncoding(model)

    def doubts(self, written: str, basis: Basis) -> bool:
        """Return whether the model takes the sentence for not entailed. Raises InferenceModelError."""
        premise = "\n".join((*basis.titles, *basis.texts))
        try:
            logits, labels = self._encoding.read([(premise, written)]), self._encoding.labels
        except Exception as error:
            raise InferenceModelError(
                f"the inference model {self.model} cannot be loaded ({error}): "
                "name the folder of a cross-encoder for natural language inference with safetensors weights"
            ) from error
        place = next((place for place, label in labels.items() if ENTAILMENT in label.lower()), None)
        if place is None or logits.shape != (1, len(labels)):
            raise InferenceModelError(
                f"the inference model {self.model} has no label for entailment, but {', '.join(labels.values())}: "
                "name a cross-encoder for natural language inference"
            )
        chances = np.exp(logits[0] - logits[0].max())
        return float(chances[place] / chances.sum()) < LEAST
