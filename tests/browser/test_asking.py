"""Asking in the chat: what the page shows of an answer, and what can be done with one."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import CARTELS, FOLLOW_UPS, NOWHERE, STRIKE, answered, ask, box, focused, visit

SHEINBAUM = "What did Claudia Sheinbaum say about Mexico?"


@pytest.fixture
def talk(page, room):
    visit(page, room)
    return page


def test_page_can_be_used_soon_after_it_is_opened(stranger, room):
    page = stranger()
    visit(page, room)
    milliseconds = page.evaluate("performance.now()")
    print(f"the question can be written {milliseconds / 1000:.1f} s after the page is opened")
    assert milliseconds < 10_000


def test_answer_tells_what_was_cited_and_searched_and_how_long_it_took(talk):
    facts = ask(talk, CARTELS).locator(".facts")
    expect(facts).to_contain_text("In the articles’ own words")
    expect(facts).to_contain_text("3 articles of 3 outlets cited")
    expect(facts).to_contain_text(re.compile(r"searched \d+ articles \(\d+ stories\), \S+ to \S+ of \d+ outlets"))
    expect(facts).to_contain_text(re.compile(r"· \d+\.\d s$"))


def test_time_that_a_question_names_is_told_as_it_was_understood(talk):
    turn = ask(talk, "What happened to the World Cup in December 2022?")
    expect(turn.locator(".facts")).to_contain_text("time understood: “in December 2022”")


def test_each_example_is_answered(talk):
    example = talk.locator(".welcome .chip").first
    question = example.inner_text()
    example.click()
    turn = answered(talk, 1)
    expect(turn.locator("h2")).to_have_text(question)
    expect(turn.locator(".marker").first).to_be_visible()


def test_nothing_is_asked_with_an_empty_box(talk):
    box(talk).press("Enter")
    assert "Searching" not in talk.locator("#talk").inner_text()
    ask(talk, CARTELS)
    expect(talk.locator("#talk .turn")).to_have_count(1)


def test_answer_is_copied_with_its_citations(talk):
    talk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(talk, CARTELS).get_by_role("button", name="Copy with citations").click()
    expect(talk.locator("#toast.shown")).to_have_text("Copied, with its citations")
    copied = talk.evaluate("navigator.clipboard.readText()")
    assert '"We have to start treating them as armed terrorist organizations' in copied
    assert re.search(
        r"\n\[1\] Mexico's Sheinbaum .* \(Harbor Wire, 2025-08-08\) https://harborwire\.example/", copied
    )


def test_question_that_is_asked_again_takes_what_was_asked_after_it_away(talk):
    ask(talk, CARTELS)
    ask(talk, "Who won the World Cup?")
    talk.locator("#turn-1").get_by_role("button", name="Ask again").click()
    turn = answered(talk, 1)
    expect(turn.locator("h2")).to_have_text(CARTELS)
    expect(turn.locator(".marker").first).to_be_visible()


def test_edited_question_is_answered_anew_and_what_was_asked_after_it_goes(talk):
    ask(talk, CARTELS)
    ask(talk, NOWHERE)
    talk.get_by_role("button", name="Edit question 1").click()
    written = talk.locator("#edit-1")
    expect(written).to_be_focused()
    expect(written).to_have_value(CARTELS)
    written.fill("Who won the World Cup?")
    talk.locator("form.edit:visible").get_by_role("button", name="Ask").click()
    turn = answered(talk, 1)
    expect(turn.locator("h2")).to_have_text("Who won the World Cup?")
    expect(turn.locator(".answer")).to_contain_text("Lionel Messi won")


def test_edit_that_is_left_changes_nothing_and_gives_the_focus_back(talk):
    ask(talk, CARTELS)
    talk.get_by_role("button", name="Edit question 1").click()
    talk.get_by_role("button", name="Cancel").click()
    expect(talk.locator("form.edit")).to_be_hidden()
    assert focused(talk) == "edit"


def test_question_to_go_on_with_is_answered(talk):
    ask(talk, CARTELS)
    onward = talk.locator(FOLLOW_UPS).first
    question = onward.inner_text()
    onward.click()
    turn = answered(talk, 2)
    expect(turn.locator("h2")).to_have_text(question)
    expect(turn.locator(".marker").first).to_be_visible()


def test_further_question_is_understood_from_the_conversation(talk):
    ask(talk, SHEINBAUM)
    turn = ask(talk, "And what did she say about the cartels?")
    expect(turn.locator(".facts")).to_contain_text("read as: ")
    expect(turn.locator(".facts")).to_contain_text("Claudia Sheinbaum")


def test_new_conversation_starts_at_the_beginning(talk):
    ask(talk, SHEINBAUM)
    talk.get_by_role("button", name="New conversation").click()
    expect(talk.locator(".welcome")).to_be_visible()
    expect(talk.locator("#sources mark")).to_have_count(0)
    expect(ask(talk, CARTELS)).to_have_id("turn-1")


def test_nothing_found_shows_the_nearest_articles_which_can_be_read(talk):
    turn = ask(talk, NOWHERE)
    expect(turn.locator(".answer")).to_contain_text("There is no answer on the record")
    expect(turn.locator(".marker")).to_have_count(0)
    nearest = turn.locator(".nearest button").first
    headline = nearest.inner_text()
    nearest.click()
    expect(talk.locator("#reader h2")).to_have_text(headline)


def test_dates_that_hide_the_answer_are_widened_and_then_it_is_answered(talk, room):
    visit(talk, f"{room}?q=What+did+Rubio+say+about+cartels%3F&to=2022-12-31")
    turn = answered(talk, 1)
    expect(turn.locator(".chips")).to_have_text("to 2022-12-31")
    expect(turn.locator(".answer")).to_contain_text("There is no answer on the record")
    talk.get_by_role("button", name="Ask it of all days").click()
    wider = answered(talk, 2)
    expect(wider.locator(".marker").first).to_be_visible()
    expect(wider.locator(".chips")).to_have_count(0)


def test_strike_that_was_corrected_is_told_as_it_is_in_force(talk):
    expect(ask(talk, STRIKE).locator(".answer")).to_contain_text("raise wages by four percent")
