"""Linear models over named features, their weights in files beside this one."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Feature:
    """What a feature is on average, how much it varies, and what one such variation adds to the log-odds."""

    mean: float
    scale: float
    weight: float


@dataclass(frozen=True, slots=True)
class LinearModel:
    """The log-odds that a thing answers a question, as a weighted sum of its features."""

    features: Mapping[str, Feature]
    bias: float

    def log_odds(self, columns: Mapping[str, Column]) -> Column:
        """Return the log-odds for each row of columns of shape (rows,); what is unknown, NaN, adds nothing."""
        odds = np.full(len(next(iter(columns.values()))), self.bias)
        for name, feature in self.features.items():
            odds += feature.weight * np.nan_to_num((columns[name] - feature.mean) / feature.scale)
        return odds

    def scaled(self, scale: float, shift: float) -> "LinearModel":
        """Return the model whose log-odds are those of this one, scaled and shifted: it ranks alike."""
        features = {name: replace(feature, weight=feature.weight * scale) for name, feature in self.features.items()}
        return LinearModel(features, self.bias * scale + shift)


def chance(log_odds: Column) -> Column:
    """Return log-odds as probabilities."""
    return 1 / (1 + np.exp(-log_odds))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability."""
    return math.log(max(probability, 1e-12) / max(1 - probability, 1e-12))


@cache
def shipped(name: str) -> LinearModel:
    """Return the model in the file `name`.json of this package."""
    stored = json.loads(resources.files(__package__).joinpath(f"{name}.json").read_text(encoding="utf-8"))
    return LinearModel({key: Feature(**value) for key, value in stored["features"].items()}, stored["bias"])
