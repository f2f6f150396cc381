"""Train the ranker of passages: `python tests/benchmarks/train_passages.py QUESTIONS --library DIR --write FILE`.

Of the questions of the tuning weeks, each is asked of all articles up to its day; a passage that holds the answer is
right. The model is a softmax over the passages found; what is maximised is the probability of all right ones. Then
its log-odds are scaled and shifted until those of the best passage tell best whether there is an answer at all: the
questions of two half-years are asked of the articles of their own, and of the other one, which cannot know it.
"""

import time
from collections.abc import Sequence

import numpy as np
import torch

from ontherecord import Library
from ontherecord.planning import plan
from ontherecord.ranking.model import LinearModel
from ontherecord.ranking.passages import passage_features
from ontherecord.retrieval import find
from ontherecord.schema import Filters
from tests.benchmarks.learning import Example, asked_for, fit, written
from tests.benchmarks.quiz import Put, Quizzed, read
from tests.gold.scoring import holds


def main() -> None:
    """Train on the tuning weeks and write the weights."""
    options = asked_for(__doc__)
    asked = [question for question in read(options.questions) if not question.testing]
    with Library.open(options.library) as library:
        everywhere = gather(library, asked, [Put(Filters(), question.day) for question in asked])
        model = fit(everywhere)
        at_home = gather(library, asked, [question.home for question in asked])
        away = gather(library, asked, [question.away for question in asked])
    known = [model.log_odds(example.columns).max() for example in at_home if example.right.any()]
    strange = [model.log_odds(example.columns).max() for example in away]
    options.write.write_text(written(calibrated(model, known, strange)), encoding="utf-8")


def gather(library: Library, asked: Sequence[Quizzed], put: Sequence[Put | None]) -> list[Example]:
    """Return what is found for questions that are put somewhere, and which of it is right."""
    examples, began = list[Example](), time.monotonic()
    for number, (question, where) in enumerate(zip(asked, put, strict=True)):
        if number % 500 == 0:
            print(f"{number:,} of {len(asked):,} questions, {time.monotonic() - began:.0f} s", flush=True)
        if where is None:
            continue
        query = library._query(plan(question.text, (), where.filters, where.as_of))
        found = find(query, library._archive, library._indexes)
        if found:
            right = np.array([holds(candidate.passage.text, question.answers) for candidate in found])
            examples.append(Example(passage_features(found, query.words, query.moment), right))
    return examples


def calibrated(model: LinearModel, known: Sequence[float], strange: Sequence[float]) -> LinearModel:
    """Return the model with its log-odds scaled and shifted to those that a question is known, not strange."""
    odds = torch.tensor(np.array([*known, *strange]))
    truth = torch.tensor(np.array([1.0] * len(known) + [0.0] * len(strange)))
    # Both kinds weigh alike: how many strange questions are asked is not for us to say.
    weight = torch.where(truth == 1, 0.5 / len(known), 0.5 / len(strange))
    line = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=200)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = torch.nn.functional.binary_cross_entropy_with_logits(
            line[0] * odds + line[1], truth, weight=weight, reduction="sum"
        )
        value.backward()
        return value

    optimizer.step(loss)
    return model.scaled(*line.detach().tolist())


if __name__ == "__main__":
    main()
