"""The page of the library: what it holds, how articles come into it, and how they go."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.visiting import ask, tab, visit
from tests.site import Page, Site

SHIP = "The tall ship Marigold left the harbour of Lindholm on Friday with forty cadets and a cat on board."
PARAGRAPHS = "".join(
    f"&lt;p&gt;Crane number {number} of the port of Lindholm, as tall as a church, came by ship from the other end "
    "of the sea and needed nine days for it. It will lift its first container in July, its master said.&lt;/p&gt;"
    for number in range(1, 7)
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    "<title>Harbour Wire</title><item><title>Cranes arrive</title><link>https://harbourwire.example/cranes</link>"
    f"<pubDate>Mon, 09 Jun 2025 08:00:00 GMT</pubDate><content:encoded>{PARAGRAPHS}</content:encoded></item>"
    "</channel></rss>"
)


@pytest.fixture
def shelf(editor, desk):
    visit(editor, desk)
    tab(editor, "Library")
    expect(editor.locator("#articles .articles")).to_be_visible()
    return editor


def upload(page, *files: Path):
    page.locator("#files input[type=file]").set_input_files([str(file) for file in files])
    expect(page.locator("#files .file-preview")).to_contain_text(files[0].stem)
    page.locator("#add").click()


def line(number, text=SHIP, **fields):
    known = {"title": f"Ship {number}", "url": f"https://islandpaper.example/ship/{number}", "text": text}
    return json.dumps(known | {"publisher": "Island Paper", "published": "2025-06-01"} | fields)


def test_holdings_are_told_and_drawn_by_day_and_outlet(page, room):
    visit(page, room)
    tab(page, "Library")
    holdings = page.locator("#holdings")
    for name in ("Articles", "Outlets", "Quotes", "Speakers", "Days covered"):
        expect(holdings.locator("dt", has_text=re.compile(f"^{name}$"))).to_be_visible()
    expect(holdings.locator(".holdings > div", has_text="Size on disk").locator("dd")).to_have_text(
        re.compile(r"^[\d.]+ [kM]B$")
    )
    holdings.locator(".holdings > div", has_text="Outlets").locator("summary").click()
    expect(holdings).to_contain_text("Harbor Wire 4")
    expect(page.locator("#shelf-plot .bars .point path").first).to_be_visible()
    page.locator("#shelf-table").get_by_text("Show as a table").click()
    expect(page.locator("#shelf-table table")).to_contain_text("Harbor Wire")


def test_articles_are_searched_and_the_newest_come_back(page, room):
    visit(page, room)
    tab(page, "Library")
    query = page.get_by_label("Search the articles")
    query.fill("moon capsule in the ocean")
    query.press("Enter")
    expect(page.locator("#articles li").first).to_contain_text("Orion capsule splashes down")
    expect(page.locator("#articles .excerpt").first).to_be_visible()
    query.fill("")
    query.press("Enter")
    expect(page.locator("#articles li").first).to_contain_text("Crossings at record low")


def test_more_articles_are_shown_on_demand(shelf):
    expect(shelf.locator("#articles li")).to_have_count(20)
    shelf.get_by_role("button", name="Show more").click()
    expect(shelf.locator("#articles li").nth(20)).to_be_visible()


def test_upload_is_added_and_what_fails_is_named_as_its_sender_names_it(shelf, tmp_path, desk_library):
    sent = tmp_path / "ships.jsonl"
    sent.write_text(f"{line(1)}\n{{not json\n", encoding="utf-8")
    upload(shelf, sent)
    expect(shelf.locator("#progress .added")).to_contain_text("2 articles in")
    told = shelf.locator("#progress")
    expect(told.locator("div", has_text=re.compile(r"^Added1$"))).to_be_visible()
    expect(told).to_contain_text("Could not be added: 1")
    reason = told.locator(".reasons li").inner_text()
    assert reason.startswith("ships.jsonl:2: not valid JSON")
    assert str(desk_library.parent) not in told.inner_text()
    expect(shelf.locator("#articles")).to_contain_text("Ship 1")
    tab(shelf, "Ask")
    expect(ask(shelf, "What left the harbour of Lindholm with forty cadets?").locator(".answer")).to_contain_text(
        SHIP
    )


def test_feed_is_added_from_a_file(shelf, tmp_path):
    sent = tmp_path / "feed.xml"
    sent.write_text(FEED, encoding="utf-8")
    upload(shelf, sent)
    expect(shelf.locator("#progress .added")).to_contain_text("1 article in")
    expect(shelf.locator("#articles")).to_contain_text("Cranes arrive")


def test_address_in_this_network_is_refused_without_a_request(shelf):
    with Site({"/feed": Page(FEED, kind="application/rss+xml")}) as site:
        shelf.get_by_label("Or an address").fill(site.url("/feed"))
        shelf.get_by_label("Or an address").press("Enter")
        expect(shelf.locator("#progress .reasons")).to_contain_text(site.url("/feed"))
        assert site.asked == []


@pytest.mark.parametrize("typed", ["/etc/passwd", "file:///etc/passwd", "notes"])
def test_path_in_place_of_an_address_is_never_opened(shelf, typed):
    shelf.get_by_label("Or an address").fill(typed)
    shelf.locator("#add").click()
    expect(shelf.locator("#progress .reasons")).to_have_text(
        f"{typed}: this is no address of the web: begin it with https://"
    )


def test_adding_is_stopped(shelf, tmp_path):
    sent = tmp_path / "many.jsonl"
    text = "Notice {} of the pilots: the channel to the {} buoy is dredged until the end of the week, keep away."
    sent.write_text("\n".join(line(n, text.format(n, n * 7)) for n in range(100, 3100)), encoding="utf-8")
    upload(shelf, sent)
    expect(shelf.locator("#progress .adding")).to_be_visible()
    shelf.locator("#halt").click()
    expect(shelf.locator("#progress")).to_contain_text("Stopped. What was stored stays")
    expect(shelf.locator("#halt")).to_be_disabled()


def test_article_is_removed_only_once_that_is_confirmed_and_is_in_no_answer_then(shelf, desk):
    question = "Who won the chess cup of the island?"
    tab(shelf, "Ask")
    expect(ask(shelf, question).locator(".answer")).to_contain_text("A baker from Lindholm won the chess cup")
    tab(shelf, "Library")
    remove = shelf.get_by_role("button", name="Remove “Baker wins the chess cup”")
    remove.click()
    shelf.locator("#removal").get_by_role("button", name="Keep it").click()
    expect(shelf.locator("#removal .question")).to_have_count(0)
    expect(remove).to_be_visible()
    remove.click()
    shelf.locator("#removal").get_by_role("button", name="Remove it").click()
    expect(shelf.locator("#removal")).to_contain_text("It is removed.")
    expect(remove).to_have_count(0)
    tab(shelf, "Ask")
    expect(ask(shelf, question).locator(".answer")).not_to_contain_text("A baker from Lindholm")


def test_health_of_the_library_is_checked(shelf):
    shelf.get_by_role("button", name="Check the library's health").click()
    expect(shelf.locator("#checked")).to_contain_text(re.compile(r"The library is sound: \d+ articles"))


def test_ratings_are_downloaded(shelf):
    tab(shelf, "Ask")
    turn = ask(shelf, "Where was a comet with a green tail photographed?")
    turn.get_by_role("button", name="Good answer").click()
    expect(turn.get_by_role("button", name="Good answer")).to_have_attribute("aria-pressed", "true")
    tab(shelf, "Library")
    with shelf.expect_download() as coming:
        shelf.get_by_role("button", name="Download the ratings").click()
    assert coming.value.suggested_filename == "ratings.jsonl"
    lines = Path(coming.value.path()).read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1])["verdict"] == "up"
