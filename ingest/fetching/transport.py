"""The one place where connections are made: httpcore, with a network of our own below it.

httpcore is the engine of httpx without what httpx adds: cookies, redirects, credentials from .netrc, proxies from the
environment. It asks a network backend for connections, and ours makes them only to addresses that the guard has
judged. Every read and write counts against the time that a request may take.
"""

import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies_environment, proxy_bypass

import httpcore

from ingest.fetching.addresses import WebAddress
from ingest.fetching.guard import Guard, HostNotFoundError
from ingest.fetching.settings import FetchSettings
from ontherecord import SourceError

MOST_CONNECTIONS = 4
IDLE_S = 15.0


class ConnectionFailedError(SourceError):
    """A connection could not be made or broke; trying again may help."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server sends: header names are in lower case, `blocks` come as the server packed them."""

    status: int
    headers: Mapping[str, str]
    blocks: Iterator[bytes]


class Transport:
    """Makes GET requests, one at a time."""

    def __init__(self, settings: FetchSettings, guard: Guard, network: httpcore.NetworkBackend | None = None) -> None:
        """Reach judged addresses by `network`; the default is the real one."""
        self._settings = settings
        self._guard = guard
        self._clock = _Deadline(settings.total_s)
        self._network = network or httpcore.SyncBackend()
        self._tls = httpcore.default_ssl_context()
        self._pools: dict[str | None, httpcore.ConnectionPool] = {}

    def close(self) -> None:
        """Close all connections."""
        for pool in self._pools.values():
            pool.close()
        self._pools.clear()

    @contextmanager
    def get(self, address: WebAddress, headers: Iterable[tuple[str, str]]) -> Iterator[Reply]:
        """Ask for an address; the body can be read as long as the context lasts, within the time for the whole.

        Raises ConnectionFailedError where trying again may help, SourceError where it does not.
        """
        self._clock.start()
        wanted = httpcore.URL(
            scheme=address.scheme.encode(),
            host=(f"[{address.host}]" if ":" in address.host else address.host).encode(),
            port=address.port,
            target=address.target.encode(),
        )
        sent = [("Host", address.authority), *headers]
        timeouts = {"connect": self._settings.connect_s, "pool": self._settings.connect_s}
        try:
            with self._pool(address).stream(
                "GET", wanted, headers=sent, extensions={"timeout": timeouts}
            ) as response:
                received = {
                    name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
                }
                yield Reply(response.status, received, response.iter_stream())
        except httpcore.TimeoutException:
            raise self._late(address) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
            raise _failed(address, error) from None

    def _late(self, address: WebAddress) -> SourceError:
        if self._clock.left() <= 0:
            return SourceError(f"not received whole within {self._settings.total_s:g} s: try again later")
        return ConnectionFailedError(
            f"no connection to {address.host} within {self._settings.connect_s:g} s: try again later"
        )

    def _pool(self, address: WebAddress) -> httpcore.ConnectionPool:
        proxy = self._proxy(address) if self._settings.trust_environment else None
        if proxy not in self._pools:
            self._pools[proxy] = self._make_pool(proxy)
        return self._pools[proxy]

    def _proxy(self, address: WebAddress) -> str | None:
        if proxy_bypass(address.host):
            return None
        proxies = getproxies_environment()
        proxy = proxies.get(address.scheme) or proxies.get("all")
        if proxy:
            # The proxy connects, and nobody can look over its shoulder; what can be judged here is judged.
            self._judge(address)
        return proxy

    def _judge(self, address: WebAddress) -> None:
        # A name that only the proxy can resolve is left to it.
        with suppress(HostNotFoundError):
            self._guard.addresses(address.host, address.port)

    def _make_pool(self, proxy: str | None) -> httpcore.ConnectionPool:
        options: dict[str, Any] = {
            "ssl_context": self._tls,
            "max_connections": MOST_CONNECTIONS,
            "keepalive_expiry": IDLE_S,
        }
        if proxy is None:
            network = _GuardedNetwork(self._network, self._guard, self._clock)
            return httpcore.ConnectionPool(network_backend=network, **options)
        # The owner of the environment names the proxy, so it may be on a private address.
        network = _GuardedNetwork(self._network, Guard(allow_private=True), self._clock)
        server, credentials = _proxy(proxy)
        return httpcore.HTTPProxy(server, proxy_auth=credentials, network_backend=network, **options)


class _Deadline:
    """How much is left of the time that the running request may take."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._end = 0.0

    def start(self) -> None:
        self._end = time.monotonic() + self._seconds

    def left(self) -> float:
        return self._end - time.monotonic()

    def limit(self, timeout: float | None, late: type[Exception]) -> float:
        """Return the time that the next step may take; raises `late` where none is left."""
        left = self.left()
        if left <= 0:
            raise late("out of time")
        return left if timeout is None else min(timeout, left)


class _GuardedNetwork(httpcore.NetworkBackend):
    """Connects to the addresses that the guard lets pass, and to no others."""

    def __init__(self, network: httpcore.NetworkBackend, guard: Guard, clock: _Deadline) -> None:
        self._network = network
        self._guard = guard
        self._clock = clock

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address of a host that answers; raises SourceError where the guard objects."""
        failed: httpcore.TimeoutException | httpcore.NetworkError | None = None
        for address in self._guard.addresses(host.strip("[]"), port):
            limit = self._clock.limit(timeout, httpcore.ConnectTimeout)
            try:
                stream = self._network.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
            else:
                return _TimedStream(stream, self._clock)
        raise failed or httpcore.ConnectError("no address")


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every step counts against the time of the request."""

    def __init__(self, stream: httpcore.NetworkStream, clock: _Deadline) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.limit(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._clock.limit(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        limit = self._clock.limit(timeout, httpcore.ConnectTimeout)
        return _TimedStream(self._stream.start_tls(ssl_context, server_hostname, limit), self._clock)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore declares it
        return self._stream.get_extra_info(info)


def _proxy(written: str) -> tuple[httpcore.URL, tuple[str, str] | None]:
    """Return the address of a proxy and the credentials for it, as variables name them."""
    try:
        parts = urlsplit(written if "://" in written else f"http://{written}")
        port = parts.port or 80
    except ValueError:
        parts, port = urlsplit(""), 0
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise SourceError(
            "the proxy that the environment names is no http address: correct HTTPS_PROXY and HTTP_PROXY"
        )
    server = httpcore.URL(scheme=parts.scheme, host=parts.hostname, port=port, target="/")
    return server, (unquote(parts.username), unquote(parts.password or "")) if parts.username else None


def _failed(address: WebAddress, error: Exception) -> SourceError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return SourceError(
                f"the certificate of {address.host} is not valid ({cause.verify_message}): "
                "nothing is fetched from a server that cannot prove who it is"
            )
        cause = cause.__cause__ or cause.__context__
    return ConnectionFailedError(f"the connection to {address.host} failed ({error}): try again later")
