"""Follow-up questions, completed from the conversation by rule."""

import re
from collections.abc import Sequence

# A short question that opens like this goes on from the one before.
CONTINUES = re.compile(r"^(?:and|but|so|or|what about|how about|then|who else|what else)\b", re.I)
# So does one of these, unless it names what it is about.
OPENS = re.compile(r"^(?:why|when|where|since when)\b", re.I)
# These stand for something said before: in this question, where a name comes before them, else in an earlier one.
LEANS = re.compile(r"\b(?:he|she|they|him|her|them|his|hers|their|theirs|it|its|that|those|there|then)\b", re.I)
POINTS = frozenset("that those there then".split())
NAME = re.compile(r"\b[A-Z][\w’'-]*[\w](?:(?:\s+(?:of|the|de|del|der|den|la|von|van|bin|al)){0,2}\s+[A-Z][\w’'-]*)*")
OPENERS = frozenset(
    "what who when where why how which did does do is are was were will would can could should has have had and but "
    "so or tell show give list please explain describe summarize summarise whose whom which since after before "
    "during for from by if as in on at to of about any also am the a an this that these those there then he she they "
    "it his her their its i you we my your our no not yes ok okay".split()
)
# Beyond this, a question says enough by itself.
SHORT = 8


def complete(question: str, history: Sequence[str]) -> str:
    """Return the question with the names it leans on, taken from the latest earlier question that has any."""
    if not leans(question):
        return question
    for earlier in reversed(history):
        missing = [name for name in names(earlier) if name.lower() not in question.lower()]
        if missing:
            return f"{question} ({', '.join(missing)})"
    return question


def leans(question: str) -> bool:
    """Return whether a question cannot be understood without the ones before it.

    "Why did he resign?", "Why?" and "What did Rubio say about it?" cannot; "Why did Truss resign?", "What did Rubio
    say when he was in Mexico?" and "What is that bill in Congress?" can.
    """
    named = names(question)
    if len(question.split()) <= SHORT and (CONTINUES.match(question) or (not named and OPENS.match(question))):
        return True
    first_name = question.find(named[0]) if named else len(question)
    for word in LEANS.finditer(question):
        last = not re.search(r"\w", question[word.end() :])
        if last or (not named if word[0].lower() in POINTS else word.start() < first_name):
            return True
    return False


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
