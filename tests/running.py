"""A real server for a test, in a thread of this process."""

import http.client
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn


@contextmanager
def running(app, port: int = 0) -> Iterator[int]:
    """Serve an ASGI application on a loopback port, a free one where none is given, and yield the port."""
    listener = socket.create_server(("127.0.0.1", port))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", proxy_headers=False, ws="none"))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
        assert thread.is_alive()
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = server.force_exit = True
        thread.join(10)


def free_port() -> int:
    """Return a port that nothing uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Answer:
    """What a server sent back."""

    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status, self.body = response.status, response.read().decode()
        self.headers = {name.lower(): value for name, value in response.getheaders()}


def send(port: int, method: str, path: str, headers: dict[str, str] | None = None, body=None, **options) -> Answer:
    """Send a request with exactly these headers, and Host where none is given."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, headers or {}, **options)
        return Answer(connection.getresponse())
    finally:
        connection.close()
