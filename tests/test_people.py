import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord.attribution.first_names import gender_of, is_first_name
from ontherecord.attribution.names_in_text import names_in
from ontherecord.attribution.people import people


def found(text: str) -> list[str]:
    return [name.text for name in names_in(text) if not name.doubtful]


def one(text: str, surname: str):
    return next(person for person in people(text, None).individuals if person.surname == surname)


@pytest.mark.parametrize(
    ("word", "gender"),
    [
        ("Marco", "he"),
        ("Linda", "she"),
        ("Volodymyr", "he"),
        ("Giorgia", "she"),
        ("Jean-Claude", None),
        ("Robin", None),
        ("Pierre-Yves", "he"),
        ("Tesla", None),
    ],
)
def test_first_name_tells_gender_where_one_clearly_has_it_more_often(word: str, gender: str | None) -> None:
    assert gender_of(word) == gender


def test_word_that_is_mostly_something_else_is_no_first_name() -> None:
    assert not is_first_name("America")
    assert is_first_name("Marco")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Secretary of State Ana Torres spoke.", "Ana Torres"),
        ("Oregon Gov. Tom Ashby spoke.", "Tom Ashby"),
        ("Norwegian Prime Minister Erik Solberg spoke.", "Erik Solberg"),
        ("Chief of Staff Nora Quint spoke.", "Nora Quint"),
        ("Oscar-winning Dana Mills spoke.", "Dana Mills"),
        ("But Ursula von der Leyen spoke.", "Ursula von der Leyen"),
        ("We heard von der Leyen speak.", "von der Leyen"),
        ("It is Mohammed bin Salman again.", "Mohammed bin Salman"),
        ("It is Luiz Inácio Lula da Silva again.", "Luiz Inácio Lula da Silva"),
        ("Here J.K. Rowling spoke.", "J.K. Rowling"),
        ("Then Sean O’Brien’s wife spoke.", "Sean O’Brien"),
        ("Then Carla D'Angelo's wife spoke.", "Carla D'Angelo"),
        ("Robert F. Kennedy Jr. spoke.", "Robert F. Kennedy Jr."),
        ("King Charles III spoke.", "King Charles III"),
        ("Later Pope Francis spoke.", "Pope Francis"),
        ("It was Bashar al-Assad again.", "Bashar al-Assad"),
        ("It was Kim Jong-un again.", "Kim Jong-un"),
        ('It was Dwayne "The Rock" Johnson again.', 'Dwayne "The Rock" Johnson'),
        ("Addressing Mary Ellis, they wept.", "Mary Ellis"),
        ("Felicia Day spoke.", "Felicia Day"),
        ("Ask Billie Jean King.", "Billie Jean King"),
        ("Joe Biden Tuesday spoke.", "Joe Biden"),
    ],
)
def test_name_is_found_without_what_stands_around_it(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The Supreme Court ruled.",
        "The White House and NATO agreed.",
        "It rained in New York and South Korea.",
        "A Trump-backed plan.",
        "They met on Monday in January.",
        "The Department of Justice sued.",
        "Veterans Day is near.",
    ],
)
def test_what_is_no_person_is_no_name(text: str) -> None:
    assert [name for name in found(text) if " " in name] == []
    assert all(not person.personal for person in people(text, None).individuals)


def test_surname_and_full_name_are_one_person() -> None:
    text = "Ana Torres spoke. Torres left. Ms. Torres came back. Ana slept."

    assert [person.name for person in people(text, None).individuals] == ["Ana Torres"]


def test_forms_of_one_name_are_one_person_under_the_fullest() -> None:
    text = "Joe Harlan spoke. Joseph R. Harlan left. Harlan came back."

    assert [person.name for person in people(text, None).individuals] == ["Joseph R. Harlan"]


def test_accents_are_one_writers_and_not_the_others() -> None:
    assert [person.name for person in people("Suely Araújo spoke. Araujo left.", None).individuals] == [
        "Suely Araújo"
    ]


def test_nickname_of_an_opponent_is_no_part_of_a_name() -> None:
    text = "Joe Harlan spoke. Joe Harlan left. They say Crooked Joe Harlan won."

    assert [person.name for person in people(text, None).individuals] == ["Joe Harlan"]


def test_picture_credit_names_nobody() -> None:
    assert "Ana Torres" not in found("Rain on the mill. Ana Torres/Getty Images")


def test_father_and_junior_are_two() -> None:
    text = "Peter Lund Jr. spoke. Peter Lund left."

    assert [person.name for person in people(text, None).individuals] == ["Peter Lund Jr.", "Peter Lund"]


def test_surname_comes_first_where_it_does() -> None:
    text = "Xi Jinping spoke. Xi left."

    assert [person.name for person in people(text, None).individuals] == ["Xi Jinping"]


def test_surname_that_is_also_a_place_or_a_title_counts_after_the_full_name() -> None:
    text = "John Major met Jim Jordan. Major spoke before Jordan did."

    assert [mention.individual.name for mention in people(text, None).mentions] == [
        "John Major",
        "Jim Jordan",
        "John Major",
        "Jim Jordan",
    ]


@pytest.mark.parametrize(
    ("text", "gender"),
    [
        ("Mrs. Abara spoke.", "she"),
        ("Actress Quill Abara spoke.", "she"),
        ("Quill Abara, a mother of two, spoke.", "she"),
        ("His wife, Quill Abara, spoke.", "she"),
        ("Quill Abara said her plan had failed.", "she"),
        ("Quill Abara spoke.", None),
        ("Quill Abara, a Texan with a wife and a son, spoke.", None),
        ("Quill Abara, the Queen’s second son, spoke.", "he"),
        ("Mr. Quill Abara spoke. Abara said her plan had failed.", "he"),
    ],
)
def test_article_tells_gender_that_the_name_does_not(text: str, gender: str | None) -> None:
    assert one(text, "abara").gender == gender


@pytest.mark.parametrize(
    ("text", "role", "former"),
    [
        ("Secretary of State Ana Torres spoke.", "secretary of state", False),
        ("Ana Torres, the mayor of Salem, spoke.", "mayor", False),
        ("Ana Torres, a former senator, spoke.", "senator", True),
        ("Ana Torres is the chief executive of Lindt.", "chief executive", False),
        ("The company’s spokeswoman, Ana Torres, spoke.", "spokesman", False),
        ("Tesla CEO Ana Torres spoke.", "chief executive", False),
        ("Former President Ana Torres spoke.", "president", True),
    ],
)
def test_roles_are_read_before_and_behind_a_name(text: str, role: str, former: bool) -> None:
    assert one(text, "torres").roles[role] == former


def test_vice_president_is_no_president() -> None:
    assert "president" not in one("Vice President Ana Torres spoke.", "torres").roles


def test_next_of_a_list_is_no_role_of_the_one_before() -> None:
    assert not one("They met Ana Torres, Mayor Tom Ashby, and others.", "torres").roles


def test_wife_of_the_next_of_a_list_is_not_the_one_before() -> None:
    assert one("After listening to Quill Abara, Bloom and his wife left.", "abara").gender is None


def test_age_is_read_behind_a_name() -> None:
    assert one("Ana Torres, 34, spoke.", "torres").ages == {"34"}


def test_wife_of_a_president_is_not_the_president() -> None:
    text = "Melania Karr, his wife, smiled. President Karr spoke."

    assert [person.name for person in people(text, None).individuals] == ["Melania Karr", "Karr"]


def test_honorific_tells_a_couple_apart() -> None:
    text = "Tom Ashby married Lena Ashby. Mrs. Ashby spoke. Mr. Ashby slept."

    assert [mention.individual.name for mention in people(text, None).mentions[2:]] == ["Lena Ashby", "Tom Ashby"]


def test_person_of_the_headline_is_known() -> None:
    individuals = people("Ana Torres met Tom Ashby.", "What Torres’s plan means").individuals

    assert [person.titled for person in individuals] == [True, False]


def test_headline_gives_a_name_that_the_text_does_not() -> None:
    assert [person.name for person in people("Torres spoke.", "What Ana Torres thinks").individuals] == ["Ana Torres"]


@pytest.mark.parametrize(
    "text",
    [
        "Aaaa " * 10_000,
        "Mary " * 10_000,
        "Mary Smith. " * 4_000,
        "A" * 200_000,
        "O'" * 50_000,
        "A.B." * 30_000,
        "“A" * 50_000,
        "Bb de la " * 10_000,
        "Aa-" * 50_000,
        "Ab, " * 20_000,
        "President " * 10_000,
        "the mayor, " * 10_000,
    ],
)
def test_hostile_text_takes_no_more_than_its_length(text: str) -> None:
    begun = time.process_time()
    people(text, text)

    assert time.process_time() - begun < 5


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="ABCabc MrsO'’.-,\n“\"IJé ", max_size=200), st.none() | st.text(max_size=30))
def test_every_name_is_a_slice_of_the_text_and_none_overlap(text: str, title: str | None) -> None:
    mentions = people(text, title).mentions

    assert all(text[mention.name.start : mention.name.end] == mention.name.text for mention in mentions)
    assert all(a.name.end <= b.name.start for a, b in pairwise(mentions))
