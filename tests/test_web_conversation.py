"""A conversation as the page shows it."""

import re
from dataclasses import replace

import pytest

from ontherecord import Cut, Filters, Statement, Writing
from ontherecord.web.answer import answer_view, copyable, facts
from ontherecord.web.conversation import conversation, onward, welcome
from ontherecord.web.narrowing import Narrowing
from ontherecord.web.sources import sources
from ontherecord.web.turns import Onward, Turn
from tests.hostile import PAYLOADS, Seen, in_a_line
from tests.telling import a_refusal, an_answer, an_article, cite, searched

TAGS_OF_OURS = set("ol ul li h2 p a bdi button form label textarea input pre span div time".split())


def told(turn: Turn, *before: Turn) -> Seen:
    return Seen(conversation((*before, turn)))


def acts(seen: Seen) -> list[str]:
    return [value for name, value in seen.attributes if name == "data-act"]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_nothing_but_text(payload):
    article = an_article(f"Before {payload} after.", publisher=payload, title=payload)
    found = searched(query=payload, window=payload)
    answer = an_answer(cite(article, article.text), question=payload, searched=found)
    narrowing = Narrowing(Filters(publishers=(payload,), language=payload[:9]))
    turns = (
        Turn(payload, answer.text, answer, 0.4, narrowing=narrowing, verdict="up", reason=payload),
        Turn(payload, payload, waiting=True),
        Turn(payload, f"This cannot be answered: {payload}."),
        Turn(payload, "", a_refusal(article), narrowing=narrowing),
    )
    seen = Seen(conversation(turns) + onward(Onward((payload,)), 4) + welcome([payload]))
    assert set(seen.tags) <= TAGS_OF_OURS
    assert not any(
        name.startswith("on") or name in ("src", "style", "srcset", "action") for name, _ in seen.attributes
    )
    assert all(value.startswith("#") for name, value in seen.attributes if name == "href")
    assert in_a_line(payload) in in_a_line(seen.text)


def test_sentence_and_each_of_its_markers_lead_to_the_sources():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    links = [value for name, value in Seen(answer_view(answer, 3)).attributes if name == "href"]
    assert links == ["#source-3-1", "#source-3-1"]
    assert Seen(answer_view(answer, 3)).text == "Island Paper: Nobody was hurt.\N{WORD JOINER}1 "


def test_every_link_of_an_answer_ends_in_its_panel():
    article = an_article()
    answer = an_answer(cite(article, "The ferry sank at dawn.", 1), cite(article, "Nobody was hurt.", 2))
    turn = Turn("what sank?", answer.text, answer)
    linked = {value[1:] for name, value in told(turn).attributes if name == "href"}
    assert linked == set(re.findall(r'id="(source-1-\d)"', sources(turn, 1)))


def test_number_in_brackets_that_an_article_contains_is_no_link():
    article = an_article(text="The mayor [1] spoke of [2] ferries.")
    seen = Seen(answer_view(an_answer(cite(article, article.text)), 1))
    assert [value for name, value in seen.attributes if name == "class"] == ["lead", "sentence", "marker"]
    assert "The mayor [1] spoke of [2] ferries." in seen.text


def test_written_sentence_leads_to_all_that_it_cites():
    article = an_article()
    citations = (cite(article, "The ferry sank at dawn.", 1), cite(article, "Nobody was hurt.", 2))
    statement = Statement("A ferry sank and nobody was hurt.", (1, 2))
    answer = replace(
        an_answer(*citations), mode="generated", text=f"{statement.text} [1] [2]", statements=(statement,)
    )
    links = [value for name, value in Seen(answer_view(answer, 1)).attributes if name == "href"]
    assert links == ["#source-1-1", "#source-1-1", "#source-1-2"]


def test_articles_of_an_answer_are_paragraphs():
    ferry, harbour = an_article(), an_article(text="The harbour closed.", publisher="Post", url="https://p.example")
    answer = an_answer(cite(ferry, "Nobody was hurt.", 1), cite(harbour, "The harbour closed.", 2))
    assert Seen(answer_view(answer, 1)).tags.count("p") == 2


def test_facts_say_what_was_cited_searched_and_understood():
    found = searched(query="did he go? (Ann Lee)", window="last week", stories=35, outlets=6)
    answer = an_answer(cite(an_article(), "Nobody was hurt."), searched=found, question="did he  go?")
    assert facts(answer, 0.44) == [
        "In the articles’ own words",
        "1 article of 1 outlet cited",
        "searched 36 articles (35 stories), 2025-08-10 to 2025-08-10 of 6 outlets",
        "time understood: “last week”",
        "read as: “did he go? (Ann Lee)”",
        "0.4 s",
    ]


def test_facts_say_which_model_wrote_and_what_was_cut():
    writing = Writing("openai:mine", (Cut("x", "date"),))
    answer = replace(an_answer(cite(an_article(), "Nobody was hurt.")), mode="generated", writing=writing)
    assert facts(answer, 1.0)[0] == (
        "Written by openai:mine; one of its sentences was cut: a date that its sources lack"
    )


def test_copied_is_the_answer_with_its_citations_below():
    assert copyable(an_answer(cite(an_article(), "Nobody was hurt."))) == (
        "Island Paper: Nobody was hurt. [1]\n\n[1] Ferry sinks (Island Paper, 2025-08-10) https://island.example/ferry"
    )


def test_settled_answer_can_be_copied_asked_again_edited_and_rated():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    offered = acts(told(Turn("what sank?", answer.text, answer)))
    assert {"edit", "resend", "sources", "copy", "again", "rate", "cite"} <= set(offered)


def test_answer_on_its_way_says_so_and_offers_nothing():
    seen = told(Turn("what sank?", "Part", waiting=True))
    assert "Searching the record" in seen.text
    assert set(acts(seen)) <= {"resend", "unedit"}
    assert ("data-state", "waiting") in seen.attributes


def test_failed_question_can_be_asked_again():
    assert "again" in acts(told(Turn("what sank?", "This cannot be answered: no.")))


def test_rated_answer_asks_for_a_reason_once():
    answer = an_answer(cite(an_article(), "Nobody was hurt."))
    turn = Turn("what sank?", answer.text, answer, verdict="down")
    assert "What is wrong with it?" in told(turn).text
    assert ("aria-pressed", "true") in told(turn).attributes
    assert "the reason" in told(replace(turn, reason="the reason")).text
    assert "What is wrong with it?" not in told(replace(turn, reason="the reason")).text


def test_refusal_names_the_nearest_articles():
    seen = told(Turn("what sank?", "", a_refusal(an_article())))
    assert "Ferry sinks" in seen.text
    assert ("data-act", "read") in seen.attributes


def test_how_to_go_on_says_which_limits_hide_an_answer_and_what_else_to_ask():
    seen = Seen(onward(Onward(("What floats?",), ("dates",)), 3))
    wanted = {("data-for", "3"), ("data-act", "widen"), ("data-limit", "dates"), ("data-turn", "3")}
    assert wanted | {("data-act", "ask"), ("data-question", "What floats?")} <= set(seen.attributes)
    assert onward(Onward(), 3) == ""


def test_conversation_carries_the_address_at_which_its_last_question_is_asked():
    narrowing = Narrowing(Filters(publishers=("Post & Sons",)))
    answer = a_refusal()
    seen = told(Turn("what sank?", "", answer, narrowing=narrowing))
    assert ("data-address", "?q=what+sank%3F&outlet=Post+%26+Sons") in seen.attributes


def test_what_a_screen_reader_says_tells_how_it_went():
    answered = an_answer(cite(an_article(), "Nobody was hurt."))
    assert ("data-said", "Answered, with 1 citation") in told(Turn("q", answered.text, answered)).attributes
    assert ("data-said", a_refusal().text) in told(Turn("q", "", a_refusal())).attributes
