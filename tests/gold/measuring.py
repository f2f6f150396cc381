"""The gold questions and dialogues put to a library of the starter corpus, and what came of them, counted."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ontherecord import Answer, Library
from tests.gold.scoring import holds

FOLDER = Path(__file__).resolve().parent


def read(name: str) -> list[dict[str, Any]]:
    """Return the records of a file of JSON lines in this folder."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def ask_questions(library: Library) -> Counter[str]:
    """Return how many gold questions were answered, answered rightly, and refused."""
    counts = Counter[str]()
    for asked in read("questions.jsonl"):
        answer = library.ask(asked["question"], as_of=date.fromisoformat(asked["as_of"]))
        if asked["answers"]:
            counts["answerable: answered"] += answer.answered
            counts["answerable: said"] += said(answer, asked["answers"])
            counts["answerable: said first"] += said_first(answer, asked["answers"])
            counts["answerable: source cited"] += any(c.article.url in asked["urls"] for c in answer.citations)
        else:
            counts[f"{asked['kind']}: refused"] += not answer.answered
    return counts


def hold_dialogues(library: Library) -> Counter[str]:
    """Return how many follow-up questions were answered rightly, and refused where the corpus has no answer."""
    counts = Counter[str]()
    for turn, answer in follow_ups(library):
        if turn["answers"]:
            counts["follow-up: said"] += said(answer, turn["answers"])
        else:
            counts["follow-up: refused"] += not answer.answered
    return counts


def follow_ups(library: Library) -> Iterator[tuple[dict[str, Any], Answer]]:
    """Yield every turn of the dialogues but the first ones, with its answer."""
    for dialogue in read("dialogues.jsonl"):
        history = list[str]()
        for turn in dialogue["turns"]:
            if history:
                as_of = date.fromisoformat(dialogue["as_of"])
                yield turn, library.ask(turn["question"], history=tuple(history), as_of=as_of)
            history.append(turn["question"])


def said(answer: Answer, answers: list[str]) -> bool:
    """Return whether the sentences quoted hold an answer."""
    return any(holds(citation.text, answers) for citation in answer.citations)


def said_first(answer: Answer, answers: list[str]) -> bool:
    """Return whether the first sentence quoted holds an answer."""
    return bool(answer.citations) and holds(answer.citations[0].text, answers)
