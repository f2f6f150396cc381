"""Puts quiz questions to a language model, and measures what the gate makes of its answers.

    python tests/benchmarks/written_answers.py QUESTIONS.jsonl.gz --library DIR --llm gguf:model.gguf --write OUT

Sixty questions whose article is known to be in the library, as of their day. For each it notes what the model wrote,
what was shown, and the extractive answer; an answer is right if an accepted one stands in it. `OUT` has a line a
question, with the sentences kept beside what they cite, to be read and judged.
"""

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ontherecord import Answer, Library, Settings  # noqa: E402
from ontherecord.answering.generated import write  # noqa: E402
from ontherecord.llms import LanguageModel, Prompt, language_model  # noqa: E402
from tests.benchmarks.quiz import Quizzed, read  # noqa: E402
from tests.gold.scoring import holds  # noqa: E402

QUESTIONS = 60


class Recorded:
    """A language model, and what it said last."""

    def __init__(self, model: LanguageModel) -> None:
        """Record a model."""
        self.name, self.window, self._model = model.name, model.window, model
        self.said = ""

    def stream(self, prompt: Prompt, most: int) -> Iterator[str]:
        """Yield what the model says."""
        self.said = ""
        for piece in self._model.stream(prompt, most):
            self.said += piece
            yield piece


def ask(question: Quizzed, library: Library, model: Recorded) -> tuple[dict[str, object], Answer, Answer]:
    """Return what became of a question, the extractive answer and the written one."""
    draft = library._answers.drafts.draft(question.text, (), None, question.day)
    began, first, answer = time.perf_counter(), None, draft.answer
    model.said = ""
    if draft.answer.answered:
        for piece in write(draft, model, library._answers.gate, library._answers.drafts.checked):
            first = first or time.perf_counter() - began
            answer = piece if isinstance(piece, Answer) else answer
    cited = {c.marker: c.article.text[max(c.start - 300, 0) : c.end + 200] for c in answer.citations}
    kept = [(s.text, [cited[marker] for marker in s.markers]) for s in answer.statements if not s.verbatim]
    noted = {
        "question": question.text,
        "answers": question.answers,
        "said": model.said,
        "shown": answer.text,
        "extractive": draft.answer.text,
        "mode": answer.mode,
        "kept": kept,
        "cut": [(cut.fault, cut.replaced, cut.text) for cut in (answer.writing.cut if answer.writing else ())],
        "failure": answer.writing.failure if answer.writing else None,
        "first": first,
        "seconds": time.perf_counter() - began,
    }
    return noted, draft.answer, answer


def main() -> None:
    """Ask, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--library", type=Path, required=True)
    parser.add_argument("--llm", required=True)
    parser.add_argument("--window", type=int, default=2048, help="tokens that the model reads (default: 2048)")
    parser.add_argument("--write", type=Path, required=True)
    options = parser.parse_args()
    known = [question for question in read(options.questions) if question.gold_urls]
    chosen = random.Random(6).sample(known, QUESTIONS)
    settings = Settings(llm_window=options.window, llm_patience=600)
    model = Recorded(language_model(options.llm, settings))
    noted = list[dict[str, object]]()
    right = Counter[str]()
    faults = Counter[str]()
    with Library.open(options.library, settings) as library, options.write.open("w", encoding="utf-8") as out:
        for question in chosen:
            one, extractive, answer = ask(question, library, model)
            texts = {"model alone": model.said, "written": answer.text, "extractive": extractive.text}
            right.update(name for name, text in texts.items() if holds(text, question.answers))
            faults.update(cut.fault for cut in (answer.writing.cut if answer.writing else ()))
            noted.append(one)
            out.write(json.dumps(one, ensure_ascii=False) + "\n")
            out.flush()
    kept = sum(len(one["kept"]) for one in noted)  # type: ignore[arg-type, misc]  # it is a list
    seconds = [float(one["seconds"]) for one in noted if one["said"]]  # type: ignore[arg-type]  # it is a number
    print(f"right of {len(noted)}: {dict(right)}")
    print(
        f"modes: {dict(Counter(one['mode'] for one in noted))}; failures: {Counter(one['failure'] for one in noted)}"
    )
    print(f"sentences kept: {kept}; cut: {sum(faults.values())} {dict(faults)}")
    print(f"seconds an answer: median {np.median(seconds):.1f}, 95th percentile {np.quantile(seconds, 0.95):.1f}")


if __name__ == "__main__":
    main()
