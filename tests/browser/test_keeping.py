"""Conversations that the browser keeps, and what readers think of answers."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from ontherecord import Library, Settings
from tests.browser import visiting
from tests.browser.visiting import CARTELS, FOLLOW_UPS, STRIKE, answered, tab, visit

CUP = "Who won the World Cup?"
IS_KEPT = """question => JSON.parse(localStorage.getItem('ontherecord.conversations') || '[]')
    .some(one => one.questions.includes(question))"""


@pytest.fixture
def talk(page, room):
    return visit(page, room)


def ask(page, question):
    """Ask, and wait until the browser has kept it: that comes after the answer is shown."""
    turn = visiting.ask(page, question)
    page.wait_for_function(IS_KEPT, arg=question)
    return turn


def kept(page, number=0):
    return page.locator("#kept .conversation").nth(number)


def two_conversations(page):
    ask(page, CARTELS)
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator(".welcome")).to_be_visible()
    ask(page, CUP)
    ask(page, STRIKE)
    tab(page, "History")
    expect(page.locator("#kept h3")).to_have_text([CUP, CARTELS])


def test_conversations_outlast_the_page_and_are_searched(talk, room):
    two_conversations(talk)
    expect(kept(talk)).to_contain_text("2 questions")
    visit(talk, room)
    tab(talk, "History")
    expect(talk.locator("#kept h3")).to_have_text([CUP, CARTELS])
    talk.get_by_label("Search your conversations").fill("ferry crews")
    expect(talk.locator("#kept h3")).to_have_text([CUP])
    talk.get_by_label("Search your conversations").fill("nothing of the kind")
    expect(talk.locator("#none")).to_have_text("No conversation has these words.")


def test_conversation_is_renamed(talk, room):
    ask(talk, CARTELS)
    tab(talk, "History")
    kept(talk).get_by_role("button", name="Rename").click()
    expect(talk.get_by_label("New title")).to_be_focused()
    talk.get_by_label("New title").fill("For <b>Monday</b>")
    talk.get_by_label("New title").press("Enter")
    expect(kept(talk).locator("h3")).to_have_text("For <b>Monday</b>")
    visit(talk, room)
    tab(talk, "History")
    expect(kept(talk).locator("h3")).to_have_text("For <b>Monday</b>")


def test_conversation_is_deleted_once_that_is_confirmed(talk):
    ask(talk, CARTELS)
    tab(talk, "History")
    kept(talk).get_by_role("button", name="Delete").click()
    expect(talk.get_by_role("button", name="Delete this conversation for good")).to_be_focused()
    talk.get_by_role("button", name="Keep this conversation").click()
    expect(kept(talk).locator("h3")).to_have_text(CARTELS)
    kept(talk).get_by_role("button", name="Delete").click()
    talk.get_by_role("button", name="Delete this conversation for good").click()
    expect(talk.locator("#none")).to_have_text("Nothing has been asked in this browser yet.")
    assert talk.evaluate("Object.keys(localStorage).filter(key => key.includes('conversation.'))") == []


def test_reopened_conversation_has_its_answers_and_sources_and_goes_on(talk, room):
    ask(talk, "What did Claudia Sheinbaum say about Mexico?")
    before = talk.locator("#turn-1 .answer > p").first.inner_text()
    visit(talk, room)
    tab(talk, "History")
    kept(talk).get_by_role("button", name="Open").click()
    turn = answered(talk, 1)
    expect(turn.locator(".answer > p").first).to_have_text(before, use_inner_text=True)
    expect(talk.locator(FOLLOW_UPS).first).to_be_visible()
    turn.locator(".marker").first.click()
    expect(talk.locator("#source-1-1")).to_be_focused()
    further = ask(talk, "And what did she say about the cartels?")
    expect(further.locator(".facts")).to_contain_text("Claudia Sheinbaum")
    tab(talk, "History")
    expect(talk.locator("#kept .conversation")).to_have_count(1)
    expect(kept(talk)).to_contain_text("2 questions")


@pytest.mark.parametrize(
    ("format", "name", "note"),
    [
        ("Markdown", "on-the-record.md", r"^\[\^1\]: .*Harbor Wire"),
        ("HTML", "on-the-record.html", r'<li id="note-1">.*Harbor Wire'),
    ],
)
def test_conversation_is_exported_with_its_sources_as_footnotes(talk, format, name, note):
    ask(talk, CARTELS)
    tab(talk, "History")
    with talk.expect_download() as coming:
        kept(talk).get_by_role("button", name=f"as {format}").click()
    written = Path(coming.value.path()).read_text(encoding="utf-8")
    assert coming.value.suggested_filename == name
    assert re.search(note, written, re.MULTILINE)
    assert "We have to start treating them" in written


def test_nobody_else_sees_what_was_asked(talk, stranger, room):
    ask(talk, CARTELS)
    other = visit(stranger(), room)
    tab(other, "History")
    expect(other.locator("#none")).to_have_text("Nothing has been asked in this browser yet.")


def test_question_from_an_address_is_kept_too(page, room):
    visit(page, f"{room}?q=Who+won+the+World+Cup%3F")
    answered(page, 1)
    ask(page, CARTELS)
    tab(page, "History")
    expect(page.locator("#kept h3")).to_have_text([CUP])
    expect(kept(page)).to_contain_text("2 questions")


def test_answer_whose_article_is_purged_says_so_and_nothing_of_it(editor, desk, desk_library):
    visit(editor, desk)
    ask(editor, "Who painted the lighthouse of Gull Point?")
    expect(editor.locator("#talk .answer")).to_contain_text("painted red this week")
    with Library.open(desk_library, Settings(attribution="off")) as library:
        assert library.remove("https://islandpaper.example/4", purge=True)
    tab(editor, "History")
    kept(editor).get_by_role("button", name="Open").click()
    expect(editor.locator("#talk .answer")).to_contain_text("What this answer cited is no longer on record as it was")
    expect(editor.locator("#talk")).not_to_contain_text("painted red this week")


def test_verdict_and_its_reason_are_kept_with_the_library(talk, room_library):
    turn = ask(talk, CARTELS)
    turn.get_by_role("button", name="Bad answer").click()
    expect(turn.get_by_role("button", name="Bad answer")).to_have_attribute("aria-pressed", "true")
    turn.get_by_label("What is wrong with it?").fill("It leaves out who said so")
    turn.get_by_role("button", name="Add", exact=True).click()
    expect(turn.locator(".answer")).to_contain_text("Kept, with the evidence: It leaves out who said so")
    with Library.open(room_library, Settings(attribution="off")) as library:
        last = library.ratings()[-1].to_dict()
    assert (last["verdict"], last["reason"]) == ("down", "It leaves out who said so")
    assert last["question"] == CARTELS
    turn.get_by_role("button", name="Good answer").click()
    expect(turn.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    with Library.open(room_library, Settings(attribution="off")) as library:
        assert [one.verdict for one in library.ratings() if one.id == last["id"]] == ["up"]
