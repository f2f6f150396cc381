"""Pictures of the page on a wide and a small screen, to look at, and what has to be in them."""

import os
import re
import struct
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, WIDE
from tests.browser.visiting import CARTELS, ask, box, visit


def picture(page, folder, name):
    """Take a picture, also into the folder of SCREENSHOTS where it is set, and return its width and height."""
    taken = page.screenshot()
    for place in filter(None, (folder, os.environ.get("SCREENSHOTS"))):
        Path(place).mkdir(parents=True, exist_ok=True)
        (Path(place) / f"{name}.png").write_bytes(taken)
    return struct.unpack(">II", taken[16:24])


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_chat_and_reader_fit_the_screen(page, room, tmp_path, size):
    wide, high = size["width"], size["height"]
    page.set_viewport_size(size)
    visit(page, room)
    expect(page.locator(".welcome h2")).to_be_in_viewport()
    expect(box(page)).to_be_in_viewport()
    assert picture(page, tmp_path, f"empty-{wide}") == (wide, high)
    turn = ask(page, CARTELS)
    turn.locator("h2").scroll_into_view_if_needed()
    expect(turn.locator("h2")).to_be_in_viewport()
    expect(turn.locator(".marker").first).to_be_in_viewport()
    expect(box(page)).to_be_in_viewport()
    assert picture(page, tmp_path, f"answer-{wide}") == (wide, high)
    turn.locator(".marker").first.click()
    expect(page.locator("#sources mark").first).to_be_in_viewport()
    assert picture(page, tmp_path, f"sources-{wide}") == (wide, high)
    page.get_by_role("button", name=re.compile("^Read the article “Mexico's Sheinbaum")).click()
    expect(page.locator("#reader mark").first).to_be_in_viewport()
    assert picture(page, tmp_path, f"reader-{wide}") == (wide, high)
    assert page.evaluate("document.documentElement.scrollWidth") <= wide
    page.set_viewport_size(WIDE)
