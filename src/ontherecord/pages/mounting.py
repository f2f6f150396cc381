"""The web application: Gradio's pages, how it is, and what guards both."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import gradio as gr
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from fastapi.routing import Mount
from gradio_client import Client

from ontherecord.pages.access import Access, is_loopback
from ontherecord.pages.guarding import (
    UPLOAD_LIMIT,
    App,
    Closed,
    Editing,
    Headed,
    Limited,
    OwnName,
    Receive,
    SameOrigin,
    Scope,
    Send,
    Undirected,
)
from ontherecord.pages.logins import LoggedIn, Sessions

# Who MCP's calls of the server by itself are made as; no login can be named so.
ITSELF = "mcp:itself"
QUEUE, SESSIONS = 64, 1_000
# The addresses that stand for all of a machine's, each with the one by which it reaches itself.
ANYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """Where the server listens, and the path under which a proxy passes requests on: `/` for all, None for none."""

    host: str = "127.0.0.1"
    port: int = 7860
    root_path: str | None = None

    @property
    def prefix(self) -> str:
        """What stands before the paths of all pages: empty, or such as `/news`."""
        return (self.root_path or "").rstrip("/")

    @property
    def address(self) -> str:
        """The address of the page."""
        return self._at(self.host)

    @property
    def from_within(self) -> str:
        """The address at which this machine itself reaches the page."""
        return self._at(ANYWHERE.get(self.host.strip("[]"), self.host))

    def _at(self, host: str) -> str:
        name = host.strip("[]")
        return f"http://{f'[{name}]' if ':' in name else name}:{self.port}/"


@dataclass(frozen=True)
class Look:
    """How the pages look: what Gradio takes beside the pages themselves."""

    theme: gr.themes.ThemeClass | None = None
    css: str | None = None
    head: str | None = None
    js: str | None = None


class Site:
    """The application to serve, and how to end what it keeps open."""

    def __init__(
        self,
        blocks: gr.Blocks,
        access: Access,
        place: Place,
        look: Look,
        alive: Callable[[], object],
        queue: int = QUEUE,
    ) -> None:
        self._alive = alive
        self._stopping = False
        outer = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        # Gradio lets pages of any site read its answers unless the application around it says who may: nobody.
        outer.add_middleware(CORSMiddleware, allow_origins=[])
        outer.add_api_route("/healthz", self._health, methods=["GET", "HEAD"])
        self._gradio = _mount(outer, blocks, access, place, look, queue)
        sessions = Sessions(self._gradio, access)
        _answer_mcp(blocks, place, sessions)
        self.app = _guarded(outer, sessions, place)

    def stop(self) -> None:
        """Say that it stops, and end the connections by which pages only show that they are open."""
        self._stopping = True
        self._gradio.stop_event.set()

    def _health(self) -> JSONResponse:
        if self._stopping:
            return JSONResponse({"status": "stopping"}, 503)
        try:
            self._alive()
        except Exception:
            # Whatever it is: whoever looks after the server is to know, and its log says what.
            logger.exception("the library cannot be read")
            return JSONResponse({"status": "failing"}, 503)
        return JSONResponse({"status": "ok"})


@dataclass(frozen=True)
class Prefixed:
    """Names the path under which a proxy passes requests on, whether or not the proxy takes it off."""

    app: App
    prefix: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its full path."""
        if scope["type"] == "http":
            path = self.prefix + scope["path"].removeprefix(self.prefix)
            scope = {**scope, "root_path": self.prefix, "path": path}
        await self.app(scope, receive, send)


def _mount(outer: FastAPI, blocks: gr.Blocks, access: Access, place: Place, look: Look, queue: int) -> Any:  # noqa: ANN401
    """Mount the pages and return Gradio's own application."""
    # A direct call would step past the queue, and with it past one question at a time.
    blocks.queue(max_size=queue, api_open=False)
    # A session is kept until so many others have come after it.
    blocks.state_session_capacity = SESSIONS
    gr.mount_gradio_app(
        outer,
        blocks,
        path="/",
        server_name=place.host,
        server_port=place.port,
        auth=access.allows if access.needs_login else None,
        root_path=place.prefix or None,
        theme=look.theme,
        css=look.css,
        head=look.head,
        js=look.js,
        max_file_size=UPLOAD_LIMIT,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        show_error=False,
        ssr_mode=False,
        mcp_server=True,
        pwa=False,
    )
    if blocks.mcp_error:
        logger.warning("programs cannot ask by MCP: %s", blocks.mcp_error)
    return next(route.app for route in outer.routes if isinstance(route, Mount))


def _answer_mcp(blocks: gr.Blocks, place: Place, sessions: Sessions) -> None:
    """Let MCP put its calls into the queue, which it does by calling this server from within.

    By itself it would call the address that the client's own headers name, without a login and through a proxy.
    """
    if blocks.mcp_server_obj is None:
        return

    @cache
    def client() -> Client:
        within: dict[str, Any] = {"trust_env": False}
        if sessions.access.needs_login:
            within["cookies"] = sessions.cookies(ITSELF)
        return Client(
            place.from_within,
            httpx_kwargs=within,
            headers={"x-gradio-user": "mcp"},
            download_files=False,
            verbose=False,
            analytics_enabled=False,
            _skip_components=False,
        )

    blocks.mcp_server_obj._get_or_create_client = client


def _guarded(app: App, sessions: Sessions, place: Place) -> App:
    """Return the application behind its guards, the outermost last."""
    access = sessions.access
    app = Prefixed(app, place.prefix)
    app = Editing(app, lambda scope: access.may_edit(sessions.user(scope)))
    app = LoggedIn(app, sessions)
    app = Limited(app)
    app = Closed(app)
    app = SameOrigin(app)
    if place.root_path is None:
        app = Undirected(app)
        if is_loopback(place.host) and not access.needs_login:
            app = OwnName(app)
    return Headed(app)
