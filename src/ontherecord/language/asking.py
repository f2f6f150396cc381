"""Questions for somebody's words: whose, about what, and whether for a statement, a view or a promise."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ontherecord.language.speech import PRONOUNS, PUNCTUATION

Act: TypeAlias = Literal["statement", "thought", "promise", "denial", "question"]

_SAYING = (
    "say|said|saying|tell|told|telling|call|called|calling|claim|claimed|claiming|warn|warned|warning|announce|"
    "announced|argue|argued|arguing|demand|demanded|suggest|suggested|suggesting|respond|responded|comment|"
    "commented|quip|quipped|joke|joked|insist|insisted|admit|admitted|write|wrote|tweet|tweeted|state|stated|"
    "declare|declared|explain|explained|answer|answered|reply|replied|emphasize|emphasized|stress|stressed|"
    "describe|described|predict|predicted|talk|talked|speak|spoke|spoken|mention|mentioned|testify|testified|"
    "acknowledge|acknowledged|confirm|confirmed|reveal|revealed|urge|urged|urging|recall|recalled"
)
_THINKING = (
    "think|thought|believe|believed|believing|want|wanted|hope|hoped|hoping|feel|felt|fear|feared|expect|expected|"
    "regard|consider|see|view|make|worry|worried"
)
_PROMISING = "promise|promised|promising|vow|vowed|pledge|pledged"
_DENYING = "deny|denied|denying|reject|rejected|rule out|ruled out"
_ASKING = "ask|asked|asking|wonder|wondered"
# What may be done in words or otherwise: quotes are looked for first, but an article may tell it in its own words.
_LOOSE = (
    "react|reacted|accuse|accused|criticise|criticised|criticize|criticized|praise|praised|blame|blamed|defend|"
    "defended|condemn|condemned|threaten|threatened|apologise|apologised|apologize|apologized|compare|compared|"
    "propose|proposed|liken|likened|notice|noticed|dismiss|dismissed|justify|justified|discuss|discussed|address|"
    "addressed|oppose|opposed|support|supported|see|make|want|wanted|expect|expected|hope|hoped|announce|"
    "announced|confirm|confirmed|reveal|revealed|call|called|ask|asked|demand|demanded|reject|rejected|regard|"
    "consider|view|feel|felt|fear|feared|worry|worried|rule out|ruled out"
)
_VERB = rf"(?:{_SAYING}|{_THINKING}|{_PROMISING}|{_DENYING}|{_ASKING}|{_LOOSE})"
_ADVERB = r"(?:\w+ly\s+|ever\s+|also\s+|actually\s+|publicly\s+|just\s+|recently\s+)?"
# A name or a role: words of which none asks.
_NAME = (
    r"(?!(?:what|how|why|who|is|are|was|were|has|have|had|did|does|do|will|would)\b)[^\s?]+"
    r"(?:\s+(?!(?:is|are|was|were|has|have|had|did|does|do|will|would)\b)[^\s?]+){0,6}?"
)
_WHOSE = rf"(?P<speaker>{_NAME})"
_TOPIC = r"(?:\s+(?:about|on|of|over|to|toward|towards|regarding|for|that|as|in response to)\b)?\s*(?P<topic>.*)"
_VIEW = (
    r"(?:position|view|views|stance|opinion|opinions|take|thoughts|response|reaction|comment|comments|remark|remarks|"
    r"statement|statements|promise|promises|words|quote|quotes|answer|attitude|warning|prediction|explanation|message)"
)
# "What did Rubio say about cartels?", "has Musk denied it", "what does the mayor of Lyon think of the Games?"
DID = re.compile(
    rf"\b(?:did|does|do|has|have|had)\s+{_WHOSE}\s+{_ADVERB}(?:been\s+)?(?<!\bof )(?P<verb>{_VERB})\b{_TOPIC}",
    re.IGNORECASE,
)
# "What is Rubio saying?"
IS = re.compile(
    rf"\b(?:is|was|are|were)\s+{_WHOSE}\s+{_ADVERB}(?P<verb>saying|telling|claiming|promising|asking|calling|warning|"
    rf"denying|arguing|thinking)\b{_TOPIC}",
    re.IGNORECASE,
)
# "What is Rubio's position on cartels?", "how has his view of it changed?"
VIEW = re.compile(rf"\b{_WHOSE}[’']s?\s+(?:\w+\s+)?(?P<verb>{_VIEW})\b{_TOPIC}", re.IGNORECASE)
BEFORE_VIEW = re.compile(
    r"^\W*(?:(?:what|how|is|are|was|were|has|have|had|and|so|then|tell me|show me|give me|find|list|explain|about|on|"
    r"describe|all|any)\b\W*)*$",
    re.IGNORECASE,
)
# "the position of the mayor on trams", "quotes from Rubio about cartels", "quotes by Musk".
OF = re.compile(
    rf"\b(?P<verb>{_VIEW})\s+(?:of|by|from)\s+(?P<speaker>{_NAME})"
    rf"(?:\s+(?:about|on|over|to|toward|towards|regarding)\b\s*(?P<topic>.*)|\s*\??$)",
    re.IGNORECASE,
)
ACCORDING = re.compile(
    r"\baccording to (?P<speaker>[^,?]+)|\bin (?P<viewer>[^,?]+?)[’']s? (?:view|opinion|eyes|words)\b", re.I
)
WHO = re.compile(
    rf"^\W*(?:who(?: else)?|which (?:\w+ ){{1,3}}?|what (?:politician|official|expert|leader|player) )\s*"
    rf"(?:has |have |is |was |had )?{_ADVERB}(?P<verb>{_VERB}|says|thinks|believes|calls|wants|claims|warns|promises|"
    rf"denies|argues|accuses|describes|predicts|compares)\b{_TOPIC}",
    re.IGNORECASE,
)
# "Rubio on cartels"
TERSE = re.compile(
    r"^(?P<speaker>(?:[A-Z][\w’'.-]*)(?:\s+(?:of|the|de|von|van|bin|al|[A-Z][\w’'.-]*)){0,4})"
    r"\s+(?:on|about)\s+(?P<topic>[^?]+)\??$"
)
SHORT_IS = re.compile(r"(?<=^what)[’']s\b|(?<=^who)[’']s\b|(?<=^how)[’']s\b", re.IGNORECASE)
MINDS = re.compile(r"position|views?|stance|opinions?|take|thoughts|attitude", re.IGNORECASE)
CHANGED = re.compile(r"\b(?:chang\w+|evolv\w+|shift\w+|over time|over the (?:years|months|weeks)|develop\w+)\b", re.I)
HOW_HAS = re.compile(r"^\W*how (?:has|have|had|did)\b", re.IGNORECASE)
TAIL = re.compile(r"(?:\b(?:changed?|evolved?|shifted?|over time|developed?|been|since then)\b\W*)+$", re.IGNORECASE)
WHAT = re.compile(
    r"^\W*(?:(?:and|but|so|ok|then|please|tell me|show me|give me|find|list|did|is it true that)\s+)*"
    r"(?:what|how|why|when|where|which|who|whom|exactly|else|any|all|the|have|has|there|are|is|was|were)*\b",
    re.IGNORECASE,
)
# Whoever these begin with cannot be told from the question.
UNNAMED = frozenset(
    """i you we they it there this that these those he she people anyone somebody who his her their its my our
    your""".split()
)


@dataclass(frozen=True, slots=True)
class WordsAsked:
    """Whose words a question asks for, and about what.

    `speaker` is the name or role as asked, None for "who said"; `subject` what is left to look for, possibly nothing.
    `strict` tells that nothing but words will do; `over_time` that they are wanted in the order of time.
    """

    speaker: str | None
    subject: str
    act: Act
    strict: bool = True
    over_time: bool = False


def words_asked(question: str) -> WordsAsked | None:
    """Return whose words about what a question asks for; None where it asks for something else."""
    question = SHORT_IS.sub(" is", " ".join(question.split()))
    if match := WHO.match(question):
        subject = _subject(match["topic"] or "")
        return WordsAsked(None, subject, _act(match["verb"]), _strict(match["verb"])) if subject else None
    if (match := ACCORDING.search(question)) and (speaker := _speaker(match["speaker"] or match["viewer"])):
        rest = f"{question[: match.start()]} {question[match.end() :]}"
        return WordsAsked(speaker, _subject(rest), "statement", strict=False)
    for pattern in (DID, IS, VIEW, OF, TERSE):
        match = pattern.search(question)
        speaker = _speaker(match["speaker"]) if match else None
        # "How did the minister read the wording of Lind's statement?" asks for the minister's words.
        within = pattern is VIEW and match and not BEFORE_VIEW.match(question[: match.start()])
        if match and speaker and not within:
            return _asked(question, match, speaker)
    return None


def _asked(question: str, match: re.Match[str], speaker: str) -> WordsAsked:
    verb = match.groupdict().get("verb") or "say"
    before = WHAT.sub("", question[: match.start()]) if match.re in (DID, IS) else ""
    over_time = bool(HOW_HAS.match(question) or "over time" in question) and bool(CHANGED.search(question))
    topic = f"{before} {match['topic'] or ''}"
    strict = match.re is not TERSE and _strict(verb)
    return WordsAsked(speaker, _subject(TAIL.sub("", topic)), _act(verb), strict, over_time)


def _speaker(written: str) -> str | None:
    """Return the speaker's name or role; None for "you" and its like."""
    # "Rubio, the secretary of state," is Rubio.
    words = [word.strip(PUNCTUATION) for word in written.partition(",")[0].split()]
    words = [word for word in words if word]
    if words:
        words[-1] = re.sub(r"[’']s$", "", words[-1])
    if not words or words[-1].lower() in PRONOUNS or words[0].lower() in UNNAMED:
        return None
    return " ".join(words)


def _subject(text: str) -> str:
    return text.strip(' ?!.,;:"“”')


def _act(verb: str) -> Act:
    for act, verbs in (("promise", _PROMISING), ("denial", _DENYING), ("question", _ASKING), ("thought", _THINKING)):
        if re.fullmatch(rf"(?:{verbs})s?", verb, re.IGNORECASE):
            return act  # type: ignore[return-value]  # these are acts
    return "thought" if MINDS.fullmatch(verb) else "statement"


def _strict(verb: str) -> bool:
    return not re.fullmatch(rf"(?:{_LOOSE})s?", verb, re.IGNORECASE)
