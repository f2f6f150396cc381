"""Who said what: the page of speakers."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import CARTELS, ask, tab, visit


@pytest.fixture
def speakers(page, room):
    visit(page, room)
    tab(page, "Speakers")
    return page


def choose(page, name):
    page.get_by_label("Speaker", exact=True).fill(name)
    page.get_by_role("button", name="Show", exact=True).click()


def test_speaker_is_chosen_from_those_who_are_quoted(speakers):
    speakers.get_by_label("Speaker", exact=True).click()
    speakers.get_by_role("option", name=re.compile(r"^Claudia Sheinbaum \(\d+\)$")).click()
    expect(speakers.locator("#quotes h2")).to_have_text("What Claudia Sheinbaum said")
    expect(speakers.locator("#quotes .who")).to_contain_text(re.compile(r"\d+ quotes in \d articles"))


def test_subject_leaves_the_quotes_about_it(speakers):
    choose(speakers, "Marco Rubio")
    expect(speakers.locator("#quotes h2")).to_have_text("What Marco Rubio said")
    speakers.get_by_label("About").fill("cartels")
    speakers.get_by_label("About").press("Enter")
    expect(speakers.locator("#quotes h2")).to_have_text("What Marco Rubio said about cartels")
    expect(speakers.locator("#quotes blockquote").first).to_contain_text("armed terrorist organizations")


def test_words_and_reports_of_them_are_told_apart_in_words(speakers):
    choose(speakers, "Claudia Sheinbaum")
    expect(speakers.locator("#quotes .quote.direct .how").first).to_have_text(re.compile("^said"))
    expect(speakers.locator("#quotes .quote.indirect .how").first).to_have_text(re.compile("^reported"))
    speakers.get_by_label("Said, word for word").check()
    expect(speakers.locator("#quotes .quote.indirect")).to_have_count(0)
    expect(speakers.locator("#quotes .quote.direct").first).to_be_visible()


def test_quotes_over_time_are_drawn_and_stand_in_a_table(speakers):
    choose(speakers, "Claudia Sheinbaum")
    expect(speakers.locator("#voices-plot .bars .point path").first).to_be_visible()
    speakers.locator("#quotes").get_by_text("Show as a table").click()
    table = speakers.locator("#quotes table")
    expect(table.locator("th").first).to_be_visible()
    expect(table).to_contain_text("2025-08")


def test_unknown_name_is_told_with_what_may_help(speakers):
    choose(speakers, "Zebulon Quux")
    expect(speakers.locator("#quotes")).to_contain_text("Nobody called Zebulon Quux is quoted in these articles")
    expect(speakers.locator("#voices-plot")).to_be_hidden()


def test_speaker_in_the_reader_leads_to_all_their_quotes_and_a_quote_leads_back_into_its_article(page, room):
    visit(page, room)
    ask(page, CARTELS)
    page.get_by_role("button", name=re.compile("^Read the article “Mexico's Sheinbaum")).click()
    page.locator("#reader").get_by_role("button", name="Claudia Sheinbaum: all quotes").first.click()
    expect(page.get_by_role("tab", name="Speakers")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#quotes h2")).to_have_text("What Claudia Sheinbaum said")
    expect(page.get_by_label("Speaker", exact=True)).to_have_value(re.compile("^Claudia Sheinbaum"))
    quote = page.locator("#quotes .quote").first
    words = quote.locator("blockquote").inner_text()
    quote.get_by_role("button", name=re.compile("^Read in the article")).click()
    mark = page.locator("#reader mark").first
    expect(mark).to_be_in_viewport()
    assert words.split()[0] in mark.inner_text()
