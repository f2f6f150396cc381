"""A real browser for tests; where there is none, what needs it is skipped."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

# Nothing but the test itself may make a request, and nothing leaves this machine.
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"),
)


@contextmanager
def chromium() -> Iterator[Any]:
    """Start the Chromium of this machine and yield it; skip where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as playing:
        browser = playing.chromium.launch(executable_path=path, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


class Watch:
    """What pages of a context do that they should not: ask another host, open a dialog or a window, break."""

    def __init__(self, context: Any, port: int) -> None:
        self.foreign = list[str]()
        self.opened = list[str]()
        self.told = list[str]()
        self.requests = 0
        self._host = f"127.0.0.1:{port}"
        context.on("request", self._request)
        context.on("dialog", self._dialog)
        context.on("page", lambda page: self.opened.append(page.url))
        context.on("console", lambda message: self.told.append(f"{message.type}: {message.text}"))
        context.on("weberror", lambda error: self.told.append(f"thrown: {error.error}"))

    def _request(self, request: Any) -> None:
        self.requests += 1
        parts = urlsplit(request.url)
        if parts.scheme not in ("data", "blob", "about") and parts.netloc != self._host:
            self.foreign.append(request.url)

    def _dialog(self, dialog: Any) -> None:
        self.opened.append(f"dialog: {dialog.message}")
        dialog.dismiss()
