"""One browser, three chats that start beside each other, and pages that nobody has used before."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.browser import news
from tests.browser.chats import Chat
from tests.chromium import OPTIONS
from tests.scripted_model import ScriptedModel

HERE = Path(__file__).parent
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
# Whatever is waited for is there at once where nothing else runs.
expect.set_options(timeout=30_000)
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 320, "height": 640}
EDITOR, READER = ("ann", "a word"), ("bob", "another")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents and not CHROMIUM:
            item.add_marker(pytest.mark.skip(reason="no Chromium is installed: apt-get install chromium"))


@pytest.fixture(scope="package")
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as model:
        yield model


@pytest.fixture(scope="package")
def chats(request: pytest.FixtureRequest, tmp_path_factory, model) -> Iterator[dict[str, Chat]]:
    """Start those chats that the tests of this run ask for, all at once: each takes seconds to load what it needs."""
    wanted = {name for item in request.session.items for name in getattr(item, "fixturenames", ())}
    place = tmp_path_factory.mktemp("chats")
    logins = [f"--auth={':'.join(EDITOR)}", f"--reader={':'.join(READER)}"]
    made: dict[str, Callable[[], Chat]] = {
        "desk": lambda: Chat(place / "desk", news.fill_desk, *logins),
        "writing": lambda: Chat(
            place / "writing", news.fill_desk, "--llm=openai:scripted", ONTHERECORD_LLM_URL=model.url
        ),
        "room": lambda: Chat(place / "room", news.fill_reading_room, ONTHERECORD_ATTRIBUTION="tagger"),
    }
    started = {name: start() for name, start in made.items() if name in wanted}
    yield started
    for chat in started.values():
        chat.stop()


@pytest.fixture(scope="package")
def room(chats: dict[str, Chat]) -> str:
    """The address of the chat that is only read in; whoever visits it may edit."""
    return chats["room"].address


@pytest.fixture(scope="package")
def desk(chats: dict[str, Chat]) -> str:
    """The address of the chat that takes a login, whose library is added to and removed from."""
    return chats["desk"].address


@pytest.fixture(scope="package")
def writing(chats: dict[str, Chat]) -> str:
    """The address of the chat whose answers are written by the scripted model."""
    return chats["writing"].address


# Not for the session: Playwright leaves an event loop running in its thread, where no other can run then.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def visitor(browser) -> Iterator[BrowserContext]:
    """One visitor for most pages, so that scripts are loaded once; `page` clears what a test kept there."""
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(30_000)
    yield context
    context.close()


@pytest.fixture
def page(visitor) -> Iterator[Page]:
    page = visitor.new_page()
    faults = watched(page)
    yield page
    # Where the page stands at an error there may be no storage to clear; a chat left open might still keep an answer.
    if page.url.startswith("http"):
        page.goto(urljoin(page.url, "/healthz"))
        page.evaluate("localStorage.clear()")
    page.close()
    visitor.clear_cookies()
    visitor.clear_permissions()
    assert faults == []


@pytest.fixture
def editor(stranger, desk) -> Page:
    """A page of the desk's editor."""
    return logged_in(stranger(), desk, EDITOR)


@pytest.fixture
def reader(stranger, desk) -> Page:
    """A page of the desk's reader."""
    return logged_in(stranger(), desk, READER)


@pytest.fixture(scope="package")
def desk_library(chats: dict[str, Chat], desk: str) -> Path:
    return chats["desk"].folder


@pytest.fixture(scope="package")
def room_library(chats: dict[str, Chat], room: str) -> Path:
    return chats["room"].folder


@pytest.fixture
def stranger(browser) -> Iterator[Callable[..., Page]]:
    """Open pages of visitors of their own, with a screen, a colour scheme, or a login of their own."""
    contexts = []

    def visit(**options) -> Page:
        contexts.append(browser.new_context(**{"viewport": WIDE, "reduced_motion": "reduce", **options}))
        contexts[-1].set_default_timeout(30_000)
        return contexts[-1].new_page()

    yield visit
    for context in contexts:
        context.close()


def logged_in(page: Page, address: str, login: tuple[str, str]) -> Page:
    form = {"username": login[0], "password": login[1]}
    assert page.context.request.post(f"{address}login", form=form).ok
    return page


def watched(page: Page) -> list[str]:
    """Return a list that fills with what goes wrong in the page: errors of its scripts, and requests elsewhere."""
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))

    def note(request: Request) -> None:
        if urlsplit(request.url).scheme in ("http", "https") and urlsplit(request.url).hostname != "127.0.0.1":
            faults.append(f"asks for {request.url}")

    page.on("request", note)
    return faults
