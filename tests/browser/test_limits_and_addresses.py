"""What a question is narrowed to, and the addresses that ask, read and open by themselves."""

from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import CARTELS, STRIKE, answered, ask, box, visit

FERRY = "https://islandpaper.example/ferry-strike"
HOSTILE = '<img src=x onerror="window.taken=1"><script>window.taken=1</script>\'")}{{7*7}}'


@pytest.fixture
def talk(page, room):
    return visit(page, room)


def open_limits(page):
    page.get_by_role("button", name="Narrow by date, outlet or language").click()
    expect(page.get_by_label("From")).to_be_visible()


def parameters(page):
    return parse_qsl(urlsplit(page.url).query)


def narrow(page):
    """Narrow to a day, an outlet and a language."""
    open_limits(page)
    page.get_by_label("From").fill("2025-08-01")
    page.get_by_label("To", exact=True).fill("2025-08-31")
    page.get_by_label("Outlets").fill("Harbor")
    page.get_by_role("option", name="Harbor Wire").click()
    expect(page.locator("#narrowed .chips li")).to_have_text(["2025-08-01 to 2025-08-31", "Harbor Wire"])


def test_limits_show_as_they_are_chosen_and_stand_with_the_question_they_applied_to(talk):
    narrow(talk)
    turn = ask(talk, CARTELS)
    expect(turn.locator(".chips li")).to_have_text(["2025-08-01 to 2025-08-31", "Harbor Wire"])
    expect(turn.locator(".facts")).to_contain_text("1 article of 1 outlet cited")
    talk.locator("#clear").click()
    expect(talk.locator("#narrowed .chips")).to_have_count(0)
    wider = ask(talk, CARTELS)
    expect(wider.locator(".chips")).to_have_count(0)
    expect(wider.locator(".facts")).to_contain_text("3 articles of 3 outlets cited")
    expect(talk.locator("#turn-1 .chips li")).to_have_count(2)


def test_address_bar_asks_the_same_of_another_visitor(talk, stranger):
    narrow(talk)
    ask(talk, CARTELS)
    limits = [("from", "2025-08-01"), ("to", "2025-08-31"), ("outlet", "Harbor Wire")]
    assert parameters(talk) == [("q", CARTELS), *limits]
    other = visit(stranger(), talk.url)
    turn = answered(other, 1)
    expect(turn.locator("h2")).to_have_text(CARTELS)
    expect(turn.locator(".chips li")).to_have_text(["2025-08-01 to 2025-08-31", "Harbor Wire"])
    said = talk.locator("#talk .answer > p").first.inner_text()
    expect(turn.locator(".answer > p").first).to_have_text(said, use_inner_text=True)
    open_limits(other)
    expect(other.get_by_label("From")).to_have_value("2025-08-01")
    expect(other.get_by_label("To", exact=True)).to_have_value("2025-08-31")
    expect(other.locator("#narrowed .chips li")).to_have_text(["2025-08-01 to 2025-08-31", "Harbor Wire"])


def test_question_is_asked_in_one_language(page, room):
    visit(page, f"{room}?{urlencode({'q': STRIKE, 'language': 'de'})}")
    turn = answered(page, 1)
    expect(turn.locator(".chips li")).to_have_text(["language de"])
    expect(turn.locator(".facts")).to_contain_text("searched 1 article")
    page.get_by_role("button", name="Ask it of all languages").click()
    expect(answered(page, 2).locator(".marker").first).to_be_visible()


def test_question_is_asked_as_of_a_day(page, room):
    visit(page, f"{room}?{urlencode({'q': CARTELS, 'as_of': '2022-12-31'})}")
    turn = answered(page, 1)
    expect(turn.locator(".chips li")).to_have_text(["as of 2022-12-31"])
    expect(turn.locator(".answer")).to_contain_text("There is no answer on the record")
    open_limits(page)
    expect(page.get_by_label("As of")).to_have_value("2022-12-31")
    page.get_by_role("button", name="Ask it as of today").click()
    expect(answered(page, 2).locator(".marker").first).to_be_visible()


def test_days_in_the_wrong_order_are_told_before_anything_is_asked(talk):
    open_limits(talk)
    talk.get_by_label("From").fill("2025-08-02")
    talk.get_by_label("To", exact=True).fill("2025-08-01")
    expect(talk.locator("#narrowed [role=alert]")).to_contain_text("no day lies between 2025-08-02 and 2025-08-01")


def test_link_to_the_page_is_copied(talk):
    talk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(talk, CARTELS)
    talk.get_by_role("button", name="Copy link").click()
    expect(talk.locator("#toast.shown")).to_be_visible()
    assert talk.evaluate("navigator.clipboard.readText()") == talk.url
    assert parameters(talk) == [("q", CARTELS)]


def test_address_of_an_article_opens_it(page, room):
    page.goto(f"{room}?{urlencode({'article': FERRY, 'version': 1})}")
    expect(page.locator("#reader h2")).to_have_text("Ferry crews in Vigo end nine-day strike")
    expect(page.locator("#reader .notice").first).to_contain_text("This is version 1 of 2")


def test_address_of_a_speaker_shows_what_they_said(page, room):
    page.goto(f"{room}?{urlencode({'speaker': 'Marco Rubio', 'about': 'cartels'})}")
    expect(page.locator("#quotes h2")).to_have_text("What Marco Rubio said about cartels")
    expect(page.locator("#quotes .quote").first).to_be_visible()


@pytest.mark.parametrize(
    "hostile",
    [
        {"q": HOSTILE, "from": HOSTILE, "outlet": HOSTILE, "language": HOSTILE, "as_of": "9999-99-99"},
        {"q": HOSTILE, "outlet": HOSTILE, "language": HOSTILE},
        {"article": "../../../etc/passwd", "version": "9" * 400},
        {"article": HOSTILE, "version": "-1"},
        {"speaker": HOSTILE, "about": HOSTILE},
        {"q": "x" * 3000, "__theme": "dark", "view": "api"},
    ],
    ids=lambda given: "-".join(given),
)
def test_hostile_address_does_nothing_but_show_its_words(page, room, hostile):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(f"{room}?{urlencode(hostile)}")
    if "article" in hostile:
        expect(page.locator("#reader")).to_contain_text("This article is not in the library any more")
    elif "speaker" in hostile:
        expect(page.locator("#quotes h2")).to_contain_text("<img src=x")
    else:
        expect(box(page)).to_be_editable()
        expect(page.locator(".welcome, #talk .turns[data-state=settled]").first).to_be_visible()
    assert page.evaluate("window.taken") is None
    assert page.locator("img[src=x]").count() == 0
    assert dialogs == []
