"""Who may do what on a page that takes a login."""

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EDITOR
from tests.browser.visiting import ask, box, tab, visit

BEES = "https://islandpaper.example/0"


def test_nobody_comes_in_without_a_login(stranger, desk):
    page = stranger()
    page.goto(desk)
    page.get_by_label("username").fill(EDITOR[0])
    page.get_by_label("password").fill("a guess")
    page.get_by_role("button", name="Login").click()
    expect(page.get_by_text("Incorrect Credentials")).to_be_visible()
    assert box(page).count() == 0
    page.get_by_label("username").fill(EDITOR[0])
    page.get_by_label("password").fill(EDITOR[1])
    page.get_by_role("button", name="Login").click()
    expect(box(page)).to_be_editable()


def test_reader_asks_and_reads_and_is_offered_nothing_that_edits(reader, desk):
    visit(reader, desk)
    expect(ask(reader, "What did beekeepers in Wales count?").locator(".answer")).to_contain_text("more hives")
    tab(reader, "Library")
    expect(reader.locator("#articles li").first).to_be_visible()
    expect(reader.locator("#editing")).to_be_hidden()
    expect(reader.get_by_role("button", name="Remove")).to_have_count(0)


def test_reader_may_not_upload(reader, desk):
    sent = {"files": {"name": "a.md", "mimeType": "text/plain", "buffer": b"A."}}
    answer = reader.context.request.post(f"{desk}gradio_api/upload", multipart=sent)
    assert (answer.status, answer.text()) == (403, "Only an editor may upload files.")


@pytest.fixture
def removal(editor, desk):
    """The call by which an editor's page removes an article, caught as it is kept."""
    visit(editor, desk)
    tab(editor, "Library")
    editor.get_by_role("button", name="Remove “Bees return to the hills”").click()
    with editor.expect_request(lambda request: "queue/join" in request.url) as sent:
        editor.locator("#removal").get_by_role("button", name="Keep it").click()
    call = sent.value.post_data_json
    call["event_data"] = {**call["event_data"], "act": "confirm-removal"}
    return call


def test_call_that_a_reader_forges_removes_nothing(removal, reader, desk):
    assert removal["event_data"]["article"]
    sending = reader.context.request
    call = {**removal, "session_hash": "forged"}
    assert sending.post(f"{desk}gradio_api/queue/join", data=call).ok
    told = sending.get(f"{desk}gradio_api/queue/data?session_hash=forged").text()
    (done,) = [one for one in map(json.loads, told.replace("data: ", "").split("\n\n")[:-1]) if "success" in one]
    assert done["success"] is False
    assert "only editors may add and remove" in json.dumps(done)
    visit(reader, desk)
    expect(ask(reader, "What did beekeepers in Wales count?").locator(".answer")).to_contain_text("more hives")
    assert urlsplit(reader.url).hostname == "127.0.0.1"
