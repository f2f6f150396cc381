"""What is refused before the page sees it, and what every response says to the browser.

Plain ASGI all through, so that answers stream as they come.
"""

import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from ontherecord.pages.access import is_loopback

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

BODY_LIMIT = 1_000_000
UPLOAD_LIMIT = 200_000_000
PORT = re.compile(r":\d+$")

# Gradio needs the two that are called unsafe.
CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; worker-src 'self' blob:; "
    "connect-src 'self' data: blob:; frame-src 'none'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'none'"
)
# A file that somebody uploaded runs nothing and loads nothing, whatever it is.
FILE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"
HEADERS = (
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
# With these a request says under which address its sender knows the server; only a proxy's word is taken.
FORWARDED = (b"forwarded", b"x-forwarded-host", b"x-forwarded-proto", b"x-forwarded-for", b"x-gradio-server")
# Routes of Gradio that no page here uses: they fetch from other hosts, run ffmpeg, start the queue once more, or
# write to disk.
CLOSED = ("file=http", "file/http", "proxy=", "process_recording", "startup-events", "token", "deep_link", "vibe-")


def route(scope: Scope) -> str:
    """Return which of Gradio's routes is asked for, such as `upload`, under any prefix; empty for any other path."""
    return str(scope["path"]).partition("/gradio_api/")[2].rstrip("/")


def header(scope: Scope, name: bytes) -> str | None:
    """Return the value of a header of the request; None where it is missing."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), None)


async def refuse(send: Send, status: int, sentence: str) -> None:
    """Answer with a status and a plain sentence, and nothing more on this connection."""
    body = sentence.encode()
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"content-length", str(len(body)).encode()),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@dataclass(frozen=True)
class Undirected:
    """Takes out the headers that only a proxy may set, where there is none."""

    app: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on without them."""
        if scope["type"] == "http":
            scope = {**scope, "headers": [pair for pair in scope["headers"] if pair[0] not in FORWARDED]}
        await self.app(scope, receive, send)


@dataclass(frozen=True)
class OwnName:
    """Refuses a request that reached a loopback address under the name of some web site.

    A site can point its own name at this machine, and its page then reads here as if it were ours.
    """

    app: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what was sent to localhost or to a loopback address, on any port."""
        if scope["type"] == "http" and not is_loopback(PORT.sub("", header(scope, b"host") or "")):
            await refuse(send, 421, "This page answers under localhost only.")
        else:
            await self.app(scope, receive, send)


@dataclass(frozen=True)
class SameOrigin:
    """Refuses what another site's page sends in the name of the visitor.

    Browsers say with every such request where its page came from; programs say nothing, and are let through. The
    site's own address is that of the Host header, or behind a proxy that of X-Forwarded-Host, which a page of another
    site cannot set.
    """

    app: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what only reads, and what this site's own page or no page sent."""
        if scope["type"] == "http" and scope["method"] not in {"GET", "HEAD", "OPTIONS"} and _foreign(scope):
            await refuse(send, 403, "This request comes from a page of another site and was not carried out.")
        else:
            await self.app(scope, receive, send)


def _foreign(scope: Scope) -> bool:
    origins = [value.decode("latin-1").strip().lower() for key, value in scope["headers"] if key == b"origin"]
    host = (header(scope, b"x-forwarded-host") or header(scope, b"host") or "").partition(",")[0].strip().lower()
    return any(
        origin not in {f"http://{host.removesuffix(':80')}", f"https://{host.removesuffix(':443')}"}
        for origin in origins
    )


@dataclass(frozen=True)
class Closed:
    """Refuses the routes of Gradio that no page here uses."""

    app: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything else."""
        if scope["type"] == "http" and route(scope).lower().startswith(CLOSED):
            await refuse(send, 404, "There is nothing here.")
        else:
            await self.app(scope, receive, send)


@dataclass(frozen=True)
class Editing:
    """Refuses uploads of those who may not add articles."""

    app: App
    may_edit: Callable[[Scope], bool]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on everything else."""
        if scope["type"] == "http" and route(scope) == "upload" and not self.may_edit(scope):
            await refuse(send, 403, "Only an editor may upload files.")
        else:
            await self.app(scope, receive, send)


@dataclass(frozen=True)
class Limited:
    """Refuses a body that is too long, also one whose length comes out only as it is sent."""

    app: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what stays within the limit of its route."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = UPLOAD_LIMIT if route(scope) == "upload" else BODY_LIMIT
        if int(header(scope, b"content-length") or 0) > limit:
            await _too_long(send, limit)
            return
        await _counted(self.app, limit, scope, receive, send)


async def _too_long(send: Send, limit: int) -> None:
    await refuse(send, 413, f"This request is too long: at most {limit // 1_000_000} MB are taken.")


async def _counted(app: App, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    """Run an app that is told, past the limit, that the client has gone, and is no longer heard."""
    taken, answering, over = 0, False, False

    async def counted() -> Message:
        nonlocal taken, over
        message = await receive()
        taken += len(message.get("body", b""))
        if taken <= limit:
            return message
        if not over and not answering:
            await _too_long(send, limit)
        over = True
        return {"type": "http.disconnect"}

    async def heard(message: Message) -> None:
        nonlocal answering
        if not over:
            answering = True
            await send(message)

    try:
        await app(scope, counted, heard)
    except Exception:
        # What the app makes of a client that has gone is its own affair.
        if not over:
            raise


@dataclass(frozen=True)
class Headed:
    """Says with every response what the browser may do with it."""

    app: App

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and put the headers on the response."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        policy = FILE_POLICY if route(scope).startswith(("file=", "file/")) else CONTENT_POLICY
        ours = [(b"content-security-policy", policy.encode()), *HEADERS]
        names = {name for name, _ in ours}

        async def headed(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [pair for pair in message.get("headers", []) if pair[0].lower() not in names]
                message = {**message, "headers": [*kept, *ours]}
            await send(message)

        await self.app(scope, receive, headed)
