"""How the network is used: one frozen value, passed explicitly."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import metadata

PRODUCT = "ontherecord"
CONTACT = "ONTHERECORD_CONTACT"
LONGEST_CONTACT = 200


def user_agent(environment: Mapping[str, str] = os.environ) -> str:
    """Return the name under which pages are asked for: `ontherecord/0.1.0 (news archive)`.

    ONTHERECORD_CONTACT, such as an address to write to, is put into the brackets.
    """
    contact = "".join(c for c in environment.get(CONTACT, "") if c.isascii() and c.isprintable() and c not in "()\\")
    about = "; ".join(part for part in ("news archive", contact.strip()[:LONGEST_CONTACT]) if part)
    return f"{PRODUCT}/{_version()} ({about})"


def _version() -> str:
    try:
        return metadata.version(PRODUCT)
    except metadata.PackageNotFoundError:  # run from a folder, never installed
        return "0"


@dataclass(frozen=True, slots=True)
class FetchSettings:
    """Settings of a Fetcher; times in seconds, sizes in bytes.

    `interval_s` lies between two requests to one host, and a robots.txt may ask for up to `longest_delay_s`.
    `connect_s` limits making a connection, `total_s` a request from its first byte to its last.
    `largest_body` limits a body as unpacked. `redirects` and `retries` count what follows the first request;
    before the nth retry `backoff_s` passes n times doubled, or what the server asks for up to `longest_wait_s`.
    `allow_private` lifts the guard on addresses, `trust_environment` uses the proxies that variables such as
    HTTPS_PROXY name.
    """

    interval_s: float = 1.0
    longest_delay_s: float = 30.0
    connect_s: float = 10.0
    total_s: float = 30.0
    largest_body: int = 20_000_000
    redirects: int = 5
    retries: int = 2
    backoff_s: float = 1.0
    longest_wait_s: float = 120.0
    allow_private: bool = False
    trust_environment: bool = False
    user_agent: str = field(default_factory=user_agent)
