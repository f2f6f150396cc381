"""The real page over any library, in a thread of this process."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.running import free_port, running


@dataclass(frozen=True)
class Served:
    """A page that is served, and what is behind it."""

    port: int
    library: Any
    blocks: Any
    site: Any

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def served(library: Any, add: Any, editors=(), readers=(), llm: str | None = None) -> Iterator[Served]:
    """Serve the page over a library until the block ends."""
    from ontherecord.pages.access import access_for
    from ontherecord.pages.look import look
    from ontherecord.pages.mounting import Place, Site
    from ontherecord.pages.page import page

    place = Place("127.0.0.1", free_port())
    access = access_for(editors, readers, place.host, None)
    blocks = page(library, add, access, llm)
    site = Site(blocks, access, place, look(), lambda: None)
    with running(site.app, place.port) as port:
        try:
            yield Served(port, library, blocks, site)
        finally:
            site.stop()
