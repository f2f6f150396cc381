"""Learns from PolNeAR's training part which words tell that a paragraph may hold somebody's words.

python tests/benchmarks/train_worth.py TRAIN.jsonl.gz --write src/ontherecord/attribution/worth.json

A logistic regression over the words of paragraphs without quotation marks, few of which get a weight; those with
marks are read in any case.
"""

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ontherecord.attribution.marks import normalised, paragraphs  # noqa: E402
from ontherecord.attribution.worth import WORD  # noqa: E402
from tests.benchmarks.packed import records  # noqa: E402

# Chosen on PolNeAR's dev part: .05 leaves 75 words and reads more of the news for the same share, 1 keeps 1,889.
STRENGTH = 0.2
RAREST = 6


def labelled(path: Path) -> tuple[list[str], list[bool]]:
    """Return the paragraphs without quotation marks, and whether words are ascribed to somebody in each."""
    texts, labels = [], []
    for article in records(path):
        text = normalised(article["text"])
        begins = sorted(
            one["content"][0][0] for one in article["attributions"] if one["content"] and one["source"] and one["cue"]
        )
        for start, end in paragraphs(text):
            if "“" not in text[start:end]:
                texts.append(text[start:end].lower())
                labels.append(any(start <= begin < end for begin in begins))
    return texts, labels


def main() -> None:
    """Learn, and write the weights."""
    source, flag, target = sys.argv[1:]
    assert flag == "--write", __doc__
    texts, labels = labelled(Path(source))
    counter = CountVectorizer(token_pattern=WORD.pattern, min_df=RAREST, binary=True)
    model = LogisticRegression(penalty="l1", C=STRENGTH, solver="liblinear", random_state=0)
    model.fit(counter.fit_transform(texts), labels)
    words = counter.get_feature_names_out()
    kept = np.flatnonzero(model.coef_[0])
    weights = {str(words[n]): round(float(model.coef_[0][n]), 3) for n in kept}
    learned = {"bias": round(float(model.intercept_[0]), 3), "words": dict(sorted(weights.items()))}
    Path(target).write_text(json.dumps(learned, indent=0) + "\n", encoding="utf-8")
    print(f"{len(texts):,} paragraphs, {sum(labels):,} with an attribution: {len(weights)} words have a weight")


if __name__ == "__main__":
    main()
