"""What a page is looked through for after hostile text went into it."""

from pathlib import Path
from typing import Any

from tests.chromium import Watch

# The parts of the page that are made of texts; in these, no tag and no attribute is there but those of the page.
VIEWS = (
    *("talk", "onward", "sources", "narrowed", "reader", "quotes", "holdings", "shelf-table", "removal", "articles"),
    *("progress", "checked", "history", "masthead"),
)
AUDIT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")


class Visit:
    """A page in a context of its own, without the policy that would keep it from doing harm."""

    def __init__(self, browser: Any, port: int, *, policy: bool = False) -> None:
        self.context = browser.new_context(bypass_csp=not policy, viewport={"width": 1300, "height": 900})
        self.context.set_default_timeout(30_000)
        self.watch = Watch(self.context, port)
        self.page = self.context.new_page()
        self.watch.opened.clear()
        self._address = f"http://127.0.0.1:{port}"

    def go(self, query: str = "") -> None:
        """Open the page and wait until it has arrived."""
        self.page.goto(f"{self._address}/{query}")
        self.page.wait_for_selector("#welcome .welcome, #talk .turns")

    def turn_to(self, tab: str) -> None:
        self.page.get_by_role("tab", name=tab, exact=True).click()

    def wait(self, place: str, token: str) -> None:
        """Wait until a part of the page shows a token."""
        arrived = "([place, token]) => [...document.querySelectorAll(place)].some(e => e.textContent.includes(token))"
        self.page.wait_for_function(arrived, arg=[place, token])

    def audit(self) -> list[str]:
        """Return what is wrong with the page as it is."""
        return [*self.page.evaluate(AUDIT, list(VIEWS)), *self.watch.seen]

    def close(self) -> None:
        self.context.close()
