"""Names of speakers: taken apart, and told together where they are one person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.speakers import asked_for, bearers, surname_of
from ontherecord.speakers.names import name_of


def words(written: str) -> str:
    name = name_of(written)
    return " ".join(name.words) if name else ""


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("Marco Rubio", "marco rubio"),
        ("Secretary of State Marco Rubio", "marco rubio"),
        ("U.S. Senator Marco Rubio (R-Fla.)", "marco rubio"),
        ("Senator Rubio", "rubio"),
        ("Mr. Rubio’s", "rubio"),
        ("RUBIO", "rubio"),
        ("former President Joseph R. Biden Jr.", "joseph r biden"),
        ("Joe Biden, Jr.", "joe biden"),
        ("Health and Human Services Secretary Robert F. Kennedy Jr.", "robert f kennedy"),
        ("Sen. J.D. Vance", "jd vance"),
        ("J. D. Vance", "jd vance"),
        ("Andrés Manuel López Obrador", "andres manuel lopez obrador"),
        ("Lech Wałęsa", "lech walesa"),
        ("Dwayne “The Rock” Johnson", "dwayne johnson"),
        ("House Speaker Mike Johnson, a Republican,", "mike johnson"),
        ("Angus King", "angus king"),
        ("King", "king"),
        ("King Charles III", "charles"),
        ("President Xi", "xi"),
        ("the State Department", "state department"),
        ("", ""),
        ("—", ""),
    ],
)
def test_titles_accents_and_what_is_added_are_no_part_of_a_name(written: str, left: str):
    assert words(written) == left


@pytest.mark.parametrize(
    ("written", "surname"),
    [
        ("Ursula von der Leyen", "leyen"),
        ("Xi Jinping", "xi"),
        ("Kim Jong-un", "kim"),
        ("Kim Kardashian", "kardashian"),
        ("Wang Yi", "wang"),
        ("Lee Zeldin", "zeldin"),
        ("Shane O’Neill", "o'neill"),
        ("?", None),
    ],
)
def test_surname_is_the_last_name_or_the_first_where_families_come_first(written: str, surname: str | None):
    assert surname_of(written) == surname


def people(names: dict[str, int]) -> dict[str, set[str]]:
    return {person.name: set(person.names) for person in bearers(names)}


def test_titles_nicknames_initials_and_generations_meet_in_one_person():
    names = {"Joe Biden": 9, "Joseph R. Biden Jr.": 3, "Joe Biden Jr": 1, "President Joe Biden": 2}

    assert people(names) == {"Joe Biden": set(names)}


def test_persons_of_one_surname_are_kept_apart():
    names = {"George W. Bush": 5, "George H.W. Bush": 4, "Jeb Bush": 3}

    assert people(names) == {name: {name} for name in names}


def test_son_who_is_in_the_news_beside_his_father_is_another_person():
    assert people({"Donald Trump": 50, "Donald J. Trump": 5, "Donald Trump Jr.": 4}) == {
        "Donald Trump": {"Donald Trump", "Donald J. Trump"},
        "Donald Trump Jr.": {"Donald Trump Jr."},
    }


def test_surname_alone_counts_for_whoever_dominates_it():
    assert people({"Marco Rubio": 90, "Mike Rubio": 2, "Rubio": 10})["Marco Rubio"] == {"Marco Rubio", "Rubio"}
    assert people({"Joe Biden": 9, "Hunter Biden": 8, "Biden": 4})["Biden"] == {"Biden"}


def test_double_surname_is_short_for_the_whole_name():
    names = {"Andrés Manuel López Obrador": 5, "López Obrador": 9, "Lopez Obrador": 1, "Obrador": 1}

    assert people(names) == {"Andrés Manuel López Obrador": set(names)}


RUBIOS = {"Marco Rubio": 90, "Secretary of State Marco Rubio": 3, "Rubio": 10, "Mike Rubio": 2}


@pytest.mark.parametrize("asked", ["Rubio", "rubio", "Senator Rubio", "Mr. Rubio"])
def test_surname_asked_for_stands_for_all_who_bear_it_the_most_quoted_first(asked: str):
    assert asked_for(asked, RUBIOS)[-1] == "Mike Rubio"
    assert set(asked_for(asked, RUBIOS)) == set(RUBIOS)


@pytest.mark.parametrize("asked", ["Marco Rubio", "marco rubio", "Secretary of State Marco Rubio", "Marco A. Rubio"])
def test_full_name_asked_for_stands_for_one_person(asked: str):
    assert set(asked_for(asked, RUBIOS)) == set(RUBIOS) - {"Mike Rubio"}


def test_articles_that_only_say_the_surname_count_for_a_full_name_unless_it_is_somebody_elses():
    assert asked_for("Marco Rubio", {"Rubio": 10}) == ["Rubio"]
    assert asked_for("Marco Rubio", {"Rubio": 10, "Mike Rubio": 2}) == []
    assert asked_for("Hunter Biden", {"Joe Biden": 9, "Hunter Biden": 8, "Biden": 4}) == ["Hunter Biden"]


def test_accents_do_not_matter():
    assert asked_for("Lopez Obrador", {"Andrés Manuel López Obrador": 5, "Ana Obrador": 1}) == [
        "Andrés Manuel López Obrador"
    ]


@given(st.text(max_size=40))
def test_any_text_is_a_name_or_none(text: str):
    name = name_of(text)

    assert name is None or (name.words and name.surname in name.words)
    assert asked_for(text, {"Marco Rubio": 1}) in ([], ["Marco Rubio"])


@given(
    st.dictionaries(st.sampled_from([*RUBIOS, "Joe Biden", "J. Rubio", "Rubio Jr.", "M. Rubio"]), st.integers(1, 99))
)
def test_every_name_is_one_persons(names: dict[str, int]):
    found = bearers(names)

    assert sorted(name for person in found for name in person.names) == sorted(names)
    assert sum(person.quotes for person in found) == sum(names.values())
    assert all(person.name in names for person in found)
