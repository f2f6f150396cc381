"""Learns how likely a name, number or date of a written sentence is in the wrong place.

    python tests/benchmarks/train_placing.py TRAINING.jsonl --library DIR [--tuning FILE.jsonl --small DIR]

The library is to hold the articles of the sentences. It writes `misplaced_KIND.json` into `src/ontherecord/ranking`,
and prints, for several probabilities, how many true sentences would be cut and how many false ones caught; with
`--tuning` it learns from those, too. Each figure is of sentences left out of what was learned from (five folds).
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from numpy.typing import NDArray  # noqa: E402
from sklearn.linear_model import LogisticRegression  # noqa: E402

from ontherecord import Library  # noqa: E402
from ontherecord.grounding.items import ItemKind  # noqa: E402
from ontherecord.grounding.placing import Placed, placed  # noqa: E402
from ontherecord.ranking.model import Feature, LinearModel  # noqa: E402
from tests.benchmarks.learning import written  # noqa: E402
from tests.benchmarks.stated import Stated, read  # noqa: E402

KINDS: tuple[ItemKind, ...] = ("name", "number", "date")
FOLDS = 5
# Of inverse strength, as scikit-learn has it.
REGULARISATION = 0.3
# Shares of true sentences that may be cut, for which it is printed how many false ones are caught.
COSTS = (0.02, 0.03, 0.05, 0.07, 0.1)


def examples(stated: Sequence[Stated], kind: ItemKind) -> tuple[list[Placed], list[bool], list[tuple[int, bool]]]:
    """Return the items of a kind, which of them are wrong, and of which sentence each is."""
    found, wrong, whose = list[Placed](), list[bool](), list[tuple[int, bool]]()
    for number, one in enumerate(stated):
        for truth in (True, False):
            text = one.true if truth else one.false
            changed = [] if truth else one.changed
            for item in placed(text, one.basis(text)):
                if item.item.kind == kind:
                    found.append(item)
                    wrong.append(any(item.item.start < end and start < item.item.end for start, end in changed))
                    whose.append((number, truth))
    return found, wrong, whose


def fit(found: Sequence[Placed], wrong: Sequence[bool]) -> LinearModel:
    """Return the logistic model of items."""
    names = list(found[0].features)
    rows = np.array([[one.features[name] for name in names] for one in found])
    mean, scale = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    learned = LogisticRegression(C=REGULARISATION, max_iter=5000).fit((rows - mean) / scale, wrong)
    features = zip(names, mean, scale, learned.coef_[0], strict=True)
    return LinearModel(
        {n: Feature(float(m), float(s), float(w)) for n, m, s, w in features}, float(learned.intercept_[0])
    )


def chances(model: LinearModel, found: Sequence[Placed]) -> NDArray[np.float64]:
    """Return the probability of each item to be wrong."""
    columns = {name: np.array([one.features[name] for one in found]) for name in model.features}
    return np.asarray(1 / (1 + np.exp(-model.log_odds(columns))))


def main() -> None:
    """Learn, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("training", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--tuning", type=Path)
    parser.add_argument("--small", type=Path, help="the library of the tuning sentences")
    options = parser.parse_args()
    with Library.open(options.library) as library:
        stated = read(options.training, library)
    if options.tuning:
        with Library.open(options.small) as library:
            stated += read(options.tuning, library)
    print(f"{len(stated)} pairs of sentences")
    for kind in KINDS:
        found, wrong, whose = examples(stated, kind)
        told = np.zeros(len(found))
        for fold in range(FOLDS):
            rows = [n for n, (number, _) in enumerate(whose) if number % FOLDS != fold]
            left = [n for n, (number, _) in enumerate(whose) if number % FOLDS == fold]
            told[left] = chances(fit([found[n] for n in rows], [wrong[n] for n in rows]), [found[n] for n in left])
        report(kind, stated, whose, told)
        target = ROOT / "src" / "ontherecord" / "ranking" / f"misplaced_{kind}.json"
        target.write_text(written(fit(found, wrong)), encoding="utf-8")


def report(
    kind: ItemKind, stated: Sequence[Stated], whose: Sequence[tuple[int, bool]], told: NDArray[np.float64]
) -> None:
    """Print what thresholds cost and catch."""
    worst = {(n, truth): 0.0 for n in range(len(stated)) for truth in (True, False)}
    for sentence, chance in zip(whose, told, strict=True):
        worst[sentence] = max(worst[sentence], float(chance))
    true = np.array([worst[n, True] for n in range(len(stated))])
    kinds = [kind] if kind != "name" else [kind, "speaker"]
    for cost in COSTS:
        threshold = float(np.quantile(true, 1 - cost))
        caught = {}
        for other in kinds:
            false = [worst[n, False] for n, one in enumerate(stated) if one.kind == other]
            caught[other] = round(float(np.mean([chance > threshold for chance in false])), 2)
        print(f"{kind}: from {threshold:.3f} on {cost:.0%} of the true ones are cut; caught: {caught}")


if __name__ == "__main__":
    main()
