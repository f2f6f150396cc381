"""Questions that a library can answer, made from what people say in its articles."""

import re
from collections.abc import Iterator, Sequence

from ontherecord.language.followup import names
from ontherecord.language.sentences import sentences
from ontherecord.language.speech import quotes
from ontherecord.schema import Article

FULL_NAME = r"(?!(?:Mr|Mrs|Ms|Dr)\b)[A-Z][a-z]+ (?:[A-Z]\. )?[A-Z][a-zA-Z’'-]+[a-z]"
SPEAKER = re.compile(
    rf"(?:said|says|told reporters,?) ({FULL_NAME})|({FULL_NAME})(?:,[^,\"“]{{3,60}},)? (?:said|says|told)\b"
)


def example_questions(articles: Sequence[Article]) -> Iterator[str]:
    """Yield a question for each article that quotes a named person, each person once."""
    asked = set[str]()
    for article in articles:
        speaker = next((name for name in _speakers(article) if name not in asked), None)
        subject = topic(article, speaker) if speaker else None
        if speaker and subject:
            asked.add(speaker)
            yield f"What did {speaker} say about {subject}?"


def _speakers(article: Article) -> Iterator[str]:
    for sentence in sentences(article.text):
        match = SPEAKER.search(sentence.text) if quotes(sentence.text) else None
        if match:
            yield match[1] or match[2]


def topic(article: Article, speaker: str) -> str | None:
    """Return the first name in the title that is not the speaker's, and that the text uses as a name."""
    own = set(speaker.lower().split())
    for name in names(article.title or ""):
        words = re.sub(r"[’']s?$", "", name)
        inside_a_sentence = re.search(rf"(?<![^\s])[a-z]+,? {re.escape(words)}\b(?! [A-Z])", article.text)
        if inside_a_sentence and not own & set(words.lower().split()):
            return words
    return None
