"""Questions that several articles answer together: how outlets differ, what changed, and what there was in short."""

import re
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ontherecord.language.asking import words_asked
from ontherecord.language.speech import PUNCTUATION

Kind: TypeAlias = Literal["outlets", "changes", "summary"]

# What the words in capitals in a form stand for.
PARTS = {
    "SUBJECT": r"(?P<subject>.+)",
    "BE": r"is|are|was|were|has|have|had|do|does|did",
    "ON": r"on|about|with|regarding|concerning|around",
    "AT": r"ON|in|at|for|from|to|among|within|across|between|near|inside|over|during",
    "OF": r"on|about|of|over|regarding|concerning|around|with|to|for",
    # Whoever writes the news. A court has papers too, and people who will not be named are sources.
    "MANY": r"the|these|those|our|your|various|different|several|all|most|many|major|big|other|local|national|world|"
    r"foreign|international|UK|US|\w+(ish|ican|ean|ese|ian|nch|man)",
    "NEWS": r"outlets|organi[sz]ations|sources|sites|reports|articles|media|publishers",
    "PRESS": r"(MANY ){0,3}(outlets|papers|newspapers|press|media|publications|publishers|newsrooms|"
    r"(news|media) NEWS)|(the )?(various|different|several|other) (sources|reports|articles|journalists|accounts)",
    "COVERAGE": r"(the )?((news|press|media) )?(coverage|reporting|reports|accounts|stories|articles|PRESS)",
    "COVER": r"cover(ed|ing)?|report(ed|ing)?|describ(e|ed|ing)|portray(ed|ing)?|fram(e|ed|ing)|present(ed|ing)?|"
    r"treat(ed|ing)?|handl(e|ed|ing)|tell|told|writ(e|ing|ten)|wrote|view(ed|ing)?|see|saw|interpret(ed)?",
    "DIFFER": r"(differ(ed|ing)?|(dis)?agree[ds]?|var(y|ied)|diverged?|compared?|contradict(ed)?)"
    r"( (with )?(each other|one another|among themselves|most|the most))?",
    "GAPS": r"differences?|disagreements?|contradictions?|discrepancies",
    # What is new, and since when.
    "ANYTHING": r"(what|anything)( BE)?( all| just| else)?",
    "LATEST": r"any|some|the|new|recent|latest|newest|most recent",
    "UPDATES": r"updates?|developments?|news|happenings|latest",
    "TIMELINE": r"timeline|chronology|chronicle|(sequence|course|order) of events|story so far",
    "MOVED": r"unfold(ed|ing)?|develop(ed|ing)?|evolv(e|ed|ing)|progress(ed|ing)?|chang(e|ed|ing)|shift(ed|ing)?|"
    r"moved on|play(ed)? out|gone on|going",
    "HAPPENED": r"happened|happening|went on|going on|gone on|occurred|took place",
    # What there was, in short.
    "SUM_UP": r"summari[sz]e|sum up|recap|round up|digest|(brief|update) me|(catch|fill) me (up|in)|"
    r"(bring|get) me up to (speed|date)",
    "SUMMARY": r"((short|brief|quick|concise|one[- ]\w+|complete|full|bullet[- ]point) )*"
    r"(summary|recap|digest|overview|rundown|run-down|round-?up|briefing|brief|wrap-?up|review)",
    "MAIN": r"top|main|biggest|big|key|most important|most reported|leading|major|lead|important|recent|latest|other|"
    r"world",
    "STORIES": r"news|(news )?stories|story|headlines|events|topics",
}
# A form is all of a question but the words that say when. Some hold only where there are such words, or "since"; some
# only where nobody's words are asked for.
FORMS: dict[Kind, str] = {
    "outlets": """
        how BE PRESS( all| each)? DIFFER( (AT|OF) SUBJECT)?
        how BE PRESS( all| each)? COVER( OF)? SUBJECT
        (what|where|on what) BE PRESS DIFFER (AT|OF) SUBJECT
        what BE PRESS (say|said|saying|make|made|think|thought|COVER) OF SUBJECT
        do(es)? PRESS DIFFER (AT|OF) SUBJECT
        (compare|contrast) COVERAGE( coverage)? OF SUBJECT
        (compare|contrast)( how)? PRESS( COVER)?( OF)? SUBJECT
        (what BE )?(the )?GAPS (in|between|among|across) COVERAGE (AT|OF) SUBJECT
        how BE COVERAGE OF (?P<subject>.+?) DIFFER( .*)?
        how BE (?P<subject>.+?)( being| been)? COVER( [a-z]+ly)? (by|in|across) PRESS
        (which|what) (outlets|papers|newspapers) COVER( OF)? SUBJECT
        (press|media|news) coverage (of|on) SUBJECT""",
    "changes": """
        ANYTHING (changed|new)( ON SUBJECT)?
        time: ANYTHING (changed|new|different) (AT|since) SUBJECT
        (?!(what is )?(the )?news$)((what BE|BE there) )?(LATEST )*UPDATES(( BE there)? (AT|of) SUBJECT)?
        what (new |recent )?developments BE there( been)?( AT SUBJECT)?
        nobody: how (has|have|had|did|is|was) (?P<subject>.+?)( been)? MOVED( since .+)?
        (what (is|was) )?(a |the )?([a-z]+ )?TIMELINE (of|on|about|around|in) SUBJECT
        (?!(?:who|what|which|when|is|was)\\b)(?P<subject>.+?),?:? (timeline|latest|latest news|latest updates)
        time: what (has|have|had)( all)? HAPPENED( (to|with|in|at|on))? (?P<subject>.*\\bsince .+)""",
    "summary": """
        SUM_UP( (on|about|with|in|of|to))?(?P<subject>( .+)?)
        (what BE )?(an? |the )?SUMMARY( (of|on|about|for) SUBJECT)?
        time: what( BE)?( all| else)?( been)? HAPPENED
        (what BE )?(the |all the )?news
        (what BE |what made )?(in )?(the |all the )?(news|headlines)( (AT|of) SUBJECT)?
        ((what|which) (BE|made) )?(the |all the )?(MAIN )+STORIES( (AT|of) SUBJECT)?
        what (did|have) (i|we) miss(ed)?( (on|about|in|with) SUBJECT)?
        time: (news )?in (SUMMARY|short|news)|at a glance|SUMMARY|(news|headlines)( .*)?""",
}
# What may have happened on one day is for one article to tell too.
LOOSE_FORM = "time: what( BE)?( all| else)?( been)? HAPPENED AT SUBJECT"
OPENING = re.compile(
    r"^(?:[’']s\b|\W|\b(?:please|kindly|hey|hi|hello|ok|okay|so|and|but|now|then|well|(?:can|could|would|will) you|"
    r"can i (?:have|get)|i want|i would like|i[’']d like|i need|(?:tell|show|give|get) me(?! up)|"
    r"let me (?:know|have|see)|write|make|list|explain)\b)+",
    re.IGNORECASE,
)
# How long or how an answer should be; nothing of it is looked for.
CLOSING = re.compile(
    r"(?:\W|\b(?:please|thanks|thank you|for me|briefly|in (?:brief|short|detail|full)|so far|over time|to date|"
    r"until now|up to now|day by day|step by step|at the moment|right now|today[’']s|differently|as (?:a|bullet) \w+|"
    r"in (?:a few|one|two|three|four|five|\d+) (?:short )?(?:\w+ )?(?:words|sentences?|points|bullets|lines?)|"
    r"(?:across|between|among|in) (?:the )?(?:different |various )?(?:outlets|newspapers|papers|sources))\b)+$",
    re.IGNORECASE,
)
WHATS = re.compile(r"^what[’']?s\b", re.IGNORECASE)
LATELY = re.compile(r"\b(?:recently|lately|these days|in recent (?:days|weeks|months))\b", re.IGNORECASE)
# "The week" of "summarise the week" says when, but for that of somebody or of something.
PERIOD = re.compile(
    r"\b(?:(?:of|in|from|for|over|about|during)\s+)?the\s+(?P<unit>day|week|month|year)(?:[’']s)?\b"
    r"(?=\W*$|\W*(?:in|on|about|for|from|with|at|please|so far)\b(?! which))|\b(?P<often>daily|weekly|monthly)\b",
    re.IGNORECASE,
)
UNITS = {"daily": "day", "weekly": "week", "monthly": "month"}
# "The news about ferries" is about ferries.
WRAPPING = (
    "(the |all |any |this |these |me )*(MAIN )*(STORIES|things|situation|articles|coverage|reports|reporting|points|"
    r"facts|UPDATES|what (BE )?(been )?(HAPPENED|new|known|changed))\b( (AT|of|is|are)\b)?"
)
EVERYTHING = (
    "(the |all |of |it |whole |current )*(everything|everyone|news|world|all|things|affairs|headlines|stories|"
    "articles|day|week|month|year|library|archive)?"
)
LOOSE = re.compile(
    r"^(?:(?:of|in|on|about|for|from|with|during|over|at|and|[’']s|s|since|to)\b\W*)+|"
    r"(?:\W|\b(?:of|in|on|about|for|from|with|since|during|over|and|at|the|to|is|are)\b)+$",
    re.IGNORECASE,
)
LEANING = re.compile(
    r"(?:it|that|they|them|those|he|she|him|her)|that (?:story|topic|subject|matter|case|affair)",
    re.IGNORECASE,
)
# "What Rubio said" asks for his words.
SAID = re.compile(r"^(?:what|how|whether)\b.*\b(?:said|says|say|told|tells|thinks?|thought)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Comparison:
    """A question that several articles answer together, and what they are to be about: nothing is everything.

    `strict` tells that nothing else will do; `period` is the unit of time of "the week", where the question has it.
    """

    kind: Kind
    subject: str
    strict: bool = True
    period: str | None = None

    @property
    def leaning(self) -> bool:
        """Whether the subject is something said before."""
        return LEANING.fullmatch(self.subject) is not None


def comparison_asked(question: str, when: str = "") -> Comparison | None:
    """Return what several articles are to tell together; None where a question asks for something else.

    `when` holds those words of the question that say when.
    """
    text, period = _without_period(question.replace(when, " ") if when else question)
    text, lately = LATELY.subn(" ", text)
    text = WHATS.sub("what is", CLOSING.sub("", OPENING.sub("", " ".join(text.split()))))
    timed = bool(when or period or lately) or " since " in text
    for kind, need, strict, form in COMPILED:
        match = form.fullmatch(text) if timed or need != "time" else None
        if match is None or (need == "nobody" and words_asked(question)):
            continue
        subject = _subject(match.groupdict().get("subject") or "")
        if not SAID.match(subject) and (subject or kind != "outlets"):
            return Comparison(kind, subject, strict, period)
    return None


def _pattern(form: str) -> str:
    """Return a form as a regular expression."""
    while (whole := WORD.sub(lambda match: f"(?:{PARTS[match[0]]})", form)) != form:
        form = whole
    return re.sub(r"\((?!\?)", "(?:", form)


WORD = re.compile(rf"\b(?:{'|'.join(PARTS)})\b")
NEED = re.compile(r"(?:(time|nobody): )?(.+)")
LINES = [(kind, line.strip()) for kind, forms in FORMS.items() for line in forms.split("\n") if line]
COMPILED = [
    (kind, need, kind != "outlets" and line != LOOSE_FORM, re.compile(rf"(?:{_pattern(form)})\W*", re.IGNORECASE))
    for kind, line in [*LINES, ("summary", LOOSE_FORM)]
    for need, form in NEED.findall(line)
]
WRAPPED, ALL = (re.compile(_pattern(form), re.IGNORECASE) for form in (WRAPPING, EVERYTHING))


def _without_period(text: str) -> tuple[str, str | None]:
    match = PERIOD.search(text)
    if match is None:
        return text, None
    unit = (match["unit"] or UNITS[match["often"].lower()]).lower()
    return f"{text[: match.start()]} {text[match.end() :]}", unit


def _subject(written: str) -> str:
    """Return what is to be looked for: "ferries" of "the main news about ferries", nothing of "the news"."""
    subject = LOOSE.sub("", written.strip())
    if wrapped := WRAPPED.match(subject):
        subject = subject[wrapped.end() :]
    subject = LOOSE.sub("", LOOSE.sub("", subject).strip(PUNCTUATION + " "))
    return "" if ALL.fullmatch(subject) else subject
