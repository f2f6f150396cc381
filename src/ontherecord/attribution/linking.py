"""From what the tagger reads in a paragraph to attributions: the words, their source and their cue."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from ontherecord.attribution.attributions import Attribution, Span, share
from ontherecord.attribution.confidence import Chances, confidence, verdict
from ontherecord.attribution.marks import Segment, kind_of, segments
from ontherecord.attribution.tagger import Bond, Reading

# A quotation is all of somebody's words if so much of it was read as content.
MOSTLY = 0.6
# Rules from this confidence on know better than the tagger whose a quotation is: in all 4 cases among 1,033.
PRECISE = 0.9
DISPUTED = 0.8


def linked(
    text: str, paragraph: Span, readings: Sequence[Reading], rules: Sequence[Attribution] = ()
) -> list[Attribution]:
    """Return the attributions of a paragraph of a text whose quotation marks are normalised, in order.

    `rules` are what rules say of the paragraph: where they are precise, whose a quotation is, is what they say.
    """
    found = list[Attribution]()
    for one, chances in candidates(text, paragraph, readings):
        if one.source is None or chances is None:
            found.append(one)
            continue
        said = verdict(one.content, one.source, rules)
        precise = next((rule for rule in rules if _settles(rule, one)), None) if said == "other" else None
        if precise:
            found.append(replace(one, source=precise.source, cue=precise.cue, confidence=DISPUTED))
        else:
            found.append(replace(one, confidence=confidence(one.kind, chances, said)))
    return sorted(found, key=lambda one: one.content)


def candidates(
    text: str, paragraph: Span, readings: Sequence[Reading]
) -> Iterator[tuple[Attribution, Chances | None]]:
    """Yield what the tagger reads in a paragraph, as sure as it is at least, and its chances if there is a source."""
    quoted = segments(text, *paragraph)
    for reading in readings:
        sources = {bond.one: bond for bond in reading.sources}
        for cue, contents in _by_cue(reading).items():
            bond = _source(text, reading, sources, cue)
            tagged = [reading.tagged[place] for place, _ in contents]
            fragments = _to_marks([one.span for one in tagged], quoted)
            content, introduced = min(one.chance for one in tagged), min(chance for _, chance in contents)
            source = None if bond is None or bond.other is None else reading.tagged[bond.other]
            chances = None
            if bond and source and cue is not None:
                chances = Chances(content, source.chance, reading.tagged[cue].chance, introduced, bond.chance)
            yield (
                Attribution(
                    content=fragments,
                    source=source.span if source else None,
                    cue=None if cue is None else reading.tagged[cue].span,
                    kind=kind_of(text, fragments),
                    confidence=min(content, introduced),
                ),
                chances,
            )


def _settles(rule: Attribution, one: Attribution) -> bool:
    """Return whether a rule is precise enough to say whose a quotation is."""
    return rule.confidence >= PRECISE and one.kind != "indirect" and share(rule.content, one.content)


def _source(text: str, reading: Reading, sources: Mapping[int, Bond], cue: int | None) -> Bond | None:
    """Return to whom a cue belongs: "adding" and "saying" without a source of their own to whoever spoke before."""
    if cue is None:
        return None
    own = sources[cue]
    span = reading.tagged[cue].span
    if own.other is None and text[span[0] : span[1]].rstrip(" :,").endswith("ing"):
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
