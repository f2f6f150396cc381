"""The English words that name a time, and the names and numbers that only look like one.

Every pattern is ASCII only, so that a match, in lower case, is always a key of its table. No pattern repeats a
group that can match the same text in two ways, so that reading takes time linear in the question.
"""

import re
from typing import Final


def compiled(pattern: str) -> re.Pattern[str]:
    """Return a pattern that ignores letter case and matches ASCII letters, digits and white space only."""
    return re.compile(pattern, re.ASCII | re.IGNORECASE)


def any_of(*phrases: str) -> str:
    """Return the pattern of any of these phrases, the longest first, with any white space between words."""
    longest_first = sorted(phrases, key=len, reverse=True)
    return "(?:" + "|".join(r"\s+".join(phrase.split()) for phrase in longest_first) + ")"


MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

# First months, in the northern hemisphere; a winter is named after the year in which it begins.
SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}

# Days from today: the first, and the first no longer in it. A part of a day is read as the whole day because
# many articles carry a date alone, and a night as two days because it is reported the next morning.
DAYS: Final = {
    "today": (0, 1),
    "tonight": (0, 1),
    "this morning": (0, 1),
    "this afternoon": (0, 1),
    "this evening": (0, 1),
    "yesterday": (-1, 0),
    "last night": (-1, 1),
    "the day before yesterday": (-2, -1),
}

COUNTS: Final = {
    **{"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8},
    **{"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20},
    **{"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90},
}

# Rather too many than too few: a window that is too narrow hides evidence.
VAGUE_COUNTS: Final = {"couple": 3, "few": 5, "several": 7}

UNIT_DAYS: Final = {"day": 1, "week": 7, "weekend": 7}
UNIT_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120}

# Which part of how many a phrase before a time picks out of it, counted from 0.
PARTS: Final = {
    "early": (0, 3),
    "start": (0, 3),
    "beginning": (0, 3),
    "mid": (1, 3),
    "middle": (1, 3),
    "late": (2, 3),
    "end": (2, 3),
    "first half": (0, 2),
    "second half": (1, 2),
    "first quarter": (0, 4),
    "second quarter": (1, 4),
    "third quarter": (2, 4),
    "fourth quarter": (3, 4),
    "last quarter": (3, 4),
}
LABELS: Final = {
    **{"h1": (0, 2), "h2": (1, 2)},
    **{"q1": (0, 4), "q2": (1, 4), "q3": (2, 4), "q4": (3, 4)},
}

# What the words before a time make of it. "": the time itself, but not enough to tell that a bare "2024" or
# "May" is one; "than": only the second of two; "not": a time to come or a repeated one, or not the day itself.
RELATIONS: Final = {
    **dict.fromkeys(("in", "during", "throughout", "within", "over the course of"), "in"),
    **dict.fromkeys(("on", "over"), ""),
    **dict.fromkeys(("from", "between"), "from"),
    "since": "since",
    "after": "after",
    **dict.fromkeys(("before", "prior to"), "before"),
    **dict.fromkeys(("until", "till", "through", "before the end of"), "until"),
    "than": "than",
    **dict.fromkeys(("by", "every", "each", "any", "next", "coming", "upcoming", "later", "the week of"), "not"),
}

# Years from this one.
YEARS: Final = {"this year": 0, "last year": -1}

# Month names that are also a verb, a modal verb or a surname.
AMBIGUOUS_MONTHS: Final = frozenset({"may", "march", "mar"})

_MONTH_NAMES = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_MONTH = rf"(?P<month>{_MONTH_NAMES})\b(?:\.(?=\s+\d))?"
_SEASON = rf"(?P<season>{'|'.join(SEASONS)})"
_WEEKDAY = rf"(?P<weekday>{'|'.join(WEEKDAYS)})"
_ORDINAL = "(?:st|nd|rd|th)?"
_NUMBER_START = r"(?<![\w.,/:$£€])"
_NUMBER_END = r"(?![\w%/]|[.,:]\d|-[a-z])"
_DAY = rf"(?P<day>\d{{1,2}}){_ORDINAL}"
_DAYS = rf"{_DAY}(?:\s*[-–—]\s*|\s+(?:to|and|or|through|until)\s+)(?P<last_day>\d{{1,2}}){_ORDINAL}"
_YEAR = rf"(?P<year>[12]\d{{3}}{_NUMBER_END}|{any_of(*YEARS)}\b)"
_OF_YEAR = rf",?\s+(?:of\s+)?{_YEAR}"
_COUNT = rf"(?:a\s+)?(?P<count>\d{{1,4}}|{'|'.join([*COUNTS, *VAGUE_COUNTS])})\s+(?:of\s+)?"
_UNIT = r"(?P<unit>hour|day|weekend|week|month|quarter|year|decade)"
_PAST = r"(?P<which>last|previous|(?:this\s+)?past)"

DAYS_MONTH = compiled(
    rf"(?:\b(?P<first_month>{_MONTH_NAMES})\b\.?\s+)?{_NUMBER_START}{_DAYS}\s+(?:of\s+)?{_MONTH}(?:{_OF_YEAR})?"
)
MONTH_DAYS = compiled(rf"\b{_MONTH}\s+{_DAYS}(?:{_OF_YEAR}|{_NUMBER_END})")
ISO_DAY = compiled(rf"{_NUMBER_START}(?P<year>\d{{4}})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d|-\d)")
DAY_MONTH = compiled(rf"{_NUMBER_START}(?<!-){_DAY}\s+(?:of\s+)?{_MONTH}(?:{_OF_YEAR})?")
MONTH_DAY_YEAR = compiled(rf"\b{_MONTH}\s+(?:the\s+)?{_DAY}{_OF_YEAR}")
# After "in" the number counts something: "in June 20 people".
MONTH_DAY = compiled(rf"(?<!\bin\s)\b{_MONTH}\s+(?:the\s+)?{_DAY}{_NUMBER_END}")
NAMED_DAY = compiled(rf"\b(?P<named>{any_of(*DAYS)})\b")
WEEKDAY = compiled(
    rf"(?<!\ba\s)\b(?:(?P<which>last|this|previous|(?:this\s+)?past)\s+)?{_WEEKDAY}\b"
    r"(?:\s+(?:of\s+)?(?P<week>last|this)\s+week\b)?"
)
AGO = compiled(rf"{_NUMBER_START}{_COUNT}{_UNIT}s?\s+ago\b")
YEAR_PART = compiled(rf"\b(?P<label>{'|'.join(LABELS)}){_OF_YEAR}")
MONTH_YEAR = compiled(rf"\b{_MONTH}{_OF_YEAR}")
SEASON_YEAR = compiled(rf"\b{_SEASON}{_OF_YEAR}(?:[-–/]\d\d\b)?")
RECENT_NAMED = compiled(rf"\b(?P<which>last|this|previous|(?:this\s+)?past)\s+(?:{_MONTH}|{_SEASON}\b)")
THIS_UNIT = compiled(
    r"\b(?:this|the\s+current|(?:start|beginning)\s+of\s+the|(?:over|at|during)\s+the(?=\s+weekend))\s+"
    r"(?P<unit>weekend|week|month|quarter|year|decade)\b"
)
PAST_UNITS = compiled(rf"\b(?P<article>the\s+)?{_PAST}\s+(?:{_COUNT})?{_UNIT}(?P<plural>s)?\b(?!\s+of\b)")
BARE_QUARTER = compiled(r"\b(?P<label>q[1-4])\b")
BARE_MONTH = compiled(rf"\b{_MONTH}")
DECADE = compiled(r"\b(?P<decade>(?:19|20)\d0)s\b")
BARE_YEAR = compiled(rf"{_NUMBER_START}(?P<year>(?:19|20)\d\d){_NUMBER_END}(?![-–/]\d{{1,3}}\b)")

# Read backwards from a time: "since | the first half of | 2024".
PART_BEFORE = compiled(rf"\b(?<!before\sthe\s)(?P<part>{any_of(*PARTS)})(?:-|\s+)(?:(?:of|in)\s+)?(?:the\s+)?$")
RELATION_BEFORE = compiled(rf"\b(?P<relation>{any_of(*RELATIONS)})\s+(?:the\s+)?(?:year\s+|month\s+of\s+)?$")

JOINED = compiled(r"\s*[-–—]\s*|\s+(?:and|or|to|than|through|versus|vs\.?|compared\s+(?:with|to))\s+")
JOINED_TO_END = compiled(r",?\s+(?:(?:and|but)\s+)?")
TO_NOW = compiled(r"\s+(?:onwards?|(?:to|until|till|and)\s+(?:now|date|(?:the\s+)?present))\b")

_FUNCTION_WORDS = any_of(
    *"and or but to of for about regarding with without at by from in on over under against between after".split(),
    *"before as than since until that which who whom what when where why how because if the a an this".split(),
    *"these those his her its their our my your he she they it we you i there according concerning".split(),
    *"compared versus vs".split(),
)
_AUXILIARIES = any_of(
    *"is are was were be been has have had do does did will would can could should might must".split()
)
_NOTHING_MORE = r"\s*(?:$|[?!.,;:)\]…])|\s+[-–—(]"
_EVENT = any_of(
    *"attack attacks committee hearing hearings riot riots rioter rioters insurrection panel defendants".split(),
    *"election elections primary primaries referendum vote ballot poll polls inauguration budget census".split(),
    *"olympics paralympics games cup championship championships tournament final finals season oscars".split(),
    *"crisis crash war invasion coup uprising revolution massacre shooting shootings bombing bombings".split(),
    *"earthquake tsunami hurricane flood floods disaster pandemic summit conference agreement accord".split(),
    *"treaty resolution".split(),
    *"people dead deaths killed injured soldiers troops workers jobs homes miles km dollars euros".split(),
)

ANYTHING_AHEAD = compiled("")
NO_EVENT_AHEAD = compiled(
    rf"(?!(?:'s)?(?:\s+(?!{_FUNCTION_WORDS}\b|{_AUXILIARIES}\b)[a-z][\w'-]*){{0,2}}\s+{_EVENT}\b)"
)
NO_NOUN_AHEAD = compiled(rf"{_NOTHING_MORE}|\s+(?:{_FUNCTION_WORDS}|{_AUXILIARIES})\b")
NO_VERB_AHEAD = compiled(rf"{_NOTHING_MORE}|\s+{_FUNCTION_WORDS}\b")

_WEEKDAYS = any_of(*WEEKDAYS)
# A single quotation mark opens only before a word and closes only after one, and not far away: it is also an
# apostrophe.
NAMES = compiled(
    r"\"[^\"]*\"|“[^“”]*”|«[^«»]*»|(?<!\w)‘[^‘]{1,200}?’(?!\w)|(?<!\w)'[^\n]{1,200}?'(?!\w)"
    r"|\b(?:black|good|ash|super|bloody|easter|whit|cyber|giving|palm|shrove|maundy|holy|fat|pancake|freaky|casual"
    rf"|spy|ruby|taco|happy|sheffield|mail\s+on|independent\s+on)\s+{_WEEKDAYS}\b"
    rf"|\b{_WEEKDAYS}\s+(?:times|telegraph|mirror|mail|express|herald|addams|night\s+(?:live|football|lights|raw)"
    r"|the\s+13th)\b"
    r"|\b(?:usa|russia|india|psychology)\s+today\b|\btoday\s+(?:show|programme|program)\b"
    r"|\b(?:the\s+tonight\s+show|last\s+week\s+tonight|entertainment\s+tonight)\b"
    r"|\b(?:theresa|brian|elaine|james|mrs|ms|mr)\.?\s+may\b|\bmay\s+day\b|\bmarch\s+(?:madness|on\s+washington)\b"
)
