"""The screenshots of the README: `python -m tests.browser.screens FOLDER`, of the starter corpus as it comes."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from ingest import ingest
from ontherecord import Library
from tests.browser.chats import Chat
from tests.browser.conftest import CHROMIUM, OPTIONS
from tests.browser.visiting import FOLLOW_UPS, ask, tab, visit

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 800}


def main() -> None:
    """Start the chat over the starter corpus and photograph it."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=30_000)
    with tempfile.TemporaryDirectory() as place, sync_playwright() as engine:
        chat = Chat(Path(place) / "library", _fill)
        try:
            browser = engine.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
            for name, (scene, size) in SCENES.items():
                page = browser.new_context(viewport=size, reduced_motion="reduce").new_page()
                scene(visit(page, chat.address))
                page.screenshot(path=folder / f"{name}.png")
        finally:
            chat.stop()


def _fill(folder: Path) -> None:
    with Library.open(folder) as library:
        ingest([CORPUS], library)


def _welcome(page: Page) -> None:
    expect(page.locator(".welcome .questions button")).to_have_count(4)


def _answer(page: Page) -> None:
    ask(page, "what did Rubio say about cartels")
    expect(page.locator(FOLLOW_UPS).first).to_be_visible()


def _sources(page: Page) -> None:
    _answer(page)
    page.locator(".answer a.marker").nth(1).click()
    expect(page.locator("#sources mark.aim")).to_be_visible()


def _reader(page: Page) -> None:
    _answer(page)
    page.get_by_role("button", name="Read the article").first.click()
    expect(page.locator("#reader mark").first).to_be_visible()
    page.evaluate("scrollTo(0, 0)")


def _speakers(page: Page) -> None:
    tab(page, "Speakers")
    page.get_by_label("Speaker", exact=True).fill("Elon Musk")
    page.get_by_label("Speaker", exact=True).press("Enter")
    expect(page.locator("figure.quote").first).to_be_visible()
    expect(page.locator("#voices-plot .barlayer").first).to_be_visible()
    page.evaluate("scrollTo(0, 0)")


def _library(page: Page) -> None:
    tab(page, "Library")
    expect(page.locator("#shelf-plot .barlayer").first).to_be_visible()
    expect(page.locator("#articles li").first).to_be_visible()


def _phone(page: Page) -> None:
    _answer(page)
    page.evaluate("scrollTo(0, 0)")


SCENES = {
    "chat": (_welcome, DESK),
    "sources": (_sources, DESK),
    "reader": (_reader, DESK),
    "speakers": (_speakers, DESK),
    "library": (_library, DESK),
    "phone": (_phone, PHONE),
}

if __name__ == "__main__":
    main()
