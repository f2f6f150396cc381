"""Answers that a language model writes: they arrive sentence by sentence, and can be stopped."""

import threading

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import STRIKE, answered, ask, box, visit
from tests.scripted_model import Say
from tests.scripts import Evidence, Told

FIRST = Told("The company agreed to raise wages by four percent from September", "raise wages by four percent")
SECOND = Told("It also promised to hire thirty sailors before the storms begin", "hire thirty sailors")
ENOUGH = 60


class Held(tuple):
    """What a model says, of which all but the first comes only once it is let go."""

    def __new__(cls, *acts, until):
        held = super().__new__(cls, acts)
        held.until = until
        return held

    def __iter__(self):
        first, *others = super().__iter__()
        yield first
        self.until.wait(ENOUGH)
        yield from others


def held(asked, until):
    """Say a sentence and a part of another, by which the first is known to have ended, and wait."""
    second = said(asked, SECOND)
    return Held(f"{said(asked, FIRST)}. {second[:40]}", Say(f"{second[40:]}."), until=until)


def said(asked, told):
    return Evidence(asked).cited(told)


@pytest.fixture
def talk(page, writing, model):
    model.play(lambda asked: f"{said(asked, FIRST)}. {said(asked, SECOND)}.")
    return visit(page, writing)


def test_answer_is_told_to_be_written_by_its_model(talk):
    turn = ask(talk, STRIKE)
    expect(turn.locator(".facts")).to_contain_text("openai:scripted")
    expect(turn.locator(".answer")).to_contain_text(FIRST.text)
    expect(turn.locator(".marker").first).to_be_visible()


def test_first_sentence_is_on_the_page_before_the_model_says_the_second(talk, model):
    go_on = threading.Event()
    model.play(lambda asked: held(asked, go_on))
    box(talk).fill(STRIKE)
    box(talk).press("Enter")
    try:
        expect(talk.locator("#talk .turns")).to_have_attribute("data-state", "waiting")
        expect(talk.locator("#talk .answer")).to_contain_text(FIRST.text)
        expect(talk.locator("#talk .answer")).not_to_contain_text(SECOND.text)
    finally:
        go_on.set()
    expect(answered(talk, 1).locator(".answer")).to_contain_text(SECOND.text)


def test_answer_that_is_stopped_is_waited_for_no_more_and_the_next_question_is_answered(talk, model):
    let_go = threading.Event()
    model.play(lambda asked: held(asked, let_go))
    try:
        box(talk).fill(STRIKE)
        box(talk).press("Enter")
        expect(talk.locator("#talk .answer")).to_contain_text(FIRST.text)
        stop = talk.locator("#stop")
        with talk.expect_response(lambda response: response.url.endswith("/cancel")):
            stop.click()
        stopped = answered(talk, 1)
        expect(stopped.locator(".answer")).to_contain_text("Stopped.")
        expect(stopped.get_by_role("button", name="Ask again")).to_be_visible()
        expect(stop).to_be_hidden()
        model.play(lambda asked: f"{said(asked, SECOND)}.")
        expect(ask(talk, STRIKE).locator(".answer")).to_contain_text(SECOND.text)
    finally:
        let_go.set()
