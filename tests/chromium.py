"""A real browser for tests; where there is none, what needs it is skipped."""

import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeAlias, TypeVar
from urllib.parse import urlsplit

import pytest

# Nothing but the test itself may make a request, and nothing leaves this machine.
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
)

Result = TypeVar("Result")
# Does some work with a browser and returns what came of it.
InChromium: TypeAlias = Callable[[Callable[[Any], Result]], Result]


@contextmanager
def chromium() -> Iterator[InChromium]:
    """Start the Chromium of this machine and yield what lets work be done with it; skip where there is none.

    The work is done in a thread of its own, one after the other: Playwright leaves an event loop running in its
    thread, where no other can run then.
    """
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("no Chromium is installed: apt-get install chromium")
    with ThreadPoolExecutor(1, "chromium") as thread:
        playing = thread.submit(lambda: playwright.sync_playwright().start()).result()
        try:
            browser = thread.submit(lambda: playing.chromium.launch(executable_path=path, args=OPTIONS)).result()
            yield lambda work: thread.submit(work, browser).result()
            thread.submit(browser.close).result()
        finally:
            thread.submit(playing.stop).result()


class Watch:
    """What the pages of a context do that they should not: ask another host, open a dialog or a window."""

    def __init__(self, context: Any, port: int) -> None:
        self.requests = 0
        self.foreign = list[str]()
        self.opened = list[str]()
        self._host = f"127.0.0.1:{port}"
        context.on("request", self._request)
        context.on("dialog", self._dialog)
        context.on("page", lambda page: self.opened.append(page.url))

    @property
    def seen(self) -> list[str]:
        """All that they should not have done."""
        return self.foreign + self.opened

    def _request(self, request: Any) -> None:
        # A browser tells of a request also where its policy then keeps it from being sent.
        self.requests += 1
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob") and parts.netloc != self._host:
            self.foreign.append(request.url)

    def _dialog(self, dialog: Any) -> None:
        self.opened.append(f"dialog: {dialog.message}")
        dialog.dismiss()
