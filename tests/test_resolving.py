import re
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord.attribution.attributions import Attribution, Person
from ontherecord.attribution.resolving import resolve

SPEAKER = re.compile(r"\{([^}]*)\}")
QUOTATION = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^‘]*?[,.?!]’")


def speakers(marked: str, title: str | None = None) -> list[Person | None]:
    """Resolve the mentions in braces; each says the quotation that is nearest, if there is one."""
    text, spans = "", []
    for i, piece in enumerate(SPEAKER.split(marked)):
        if i % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    quotations = [match.span() for match in QUOTATION.finditer(text)]
    attributions = []
    for start, end in spans:
        near = min(quotations, key=lambda quotation: abs(quotation[1] - start), default=None)
        content, kind = ((near,), "direct") if near else (((end, len(text)),), "indirect")
        attributions.append(Attribution(content, (start, end), None, kind, 0.9))
    return resolve(text, title, attributions)


def names(marked: str, title: str | None = None) -> list[str | None]:
    return [person and person.name for person in speakers(marked, title)]


def test_name_in_full_stands_for_itself() -> None:
    assert speakers("{Ana Torres} said it rained.") == [Person("Ana Torres", "as written")]


def test_title_before_a_full_name_is_no_part_of_it() -> None:
    assert speakers("{Secretary of State Ana Torres} said so.") == [Person("Ana Torres", "as written")]


def test_surname_stands_for_the_full_name() -> None:
    assert speakers('Ana Torres came. "No," {Torres} said.') == [Person("Ana Torres", "surname")]


def test_first_name_stands_for_the_full_name() -> None:
    assert speakers('Ana Torres, 9, came. "No," {Ana} said.') == [Person("Ana Torres", "first name")]


@pytest.mark.parametrize("mention", ["Ms. Torres", "Senator Torres", "Dr Torres"])
def test_title_and_surname_stand_for_the_full_name(mention: str) -> None:
    assert speakers(f"Ana Torres came. {{{mention}}} said no.") == [Person("Ana Torres", "title")]


def test_surname_that_comes_before_the_full_name_stands_for_it() -> None:
    assert names("{Torres} said no. Ana Torres has said so before.") == ["Ana Torres"]


def test_first_word_is_the_surname_where_it_comes_first() -> None:
    assert speakers("Xi Jinping came. {Xi} said no.") == [Person("Xi Jinping", "surname")]


def test_he_said_after_a_quotation_is_who_spoke_before() -> None:
    text = (
        '"It is late," said {Tom Ashby}.\n\n"We met Peter Lund and Carl Voss," {he} said. "Peter left," {he} added.'
    )

    assert names(text) == ["Tom Ashby"] * 3


def test_she_is_not_the_man_who_spoke_before() -> None:
    text = 'Ana Torres runs the mill. "She is fine," {Tom Ashby} said. "I am," {she} said.'

    assert names(text) == ["Tom Ashby", "Ana Torres"]


def test_he_is_the_subject_of_the_sentence_before_rather_than_whom_it_is_about() -> None:
    assert names('Tom Ashby praised Peter Lund on Monday. "He works hard," {he} said.') == ["Tom Ashby"]


def test_new_subject_takes_over_from_the_speaker_before() -> None:
    text = '"It rained," {Tom Ashby} said.\n\nPeter Lund, a farmer, also saw it.\n\n"It poured," {he} said.'

    assert names(text) == ["Tom Ashby", "Peter Lund"]


def test_pronouns_between_keep_somebody_in_mind() -> None:
    text = (
        "Tom Ashby grew up in Salem. He went to sea. He came back in 2003. "
        "His farm, which the bank of Carl Voss had wanted, was sold. He wept. "
        "{He} said it was over."
    )

    assert names(text) == ["Tom Ashby"]


def test_those_who_are_named_in_a_quotation_are_seldom_he() -> None:
    text = '{Tom Ashby} spoke on Monday. "Carl Voss must go. Carl Voss is late," {he} said.'

    assert names(text) == ["Tom Ashby", "Tom Ashby"]


def test_long_quotation_does_not_part_the_speaker_from_the_pronoun() -> None:
    text = (
        'Carl Voss opened the mill. Tom Ashby disagreed.\n\n"It is old. It is cold. It is wet. It is dark."\n\n'
        '"Nobody wants it," {he} said.'
    )

    assert names(text) == ["Tom Ashby"]


def test_who_is_named_in_a_report_is_not_who_makes_it() -> None:
    text = '"It rained," said {Ana Torres}. Kate Bell will see "new fans in the north and in the south," {she} said.'

    assert names(text) == ["Ana Torres"] * 2


def test_links_to_other_articles_tell_nothing() -> None:
    text = '"It rained," said {Tom Ashby}.\n\nMore: Carl Voss spoke about the mill\n\n"It poured," {he} said.'

    assert names(text) == ["Tom Ashby"] * 2


def test_whoever_was_named_long_ago_is_not_he() -> None:
    text = "Tom Ashby left." + "\n\nIt rained on the mill. It rained on the hall." * 6 + ' "No," {he} said.'

    assert names(text) == [None]


def test_two_men_who_are_as_likely_leave_he_unnamed() -> None:
    assert names("The rivals are Tom Ashby and Carl Voss. {He} said it was over.") == [None]


def test_he_is_unnamed_where_only_women_are_named() -> None:
    assert names('Ana Torres left. "No," {he} said.') == [None]


@pytest.mark.parametrize("mention", ["they", "officials", "police", "a spokesman", "people familiar with the matter"])
def test_many_and_unnamed_stay_unnamed(mention: str) -> None:
    assert names(f'Tom Ashby left. "No," {{{mention}}} said.') == [None]


@pytest.mark.parametrize("mention", ["Authorities", "Republicans", "The company", "Officials", "Ukrainian officials"])
def test_capital_at_the_beginning_of_a_sentence_makes_no_name(mention: str) -> None:
    assert names(f"{{{mention}}} said no.") == [None]


@pytest.mark.parametrize("mention", ["the White House", "Reuters", "Tesla", "NASA", "The New York Times"])
def test_organisation_is_named_as_written(mention: str) -> None:
    assert speakers(f"Tom Ashby left. {{{mention}}} said no.") == [Person(mention, "as written")]


def test_organisation_is_not_who_he_is() -> None:
    assert names('Tom Ashby works for Tesla. Tesla opened a plant. "It is big," {he} said.') == ["Tom Ashby"]


def test_who_is_whom_its_clause_tells_more_about() -> None:
    text = 'Carl Voss praised Tom Ashby, the mayor of Salem, {who} said no. "Nor I," said Ana Torres, {who} smiled.'

    assert speakers(text) == [Person("Tom Ashby", "relative"), Person("Ana Torres", "relative")]


def test_who_is_told_through_a_place_and_a_verb_of_speech() -> None:
    text = "Ana Torres of Salem, {who} led, smiled. The road is closed, Tom Ashby said, {who} added that it froze."

    assert names(text) == ["Ana Torres", "Tom Ashby"]


def test_company_of_one_word_is_not_its_namesake() -> None:
    assert speakers("They sell Target Circle cards. {Target} said no.") == [Person("Target", "as written")]


def test_who_behind_no_name_is_nobody() -> None:
    assert names("Tom Ashby met a farmer {who} said no.") == [None]


def test_role_stands_for_who_has_it() -> None:
    text = "Mayor Tom Ashby met Ana Torres, the secretary of state. {The mayor} said no, and {the secretary} agreed."

    assert speakers(text) == [Person("Tom Ashby", "role"), Person("Ana Torres", "role")]


def test_role_within_the_name_of_an_office_is_no_role() -> None:
    assert names("Chief Justice Tom Ashby ruled. {the Justice Department} said no.") == ["the Justice Department"]


def test_role_of_nobody_named_is_nobody() -> None:
    assert names("Mayor Tom Ashby met {the governor}, who said no.") == [None]


def test_role_of_two_is_nobody() -> None:
    assert names("Actor Tom Ashby and actor Carl Voss came. {The actor} said no.") == [None]


def test_former_president_is_not_the_president() -> None:
    text = "President Carl Voss followed former President Tom Ashby. {The former president} said no."

    assert names(text) == ["Tom Ashby"]


def test_age_stands_for_who_is_of_it() -> None:
    assert names("Tom Ashby, 34, met Carl Voss, 51. {The 51-year-old} said no.") == ["Carl Voss"]


def test_role_before_a_name_does_not_hide_it() -> None:
    assert names("{Mill spokesman Tom Ashby} said no.") == ["Tom Ashby"]


def test_name_behind_its_role_and_a_comma_is_who_speaks() -> None:
    assert names("{The mayor of Salem, Tom Ashby}, said no.") == ["Tom Ashby"]


@pytest.mark.parametrize("mention", ["a lawyer for Tom Ashby", "Tom Ashby’s lawyer", "Tom Ashby and Carl Voss"])
def test_name_of_another_within_a_mention_is_not_who_speaks(mention: str) -> None:
    assert names(f"{{{mention}}} said no.") == [None]


def test_honorific_tells_who_of_a_couple_speaks() -> None:
    text = "Tom Ashby and Lena Ashby own the mill. {Mrs. Ashby} said no. {Mr Ashby} said yes."

    assert names(text) == ["Lena Ashby", "Tom Ashby"]


def test_surname_in_a_family_is_the_one_it_stood_for_before() -> None:
    text = (
        "Tom Ashby, the mayor, spoke. Ashby left early. Ashby came back. His daughter, Lena Ashby, waited.\n\n"
        "Hours went by. The rain did not stop, and the mill stood still, and the hall was dark, and nobody saw a "
        "thing of it or of what was still to come before the night was over. {Ashby} said no."
    )

    assert names(text) == ["Tom Ashby"]


def test_pronoun_tells_members_of_a_family_apart() -> None:
    text = 'Tom Ashby and Lena Ashby own the mill. "It is ours," {she} said. "All of it," {he} said.'

    assert names(text) == ["Lena Ashby", "Tom Ashby"]


def test_british_quotation_marks_hide_whom_they_name() -> None:
    text = "Tom Ashby spoke to the BBC. ‘Carl Voss was late, and Carl Voss left,’ {he} said."

    assert names(text) == ["Tom Ashby"]


def test_he_after_somebody_without_a_name_has_none_either() -> None:
    text = 'Tom Ashby left. "It rained," {my father} said. "It poured," {he} said.'

    assert names(text) == [None, None]


def test_one_name_speaks_for_itself() -> None:
    assert speakers("Singer Adele left. {Adele} said no. “I mean it,” {she} said.") == [
        Person("Adele", "as written"),
        Person("Adele", "pronoun"),
    ]


def test_nobody_is_named_without_a_mention() -> None:
    assert resolve('"No."', None, [Attribution(((0, 5),), None, None, "direct", 0.9)]) == [None]


def test_article_without_names_names_nobody() -> None:
    assert names("It rained. {He} said no.") == [None]


def test_article_of_capitals_takes_no_more_than_its_length() -> None:
    text = "Mary Smith met Tom Ashby. He said so. " * 2_500
    attributions = [
        Attribution(((at + 29, at + 36),), (at + 26, at + 28), None, "indirect", 0.9)
        for at in range(0, len(text), len(text) // 2_500)
    ]
    begun = time.process_time()
    resolve(text, text, attributions)

    assert time.process_time() - begun < 10


def test_article_of_thousands_of_people_takes_no_more_than_its_length() -> None:
    surnames = ["".join(chr(97 + i // 26**place % 26) for place in range(3)).title() for i in range(5_000)]
    text = "".join(f"Mary {surname} met Tom. He said so. " for surname in surnames)
    sources = [match.span() for match in re.finditer("He", text)]
    begun = time.process_time()
    resolve(
        text, None, [Attribution(((end, end + 3),), (start, end), None, "indirect", 0.9) for start, end in sources]
    )

    assert time.process_time() - begun < 10


@settings(max_examples=200, deadline=None)
@given(
    st.text(alphabet='ABCabc Mrhe’.,\n“"', max_size=120), st.lists(st.tuples(st.integers(0, 120), st.integers(1, 30)))
)
def test_every_attribution_has_one_answer_and_every_name_has_words(text: str, places: list[tuple[int, int]]) -> None:
    spans = sorted({(start, min(start + length, len(text))) for start, length in places if start < len(text)})
    attributions = [Attribution((span,), span, None, "direct", 0.5) for span in spans]
    found = resolve(text, None, attributions)

    assert len(found) == len(attributions)
    assert all(person is None or person.name.strip() for person in found)


def test_a_name_whose_accents_are_characters_of_their_own_is_read_whole() -> None:
    text = unicodedata.normalize("NFD", 'Renée Dufour came. "No," {she} said. "Never," {Dufour} said.')

    assert names(text) == [unicodedata.normalize("NFD", "Renée Dufour")] * 2
