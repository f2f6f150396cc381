"""How sure attributions are: by the tagger's chances, and by whether rules name the same source."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ontherecord.attribution.attributions import Attribution
from ontherecord.attribution.confidence import Chances, confidence, verdict
from ontherecord.attribution.linking import DISPUTED, linked
from ontherecord.attribution.tagger import Bond, Reading, Tagged

TEXT = "“We are ready,” Lind said, and Orr nodded."
CONTENT, LIND, SAID, ORR = (0, 15), (16, 20), (21, 25), (31, 34)
SURE = Chances(0.99, 0.99, 0.99, 0.99, 0.99)
CHANCE = st.floats(0, 1)


def reading(chance: float) -> Reading:
    tagged = (Tagged(CONTENT, "content", chance), Tagged(LIND, "source", chance), Tagged(SAID, "cue", chance))
    return Reading(tagged, (Bond(0, 2, chance),), (Bond(2, 1, chance),))


def rule(source: tuple[int, int], sure: float) -> Attribution:
    return Attribution((CONTENT,), source, SAID, "direct", sure)


@given(st.builds(Chances, CHANCE, CHANCE, CHANCE, CHANCE, CHANCE), CHANCE)
def test_it_is_a_probability_that_no_chance_lowers_by_rising(one: Chances, other: float) -> None:
    more = replace(one, content=max(one.content, other), spoken=max(one.spoken, other))
    assert 0 < confidence("direct", one, "nothing") <= confidence("direct", more, "nothing") < 1


def test_rules_that_name_the_same_source_raise_it_and_those_that_name_another_lower_it() -> None:
    same, nothing, other = (confidence("indirect", SURE, said) for said in ("same", "nothing", "other"))
    assert same > nothing > other


def test_rules_say_something_only_of_words_that_they_hold_themselves() -> None:
    assert verdict([CONTENT], LIND, [rule(LIND, 0.9)]) == "same"
    assert verdict([CONTENT], LIND, [rule(ORR, 0.9)]) == "other"
    assert verdict([(35, 41)], LIND, [rule(LIND, 0.9)]) == "nothing"


def test_a_precise_rule_says_whose_a_quotation_is() -> None:
    (one,) = linked(TEXT, (0, len(TEXT)), [reading(0.9)], [rule(ORR, 0.97)])
    assert (one.source, one.confidence) == (ORR, DISPUTED)


def test_the_tagger_says_whose_a_quotation_is_where_the_rule_that_differs_is_not_precise() -> None:
    (one,) = linked(TEXT, (0, len(TEXT)), [reading(0.9)], [rule(ORR, 0.86)])
    assert one.source == LIND
    (alone,) = linked(TEXT, (0, len(TEXT)), [reading(0.9)])
    assert one.confidence < alone.confidence
