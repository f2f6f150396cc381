"""Speakers that are no persons: `the White House`, `Reuters`, and the many whom nobody can name."""

import re
from collections.abc import Container

from ontherecord.attribution.name_words import FILLERS, is_group
from ontherecord.language.mentions import MONTHS, WEEKDAYS

_ARTICLE = re.compile(r"the\s+", re.IGNORECASE)
# What such a speaker is called stands before any of these: "the Department of Justice", but "Tesla on Monday".
_REST = re.compile(r"\s*[,(:;–—].*|\s+(?:in|on|at|that|which|who|from)\s.*", re.DOTALL)
_WORD = re.compile(r"[^\W_][\w.&’'+-]*")
_SMALL = frozenset("of the and for de la in on to du des".split())
# With a capital at the beginning of a sentence, these look like names.
_MANY = frozenset(
    """
activists advocates analysts another authorities bookies both campaigners companies conservatives critics dad
democrats demonstrators doctors each economists everybody everyone executives experts families fans father few
friends government he i investigators it lawmakers liberals local many media members men mom most mother neighbors
neighbours neither newspapers nobody none observers officers officials one opponents organisers organizers others
parents people police polls prosecutors protesters relatives reporters reports republicans researchers residents
scientists several she sheriff some someone sources spokesman spokespeople spokesperson spokeswoman state students
studies supporters survivors teachers that there these they this those users voters we who witnesses women workers
you
""".split()
)


def organisation(mention: str, small_words: Container[str]) -> str | None:
    """Return the name of an organisation, a place or an outlet that a mention is, None where it is no name.

    A single word is none where it is among those that the text has in small letters: `Authorities`.
    """
    head = _REST.sub("", mention.strip())
    bare = _ARTICLE.sub("", head, count=1) if _ARTICLE.match(head) else head
    words = _WORD.findall(bare)
    if not words or len(words) > 10 or any(word[0].islower() and word not in _SMALL for word in words):
        return None
    last = words[-1].lower()
    if last in _MANY or words[-1] in WEEKDAYS or words[-1] in MONTHS or (len(words) == 1 and last in FILLERS):
        return None
    # "The Israelis" and "Ukrainian" are no organisations.
    if words[-1][0].islower() or is_group(last) or bare.endswith(("’s", "'s")):
        return None
    if len(words) == 1 and last in small_words:
        return None
    return head
