"""An answer that was kept as JSON, read again: what it cites is cut anew, and nothing is taken on its word.

Who kept it may have altered it in any way. What the record alone can tell, such as how many articles were searched
then, is taken from it within bounds; what the archive can tell is asked of the archive.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import get_args

from ontherecord.answering.kept import Kept, UnreadableError
from ontherecord.archive import Archive, Scope
from ontherecord.copies import as_they_stand
from ontherecord.errors import CitationError, QuestionError
from ontherecord.phrases import cut
from ontherecord.schema import (
    Answer,
    Article,
    Citation,
    Cut,
    Fault,
    Filters,
    Heard,
    Mode,
    Quote,
    QuoteKind,
    Searched,
    Statement,
    Status,
    Writing,
)
from ontherecord.speakers import surname_of

# An answer has a few hundred words; what is far longer was not kept as it was given.
LONGEST_NAME, LONGEST_SENTENCE, LONGEST_TEXT = 1_000, 20_000, 200_000
MOST_CITATIONS, MOST_STATEMENTS, MOST_PUBLISHERS, MOST_SUGGESTIONS = 100, 50, 1_000, 20
LONGEST_REASON = 500
AGAIN = "ask the question again"


def recall(record: object, archive: Archive, check: Callable[[Answer], Answer]) -> Answer:
    """Return the answer that a record holds, as `to_dict` made it; `check` lets through what may leave the library.

    Raises CitationError for a record that is none, or that says what the archive does not.
    """
    try:
        return check(_answer(Kept(record), archive))
    except (UnreadableError, QuestionError, OverflowError) as error:
        raise CitationError(f"what was kept is no answer of this library ({error}): {AGAIN}") from error
    except CitationError as error:
        reason = cut(str(error), LONGEST_REASON)
        raise CitationError(f"the answer that was kept is not on record as it stands ({reason}): {AGAIN}") from error


def _answer(kept: Kept, archive: Archive) -> Answer:
    searched = _searched(kept.record("searched"))
    question = kept.text("question", LONGEST_SENTENCE)
    scope = Scope(searched.filters, searched.as_of)
    citations = tuple(_citations(kept.records("citations", MOST_CITATIONS), archive, scope))
    statements = tuple(map(_statement, kept.records("statements", MOST_STATEMENTS)))
    heard = kept.optional("heard", Kept.record)
    answer = Answer(
        question,
        kept.text("text", LONGEST_TEXT),
        kept.choice("status", get_args(Status)),
        kept.choice("mode", get_args(Mode)),
        citations,
        searched,
        suggestions=tuple(_suggestions(kept.records("suggestions", MOST_SUGGESTIONS), archive)),
        evidence=kept.optional("evidence", Kept.share),
        heard=_heard(heard, f"{question} {searched.query}", archive) if heard else None,
        statements=statements,
        writing=_writing(writing) if (writing := kept.optional("writing", Kept.record)) else None,
    )
    if answer.mode != _mode(answer):
        raise UnreadableError("its mode is not that of its sentences")
    return answer


def _mode(answer: Answer) -> Mode:
    if answer.statements:
        return "generated"
    return "quotes" if answer.heard or any(citation.quote for citation in answer.citations) else "extractive"


def _searched(kept: Kept) -> Searched:
    filters = kept.record("filters")
    return Searched(
        query=kept.text("query", LONGEST_SENTENCE),
        articles=kept.number("articles"),
        first=kept.optional("first", Kept.moment),
        last=kept.optional("last", Kept.moment),
        filters=Filters(
            filters.optional("after", Kept.moment),
            filters.optional("before", Kept.moment),
            tuple(filters.texts("publishers", MOST_PUBLISHERS, LONGEST_NAME)),
            filters.optional_text("language", LONGEST_NAME),
        ),
        as_of=kept.moment("as_of"),
        window=kept.optional_text("window", LONGEST_NAME),
        stories=kept.optional("stories", Kept.number),
        outlets=kept.optional("outlets", Kept.number),
    )


def _citations(kept: Sequence[Kept], archive: Archive, scope: Scope) -> Iterator[Citation]:
    known = archive.known([one.record("article").text("id", LONGEST_NAME) for one in kept])
    for one in kept:
        source = one.record("article")
        identity, version = source.text("id", LONGEST_NAME), source.number("version")
        article = archive.article(identity, version) if identity in known else None
        if article is None:
            raise CitationError(f"version {version} of article {identity} is not on record any more")
        start, end, text = one.number("start"), one.number("end"), one.text("text", LONGEST_SENTENCE)
        if article.text[start:end] != text:
            raise CitationError(f"“{article.headline}” has other words from {start} to {end}")
        facts = one.optional("quote", Kept.record)
        quote = _quote(facts, article, archive, scope) if facts else None
        yield Citation(one.number("marker"), article, start, end, text, quote)


def _quote(kept: Kept, article: Article, archive: Archive, scope: Scope) -> Quote:
    start, end = kept.number("start"), kept.number("end")
    kind = kept.choice("kind", get_args(QuoteKind))
    speaker, utterance = kept.optional_text("speaker", LONGEST_NAME), kept.number("utterance")
    for found in archive.quoted.within(article, start, end):
        facts = found.start, found.end, found.kind, found.speaker, found.utterance
        if facts == (start, end, kind, speaker, utterance):
            return next(as_they_stand(archive, article, [found], scope))
    raise CitationError(f"“{article.headline}” is not on record with words of {speaker} from {start} to {end}")


def _suggestions(kept: Sequence[Kept], archive: Archive) -> Iterator[Article]:
    for one in kept:
        article = archive.article(one.text("id", LONGEST_NAME))
        if article is not None:
            yield article


def _heard(kept: Kept, asked: str, archive: Archive) -> Heard:
    """Return how often somebody is quoted; the name is one that was asked for, or that articles have."""
    speaker = kept.text("speaker", LONGEST_NAME)
    if not _words(speaker) <= _words(asked) and speaker not in archive.quoted.names(surname_of(speaker) or ""):
        raise CitationError(f"nobody is quoted as “{speaker}”")
    return Heard(speaker, kept.number("articles"))


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.casefold()))


def _statement(kept: Kept) -> Statement:
    markers = tuple(kept.numbers("markers", MOST_CITATIONS))
    return Statement(kept.text("text", LONGEST_SENTENCE), markers, kept.truth("verbatim"), kept.truth("opens"))


def _writing(kept: Kept) -> Writing:
    left_out = kept.records("cut", MOST_STATEMENTS)
    faults = get_args(Fault)
    return Writing(
        kept.text("model", LONGEST_NAME),
        tuple(
            Cut(one.text("text", LONGEST_SENTENCE), one.choice("fault", faults), one.truth("replaced"))
            for one in left_out
        ),
        kept.number("unknown_keys"),
        kept.optional_text("failure", LONGEST_SENTENCE),
    )
