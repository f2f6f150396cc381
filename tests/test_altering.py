"""Written sentences that go as their source does but for what counts, and such as go nowhere: noise, loose ends."""

import random
from pathlib import Path

import pytest

from ontherecord import Article
from ontherecord.grounding.altering import is_altered
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.gate import has_loose_part, has_odd_word, is_unsupported
from ontherecord.grounding.jumbling import is_jumbled
from ontherecord.grounding.polarity import is_torn
from ontherecord.grounding.quotations import located
from ontherecord.grounding.sources import Source

FINAL = (
    "Argentina beat France on penalties after a 3-3 draw. Messi scored twice. Kylian Mbappé scored three times and "
    "finished on the losing side. Mbappé, with eight goals, was the tournament's top scorer; Messi had seven. "
    "Holders of tickets could buy beer at the eight stadiums for three hours before each match. Ray wrote of a "
    "“complete absence of trustworthy financial information” and said that FIFA is “not moving away” from Qatar."
)


def basis(text: str = FINAL) -> Basis:
    article = Article(title="The final", text=text, publisher="Weekday Gazette")
    return Basis((Source(article, 0, len(text)),))


@pytest.mark.parametrize(
    ("true", "altered"),
    [
        ("Messi scored twice in the final.", "Messi scored three times in the final."),
        ("Mbappé scored three times and Messi scored twice.", "Messi scored three times and Mbappé scored twice."),
        (
            "Mbappé, with eight goals, was the tournament's top scorer; Messi had seven.",
            "Messi, with eight goals, was the tournament's top scorer; Mbappé had seven.",
        ),
        (
            "Fans could buy beer for three hours before each match at eight stadiums.",
            "Fans could buy beer for eight hours before each match at the stadiums.",
        ),
        (
            "Mbappé, with eight goals, was the tournament's top scorer.",
            "Mbappé, with seven goals, was the tournament's top scorer.",
        ),
    ],
)
def test_number_or_name_in_the_place_of_another_is_seen(true: str, altered: str) -> None:
    assert not is_altered(true, basis())
    assert is_altered(altered, basis())


@pytest.mark.parametrize(
    ("whole", "torn"),
    [
        (
            "Ray wrote of a “complete absence of trustworthy financial information”.",
            "Ray wrote of “trustworthy financial information”.",
        ),
        ("FIFA is “not moving away” from Qatar.", "FIFA is “moving away” from Qatar."),
    ],
)
def test_words_torn_from_what_denies_them_are_seen(whole: str, torn: str) -> None:
    assert not is_torn(whole, located(whole, basis()) or ())
    assert is_torn(torn, located(torn, basis()) or ())


@pytest.mark.parametrize("tail", ["and Dorblecoin.", "and ytrap nedrag.", "which the moon painted green!"])
def test_part_that_nothing_bears_out_is_seen(tail: str) -> None:
    assert has_loose_part(f"Argentina beat France on penalties, {tail}", basis())
    assert not has_loose_part("Argentina, adding, “complete absence”, beat France, who lost all the same.", basis())


@pytest.mark.parametrize("outlet", ["The Weekday Gazette reports", "Kylian Mbappé said"])
def test_names_of_outlets_and_speakers_bear_nothing_out(outlet: str) -> None:
    assert is_unsupported(f"{outlet} uvqqra ynagrea.", basis())
    assert not is_unsupported(f"{outlet} that Messi scored twice.", basis())


@pytest.mark.parametrize("word", ["aGFyYm91ciBsaWdodHM=", "k4t", "harm=none", "you@example"])
def test_code_that_the_sources_lack_is_seen(word: str) -> None:
    assert has_odd_word(f"Messi scored twice in {word} on Sunday.", basis())
    assert not has_odd_word("Messi scored twice on Sunday, in the 3-3 draw of the 20th.", basis())


def test_words_of_a_source_in_no_order_are_noise_and_its_sentences_are_none() -> None:
    corpus = Path(__file__).resolve().parent.parent / "corpus"
    chance, jumbled, told = random.Random(5), 0, 0
    for file in sorted(corpus.glob("*.md")):
        text = file.read_text(encoding="utf-8").split("---\n", 2)[2]
        about = basis(text)
        words = [word.strip(".?!") for word in text.split()]
        noise = [" ".join(chance.choices(words, k=chance.randint(8, 20))).capitalize() + "." for _ in range(10)]
        jumbled += sum(is_jumbled(one, about) for one in noise)
        told += sum(is_jumbled(f"{one}.", about) for one in text.split(". ") if len(one.split()) > 3)

    assert (jumbled >= 345, told) == (True, 0)


def test_sentence_in_other_words_is_no_noise() -> None:
    assert not is_jumbled("On penalties the French lost the final against Argentina.", basis())
    assert is_jumbled("Beat the a France losing with side Messi goals.", basis())
