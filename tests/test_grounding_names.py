import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.grounding.names import Known, names


def found(text: str) -> list[str]:
    return [name.text for name in names(text)]


def is_known(written: str, *sources: str) -> bool:
    """Return whether sources know all names in a written text, as the gate asks for them."""
    known = Known(*sources)
    assert found(written)
    return all(name.may_be_none or known.has(name) for name in names(written))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Then Ada Moreno spoke", ["ada moreno"]),
        ("Ada Moreno’s crew met Dr. Liv Berg", ["ada moreno", "liv berg"]),
        ("They asked Mrs. Moreno and the crews' union", ["moreno"]),
        ("The Harbour Authority of Vigo agreed", ["harbour authority vigo"]),
        ("On Tuesday in October the crews left Vigo", ["vigo"]),
        ("The vote of Oct. 5 was close", []),
        ("However, Vigo’s Crew Union left", ["vigo crew union"]),
        ("A Paris-based or US-led group", ["paris", "us"]),
        ("They saw J.D. Salter at the F.B.I.", ["jd", "salter", "fbi"]),
        ("The WHO met in Élancourt", ["who", "elancourt"]),
        ("It was Łukasz van der Berg", ["lukasz berg"]),
        ("crews went home", []),
    ],
)
def test_names_are_found_without_what_stands_around_them(text: str, words: list[str]) -> None:
    assert found(text) == words


@pytest.mark.parametrize("text", ["Crews", "Talks between them", "“Crews left,” they said", "Lawmakers said so"])
def test_common_word_may_open_a_sentence(text: str) -> None:
    assert all(name.may_be_none for name in names(text))


@pytest.mark.parametrize(
    "text", ["Moscow fell silent", "Iranian crews left", "Ada left", "Moreno said so", "They met Moreno", "NATO met"]
)
def test_name_that_opens_a_sentence_is_one(text: str) -> None:
    assert not any(name.may_be_none for name in names(text))


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("They met Ada Moreno", "Ada Moreno spoke"),
        ("They met Moreno", "Ada Moreno spoke"),
        ("They met Ms. Moreno", "Ada Moreno spoke"),
        ("They met Ada Moreno", "Ada Luisa Moreno spoke"),
        ("They met Ada Moreno", "Leo and Ada Moreno spoke"),
        ("They met Sen. Moreno", "Senator Moreno spoke"),
        ("They met Peruvian President Ada Moreno", "Ada Moreno, the president of Peru, spoke"),
        ("They met Erdogan", "Erdoğan spoke"),
        ("They met O’Brien", "O'Brien spoke"),
        ("They met Jean-Luc Berg", "Jean Luc Berg spoke"),
        ("They met JD Salter", "J.D. Salter spoke"),
        ("the Port Authority of Vigo", "the port authority in Vigo"),
        ("the Houthis", "a Houthi ship"),
        ("the WHO", "the World Health Organization"),
        ("the World Health Organization", "the WHO"),
        ("the FBI", "the F.B.I."),
        ("the Office of Harbours and Bridges", "the OHB"),
        ("the EU", "the European Union"),
        ("the European Union", "EU crews"),
        ("They met Americans", "the U.S."),
        ("the United States and Peru", "Peru and the US"),
        ("in America", "the United States"),
        ("the U.K. and British crews", "Britain"),
        ("Washington said so", "officials in D.C."),
        ("a Paris-based crew", "a crew based in Paris"),
    ],
)
def test_name_is_known_where_it_or_what_stands_for_it_occurs(written: str, source: str) -> None:
    assert is_known(f"Then {written}.", f"Yesterday {source}.")


@pytest.mark.parametrize(
    ("place", "people"),
    [
        *(
            ("Mexico", "Mexicans"),
            ("Ukraine", "Ukrainian"),
            ("Iran", "Iranian"),
            ("Iraq", "Iraqis"),
            ("Cuba", "Cuban"),
        ),
        *(
            ("Japan", "Japanese"),
            ("India", "Indian"),
            ("Germany", "Germans"),
            ("Slovakia", "Slovak"),
            ("Asia", "Asian"),
        ),
        *(("Slovenia", "Slovenian"), ("Finland", "Finnish"), ("Sweden", "Swedish"), ("Poland", "Polish")),
        *(("Pakistan", "Pakistani"), ("Uzbekistan", "Uzbek"), ("Portugal", "Portuguese"), ("Norway", "Norwegian")),
        *(("Lebanon", "Lebanese"), ("Belgium", "Belgian"), ("Texas", "Texan"), ("New York", "New Yorkers")),
        *(("Sri Lanka", "Sri Lankan"), ("South Korea", "South Korean"), ("London", "Londoners"), ("Gaza", "Gazan")),
        *(("Nigeria", "Nigerian"), ("Niger", "Nigerien"), ("Austria", "Austrian"), ("Australia", "Australians")),
    ],
)
def test_people_are_known_by_their_place_and_the_place_by_its_people(place: str, people: str) -> None:
    assert is_known(f"They met {people}", f"crews of {place}")
    assert is_known(f"They left {place}", f"{people} crews")


LOOK_ALIKES = [
    *(("Austria", "Australia"), ("Niger", "Nigeria"), ("Iran", "Iraq"), ("Slovakia", "Slovenia")),
    *(("Georgia", "Germany"), ("India", "Indiana"), ("Mali", "Malawi"), ("Gambia", "Zambia"), ("Ireland", "Iceland")),
    *(("Austrian", "Australian"), ("Austria", "Australian"), ("Niger", "Nigerian"), ("Indian", "Indiana")),
    *(("Slovak", "Slovenia"), ("Sweden", "Swiss"), ("Libya", "Liberia"), ("Roman", "Romania"), ("Iran", "Iraqi")),
    *(
        ("North Korea", "South Korea"),
        ("Mauritania", "Mauritius"),
        ("Oman", "Romania"),
        ("Kim Jong-un", "Kim Jong-il"),
    ),
    *(("Robert", "Roberts"), ("Williams", "William"), ("Roberto", "Robert"), ("Christine", "Christian")),
    *(("Martin", "Martinez"), ("Clint", "Clinton"), ("Julia", "Julian"), ("Daniel", "Daniela")),
]


@pytest.mark.parametrize(("one", "other"), LOOK_ALIKES)
def test_look_alikes_are_not_known_by_one_another(one: str, other: str) -> None:
    assert not is_known(f"They met {one}", f"They met {other}")
    assert not is_known(f"They met {other}", f"They met {one}")


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("Then Ada Lovell spoke", "Then Ada Moreno spoke"),
        ("Then Ada Moreno spoke", "Then Moreno spoke"),
        ("Then Ada Berg spoke", "Then Ada Moreno met Liv Berg"),
        ("Kelly Berg spoke", "Liv Berg spoke"),
        ("Moscow agreed", "Kyiv agreed"),
        ("Moreno said so", "Berg said so"),
        ("They met Sen. Moreno", "They met Senator Berg"),
        ("They met Russian President Ada Moreno", "They met Ada Moreno, the president of Peru"),
        ("the Defence Ministry", "the ministry of health"),
        ("They met the US team", "They told us of the team"),
        ("The team left America", "The team left us"),
        ("Then the WHO left", "Then those who left"),
        ("They met Ian", "The International Airport of Nice"),
        ("They left Los Angeles", "They sang la la la"),
        ("They met Özdemir", "They met Moreno"),
    ],
)
def test_name_of_another_is_not_known(written: str, source: str) -> None:
    assert not is_known(written, source)


def test_sentence_that_opens_with_what_somebody_does_names_nobody_by_it() -> None:
    assert is_known("Calling Moreno a liar, they left", "They left Moreno")


NEWS = st.text(alphabet="ABcde .,’'-\n“U.S.éÉ", max_size=80) | st.lists(
    st.sampled_from("Ada Kelly-Ann Moreno van der Sen. Mr. of and , Paris U.S.-led ’s Berg. AP".split()), max_size=12
).map(" ".join)


@given(NEWS)
def test_any_text_knows_its_own_names(text: str) -> None:
    known = Known(text)

    assert all(known.has(name) for name in names(text))


@given(NEWS)
def test_names_lie_within_their_text_in_order(text: str) -> None:
    spans = [(name.start, name.end) for name in names(text)]

    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    "text", ["Aa " * 10_000, "A.B." * 10_000, "Aa-" * 20_000, "A" * 50_000, "Mr. " * 10_000, "Ab of the " * 5_000]
)
def test_hostile_text_takes_no_more_than_its_length(text: str) -> None:
    begun = time.process_time()
    Known(text)

    assert time.process_time() - begun < 3
