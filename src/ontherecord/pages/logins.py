"""Who sends a request: known by the cookie of Gradio's login, or by HTTP Basic, as programs send it.

Gradio asks for a login on most of its routes but not on those of MCP, so that it is asked for here, on all of them.
"""

import base64
import binascii
import secrets
from dataclasses import dataclass
from typing import Any

from ontherecord.pages.access import Access
from ontherecord.pages.guarding import App, Receive, Scope, Send, header, refuse, route

# What the page asks for before somebody has logged in.
OPEN = {"", "login_check", "user", "theme.css"}


@dataclass(frozen=True)
class Sessions:
    """The sessions of a Gradio app, which it keeps in memory until it stops."""

    gradio_app: Any
    access: Access

    def user(self, scope: Scope) -> str | None:
        """Return who is logged in by a cookie; None where nobody is."""
        known = {f"access-token-{self.gradio_app.cookie_id}", self._cookie_name()}
        for cookie in (header(scope, b"cookie") or "").split(";"):
            name, _, token = cookie.strip().partition("=")
            if name in known and token in self.gradio_app.tokens:
                return str(self.gradio_app.tokens[token])
        return None

    def cookies(self, user: str) -> dict[str, str]:
        """Return the cookies of a session of this user, opened where there is none."""
        tokens = self.gradio_app.tokens
        token = next((token for token, name in tokens.items() if name == user), None) or secrets.token_urlsafe(32)
        tokens[token] = user
        return {self._cookie_name(): token}

    def _cookie_name(self) -> str:
        return f"access-token-unsecure-{self.gradio_app.cookie_id}"


@dataclass(frozen=True)
class LoggedIn:
    """Refuses whoever has no login, where there are logins, except for the page to log in at."""

    app: App
    sessions: Sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what comes from somebody known, and turn a login by HTTP Basic into a session."""
        if scope["type"] != "http" or not self.sessions.access.needs_login:
            await self.app(scope, receive, send)
            return
        named = _basic(scope)
        if named and self.sessions.access.allows(*named):
            scope = _with_cookies(scope, self.sessions.cookies(named[0]))
        if route(scope) not in OPEN and self.sessions.user(scope) is None:
            await refuse(send, 401, "Log in first; a program does so by HTTP Basic authentication.")
        else:
            await self.app(scope, receive, send)


def _basic(scope: Scope) -> tuple[str, str] | None:
    kind, _, coded = (header(scope, b"authorization") or "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        user, _, password = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user, password


def _with_cookies(scope: Scope, cookies: dict[str, str]) -> Scope:
    sent = "; ".join(f"{name}={value}" for name, value in cookies.items())
    others = [pair for pair in scope["headers"] if pair[0] != b"cookie"]
    return {**scope, "headers": [*others, (b"cookie", sent.encode())]}
