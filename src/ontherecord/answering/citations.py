"""The gate that every answer passes: each sentence cited, each citation an exact slice of a stored version."""

from dataclasses import replace

from ontherecord.answering.quotes import carriers
from ontherecord.answering.wording import lead_in, refusal, told
from ontherecord.archive import Archive, Scope
from ontherecord.errors import CitationError
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.gate import Gate
from ontherecord.grounding.sources import Source
from ontherecord.schema import Answer, Citation, Quote


def verify(answer: Answer, archive: Archive, gate: Gate) -> Answer:
    """Return the answer if it may leave the library; raises CitationError where it may not.

    Each citation must slice out of the version of the article that the archive holds, word for word, and must stand
    in the text directly before its marker; what is left of the text beside citations and their lead-ins is nothing.
    A written sentence passes the gate with the slices that it cites. An answer without evidence says that there is
    none, and nothing else.
    """
    if not answer.answered:
        if answer.citations or answer.text != refusal(answer.searched, answer.heard):
            raise CitationError(
                f"the refusal of “{answer.question}” says more than that: this is a fault of the library"
            )
        return answer
    if not answer.citations:
        raise CitationError(f"the answer to “{answer.question}” cites nothing: this is a fault of the library")
    for citation in answer.citations:
        _check(citation, archive)
    if answer.statements:
        _check_statements(answer, gate)
    else:
        _check_text(answer)
    return answer


def with_standing(answer: Answer, archive: Archive) -> Answer:
    """Return the answer with how each cited article stands in the archive.

    That is how many versions of it there are, and which other outlets carry its story, or the words of somebody that
    are cited, within the filters and the as-of date.
    """
    cited = [article.id for article in answer.sources]
    counts = archive.version_counts(cited)
    also_in = archive.also_in(cited, Scope(answer.searched.filters, answer.searched.as_of))
    citations = tuple(
        replace(
            one,
            versions=counts.get(one.article.id, 1),
            also_in=carriers(one.quote) if one.quote else also_in[one.article.id],
        )
        for one in answer.citations
    )
    return replace(answer, citations=citations)


def _check(citation: Citation, archive: Archive) -> None:
    """Check that a citation is on the record; so is what its lead-in says of the article."""
    stored = archive.article(citation.article.id, citation.article.version)
    inside = 0 <= citation.start < citation.end
    if (
        stored is None
        or stored != citation.article
        or not inside
        or stored.text[citation.start : citation.end] != citation.text
    ):
        raise CitationError(
            f"citation {citation.marker} is not in “{citation.article.headline}” at {citation.start}: "
            "run `python -m ontherecord verify` to look for damage"
        )
    if citation.quote is not None:
        _check_quote(citation, citation.quote, archive)


def _check_quote(citation: Citation, quote: Quote, archive: Archive) -> None:
    """Check that what a citation is cited for is within it, and on the record as the words of whom it names."""
    within = quote.article == citation.article and citation.start <= quote.start <= quote.end <= citation.end
    if not within or not archive.quoted.holds(quote):
        raise CitationError(
            f"citation {citation.marker} is not on record as the words of {quote.speaker}: "
            "run `python -m ontherecord rebuild --quotes`"
        )


def _check_statements(answer: Answer, gate: Gate) -> None:
    """Check that an answer is its sentences, each an article's own or one that passes the gate, and no more."""
    numbers = list(range(1, len(answer.citations) + 1))
    markers = {marker for statement in answer.statements for marker in statement.markers}
    if [citation.marker for citation in answer.citations] != numbers or markers != set(numbers):
        raise CitationError("an answer's markers are not those of its citations: this is a fault of the library")
    if not all(one.markers for one in answer.statements) or answer.text != told(answer.statements, answer.citations):
        raise CitationError("the answer says more than its sentences do: this is a fault of the library")
    for place, statement in enumerate(answer.statements):
        cited = [answer.citations[marker - 1] for marker in statement.markers]
        before = " ".join(one.text for one in answer.statements[:place])
        sources = tuple(map(Source.of, cited))
        if statement.verbatim:
            sound = len(cited) == 1 and statement.text == cited[0].text
        else:
            sound = (
                gate.fault(
                    statement.text, Basis(sources, answer.searched.query, before, answer.searched.as_of.date())
                )
                is None
            )
        if not sound:
            raise CitationError(
                f"“{statement.text}” is not borne out by what it cites: this is a fault of the library"
            )


def _check_text(answer: Answer) -> None:
    rest = answer.text
    for number, citation in enumerate(answer.citations, 1):
        before, found, rest = rest.partition(f"{citation.text} [{number}]")
        if not found or citation.marker != number:
            raise CitationError(f"citation {citation.marker} does not stand before its marker in the answer")
        if before.strip() not in ("", f"{lead_in(citation)}:"):
            raise CitationError(f"the answer says “{before.strip()}” and cites nothing for it")
    if rest.strip():
        raise CitationError(f"the answer says “{rest.strip()}” and cites nothing for it")
