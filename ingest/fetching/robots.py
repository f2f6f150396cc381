"""What sites allow: robots.txt by RFC 9309.

| what the site answers | what it means |
|---|---|
| 200 | its rules, of the first 500 KiB |
| another 2xx, 4xx but 429, more than five redirects | no rules (RFC 9309, 2.3.1.2 and 2.3.1.3) |
| 429, 5xx, no answer, an answer cut off, a refused address | nothing may be fetched (2.3.1.4) |
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.fetching.addresses import WebAddress
from ingest.fetching.client import TOO_MANY_REQUESTS, Client, TooManyRedirectsError
from ingest.fetching.guard import AddressRefusedError, HostNotFoundError
from ingest.fetching.pacing import Pacing
from ingest.fetching.settings import PRODUCT
from ingest.fetching.unpacking import beginning
from ontherecord import SourceError

if TYPE_CHECKING:
    from protego import Protego

# RFC 9309, 2.5: a limit on reading must not be smaller.
LARGEST = 500 * 1024
# RFC 9309, 2.4: no copy is used for more than a day.
KEPT_S = 86_400.0
# Without an answer it is asked again sooner, but not for every page of a feed.
KEPT_UNANSWERED_S = 300.0


@dataclass(frozen=True, slots=True)
class _Rules:
    """What one site allows, and until when that holds; without a parser nothing or everything is allowed."""

    until: float
    parsed: "Protego | None" = None
    refusal: str | None = None


class Robots:
    """Asks each site for its robots.txt once a day."""

    def __init__(
        self, client: Client, pacing: Pacing, longest_delay: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Keep to a Crawl-delay of up to `longest_delay` seconds."""
        self._client = client
        self._pacing = pacing
        self._longest_delay = longest_delay
        self._clock = clock
        self._sites: dict[str, _Rules] = {}

    def check(self, address: WebAddress) -> None:
        """Raise SourceError where a site does not allow an address to be fetched."""
        rules = self._sites.get(address.origin)
        if rules is None or rules.until < self._clock():
            rules = self._sites[address.origin] = self._ask(address)
        if rules.refusal:
            raise SourceError(rules.refusal)
        if rules.parsed and not rules.parsed.can_fetch(str(address), PRODUCT):
            raise SourceError(f"the robots.txt of {address.origin} does not allow it: leave it out")

    def _ask(self, address: WebAddress) -> _Rules:
        place = WebAddress(address.scheme, address.host, address.port, "/robots.txt")
        try:
            response = self._client.follow(place, beginning(LARGEST))
        except TooManyRedirectsError:
            return self._none()
        except (HostNotFoundError, AddressRefusedError) as error:
            # Says all there is to say, and robots.txt has no part in it.
            return _Rules(self._clock() + KEPT_UNANSWERED_S, refusal=str(error))
        except SourceError as error:
            return self._unanswered(address, str(error))
        status = response.status
        if 200 < status < 300 or (400 <= status < 500 and status != TOO_MANY_REQUESTS):
            return self._none()
        if status != 200:
            return self._unanswered(address, f"its server answers {status}: try again later")
        return self._read(address, response.body)

    def _none(self) -> _Rules:
        return _Rules(self._clock() + KEPT_S)

    def _unanswered(self, address: WebAddress, why: str) -> _Rules:
        return _Rules(
            self._clock() + KEPT_UNANSWERED_S,
            refusal=f"the robots.txt of {address.origin} cannot be had, so nothing is fetched there: {why}",
        )

    def _read(self, address: WebAddress, body: bytes) -> _Rules:
        from protego import Protego

        if len(body) == LARGEST:
            # The last line may be cut, and half a rule forbids more than the whole.
            body = body[: max(body.rfind(b"\n"), body.rfind(b"\r")) + 1]
        parsed = Protego.parse(body.decode("utf-8", "replace").removeprefix("\ufeff"))
        delay = parsed.crawl_delay(PRODUCT)
        if delay:
            self._pacing.slow_down(address.host, min(float(delay), self._longest_delay))
        return _Rules(self._clock() + KEPT_S, parsed)
