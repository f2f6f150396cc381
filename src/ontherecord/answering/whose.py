"""From a speaker as a question names one to whoever the library quotes: by name, by a part of it, or by role."""

import re
from collections.abc import Iterator

from ontherecord.archive import Archive, Scope
from ontherecord.archive.quoted import Wanted
from ontherecord.errors import QuestionError
from ontherecord.quotations import wanted
from ontherecord.speakers import plain

# "Usman Hamid of Amnesty", "Stripe's Patrick Collison"
BEFORE_OF = re.compile(r"^((?:[A-Z][\w’'.-]*\s+)+[A-Z][\w’'.-]*)\s+(?:of|from|at|for)\s", re.ASCII)
FULL_NAME_LAST = re.compile(r"((?:[A-Z][\w’'.-]*\s+)[A-Z][\w’'.-]*)$")
# What a role says besides itself.
EMPTY = frozenset("the a an of for in at to and former current new s".split())
FEWEST_LETTERS = 2
ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
SHORT = {
    "lieutenant": "lt.", "governor": "gov.", "senator": "sen.", "representative": "rep.", "general": "gen.",
    "professor": "prof.", "captain": "capt.", "sergeant": "sgt.", "colonel": "col.", "doctor": "dr.",
    "spokesperson": "spokes", "spokesman": "spokes", "spokeswoman": "spokes", "chief executive": "ceo",
}  # fmt: skip


def whose(archive: Archive, scope: Scope, written: str) -> Wanted | None:
    """Return whose quotes a question asks for; None where nobody is quoted who is called so."""
    for name in _names(written):
        try:
            found = wanted(archive, scope, name, None)
        except QuestionError:
            continue  # It is a role and no name.
        if found:
            return found
    for forms in _roles(written):
        called = archive.quoted.called(forms, scope)
        if called:
            return Wanted(scope, called[0][0], (called[0][1],))
    return None


def _forms(word: str) -> tuple[str, ...]:
    return (word, SHORT[word]) if word in SHORT else (word,)


def _names(written: str) -> Iterator[str]:
    # "Usman Hamid of Amnesty International" is no quote of the latter's.
    before = BEFORE_OF.search(written)
    if before:
        yield before[1]
    yield written
    last = FULL_NAME_LAST.search(written)
    if last and last[1] != written:
        yield last[1]


def _roles(written: str) -> Iterator[list[tuple[str, ...]]]:
    """Yield the forms of words by which a role may be mentioned: as it is asked for, then its words anywhere."""
    phrase = ARTICLE.sub("", " ".join(written.split()))
    if " " in phrase:
        yield [(phrase,)]
    words = [word for word in re.findall(r"\w+", plain(written)) if word not in EMPTY and len(word) >= FEWEST_LETTERS]
    if words:
        yield [_forms(word) for word in words]
