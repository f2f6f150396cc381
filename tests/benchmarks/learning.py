"""How the linear models of ranking are learned."""

import argparse
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from ontherecord.ranking.model import Column, Feature, LinearModel

EPOCHS = 100
BATCH = 64
LEARNING_RATE = 0.005
DECAY = 1e-3
DIGITS = 4


@dataclass(frozen=True, slots=True)
class Example:
    """What was found for a question: the features, columns of shape (found,), and which are right."""

    columns: Mapping[str, Column]
    right: NDArray[np.bool_]


def asked_for(description: str) -> argparse.Namespace:
    """Return what a command for training was given: `questions`, `library` and `write`."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--write", type=Path, required=True, help="the file of weights")
    return parser.parse_args()


def fit(examples: Sequence[Example]) -> LinearModel:
    """Return the model under whose softmax the right ones of each example are likeliest together.

    Examples in which nothing is right, or everything, teach nothing and are left out.
    """
    used = [example for example in examples if example.right.any() and not example.right.all()]
    names = list(used[0].columns)
    rows = [np.column_stack([example.columns[name] for name in names]) for example in used]
    everything = np.concatenate(rows)
    mean, scale = np.nanmean(everything, axis=0), np.nanstd(everything, axis=0) + 1e-6
    most = max(map(len, rows))
    features = torch.zeros(len(used), most, len(names))
    absent, wrong = torch.full((len(used), most), -1e9), torch.full((len(used), most), -1e9)
    for number, (example, row) in enumerate(zip(used, rows, strict=True)):
        features[number, : len(row)] = torch.tensor(np.nan_to_num((row - mean) / scale))
        absent[number, : len(row)] = 0
        wrong[number, : len(row)][torch.tensor(example.right)] = 0
    weights = _descend(features, absent, wrong)
    learned = zip(names, mean.tolist(), scale.tolist(), weights, strict=True)
    return LinearModel({name: Feature(*map(_rounded, values)) for name, *values in learned}, 0.0)


def written(model: LinearModel) -> str:
    """Return a model as the text of its file."""
    features = {
        name: {key: _rounded(value) for key, value in asdict(feature).items()}
        for name, feature in model.features.items()
    }
    return json.dumps({"features": features, "bias": _rounded(model.bias)}, indent=1) + "\n"


def _descend(features: torch.Tensor, absent: torch.Tensor, wrong: torch.Tensor) -> list[float]:
    torch.manual_seed(0)
    model = torch.nn.Linear(features.shape[2], 1, bias=False)
    optimizer = torch.optim.AdamW(model.parameters(), lr=LEARNING_RATE, weight_decay=DECAY)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(features)).split(BATCH):
            odds = model(features[batch]).squeeze(-1) + absent[batch]
            loss = (torch.logsumexp(odds, 1) - torch.logsumexp(odds + wrong[batch], 1)).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
    return [float(weight) for weight in model.weight.detach()[0].tolist()]


def _rounded(value: float) -> float:
    return round(value, DIGITS)
