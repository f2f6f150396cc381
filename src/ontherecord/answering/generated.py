"""Answers that a language model writes: each sentence held to what it cites before anybody reads it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace

from ontherecord.answering.dictation import Dictated, Dictation
from ontherecord.answering.drafting import Draft
from ontherecord.answering.prompting import ANSWER_TOKENS, NO_ANSWER, Briefing, brief
from ontherecord.answering.wording import pieces, spoken, told
from ontherecord.errors import LanguageModelError
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.gate import Gate
from ontherecord.grounding.sources import Source
from ontherecord.grounding.stretches import stretches
from ontherecord.grounding.tokens import stems
from ontherecord.language.orders import is_order
from ontherecord.llms import LanguageModel
from ontherecord.schema import Answer, Citation, Cut, Fault, Statement, Writing

# An answer has so many written sentences at most; a model that has so many cut is let go on no longer.
MOST_SENTENCES, MOST_CUT = 8, 5
# Two sentences that share more of their words than this say the same.
SAME_WORDS = 0.8
# An article's sentence stands for one that did not pass if it has so many of its words.
CARRIES = 0.4
FOUND_NONE = "it found no answer in the evidence"
NONE_LEFT = "none of its sentences stood up to the evidence"
ON_AND_ON = "it was stopped, for too many of its sentences did not stand up to the evidence"
NO_ROOM = "its context window holds no evidence: set ONTHERECORD_LLM_WINDOW, or name a model with a larger one"


@dataclass(slots=True)
class _Page:
    """What has been written so far, and what was cut."""

    draft: Draft
    citations: list[Citation] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    cut: list[Cut] = field(default_factory=list)
    unknown_keys: int = 0
    failure: str | None = None

    @property
    def written(self) -> bool:
        """Whether a sentence of the model's stands on it."""
        return any(not statement.verbatim for statement in self.statements)

    @property
    def full(self) -> bool:
        """Whether the model is to be stopped."""
        return len(self.statements) >= MOST_SENTENCES or len(self.cut) >= MOST_CUT

    @property
    def before(self) -> str:
        """The words of the sentences so far."""
        return " ".join(statement.text for statement in self.statements)

    def put(self, text: str, sources: Sequence[Source], *, opens: bool) -> None:
        """Write down a sentence that passed, with markers for what it cites."""
        markers = tuple(dict.fromkeys(self._marker(source) for source in sources))
        self.statements.append(Statement(text, markers, opens=opens))

    def put_verbatim(self, citation: Citation) -> None:
        """Write down an article's own sentence."""
        marker = self._marker(Source.of(citation))
        self.statements.append(Statement(citation.text, (marker,), verbatim=True, opens=True))

    def substitute(self, text: str) -> Citation | None:
        """Return the sentence of the extractive answer that carries what a written one was to say, if one does."""
        said = stems(text)
        best = max(self._unused, key=lambda one: len(stems(one.text) & said), default=None)
        return best if best and len(stems(best.text) & said) >= CARRIES * len(said) else None

    @property
    def missing(self) -> Citation | None:
        """The best sentence of the extractive answer, where nothing of it is cited though something was cut."""
        best = self.draft.answer.citations[0]
        return best if best in self._unused and any(not cut.replaced for cut in self.cut) else None

    @property
    def _unused(self) -> list[Citation]:
        """The sentences of the extractive answer of which nothing is cited yet, and that assert something."""
        left = (one for one in self.draft.answer.citations if not any(_overlap(one, c) for c in self.citations))
        return [one for one in left if not is_order(one.text)]

    def _marker(self, source: Source) -> int:
        for known in self.citations:
            place = (known.article.id, known.start, known.end, known.quote)
            if place == (source.article.id, source.start, source.end, source.quote):
                return known.marker
        article, number = source.article, len(self.citations) + 1
        self.citations.append(Citation(number, article, source.start, source.end, source.text, source.quote))
        return number


def write(
    draft: Draft, model: LanguageModel | None, gate: Gate, check: Callable[[Answer], Answer]
) -> Iterator[str | Answer]:
    """Yield a written answer piece by piece, each sentence once it has passed, then the whole of it, once checked.

    Without a model, and where there is nothing to write from, it is the draft's answer; so it is where the model
    fails, or nothing of its stands, with what became of the model.
    """
    if model is None or not draft.answer.answered:
        yield from pieces(draft.answer.text)
        yield draft.answer
        return
    question, page, shown = draft.answer.searched.query, _Page(draft), 0
    briefing = brief(question, draft.answer.searched.as_of, draft.sources, model.window)
    if briefing is None:
        page.failure = NO_ROOM
    else:
        for _ in _dictated(briefing, question, model, gate, page):
            # What stands for a sentence that was cut waits for one that was not.
            while page.written and shown < len(page.statements):
                yield spoken(page.statements[shown], page.citations, first=shown == 0)
                shown += 1
    writing = Writing(model.name, tuple(page.cut), page.unknown_keys, page.failure)
    if not page.written:
        answer = replace(draft.answer, writing=replace(writing, failure=page.failure or NONE_LEFT))
        yield from pieces(answer.text)
        yield check(answer)
        return
    if missing := page.missing:
        page.put_verbatim(missing)
    for place, statement in enumerate(page.statements[shown:], shown):
        yield spoken(statement, page.citations, first=place == 0)
    written = replace(
        draft.answer,
        text=told(page.statements, page.citations),
        mode="generated",
        citations=tuple(page.citations),
        statements=tuple(page.statements),
        writing=writing,
    )
    yield check(written)


def _dictated(briefing: Briefing, question: str, model: LanguageModel, gate: Gate, page: _Page) -> Iterator[None]:
    """Take down what a model says; yields after each sentence."""
    dictation = Dictation(briefing.sources.keys())
    try:
        with closing(model.stream(briefing.prompt, ANSWER_TOKENS)) as stream:  # type: ignore[type-var]
            for piece in stream:
                for sentence in dictation.take(piece):
                    if _take(sentence, briefing, question, gate, page):
                        return
                    yield
        for sentence in dictation.end():
            if _take(sentence, briefing, question, gate, page):
                return
            yield
    except LanguageModelError as error:
        page.failure = str(error)


def _take(sentence: Dictated, briefing: Briefing, question: str, gate: Gate, page: _Page) -> bool:
    """Write a sentence down, or what stands for it, and return whether the model has said enough."""
    if sentence.text.startswith(NO_ANSWER) or sentence.text.strip(" .").upper() == NO_ANSWER:
        page.failure = FOUND_NONE
        return True
    page.unknown_keys += sentence.unknown
    text = sentence.text if sentence.text.rstrip('"”’)').endswith((".", "!", "…")) else f"{sentence.text}."
    sources = stretches(text, [briefing.sources[key] for key in sentence.keys])
    fault = _fault(text, sources, question, gate, page)
    if fault is None:
        page.put(text, sources, opens=sentence.opens or bool(page.statements and page.statements[-1].verbatim))
    else:
        substitute = None if fault == "repeated" else page.substitute(text)
        page.cut.append(Cut(sentence.text, fault, replaced=substitute is not None))
        if substitute:
            page.put_verbatim(substitute)
    if len(page.cut) >= MOST_CUT:
        page.failure = ON_AND_ON
    return page.full


def _fault(text: str, sources: Sequence[Source], question: str, gate: Gate, page: _Page) -> Fault | None:
    words = stems(text)
    for statement in page.statements:
        said = stems(statement.text)
        if len(words & said) > SAME_WORDS * max(min(len(words), len(said)), 1):
            return "repeated"
    return gate.fault(text, Basis(tuple(sources), question, page.before, page.draft.answer.searched.as_of.date()))


def _overlap(one: Citation, other: Citation) -> bool:
    return one.article.id == other.article.id and one.start < other.end and other.start < one.end
