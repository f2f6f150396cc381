"""From what the tagger reads in a paragraph to attributions: the words, their source and their cue."""

from collections.abc import Iterator, Mapping, Sequence

from ontherecord.attribution.attributions import Attribution, Span
from ontherecord.attribution.marks import Segment, kind_of, segments
from ontherecord.attribution.tagger import Bond, Reading, Tagged

# A quotation is all of somebody's words if so much of it was read as content.
MOSTLY = 0.6


def linked(text: str, paragraph: Span, readings: Sequence[Reading]) -> list[Attribution]:
    """Return the attributions of a paragraph of a text whose quotation marks are normalised, in order."""
    quoted = segments(text, *paragraph)
    found = [attribution for reading in readings for attribution in _attributions(text, reading, quoted)]
    return sorted(found, key=lambda one: one.content)


def _attributions(text: str, reading: Reading, quoted: Sequence[Segment]) -> Iterator[Attribution]:
    sources = {bond.one: bond for bond in reading.sources}
    for cue, contents in _by_cue(reading).items():
        source = _source(text, reading, sources, cue)
        tagged = [reading.tagged[place] for place, _ in contents]
        chances = [one.chance for one in tagged] + [chance for _, chance in contents]
        if source is not None:
            chances.append(source.chance)
            chances += [reading.tagged[place].chance for place in (cue, source.other) if place is not None]
        fragments = _to_marks([one.span for one in tagged], quoted)
        yield Attribution(
            content=fragments,
            source=_span(reading.tagged, source.other if source else None),
            cue=_span(reading.tagged, cue),
            kind=kind_of(text, fragments),
            confidence=min(chances),
        )


def _source(text: str, reading: Reading, sources: Mapping[int, Bond], cue: int | None) -> Bond | None:
    """Return to whom a cue belongs: "adding" and "saying" without a source of their own to whoever spoke before."""
    if cue is None:
        return None
    own = sources[cue]
    span = reading.tagged[cue].span
    if own.other is None and text[span[0] : span[1]].endswith("ing"):
        before = [bond for bond in reading.sources if bond.one < cue and bond.other is not None]
        return before[-1] if before else own
    return own


def _by_cue(reading: Reading) -> dict[int | None, list[tuple[int, float]]]:
    """Return the contents that each cue introduces, with how sure that is; those of no cue go to the one before."""
    found = dict[int | None, list[tuple[int, float]]]()
    for bond in reading.cues:
        cue = bond.other
        if cue is None:
            before = [other.one for other in reading.sources if other.one < bond.one]
            cue = before[-1] if before else None
        found.setdefault(cue, []).append((bond.one, bond.chance))
    return found


def _span(tagged: Sequence[Tagged], place: int | None) -> Span | None:
    return None if place is None else tagged[place].span


def _to_marks(fragments: Sequence[Span], quoted: Sequence[Segment]) -> tuple[Span, ...]:
    """Return fragments with all of each quotation that they hold most of, joined where they meet."""
    snapped = list[Span]()
    for start, end in fragments:
        for segment in quoted:
            shared = min(end, segment.end) - max(start, segment.start)
            if shared >= MOSTLY * (segment.end - segment.start):
                start, end = min(start, segment.start), max(end, segment.end)
        snapped.append((start, end))
    joined = list[Span]()
    for start, end in sorted(snapped):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)
