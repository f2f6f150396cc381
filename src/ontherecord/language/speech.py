"""Questions about what somebody said, and the sentences in which that person speaks."""

import re

VERBS = (
    "say|said|tell|told|call|called|claim|claimed|promise|promised|deny|denied|warn|warned|think|thought|believe|"
    "believed|ask|asked|announce|announced|argue|argued|demand|demanded|suggest|suggested|respond|responded|react|"
    "reacted|comment|commented|quip|joke|add|added|insist|insisted|admit|admitted|write|wrote|tweet|tweeted"
)
# "How many jobs did the economy add" asks for no one's words.
ASKED = re.compile(
    rf"\b(?:did|does|do|has|have|had|is|was|were)\s+(?P<speaker>\S+(?:\s+\S+){{0,4}}?)\s+(?:\w+ly\s+|ever\s+|also\s+)?"
    rf"(?!add)(?:{VERBS}|saying|been saying)\b",
    re.IGNORECASE,
)
SPOKEN = re.compile(rf"\b(?:{VERBS}|saying|says|quoted?)\b", re.IGNORECASE)
# Not a 6" pipe, nor the mark that ends what an earlier sentence began.
QUOTATION = re.compile(r"(?<!\w)[\"“](?!\s)[^\"”]{3,}[\"”]?")
BY_PRONOUN = re.compile(
    rf"\b(?:he|she|they)\s+(?:\w+ly\s+)?(?:{VERBS}|says|adds)\b|\b(?:{VERBS})\s+(?:he|she|they)\b", re.I
)
SAYS = "said|says|told|adds|added|warned|argued|insisted|wrote|asked|promised|denied"
# Whoever stands before or behind such a verb: "Ives said", "Lind, the director of the museum, said", "said Ives".
BY_NAME = re.compile(
    rf"\b(?P<before>[A-Z][\w’'-]+)(?:,[^,\"“”]{{3,80}},)?\s+(?:{SAYS})\b"
    rf"|\b(?:{SAYS})\s+(?P<after>[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*)"
)
PUNCTUATION = "\"“”‘’'()[]{}<>.,;:!?…*_"
PRONOUNS = frozenset(
    """he she they it you we i there anyone anybody someone somebody people everyone everybody
    a an the this that these those his her its their my your our been being""".split()
)


def asked_speaker(question: str) -> str | None:
    """Return the last word of the name whose words a question asks for: `Rubio` in "what did Marco Rubio say"."""
    match = ASKED.search(question)
    if match is None:
        return None
    # "Rubio, the secretary of state," is Rubio.
    words = match["speaker"].partition(",")[0].split()
    name = re.sub(r"[’']s$", "", words[-1].strip(PUNCTUATION)) if words else ""
    return name if name and name.lower() not in PRONOUNS else None


def subject(question: str) -> str:
    """Return what is left of a question for somebody's words without the speaker and "say" and its like."""
    match = ASKED.search(question)
    rest = question if match is None else question[: match.start("speaker")] + question[match.end("speaker") :]
    return without_speech_verbs(rest)


def without_speech_verbs(question: str) -> str:
    """Return a question without "say" and its like, which ask for speech rather than for an article about saying."""
    return SPOKEN.sub(" ", question)


def speaks(name: str, sentence: str, before: str) -> bool:
    """Return whether a sentence may hold somebody's words.

    It names them and nobody else as speaking, or quotes "she said" right after a sentence that names them.
    """
    speakers = [match["before"] or match["after"] for match in BY_NAME.finditer(sentence)]
    others = [speaker for speaker in speakers if speaker.lower() not in PRONOUNS]
    if others and not any(names(name, speaker) for speaker in others):
        return False
    if names(name, sentence):
        return True
    return bool(names(name, before) and QUOTATION.search(sentence) and BY_PRONOUN.search(sentence))


def names(name: str, sentence: str) -> bool:
    """Return whether a sentence holds a name."""
    return bool(re.search(rf"\b{re.escape(name)}\b", sentence, re.IGNORECASE))


def quoted_share(sentence: str) -> float:
    """Return how much of a sentence stands in quotation marks, from 0 to 1."""
    return sum(len(match[0]) for match in QUOTATION.finditer(sentence)) / max(len(sentence), 1)


def quotes(sentence: str) -> bool:
    """Return whether a sentence holds a quotation."""
    return bool(QUOTATION.search(sentence))
