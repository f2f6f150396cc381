"""Serving the pages until they are told to stop, and stopping without cutting an answer short."""

import asyncio
import logging
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from ontherecord.pages.access import Access
from ontherecord.pages.mounting import QUEUE, Look, Place, Site

if TYPE_CHECKING:
    import gradio as gr

# Well below the 1,024 files that a process may open by default; an open page takes two.
CONNECTIONS = 500
# Seconds that answers may still take when the server is told to stop.
GRACE = 10


def serve(
    blocks: "gr.Blocks",
    access: Access,
    place: Place,
    look: Look,
    alive: Callable[[], object],
    queue: int = QUEUE,
    grace: int = GRACE,
) -> None:
    """Serve the pages until SIGTERM or Ctrl-C; `alive` reads something trivial and raises where that fails.

    At most `queue` questions wait; further ones are refused at once. Told to stop, it gives the answers on their way
    `grace` seconds more. Raises OSError where the port cannot be had, and KeyboardInterrupt where it was stopped by
    Ctrl-C, once all is closed.
    """
    with closing(_bound(place)) as listener:
        here = replace(place, port=listener.getsockname()[1])
        site = Site(blocks, access, here, look, alive, queue)
        if access.notice:
            print(access.notice, file=sys.stderr, flush=True)
        # Not asyncio.run, which would wait for an answer that took longer than it may.
        loop = asyncio.new_event_loop()
        came, busy = loop.run_until_complete(_run(site, here, listener, grace))
        if not busy:
            loop.run_until_complete(loop.shutdown_asyncgens())
            loop.close()
        if signal.SIGINT in came:
            raise KeyboardInterrupt


def _bound(place: Place) -> socket.socket:
    """Return a socket at the address; connections are refused until it listens."""
    host = place.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, place.port))
    except OSError as error:
        listener.close()
        raise OSError(
            f"cannot listen on port {place.port} of {place.host} ({error.strerror or error}): "
            "stop what uses it, or choose another with --port or --host"
        ) from None
    return listener


async def _run(site: Site, place: Place, listener: socket.socket, grace: int) -> tuple[set[int], bool]:
    """Serve until a signal comes; return those that came and whether an answer was still being made at the end."""
    server = uvicorn.Server(
        uvicorn.Config(
            site.app,
            lifespan="on",
            ws="none",
            log_level="warning",
            access_log=False,
            server_header=False,
            # Whoever asks is known by a login, never by an address.
            proxy_headers=False,
            limit_concurrency=CONNECTIONS,
            timeout_graceful_shutdown=grace,
        )
    )
    with _signals(server) as came:
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        while not (server.started or serving.done()):
            await asyncio.sleep(0.02)
        if server.started:
            print(f"On the Record is at {place.address} (Ctrl-C stops it)", flush=True)
        while not (server.should_exit or serving.done()):
            await asyncio.sleep(0.1)
        site.stop()
        # An answer that is cut would leave a trace, which says nothing but that.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await serving
        busy = await _still_busy()
    return came, busy


async def _still_busy() -> bool:
    """Cancel what is left, and say whether something goes on all the same, as a thread does that makes an answer."""
    left = asyncio.all_tasks() - {asyncio.current_task()}
    for task in left:
        task.cancel()
    return bool(left and (await asyncio.wait(left, timeout=1))[1])


@contextmanager
def _signals(server: uvicorn.Server) -> Iterator[set[int]]:
    """Collect the signals to stop: the server raises them once more at its end, which would kill the process."""
    came: set[int] = set()

    def note(number: int, _: FrameType | None) -> None:
        came.add(number)
        server.should_exit = True

    before = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
