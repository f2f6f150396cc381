"""From a sentence of an answer to its passage, from there into the whole article, and back."""

import re
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import CARTELS, STRIKE, ask, focused, tab, visit

SENTENCE = '"We have to start treating them as armed terrorist organizations, not simply drug-dealing entities,"'


@pytest.fixture
def talk(page, room):
    return visit(page, room)


def in_view(locator):
    expect(locator).to_be_in_viewport()


def test_marker_leads_to_the_cited_words_and_from_there_back(talk):
    turn = ask(talk, CARTELS)
    turn.locator(".marker").nth(1).click()
    source = talk.locator("#source-1-2")
    expect(source).to_be_focused()
    in_view(source)
    aim = talk.locator("#sources mark.aim")
    expect(aim).to_have_count(1)
    assert aim.inner_text() in turn.locator("a.sentence").nth(1).inner_text()
    source.press("Enter")
    expect(turn.locator(".marker").nth(1)).to_be_focused()


def test_cited_sentence_itself_leads_to_its_source(talk):
    ask(talk, CARTELS).locator("a.sentence").first.click()
    expect(talk.locator("#source-1-1")).to_be_focused()


def test_marker_of_an_earlier_answer_opens_the_sources_of_that_answer(talk):
    ask(talk, CARTELS)
    ask(talk, "Who won the World Cup?")
    expect(talk.locator("#sources")).to_contain_text("Messi has his World Cup")
    talk.locator("#turn-1 .marker").first.click()
    expect(talk.locator("#source-1-1")).to_be_focused()
    expect(talk.locator("#sources")).to_contain_text("Harbor Wire")


def test_source_tells_what_it_is_and_shows_the_passage_where_it_stands(talk):
    ask(talk, CARTELS)
    source = talk.locator(".source").first
    expect(source.locator("h3")).to_have_text(re.compile("^Mexico's Sheinbaum rules out US military presence"))
    expect(source.locator(".from")).to_have_text("Harbor Wire · 2025-08-08")
    expect(source.locator("mark")).to_have_text(SENTENCE)
    expect(source.locator("blockquote")).to_contain_text("US Secretary of State Marco Rubio set out the reasoning")


def test_original_is_opened_at_the_sentence_and_told_nothing_of_this_page(talk):
    ask(talk, CARTELS)
    link = talk.locator(".source a.original").first
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    address, _, fragment = link.get_attribute("href").partition("#:~:text=")
    assert address == "https://harborwire.example/2025/08/08/sheinbaum-rules-out-us-military-presence"
    first, last = fragment.split(",")
    words = SENTENCE.split()
    assert (unquote(first), unquote(last)) == (" ".join(words[:6]), " ".join(words[-6:]))


def test_source_names_the_other_outlets_and_what_was_corrected(talk):
    ask(talk, STRIKE)
    source = talk.locator(".source").first
    source.get_by_text("also in 1 outlet").click()
    expect(source.locator(".elsewhere")).to_contain_text(re.compile("Bay Courier|Island Paper"))
    whole = talk.locator("#sources").inner_text() + source.locator(".elsewhere").inner_text()
    assert "Bay Courier" in whole
    assert "Island Paper" in whole


def test_article_is_read_whole_with_the_cited_sentence_in_view(talk):
    ask(talk, CARTELS)
    talk.get_by_role("button", name=re.compile("^Read the article “Mexico's Sheinbaum")).click()
    expect(talk.get_by_role("tab", name="Reader")).to_have_attribute("aria-selected", "true")
    expect(talk.locator("#reader h2")).to_be_focused()
    expect(talk.locator("#reader .text")).to_contain_text("Mexican President Claudia Sheinbaum rejected any prospect")
    expect(talk.locator("#reader .text")).to_contain_text("going bankrupt")
    mark = talk.locator("#reader mark")
    expect(mark).to_contain_text("We have to start treating them")
    in_view(mark)


def test_reader_tells_beside_the_text_who_says_what(talk):
    ask(talk, CARTELS)
    talk.get_by_role("button", name=re.compile("^Read the article “Mexico's Sheinbaum")).click()
    paragraph = talk.locator("#reader .para", has_text="We have to start treating them")
    expect(paragraph.locator(".voice.direct")).to_contain_text(re.compile(r"Marco Rubio\s+said"))
    expect(paragraph.locator(".said.direct")).to_contain_text("We have to start treating them")


def test_related_article_is_opened_and_back_leads_to_the_answer(talk):
    ask(talk, CARTELS)
    talk.get_by_role("button", name=re.compile("^Read the article “Mexico's Sheinbaum")).click()
    related = talk.locator("#reader .related button").first
    headline = related.inner_text()
    related.click()
    expect(talk.locator("#reader h2")).to_have_text(headline)
    talk.get_by_role("button", name="← Back").click()
    expect(talk.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
    expect(talk.locator("#talk .turn")).to_be_visible()


def test_back_leads_to_where_the_article_was_opened(talk):
    tab(talk, "Library")
    talk.locator("#articles .articles button").first.click()
    expect(talk.locator("#reader article")).to_be_visible()
    talk.get_by_role("button", name="← Back").click()
    expect(talk.get_by_role("tab", name="Library")).to_have_attribute("aria-selected", "true")
    expect(talk).not_to_have_url(re.compile("article="))


def test_versions_of_an_article_are_told_apart_and_read(talk):
    ask(talk, STRIKE)
    talk.goto(talk.url.partition("?")[0] + "?article=https%3A%2F%2Fislandpaper.example%2Fferry-strike")
    expect(talk.locator("#reader .text")).to_contain_text("raise wages by four percent")
    expect(talk.locator("#reader .notice")).to_contain_text("An earlier version of this article said")
    talk.get_by_text("What changed: 2 versions").click()
    expect(talk.locator("#reader .changes")).to_contain_text("seven")
    talk.get_by_role("button", name="Read it: version 1").click()
    expect(talk.locator("#reader .text")).to_contain_text("raise wages by seven percent")
    expect(talk.locator("#reader .notice").first).to_contain_text("This is version 1 of 2. It is not in force")
    talk.get_by_role("button", name="Read version 2").click()
    expect(talk.locator("#reader .text")).to_contain_text("raise wages by four percent")


def test_back_leads_to_the_questions_where_an_address_opened_the_article(talk, room):
    visit_reader = f"{room}?article=https%3A%2F%2Fislandpaper.example%2Fferry-strike"
    talk.goto(visit_reader)
    expect(talk.locator("#reader article")).to_be_visible()
    talk.get_by_role("button", name="← Back").click()
    expect(talk.get_by_role("tab", name="Ask")).to_have_attribute("aria-selected", "true")
    assert focused(talk)
