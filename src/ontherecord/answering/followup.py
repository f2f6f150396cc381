"""Follow-up questions, completed from the conversation by rule."""

import re
from collections.abc import Sequence

# A question that opens like this, or leans on one of these words, goes on from the one before.
CONTINUES = re.compile(
    r"^(?:and|but|so|or|what about|how about|then|why|when|where|since when|who else|what else)\b", re.I
)
LEANS = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|it|its|that|those|there|then)\b", re.I)
NAME = re.compile(r"\b[A-Z][\w’'-]*[\w](?:\s+(?:of|the|de|von|van|bin|al)\s+[A-Z][\w’'-]*|\s+[A-Z][\w’'-]*)*")
OPENERS = frozenset(
    "what who when where why how which did does do is are was were will would can could should has have had and but "
    "so or tell show give in on at the a an".split()
)
# Beyond this, a question says enough by itself.
SHORT = 8


def complete(question: str, history: Sequence[str]) -> str:
    """Return the question with the names it leans on, taken from the latest earlier question that has any."""
    leaning = bool(LEANS.search(question)) or (bool(CONTINUES.match(question)) and len(question.split()) <= SHORT)
    if not leaning:
        return question
    for earlier in reversed(history):
        missing = [name for name in names(earlier) if name.lower() not in question.lower()]
        if missing:
            return f"{question} ({', '.join(missing)})"
    return question


def names(question: str) -> list[str]:
    """Return the capitalised names in a question, the word it opens with left out unless it is one."""
    found = []
    for match in NAME.finditer(question):
        words = match[0].split()
        while words and words[0].lower() in OPENERS:
            words = words[1:]
        if words:
            found.append(" ".join(words))
    return list(dict.fromkeys(found))
