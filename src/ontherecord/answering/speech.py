"""Questions about what somebody said, and the sentences in which that person speaks."""

import re

VERBS = (
    "say|said|tell|told|call|called|claim|claimed|promise|promised|deny|denied|warn|warned|think|thought|believe|"
    "believed|ask|asked|announce|announced|argue|argued|demand|demanded|suggest|suggested|respond|responded|react|"
    "reacted|comment|commented|quip|joke|add|added|insist|insisted|admit|admitted|write|wrote|tweet|tweeted"
)
ASKED = re.compile(
    rf"\b(?:did|does|do|has|have|had|is|was|were)\s+(?P<speaker>\S+(?:\s+\S+){{0,4}}?)\s+(?:\w+ly\s+|ever\s+|also\s+)?"
    rf"(?:{VERBS}|saying|been saying)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile(rf"\b(?:{VERBS}|saying|says|quoted?)\b", re.IGNORECASE)
QUOTATION = re.compile(r"[\"“][^\"”]{3,}[\"”]?")
BY_PRONOUN = re.compile(
    rf"\b(?:he|she|they)\s+(?:\w+ly\s+)?(?:{VERBS}|says|adds)\b|\b(?:{VERBS})\s+(?:he|she|they)\b", re.I
)
PRONOUNS = frozenset("he she they it you we i there anyone anybody someone somebody people".split())


def asked_speaker(question: str) -> str | None:
    """Return the last word of the name whose words a question asks for: `Rubio` in "what did Marco Rubio say"."""
    match = ASKED.search(question)
    if match is None:
        return None
    name = re.sub(r"[’']s$|[^\w’'-]", "", match["speaker"].split()[-1])
    return name if name and name.lower() not in PRONOUNS else None


def without_speech_verbs(question: str) -> str:
    """Return a question without "say" and its like, which ask for speech rather than for an article about saying."""
    return SPOKEN.sub(" ", question)


def speaks(name: str, sentence: str, before: str) -> bool:
    """Return whether a sentence names somebody, or quotes "she said" right after a sentence that names them."""
    named = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    if named.search(sentence):
        return True
    return bool(named.search(before) and QUOTATION.search(sentence) and BY_PRONOUN.search(sentence))


def quoted_share(sentence: str) -> float:
    """Return how much of a sentence stands in quotation marks, from 0 to 1."""
    return sum(len(match[0]) for match in QUOTATION.finditer(sentence)) / max(len(sentence), 1)


def quotes(sentence: str) -> bool:
    """Return whether a sentence holds a quotation."""
    return bool(QUOTATION.search(sentence))
