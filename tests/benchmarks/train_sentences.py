"""Train the choice of sentences: `python tests/benchmarks/train_sentences.py QUESTIONS --library DIR --write FILE`.

Each question of the tuning weeks is asked of all articles up to its day; of the sentences of the passages found, one
that holds the answer is right. The model is a softmax over them; what is maximised is the probability of all right
ones. It is trained on what the ranking of passages finds, so that is to be trained first.
"""

import numpy as np

from ontherecord import Filters, Library
from ontherecord.answering.extractive import PASSAGES
from ontherecord.planning import plan
from ontherecord.ranking.sentences import sentence_features, statements
from ontherecord.retrieval import retrieve
from tests.benchmarks.learning import Example, asked_for, fit, written
from tests.benchmarks.quiz import Quizzed, read
from tests.gold.scoring import holds


def main() -> None:
    """Train on the tuning weeks and write the weights."""
    options = asked_for(__doc__)
    asked = [question for question in read(options.questions) if not question.testing]
    with Library.open(options.library) as library:
        examples = [example for question in asked if (example := gather(library, question))]
    options.write.write_text(written(fit(examples)), encoding="utf-8")


def gather(library: Library, question: Quizzed) -> Example | None:
    """Return the sentences found for a question and which of them are right; None where there are none."""
    query = library._query(plan(question.text, (), Filters(), question.day))
    hits = retrieve(query, library._archive, library._indexes, PASSAGES)
    found = list(statements(question.text, hits, query.words))
    if not found:
        return None
    right = np.array([holds(statement.sentence.text, question.answers) for statement in found])
    return Example(sentence_features(found, query.words), right)


if __name__ == "__main__":
    main()
