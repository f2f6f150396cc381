"""Who wrote an answer and what was cut of it, in the words of every door."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from ontherecord.phrases import cut
from ontherecord.schema import Answer, Cut, Fault, Writing

LONGEST_NAME, LONGEST_FAILURE = 80, 400

FAULTS: Mapping[Fault, str] = {
    "form": "no plain statement",
    "citation": "no citation",
    "quotation": "a quotation that its sources lack",
    "speaker": "words given to another than their speaker",
    "date": "a date that its sources lack",
    "number": "a number that its sources lack",
    "name": "a name that its sources lack",
    "support": "too little of it in its sources",
    "place": "a name, number or date in another place than in its sources",
    "negation": "the opposite of what its sources say",
    "expectation": "told as done what its sources expect",
    "doubt": "doubted by the inference model",
    "repeated": "said before",
}


def byline(answer: Answer) -> str:
    """Return who wrote an answer, and how many sentences of a language model were cut and why, without a full stop.

    It is one line, empty where no model was asked. No word of a sentence that was cut is in it; words of a server
    may be, as it reports what failed.
    """
    writing = answer.writing
    if writing is None:
        return ""
    written = answer.mode == "generated"
    author = f"{'Written' if written else 'Quoted from the articles, not written'} by {_name(writing.model)}"
    quoted = sum(statement.verbatim for statement in answer.statements)
    return "; ".join([author + _failure(writing), *_cut(writing.cut), *_quoted(quoted)])


def _name(model: str) -> str:
    """Return a model's name, that of a file without its folders: they are nothing to a reader."""
    kind, colon, path = model.partition(":")
    return cut(f"{kind}{colon}{PurePath(path).name}" if kind == "gguf" else model, LONGEST_NAME)


def _failure(writing: Writing) -> str:
    """Return what failed, as it follows the name of the model."""
    failure = cut(writing.failure or "", LONGEST_FAILURE).rstrip(".")
    for subject in (f"{cut(writing.model, LONGEST_FAILURE)} ", "it "):
        if failure.startswith(subject):
            return f", which {failure.removeprefix(subject)}"
    return f": {failure}" if failure else ""


def _cut(sentences: Sequence[Cut]) -> list[str]:
    if not sentences:
        return []
    reasons = Counter(FAULTS[sentence.fault] for sentence in sentences)
    told = ", ".join(reason if times == 1 else f"{reason} ({times})" for reason, times in reasons.items())
    many = "one of its sentences was" if len(sentences) == 1 else f"{len(sentences)} of its sentences were"
    return [f"{many} cut: {told}"]


def _quoted(sentences: int) -> list[str]:
    if not sentences:
        return []
    return ["one sentence is quoted instead" if sentences == 1 else f"{sentences} sentences are quoted instead"]
