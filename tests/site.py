"""Servers for tests: a real HTTP server that answers from a table, a door that counts who knocks, a small network."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO

import httpcore

from ingest.fetching import Fetcher, FetchSettings
from ingest.fetching.guard import Guard, resolve
from ingest.fetching.transport import Transport

QUICK = FetchSettings(interval_s=0.001, backoff_s=0.001, connect_s=5.0, total_s=10.0, allow_private=True)


@dataclass(frozen=True)
class Page:
    """What a path answers; with an etag also 304. `send` writes the body by itself."""

    body: str | bytes = b""
    status: int = 200
    kind: str = "text/html; charset=utf-8"
    etag: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    send: Callable[[BinaryIO], None] | None = None


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    headers: Mapping[str, str]


Answer = Page | Callable[[Asked], Page]


class Site:
    """A web site on 127.0.0.1: `pages` maps paths to what they answer, `asked` are the requests in order."""

    def __init__(self, pages: Mapping[str, Answer] | None = None) -> None:
        self.pages: dict[str, Answer] = dict(pages or {})
        self.asked: list[Asked] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        # A client that leaves early is what many tests are about.
        self._server.handle_error = lambda *arguments: None
        self.port = self._server.server_port

    def url(self, path: str = "/") -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def counts(self) -> dict[str, int]:
        """Return how often each path was asked for."""
        return dict(Counter(asked.path for asked in self.asked))

    def secure(self, certificate: Path) -> None:
        """Speak TLS with a certificate and key, from now on."""
        import ssl

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)

    def __enter__(self) -> "Site":
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
            site.asked.append(asked)
            found = site.pages.get(self.path, Page("not here", 404))
            page = found(asked) if callable(found) else found
            if page.etag and asked.headers.get("if-none-match") == page.etag:
                page = Page(status=304, etag=page.etag)
            body = page.body.encode() if isinstance(page.body, str) else page.body
            self.send_response(page.status)
            self.send_header("Content-Type", page.kind)
            if page.etag:
                self.send_header("ETag", page.etag)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.send is None:
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                return
            self.close_connection = True
            self.end_headers()
            with suppress(OSError):  # the client may leave
                page.send(self.wfile)

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler


def redirect(location: str, status: int = 302) -> Page:
    return Page(status=status, headers={"Location": location})


class Canary:
    """A TCP port on 127.0.0.1 and ::1 that nothing may connect to; `connects` counts what did."""

    def __init__(self) -> None:
        self.connects = 0
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._sockets[0].getsockname()[1]
        with suppress(OSError):  # a machine without IPv6
            self._sockets.append(socket.create_server(("::1", self.port), family=socket.AF_INET6))

    def __enter__(self) -> "Canary":
        for server in self._sockets:
            threading.Thread(target=self._count, args=(server,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        for server in self._sockets:
            # Wakes the thread that waits in accept, which closing alone does not.
            server.shutdown(socket.SHUT_RDWR)
            server.close()

    def _count(self, server: socket.socket) -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            self.connects += 1
            connection.close()


class Streets(httpcore.NetworkBackend):
    """The network, but for public addresses that lead to local ports; `connected` lists every attempt."""

    def __init__(self, houses: Mapping[str, int]) -> None:
        self.connected: list[tuple[str, int]] = []
        self.houses = dict(houses)
        self._network = httpcore.SyncBackend()

    def connect_tcp(self, host, port, timeout=None, local_address=None, socket_options=None):
        self.connected.append((host, port))
        if host in self.houses:
            host, port = "127.0.0.1", self.houses[host]
        return self._network.connect_tcp(host, port, timeout, local_address, socket_options)


class Names:
    """Resolves the names it is given, each to its addresses in turn; everything else as the system does."""

    def __init__(self, names: Mapping[str, list[list[str]]]) -> None:
        self.asked: list[str] = []
        self._names = {name: list(answers) for name, answers in names.items()}

    def __call__(self, host: str, port: int) -> list[str]:
        self.asked.append(host)
        answers = self._names.get(host)
        if answers is None:
            return list(resolve(host, port))
        return answers.pop(0) if len(answers) > 1 else answers[0]


def fetcher_in(streets: Streets, names: Names, settings: FetchSettings) -> Fetcher:
    """Return a fetcher that lives in a small network."""
    guard = Guard(allow_private=settings.allow_private, resolve=names)
    return Fetcher(settings, transport=Transport(settings, guard, streets))
