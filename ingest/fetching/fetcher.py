"""Fetching one web address: guarded, polite, allowed by the site, and cheap where nothing has changed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.client import responses
from types import TracebackType
from typing import TypeAlias

from ingest.fetching.addresses import WebAddress, parse_address
from ingest.fetching.client import TOO_MANY_REQUESTS, Client, Headers, Response
from ingest.fetching.guard import Guard
from ingest.fetching.pacing import Pacing
from ingest.fetching.robots import Robots
from ingest.fetching.settings import FetchSettings
from ingest.fetching.transport import Transport
from ingest.fetching.unpacking import whole
from ingest.fetching.validators import Validator
from ontherecord import SourceError

LONGEST_VALIDATOR = 1_000

_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([A-Za-z0-9._:+-]{1,40})", re.IGNORECASE)

Kept: TypeAlias = Callable[[str], Validator | None]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address led to.

    `url` is the address after redirects. `content_type` (`text/html`) and `charset` are as the server says.
    `validator` is what a later request can be made conditional with. `not_modified`: nothing has changed since the
    validator that was used, and the body is empty.
    """

    url: str
    status: int
    body: bytes = b""
    content_type: str | None = None
    charset: str | None = None
    validator: Validator | None = None
    not_modified: bool = False


class Fetcher:
    """The way to the network; a context manager, for one thread.

    >>> with Fetcher(FetchSettings()) as fetcher:
    ...     page = fetcher.fetch("https://example.org/")
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        transport: Transport | None = None,
        pacing: Pacing | None = None,
    ) -> None:
        self._settings = settings or FetchSettings()
        self._transport = transport or Transport(self._settings, Guard(allow_private=self._settings.allow_private))
        pacing = pacing or Pacing(self._settings.interval_s, self._settings.longest_wait_s)
        self._client = Client(self._settings, self._transport, pacing)
        self._robots = Robots(self._client, pacing, self._settings.longest_delay_s)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def fetch(self, url: str, kept: Kept = lambda url: None) -> Fetched:
        """Return what an address leads to; raises SourceError, with what to do, for everything but a success.

        `kept` is asked, for the address and for each that it redirects to, for the validator to use; where it
        returns one, the answer can be that nothing has changed.
        """
        conditional: set[WebAddress] = set()

        def ask(address: WebAddress) -> Headers:
            self._robots.check(address)
            validator = kept(str(address))
            headers = _conditions(validator) if validator else []
            if headers:
                conditional.add(address)
            return headers

        response = self._client.follow(parse_address(url), whole(self._settings.largest_body), ask=ask)
        return _fetched(response, response.address in conditional)


def _conditions(validator: Validator) -> Headers:
    pairs = (("If-None-Match", validator.etag), ("If-Modified-Since", validator.last_modified))
    return [(name, value) for name, value in pairs if value]


def _fetched(response: Response, conditional: bool) -> Fetched:
    url = str(response.address)
    if response.status == HTTPStatus.NOT_MODIFIED and conditional:
        return Fetched(url, response.status, not_modified=True)
    if response.status != HTTPStatus.OK:
        raise SourceError(_refusal(response))
    media = response.headers.get("content-type", "")
    charset = _CHARSET.search(media)
    return Fetched(
        url,
        response.status,
        response.body,
        content_type=media.partition(";")[0].strip().lower() or None,
        charset=charset[1].lower() if charset else None,
        validator=_validator(response),
    )


def _validator(response: Response) -> Validator | None:
    values = (_sendable(response.headers.get(name)) for name in ("etag", "last-modified"))
    validator = Validator(*values)
    return validator if validator.etag or validator.last_modified else None


def _sendable(value: str | None) -> str | None:
    fit = value and len(value) <= LONGEST_VALIDATOR and value.isascii() and value.isprintable()
    return value.strip() if value and fit else None


def _refusal(response: Response) -> str:
    status = response.status
    said = f"the server answers {status} ({responses.get(status, 'of unknown meaning')})"
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return f"{said}: the page is not there; check the address"
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN}:
        return f"{said}: it is not for everybody; save the page where you may read it, and ingest the file"
    if status == TOO_MANY_REQUESTS or status >= 500:
        return f"{said}: run the same command again later"
    return f"{said}: nothing can be read from it; check the address"
