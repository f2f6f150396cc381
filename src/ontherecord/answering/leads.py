"""Sentences that can be read alone: whole ones of the article's own, and the one that says what it is about."""

import re
from collections.abc import Iterator, Sequence

from ontherecord.attribution.structures import without_dateline
from ontherecord.grounding.tokens import stems
from ontherecord.language.followup import names
from ontherecord.language.sentences import Sentence, sentences
from ontherecord.language.speech import quoted_share
from ontherecord.schema import Article, Passage

FEWEST_WORDS = 6
# More of it quoted, a sentence does not say who speaks.
MOSTLY = 0.85
# So many sentences are read for one that says what the title does; the first gains so much of a title's words.
READ, FIRST = 3, 0.25
PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers|they|them|their|it|its)\b", re.IGNORECASE)
# Who speaks to the reader tells no news.
TALKING = re.compile(r"(?:I|We|You|My|Our|Your)\b")
# What stands on a page beside the article itself.
BOILERPLATE = re.compile(
    r"\b(?:subscribe|subscribers|sign up|newsletter|(?:click|tick|tap) here|all rights reserved|copyright|cookies|"
    r"advertisement|min(?:ute)? read|read (?:more|here|also|next)|follow (?:us|him|her|me)|share this|"
    r"download (?:the|our) app|photo by|getty images|"
    r"editor[’']s note|last updated|updated (?:at|on)|first published|published (?:at|on)|"
    r"contributed to this|reporting by|edited by|watch (?:the|this) video|privacy policy|terms of (?:use|service)|"
    r"your (?:inbox|account|registration|email|e-mail|data|password|browser|subscription|details)|"
    r"(?:this|the) (?:story|article|page|post) (?:was|is|has|contains))\b|©|https?://",
    re.IGNORECASE,
)
# Such an article begins with one of several things.
ROUNDUP = re.compile(
    r"\b(?:\d+|five|six|ten) things\b|\bbriefing\b|\bround-?up\b|\bshort list\b|^photos\b|"
    r"\b(?:biggest|news|photos?|week) (?:news|from|this|in) |\blive(?: updates| blog)?:",
    re.IGNORECASE,
)


def stands_alone(sentence: Sentence) -> bool:
    """Return whether a sentence says something to whoever has not read the one before it."""
    text = sentence.text
    return (
        len(text.split()) >= FEWEST_WORDS
        and sentence.complete
        and not sentence.leaning
        and not TALKING.match(text)
        and quoted_share(text) < MOSTLY
        and not BOILERPLATE.search(text)
        and (not PRONOUN.search(text) or bool(names(text)))
    )


def bare(text: str, passage: Passage) -> Iterator[Sentence]:
    """Yield the sentences of a passage without the datelines before them, in which full stops end nothing."""
    start = passage.start
    for sentence in sentences(text, passage.start, passage.end):
        line = text.find("\n", sentence.start)
        first, _ = without_dateline(text, (max(start, sentence.start), len(text) if line < 0 else line))
        start = max(start, first)
        if start < sentence.end:
            yield Sentence(start, sentence.end, text[start : sentence.end])


def titled(article: Article, sentence: Sentence) -> float:
    """Return the share of the words of an article's title that a sentence has, from 0 to 1."""
    title = stems(article.title or "")
    return len(title & stems(sentence.text)) / len(title) if title else 0.0


def lead(article: Article, passage: Passage, elsewhere: Sequence[str] = ()) -> Sentence | None:
    """Return which of the first sentences of a passage says most of what its article is about.

    None where none does, and where the article is about several things. What stands in the texts `elsewhere` too, in
    other articles of the outlet, is not about this one.
    """
    notices, opening = article.notices, list[Sentence]()
    for sentence in bare(article.text, passage):
        noted = any(sentence.start < one.end and one.start < sentence.end for one in notices)
        if stands_alone(sentence) and not noted and not any(sentence.text in text for text in elsewhere):
            opening.append(sentence)
    if not opening or ROUNDUP.search(article.title or ""):
        return None
    return max(opening[:READ], key=lambda one: titled(article, one) + FIRST * (one is opening[0]))
