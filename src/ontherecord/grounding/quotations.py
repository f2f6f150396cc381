"""What a written sentence puts in quotation marks: whether an article has it, and whose words it says they are."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ontherecord.archive import Archive
from ontherecord.attribution.attributions import Span, overlap
from ontherecord.attribution.grammar import PRONOUNS
from ontherecord.attribution.marks import normalised, paragraphs, segments
from ontherecord.attribution.resolving import resolve
from ontherecord.attribution.rules import attributions
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.sources import Source
from ontherecord.grounding.tokens import stems
from ontherecord.speakers import name_of, plain
from ontherecord.speakers.names import same_person

# Typography that makes no difference between a quotation and what it quotes.
SIGNS = ("['’‘ʼ`\"“”„«»]", "[-‐‑‒–—]")
# Marks that open or close nothing, and such as no article of ours quotes by; 6" of snow has none.
STRAY = re.compile(r"(?<!\d)\"|[“”„‟«»‹›「」『』〝〞＂❝❞″]|‘(?=[^\W\d])")
ENDING = " ,.;:!?…-–—"
# A report says what a quote on record says if they share so much of the shorter one's words.
SHARED = 0.4
# Fewer words in quotation marks are a term or a title.
FEWEST_WORDS = 4
# Characters before a quotation in which its speaker is named.
NEAR = 600
# Characters on each side of a quotation that are read for who said it where none is on record.
FAR = 2000
# Whose words they are is read by rule where the rule errs no more often than this.
SURE = 0.9
# Of so many places that have a quotation's words, one is taken that has them in marks.
MOST_PLACES = 20


@dataclass(frozen=True, slots=True)
class Located:
    """A quotation of a written sentence, by its place there, and where its source has the same words."""

    span: Span
    source: Source
    start: int
    end: int


def located(written: str, basis: Basis) -> list[Located] | None:
    """Return where the cited articles have what a sentence puts in quotation marks; None where one has no place."""
    copy, found = normalised(written), list[Located]()
    for segment in segments(copy, 0, len(copy)):
        words = copy[segment.start + 1 : segment.end - 1].strip(ENDING)
        place = _place(words, basis.sources) if segment.closed and words else None
        if place is None:
            return None
        found.append(Located((segment.start, segment.end), *place))
    outside = "".join(copy[start:end] for start, end in _between(copy))
    return None if STRAY.search(outside) else found


def ascribed_rightly(written: str, quoted: Sequence[Located], basis: Basis, archive: Archive) -> bool:
    """Return whether words are given to those who said them, as far as a sentence says who did.

    What is on record as a quote decides; where none is, the speaker is to be named near the words.
    """
    said = list(_said(written, basis.before))
    for place in quoted:
        claims = [claim for claim in said if any(overlap(place.span, span) for span in claim.content)]
        if not all(_is_whose(claim, place, archive) for claim in claims):
            return False
        if not claims and _is_speech(written, place) and not _names_speaker(written, place, archive):
            return False
    reports = [one for one in said if not any(overlap(q.span, span) for q in quoted for span in one.content)]
    return all(_is_reported(one, written, basis, archive) for one in reports)


@dataclass(frozen=True, slots=True)
class _Said:
    """What a sentence ascribes: where it says it, to whom in its words, and that person's name where it is known."""

    content: tuple[Span, ...]
    mention: str
    name: str | None
    confidence: float


def _said(written: str, before: str) -> Iterator[_Said]:
    text = f"{before}\n{written}" if before else written
    offset = len(text) - len(written)
    found = attributions(text)
    for one, person in zip(found, resolve(text, None, found), strict=True):
        if one.source is None or one.content[0][0] < offset:
            continue
        mention = text[slice(*one.source)]
        name = person.name if person else mention if _is_name(mention) else None
        yield _Said(tuple((a - offset, b - offset) for a, b in one.content), mention, name, one.confidence)


def _is_name(mention: str) -> bool:
    return any(word[:1].isupper() for word in mention.split()[-2:])


def _is_whose(claim: _Said, place: Located, archive: Archive) -> bool:
    """Return whether quoted words are whose a sentence says they are."""
    if not _is_in_marks(place.source, place.start, place.end):
        return False
    on_record = _speakers(place.source, (place.start, place.end), archive)
    if claim.name is None:
        return _is_role_there(claim.mention, place)
    if on_record:
        return any(_same(claim.name, speaker) for speaker in on_record)
    if unnamed := _unnamed(place, archive):
        return any(_same_words(claim.name, mention) for mention in unnamed)
    return _is_named_near(claim.name, place)


def _is_reported(claim: _Said, written: str, basis: Basis, archive: Archive) -> bool:
    """Return whether reported words are whose a sentence says they are, as far as quotes are on record."""
    if claim.name is None:
        return True
    words = frozenset[str]().union(*(stems(written[a:b]) for a, b in claim.content))
    speakers = list[str]()
    for source in basis.sources:
        for quote in archive.quoted.within(source.article, source.start, source.end):
            said = stems(source.article.text[quote.start : quote.end])
            if quote.speaker and said and len(said & words) >= SHARED * min(len(said), len(words)):
                speakers.append(quote.speaker)
    return not speakers or any(_same(claim.name, speaker) for speaker in speakers)


def _is_speech(written: str, place: Located) -> bool:
    """Return whether a quotation is long enough to be somebody's words, and no title, name or term."""
    return len(written[slice(*place.span)].split()) >= FEWEST_WORDS


def _names_speaker(written: str, place: Located, archive: Archive) -> bool:
    """Return whether a sentence that quotes without a verb of saying names the speaker, where one is on record."""
    on_record = _speakers(place.source, (place.start, place.end), archive)
    rest = written[: place.span[0]] + written[place.span[1] :]
    return not on_record or any(_same_words(speaker, rest) for speaker in on_record)


def _speakers(source: Source, span: Span, archive: Archive) -> list[str]:
    """Return who said what stands at a place: as quotes on record tell, or where none is, the article by rule."""
    quotes = archive.quoted.within(source.article, *span)
    if quotes:
        return [quote.speaker for quote in quotes if quote.speaker and quote.kind != "indirect"]
    return list(_speakers_by_rule(source.article.text, span))


def _unnamed(place: Located, archive: Archive) -> list[str]:
    """Return whose words on record are that the article calls by no name: who "the brand" is, nobody knows."""
    quotes = archive.quoted.within(place.source.article, place.start, place.end)
    said = [quote.mention for quote in quotes if quote.mention and not quote.speaker and quote.kind != "indirect"]
    return [mention for mention in said if mention.lower() not in PRONOUNS]


def _speakers_by_rule(text: str, span: Span) -> Iterator[str]:
    start, end = max(span[0] - FAR, 0), min(span[1] + FAR, len(text))
    first, last = text.rfind("\n", start, span[0]) + 1 or start, text.find("\n", span[1], end)
    last = last if last >= 0 else end
    for one in _said(text[first:last], text[start:first]):
        if one.name and one.confidence >= SURE and any(overlap((a + first, b + first), span) for a, b in one.content):
            yield one.name


def _is_in_marks(source: Source, first: int, last: int) -> bool:
    """Return whether an article, too, has the words in quotation marks."""
    text = source.article.text
    start, end = text.rfind("\n", 0, first) + 1, text.find("\n", last)
    line = normalised(text[start : end if end >= 0 else len(text)])
    inside = segments(line, 0, len(line))
    return any(one.start <= first - start and last - start <= one.end for one in inside)


def _is_role_there(mention: str, place: Located) -> bool:
    words = stems(mention)
    near = place.source.article.text[max(place.start - NEAR, 0) : place.end + NEAR // 2]
    return bool(words) and words <= stems(near)


def _is_named_near(name: str, place: Located) -> bool:
    """Return whether somebody is named outside of quotation marks in the paragraph of a quotation, or before it."""
    text = place.source.article.text
    for start, end in reversed([span for span in paragraphs(text) if span[0] <= place.start]):
        line = normalised(text[start:end])
        bare = "".join(line[a:b] for a, b in _between(line))
        if _same_words(name, bare):
            return True
        if start < place.start - NEAR:
            return False
    return False


def _between(line: str) -> Iterator[Span]:
    position = 0
    for one in segments(line, 0, len(line)):
        yield position, one.start
        position = one.end
    yield position, len(line)


def _same(one: str, other: str) -> bool:
    """Return whether two names may be one person's or body's."""
    first, second = name_of(one), name_of(other)
    if first is None or second is None:
        return plain(one) == plain(other)
    if first.given and second.given:
        return same_person(first, second)
    return first.surname in second.words or second.surname in first.words


def _same_words(name: str, text: str) -> bool:
    found = name_of(name)
    return bool(found and re.search(rf"\b{re.escape(found.surname)}\b", plain(text)))


def _place(words: str, sources: Sequence[Source]) -> tuple[Source, int, int] | None:
    """Return where words stand in a source, or else anywhere in its article."""
    pattern = _pattern(words)
    for anywhere in (False, True):
        spans = ((one, 0, len(one.article.text)) if anywhere else (one, one.start, one.end) for one in sources)
        found = ((one, *match.span()) for one, *span in spans for match in pattern.finditer(one.article.text, *span))
        places = list(islice(found, MOST_PLACES))
        if places:
            return next((place for place in places if _is_in_marks(*place)), places[0])
    return None


def _pattern(words: str) -> re.Pattern[str]:
    parts = [_written(word) for word in words.split()]
    first = words[0]
    if first.isalpha():
        parts[0] = f"[{first.lower()}{first.upper()}]" + parts[0][1:]
    spaced = r"\s+".join(parts)
    return re.compile(rf"(?<!\w){spaced}(?!\w)")


def _written(word: str) -> str:
    kinds = (next((kind for kind in SIGNS if re.fullmatch(kind, sign)), re.escape(sign)) for sign in word)
    return "".join(kinds)
