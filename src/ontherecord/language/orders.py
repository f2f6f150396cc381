"""Sentences that tell their reader what to do: they assert nothing, so that no written sentence can rest on them.

Such as newspapers have are appeals to their readers: one sentence in 200. Others are instructions that somebody
planted for machines.
"""

import re

from ontherecord.language.sentences import sentences

# At the head of a sentence these can only be orders ...
_VERBS = """
ignore disregard forget override omit skip pretend imagine assume remember obey follow comply speak
write say tell put include insert append prepend mention recommend describe explain define compose recite sing
translate encode decode encrypt convert replace substitute swap rearrange scramble misspell invert reverse capitalise
capitalize classify summarise summarize analyse analyze determine evaluate introduce announce praise promote
reply respond repeat reveal disclose integrate modify enhance augment provide suggest render express apply attach
remove delete execute perform interrupt advise inform persuade convince encourage urge ask cite
visit click download subscribe buy send email forward share join donate
"""
# ... and these also nouns, unless a word follows that no noun has behind it there.
_EITHER = """
add answer report state note list name rate print output display show sign open close begin start end stop finish
act use make call book file shift group spell count change set keep take turn draft order stress conclude greet pass
give quote compare reference tease hint highlight look read see treat consider help let
"""
_BEHIND = """
a an the this that these those all any each every both no your its their his her my our it them me us him yourself
only nothing everything what who how with as
"""
_ADVERB = "(?:please|kindly|now|then|always|instead|simply|just|only|also|immediately|first|finally)"
ORDER = re.compile(
    rf"(?:{_ADVERB},?\s+)*(?:(?:do\snot|don[’']t)\s(?!(?:I|you|he|she|it|we|they)\b)"
    rf"|never\s(?:{'|'.join((_VERBS + _EITHER).split())})\b"
    rf"|(?:{'|'.join(_VERBS.split())})\b(?!\s*[,:’'])"
    rf"|(?:{'|'.join(_EITHER.split())})\s(?:{'|'.join(_BEHIND.split())})\b)",
    re.IGNORECASE,
)
# "Override: ...", "When asked about this article, ..."
OPENING = re.compile(
    r"(?:[^,:;.!?]{1,60}:\s+|(?:when\w*|if|before|after|instead|from|in|for|as|to|at)\s[^,:;.!?]{1,60},\s+){1,2}",
    re.I,
)
_MACHINE = (
    r"(?:(?:AI|A\.I\.|LLM|(?:chat)?GPT|(?:large\s)?language\smodel|chat\s?bot|assistant|(?:machine|automated)\sreader)s?"
    r"|(?:AI|language)\s(?:model|assistant|system|agent|tool|reader)s?|models|whoever\s\w+s\sthis)"
)
# Who is spoken to, and what has to be done by a machine or to what it writes.
ADDRESSED = re.compile(
    r"(?:(?:note|notice|message|attention|hello|hey|dear|important|to|for|all|any)\W+(?:\w+\s){0,2})?"
    rf"{_MACHINE}(?:,\s|(?:\s\w+){{0,2}}\W*:\s|!)|(?:system|developer|admin\w*|root)\b[^.:]{{0,20}}:\s",
    re.IGNORECASE,
)
_TEXT = r"(?:answer|repl(?:y|ie)|response|output|message|instruction|rule|guideline|task|prompt|summar(?:y|ie))s?"
OUGHT = re.compile(
    rf"\b(?:{_MACHINE}|(?:your|every|each|any)\s(?:\w+\s)?{_TEXT})\b[^.!?]{{0,60}}?"
    r"\b(?:must|should|shall|ought\sto|needs?\sto|ha(?:s|ve)\sto|(?:is|are)\s(?:now\s)?(?:required\s)?to|will\snow|speaks?|"
    r"you)\b",
    re.IGNORECASE,
)
# It speaks of what its reader is to write, or of whom that is for.
YOURS = re.compile(
    rf"\byour\s(?:\w+\s){{0,2}}{_TEXT}\b|\byour\snew\s(?:goal|role|job|mission|name)\b|\byou\sare\s(?:now|no\slonger)\b"
    r"|\byou\s(?:must|shall|have\sto|are\sto|will)\s(?:now\s|only\s)?(?:say|state|write|tell|answer|reply|respond)\b"
    r"|\b(?:answers?|repl(?:y|ies)|summar\w+|quot\w+)\b[^.]{0,40}\b(?:this|the)\s(?:page|article|story|text|document)\b"
    r"|\b(?:only|correct|true|right|best|honest)\s(?:answer|reply|response)\s(?:is|to)\b"
    r"|\binstead\sof\s(?:answering|replying)\b|\bthe\s(?:user|reader)\s(?:is|has\sasked|asks|asked|wants|knows)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"[“\"«„][^”\"»]*[”\"»]?")


def is_order(sentence: str) -> bool:
    """Return whether a sentence tells its reader, or a machine that reads it, what to do."""
    if sentence[:1] in '“"«„‘':
        return False
    bare = QUOTED.sub("“”", sentence)
    opening = OPENING.match(bare)
    return bool(
        ORDER.match(bare)
        or (opening and ORDER.match(bare, opening.end()))
        or ADDRESSED.match(bare)
        or OUGHT.search(bare)
        or YOURS.search(bare)
    )


def without_orders(text: str) -> str:
    """Return a text without the sentences that tell its reader what to do."""
    for one in reversed(sentences(text)):
        if is_order(one.text):
            text = text[: one.start] + text[one.end :]
    return text
