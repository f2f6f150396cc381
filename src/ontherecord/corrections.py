"""Correction notices: what an article says about its own mistakes and changes. English only.

Found at the beginning and the end of a text, where newsrooms put them: paragraphs under a label ("Correction:"), and
sentences in which the article speaks of its earlier version or of having been corrected or updated.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

NoticeKind: TypeAlias = Literal["correction", "clarification", "editor's note", "update"]

# How far from the beginning and the end a notice may start; credits, links and addresses stand around it.
HEAD, TAIL = 1500, 3000
# A paragraph longer than this is a text without paragraphs: of it, the sentence is taken.
LONGEST_PARAGRAPH = 900

_DATE = (
    r"(?:[ ,]*[(\[][^()\[\]\n]{1,60}[)\]]|,? +(?:(?:on|at|of) +)?[A-Z]?[\w./]{0,9} ?\d[^\n]{0,30}?|, [^\n:]{3,30}?)?"
)
_LABEL = re.compile(
    r"[(\[*_]*(?P<label>corrections?(?: *(?:and|&|/) *clarifications?)?|clarifications?"
    r"|editor(?:['’]?s|s['’]|ial)? note|update)"
    rf"(?: appended| notice)?{_DATE}[*_]* *(?:[:\u2014]| [-\u2013] )[*_]*\s*(?=\S)",
    re.IGNORECASE,
)
_ITEM = r"""(?:article|story|report|post|column|piece|review|essay|interview|obituary|headline|caption|newsletter|blog
    |page|graphic|map|chart|table|item|video|transcript|profile|analysis|editorial|dispatch|explainer|fact[ -]check
    |op-ed)"""
_THIS = rf"(?:this|the|our)\ (?:[\w.’'-]+\ ){{0,3}}{_ITEM}(?:['’]s\ (?:headline|caption|text))?"
_VERB = r"(?:corrected|amended|clarified|refiled|retracted|updated)"
_AIM = r"""to\ (?:correct|reflect|clarify|remove|fix|show|note|include|add|make\ clear|say|state|amend|update|indicate
    |accurately|more\ accurately|identify|restore|delete|provide|specify)"""
_SPEAKS_OF_ITSELF = re.compile(
    rf"""
    (?:earlier|previous|prior|original|initial)\ versions?\ of\ (?:this|the|our)\ (?:[\w.’'-]+\ ){{0,3}}{_ITEM}\b
        (?!\ (?:first\ |originally\ )?(?:appeared|ran\b))
        (?!\ (?:was|were)\ (?:first\ |originally\ )?(?:published|posted|aired|printed))
    | \bthis\ (?:[\w.’'-]+\ ){{0,3}}{_ITEM}\ (?:has|have)?\ ?(?:since\ )?(?:been|was|were|is)\ (?:since\ )?{_VERB}
        (?=[.,;)]|$|\ (?:to|on|at|with|because|after|following|since|and|in|for|throughout|by|\w+day)\b)
    | \b{_THIS}\ (?:has|have)?\ ?(?:since\ )?(?:been|was|were)\ (?:since\ )?
        (?:{_VERB}|edited|revised|changed|modified)\ {_AIM}\b
    | \bwe(?:\ have|['’]ve)?\ (?:since\ )?{_VERB}\ {_THIS}
    | \bthis\ (?:version|story|item|article)\ (?:corrects|clarifies|fixes)\b
    | ^[(\[](?:corrects|clarifies|fixes|refiles\ to\ (?:correct|fix|clarify))\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# What every notice holds one of; most texts hold none, which is told thirty times faster.
_HINT = re.compile(
    r"correct|clarif|version|updated?\b|amended|revised|changed|modified|retracted|note\b", re.IGNORECASE
)
# Without one of these, an editor's note is about something else, such as who wrote the article.
_OF_CHANGE = re.compile(
    r"correct(?:ed|ion|s|ly)|\b(?:been|was|were)(?: since)? (?:updated|amended|removed|changed|edited|revised)|clarif"
    r"|(?:earlier|previous|original|prior) version|previously|mis[st]\w+ed|\berrors?\b|retract|incorrect|inaccura"
    r"|mistake|erroneous",
    re.IGNORECASE,
)
_MISTAKE = re.compile(
    r"correct|\bmis\w+|wrong|error|inaccura|mistake|amend|retract|refiled|earlier|previous|original", re.IGNORECASE
)
_SENTENCE_END = re.compile(
    r"(?<!\b(?:Mr|Ms|Dr|St|No))(?<!\b(?:Mrs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Oct|Nov|Dec|Gov|Sen|Rep|U\.S|a\.m|p\.m))"
    r"(?<!\bSept)[.!?…][\"”’')\]]*\s+(?=[A-Z“\"(\[*])"
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_DATED_ONLY = re.compile(r"(?:[^\W\d_]{3,9}\.? )?\d[\w,./: ]*$")


@dataclass(frozen=True, slots=True)
class Notice:
    """A correction notice in an article: `article.text[start:end] == text`."""

    start: int
    end: int
    text: str
    kind: NoticeKind

    def to_dict(self) -> dict[str, Any]:
        """Return the notice as JSON types."""
        return {"start": self.start, "end": self.end, "text": self.text, "kind": self.kind}


def find_notices(text: str) -> tuple[Notice, ...]:
    """Return the correction notices at the beginning and the end of an article's text, in order."""
    if not _HINT.search(text, 0, HEAD) and not _HINT.search(text, max(0, len(text) - TAIL)):
        return ()
    found = list[Notice]()
    for first, last in _paragraphs(text):
        for notice in _in_paragraph(text, first, last):
            if found and _heads(found[-1]) and not text[found[-1].end : notice.start].strip():
                before = found.pop()
                notice = Notice(before.start, notice.end, text[before.start : notice.end], before.kind)
            found.append(notice)
    return tuple(notice for notice in found if not _heads(notice))


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield the start and end of the paragraphs that reach into the beginning or the end of a text."""
    ends = [(0, min(HEAD, len(text)))]
    ends += [(max(HEAD, len(text) - TAIL), len(text))] if len(text) > HEAD else []
    seen = -1
    for start, end in ends:
        position = text.rfind("\n", 0, start) + 1
        while position < end:
            line_end = text.find("\n", position)
            line_end = len(text) if line_end < 0 else line_end
            first = position + len(text[position:line_end]) - len(text[position:line_end].lstrip())
            last = first + len(text[first:line_end].rstrip())
            if first < last and first > seen:
                seen = first
                yield first, last
            position = line_end + 1


def _in_paragraph(text: str, first: int, last: int) -> Iterator[Notice]:
    """Yield the notices of a paragraph: in one of usual length, from the first sentence of the notice to its end."""
    usual = last - first <= LONGEST_PARAGRAPH
    for start, end in _sentences(text, first, last):
        kind = _kind(text[start : last if usual else end], text[start:end], begins=start == first)
        if kind:
            stop = last if usual else end
            yield Notice(start, stop, text[start:stop], kind)
            if usual:
                return


def _sentences(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the start and end of those sentences of a paragraph that lie near the beginning or end of the text."""
    start = first
    while start < last:
        found = _SENTENCE_END.search(text, start, min(start + LONGEST_PARAGRAPH, last))
        end = found.end() if found else min(start + LONGEST_PARAGRAPH, last)
        yield start, start + len(text[start:end].rstrip())
        start = end if end < HEAD else max(end, len(text) - TAIL)


def _kind(notice: str, sentence: str, *, begins: bool) -> NoticeKind | None:
    """Return of what kind a notice is; None where it is none."""
    label = _LABEL.match(notice)
    if label and (begins or _OF_CHANGE.search(notice, label.end())):
        kind = _kind_of_label(label["label"].lower(), notice[label.end() :])
        if kind:
            return kind
    if not _SPEAKS_OF_ITSELF.search(sentence):
        return None
    if "clarif" in sentence.lower():
        return "clarification"
    return "correction" if _MISTAKE.search(sentence) else "update"


def _kind_of_label(label: str, words: str) -> NoticeKind | None:
    dated_only = _DATED_ONLY.match(words) is not None
    if label.startswith("ed"):
        return "editor's note" if _OF_CHANGE.search(words) else None
    if label == "update":
        return "update" if _is_sentence(words) else None
    if not dated_only and not _is_sentence(words):
        return None
    return "clarification" if label.startswith("clar") else "correction"


def _is_sentence(words: str) -> bool:
    """Return whether words end like a sentence, not like a headline."""
    return len(_WORDS.findall(words)) > 2 and words.rstrip("*_ ")[-1:] in '.!?)]"”’'


def _heads(notice: Notice) -> bool:
    """Return whether a notice is a label and a date alone, so that it heads the paragraph below."""
    label = _LABEL.match(notice.text)
    return label is not None and _DATED_ONLY.match(notice.text[label.end() :]) is not None
