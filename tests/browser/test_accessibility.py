"""The page for everybody: by keyboard alone, read out, in the dark, on a small screen."""

import re
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.visiting import CARTELS, FOLLOW_UPS, NOWHERE, answered, ask, box, focused, tab, visit

AXE = Axe()
HEADINGS = """() => [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')]
    .filter(one => one.checkVisibility()).map(one => +one.tagName[1])"""
NAMELESS = """() => [...document.querySelectorAll('button, a[href], input, textarea, select, summary')]
    .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest('[aria-hidden=true]'))
    .filter(one => !(one.innerText.trim() || one.ariaLabel || one.title || one.labels?.length))
    .map(one => one.outerHTML.slice(0, 200))"""
OUTLINE = "getComputedStyle(document.activeElement).outlineStyle"


def read_article(page):
    ask(page, CARTELS)
    page.get_by_role("button", name=re.compile("^Read the article “Mexico's Sheinbaum")).first.click()
    expect(page.locator("#reader .voice").first).to_be_visible()


def open_sources(page):
    ask(page, CARTELS).locator(".marker").first.click()
    expect(page.locator("#source-1-1")).to_be_focused()


def show_quotes(page):
    tab(page, "Speakers")
    page.get_by_label("Speaker", exact=True).fill("Claudia Sheinbaum")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#quotes .quote").first).to_be_visible()
    expect(page.locator("#voices-plot .bars path").first).to_be_visible()


def ask_to_remove(page):
    tab(page, "Library")
    page.get_by_role("button", name=re.compile("^Remove “Brücke")).click()
    expect(page.locator("#removal .question")).to_be_visible()


def look_at_history(page):
    ask(page, CARTELS)
    tab(page, "History")
    expect(page.locator("#kept h3")).to_have_text(CARTELS)


def ask_and_narrow(page):
    page.get_by_role("button", name="Narrow by date, outlet or language").click()
    page.get_by_label("From").fill("2025-08-01")
    expect(page.locator("#narrowed .chips")).to_be_visible()
    expect(ask(page, CARTELS).locator(".chips")).to_be_visible()
    expect(page.locator(FOLLOW_UPS).first).to_be_visible()


STATES = {
    "empty": lambda page: expect(page.locator(".welcome .chip").first).to_be_visible(),
    "answered": ask_and_narrow,
    "refused": lambda page: ask(page, NOWHERE),
    "sources": open_sources,
    "reader": read_article,
    "quotes": show_quotes,
    "removal": ask_to_remove,
    "history": look_at_history,
}


def faults(page, **options):
    # Colours that are still changing are not those that are read.
    page.evaluate("Promise.allSettled(document.getAnimations().map(one => one.finished))")
    found = AXE.run(page, options={"resultTypes": ["violations"], **options}).response["violations"]
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"]][:5])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("state", STATES)
def test_nothing_keeps_anybody_out_in_light_or_dark_on_a_wide_screen_or_a_small_one(page, room, state):
    if state in ("reader", "sources"):
        # The panel lies over the page on a small screen, where it is opened first.
        page.set_viewport_size(WIDE)
    visit(page, room)
    STATES[state](page)
    found = {}
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        if told := faults(page):
            found[size["width"], "light"] = told
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > size["width"]:
            found[size["width"]] = f"{wide} px wide"
    # In the dark nothing but colours is another.
    page.evaluate("document.body.classList.add('dark')")
    if told := faults(page, runOnly=["color-contrast"]):
        found["dark"] = told
    levels = page.evaluate(HEADINGS)
    page.set_viewport_size(WIDE)
    assert found == {}
    assert page.evaluate(NAMELESS) == []
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def press_until(page, done, key="Tab", most=60):
    for _ in range(most):
        if done():
            return
        page.keyboard.press(key)
    raise AssertionError(f"{key} does not lead there; it leads to {focused(page)}")


def test_everything_from_question_to_article_is_done_by_keyboard_alone(page, room):
    visit(page, room)
    page.keyboard.press("/")
    expect(box(page)).to_be_focused()
    page.keyboard.type(CARTELS)
    page.keyboard.press("Enter")
    turn = answered(page, 1)
    marker = turn.locator(".marker").first
    press_until(page, lambda: marker.evaluate("one => one === document.activeElement"), "Shift+Tab")
    assert page.evaluate(OUTLINE) == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#source-1-1")).to_be_focused()
    page.keyboard.press("Enter")
    expect(marker).to_be_focused()
    page.keyboard.press("Enter")
    press_until(page, lambda: page.evaluate("document.activeElement.dataset.act === 'read'"))
    assert page.evaluate(OUTLINE) == "solid"
    page.keyboard.press("Enter")
    expect(page.locator("#reader h2")).to_be_focused()
    press_until(page, lambda: page.evaluate("document.activeElement.dataset.act === 'return'"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")


def test_tabs_are_turned_to_by_keyboard(page, room):
    visit(page, room)
    page.get_by_role("tab", name="Ask").focus()
    press_until(page, lambda: page.evaluate("document.activeElement.textContent.trim() === 'Speakers'"))
    assert page.evaluate(OUTLINE) == "solid"
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Speakers")).to_have_attribute("aria-selected", "true")


def test_answer_is_announced(page, room):
    visit(page, room)
    ask(page, CARTELS)
    expect(page.get_by_role("status").filter(has_text="Answered, with 4 citations")).to_be_attached()
    ask(page, NOWHERE)
    expect(page.get_by_role("status").filter(has_text="There is no answer on the record")).to_be_attached()


def test_sources_on_a_small_screen_are_a_sheet_that_escape_closes(page, room):
    page.set_viewport_size(NARROW)
    visit(page, room)
    marker = ask(page, CARTELS).locator(".marker").first
    expect(page.locator("#sources")).to_be_hidden()
    marker.click()
    expect(page.locator("#source-1-1")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sources")).to_be_hidden()
    expect(marker).to_be_focused()


def test_light_and_dark_are_chosen_and_remembered(page, room):
    visit(page, room)
    dark = page.evaluate("document.body.classList.contains('dark')")
    page.get_by_role("button", name="Light / dark").click()
    assert page.evaluate("document.body.classList.contains('dark')") is not dark
    visit(page, room)
    assert page.evaluate("document.body.classList.contains('dark')") is not dark
