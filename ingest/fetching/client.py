"""GET requests with manners: one at a time, spaced out, tried again within bounds, every redirect looked at."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias

from ingest.fetching.addresses import WebAddress, joined
from ingest.fetching.guard import HostNotFoundError
from ingest.fetching.pacing import Pacing, retry_after
from ingest.fetching.settings import FetchSettings
from ingest.fetching.transport import ConnectionFailedError, Reply, Transport
from ingest.fetching.unpacking import unpacked
from ontherecord import SourceError

ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml, */*;q=0.5"
REDIRECTS = frozenset({301, 302, 303, 307, 308})
TOO_MANY_REQUESTS = 429

Join: TypeAlias = Callable[[Iterator[bytes]], bytes]
Headers: TypeAlias = list[tuple[str, str]]


class TooManyRedirectsError(SourceError):
    """One address leads to another, and that to another, and so on."""


@dataclass(frozen=True, slots=True)
class Response:
    """A whole response; header names are in lower case, the body is unpacked."""

    address: WebAddress
    status: int
    headers: Mapping[str, str]
    body: bytes


class Client:
    """Asks for addresses, and keeps apart the requests to one host.

    Sends no cookies and no credentials, and keeps none.
    """

    def __init__(
        self,
        settings: FetchSettings,
        transport: Transport,
        pacing: Pacing,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._pacing = pacing
        self._now = now
        self._unreachable: set[str] = set()
        self._always = [
            ("User-Agent", settings.user_agent),
            ("Accept", ACCEPT),
            # Not what else may be installed: what brotli unpacks to cannot be bounded on the way.
            ("Accept-Encoding", "gzip, deflate"),
        ]

    def follow(
        self, address: WebAddress, join: Join, *, ask: Callable[[WebAddress], Headers] = lambda address: []
    ) -> Response:
        """Return what an address leads to over at most the set number of redirects.

        `ask` is called for every address before it is asked for: it returns further headers, or raises to refuse.
        Raises TooManyRedirectsError, and SourceError for what cannot be had.
        """
        for _ in range(self._settings.redirects + 1):
            response = self.get(address, ask(address), join)
            location = response.headers.get("location")
            if response.status not in REDIRECTS or not location:
                return response
            address = joined(address, location)
        raise TooManyRedirectsError(
            f"more than {self._settings.redirects} redirects, the last one to {address}: give the final address"
        )

    def get(self, address: WebAddress, headers: Headers, join: Join) -> Response:
        """Return the response of one address, tried again where that may help.

        Raises SourceError where there is no response in the end; an error status is a response.
        """
        # A host that could not be reached for one page is tried once for each of the others.
        retries = 0 if address.host in self._unreachable else self._settings.retries
        for attempt in range(retries + 1):
            last = attempt == retries
            self._pacing.wait(address.host)
            try:
                response = self._once(address, headers, join)
            except (ConnectionFailedError, HostNotFoundError):
                if last:
                    self._unreachable.add(address.host)
                    raise
                self._pacing.hold(address.host, self._settings.backoff_s * 2**attempt)
                continue
            self._unreachable.discard(address.host)
            if response.status != TOO_MANY_REQUESTS and response.status < 500:
                break
            asked = retry_after(response.headers.get("retry-after"), self._now())
            delay = self._settings.backoff_s * 2**attempt if asked is None else asked
            # Also when it will not be tried again: the next page of this host waits too.
            self._pacing.hold(address.host, delay)
            if last or delay > self._settings.longest_wait_s:
                break
        return response

    def _once(self, address: WebAddress, headers: Headers, join: Join) -> Response:
        with self._transport.get(address, [*self._always, *headers]) as reply:
            # What comes with a redirect or an error is not read by anybody.
            body = _body(reply, join) if reply.status == 200 else b""
            return Response(address, reply.status, reply.headers, body)


def _body(reply: Reply, join: Join) -> bytes:
    return join(unpacked(reply.blocks, reply.headers.get("content-encoding", "").strip().lower()))
