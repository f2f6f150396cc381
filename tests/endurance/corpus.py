"""An endless series of stories, each in as many editions as are asked for; every passage holds a word of its own."""

import random
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from ontherecord import Article

WORDS = """
harbour council bridge vote river market school doctor ferry engine winter budget court witness union strike grain
orchard valley railway ticket museum painter concert singer island storm warning shelter power cable mayor deputy
minister letter archive library printer paper page border customs officer train station platform bicycle tunnel
mountain village teacher pupil exam science telescope comet planet research vaccine nurse hospital ward patient
charity donor appeal farm field harvest flood drought reservoir pump pipeline repair crew worker wage contract lawyer
judge verdict sentence prison release protest march square banner speech answer question report figure month season
spring autumn summer garden forest timber mill bakery flour bread oven kitchen dinner guest hotel tourist coast
lighthouse sailor captain cargo crane dock warehouse factory furnace steel copper mine tunnel survey map boundary
""".split()
VERBS = "said found closed opened repaired measured refused promised counted delayed welcomed described".split()
# Two sentences of this length and a title are as much as the stand-in embedder reads at once.
SENTENCE = 24
PASSAGES = 4
FIRST_DAY = datetime(2024, 1, 1, 9, 30, tzinfo=UTC)

Number = tuple[int, int]


def story(number: int, edition: int = 0, passages: int = PASSAGES) -> Article:
    """Return one edition of one story of the series."""
    chance = random.Random(f"{number} {edition}")
    published = FIRST_DAY + timedelta(hours=7 * number)
    return Article(
        title=f"{chance.choice(WORDS).capitalize()} and {chance.choice(WORDS)}, story {number}",
        text="\n\n".join(_paragraph(chance, mark(number, edition, ordinal)) for ordinal in range(passages)),
        url=f"https://news.example/{published:%Y/%m/%d}/story-{number}",
        publisher=f"Example Post {number % 5}",
        authors=(f"Ada Writer {number % 7}",),
        published_at=published,
        updated_at=published + timedelta(days=edition) if edition else None,
        language="en",
    )


def stories(numbers: Sequence[Number]) -> Iterator[Article]:
    """Yield stories by number and edition."""
    return (story(number, edition) for number, edition in numbers)


def first_editions(count: int) -> list[Number]:
    """Return the numbers of the first stories of the series, each in its first edition."""
    return [(number, 0) for number in range(count)]


def mark(number: int, edition: int, ordinal: int) -> str:
    """Return the word that stands in one passage of one edition of one story alone."""
    return f"mark{number}x{edition}x{ordinal}q"


def _paragraph(chance: random.Random, own: str) -> str:
    return f"{_sentence(chance, own)} {_sentence(chance, own)}"


def _sentence(chance: random.Random, own: str) -> str:
    words = [chance.choice(WORDS) for _ in range(SENTENCE)]
    words[3], words[9] = chance.choice(VERBS), own
    return f"{' '.join(words).capitalize()}."
