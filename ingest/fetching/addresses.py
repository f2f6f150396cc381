"""Web addresses, read in one way only: what the guard checks is what is connected to.

Two readers of one address that disagree about where the host ends are how a guard is got round. Here nothing is
repaired: an address that browsers, curl and Python read differently is refused.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin

from ontherecord import SourceError

LONGEST_ADDRESS = 4_000
PORTS = {"http": 80, "https": 443}

_ADDRESS = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*)://(?P<authority>[^/?#]*)(?P<path>[^?#]*)(?P<query>\?[^#]*)?"
)
_AUTHORITY = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::(?P<port>[0-9]{0,5}))?", re.ASCII)
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\ufeff]")
_MARGIN = "\ufeff \t\r\n"
# What RFC 3986 allows in a path and a query, with "%" for what is already encoded.
_KEPT = "%/:@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """An http or https address: `host` is a lower-case ASCII name or an IP address without brackets."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def origin(self) -> str:
        """Scheme, host and port where it is not the usual one: `https://example.org`."""
        return f"{self.scheme}://{self.authority}"

    @property
    def authority(self) -> str:
        """The host as the Host header names it, with the port where it is not the usual one."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"

    def __str__(self) -> str:
        return self.origin + self.target


def parse_address(url: str) -> WebAddress:
    """Return an address taken apart; raises SourceError for one that is not http(s) or could be read in two ways."""
    url = url.strip(_MARGIN)
    if len(url) > LONGEST_ADDRESS:
        raise SourceError(f"the address is longer than {LONGEST_ADDRESS:,} characters: give a shorter one")
    match = _ADDRESS.match(url)
    if not match or (scheme := match["scheme"].lower()) not in PORTS:
        raise SourceError("not an http or https address: only these are fetched; give a file by its path")
    authority = match["authority"]
    if "@" in authority:
        raise SourceError("the address holds a user name or password: leave out everything up to the @")
    parts = _AUTHORITY.fullmatch(authority)
    if not parts or _CONTROLS.search(url):
        raise _unclear()
    port = int(parts["port"] or PORTS[scheme])
    if not 0 < port < 65_536:
        raise SourceError(f"no server has the port {port}: correct the address")
    return WebAddress(scheme, _host(parts["host"]), port, _target(match["path"], match["query"] or ""))


def joined(base: WebAddress, reference: str) -> WebAddress:
    """Return the address that a reference on a page means; raises SourceError as `parse_address` does."""
    reference = reference.strip(_MARGIN)
    if _CONTROLS.search(reference):
        raise _unclear()
    try:
        return parse_address(urljoin(str(base), reference))
    except ValueError:
        raise _unclear() from None


def _host(written: str) -> str:
    if written.startswith("["):
        return _literal(ipaddress.IPv6Address, written[1:-1])
    host = _ascii(written).lower().removesuffix(".")
    labels = host.split(".")
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _unclear()
    # 2130706433, 0x7f.1 and 0177.0.0.1 all are 127.0.0.1 to some and names to others.
    return _literal(ipaddress.IPv4Address, host) if _NUMBER.fullmatch(labels[-1]) else host


def _ascii(host: str) -> str:
    if host.isascii():
        return host
    try:
        # Also makes dots and digits of those of other scripts.
        return host[:254].encode("idna").decode("ascii")
    except UnicodeError:
        raise _unclear() from None


def _literal(kind: type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address], written: str) -> str:
    try:
        return str(kind(written))
    except ValueError:
        raise _unclear() from None


def _target(path: str, query: str) -> str:
    return quote(_without_dots(path) or "/", safe=_KEPT) + quote(query, safe=_KEPT + "?")


def _without_dots(path: str) -> str:
    """Return a path without `.` and `..`, so that no rule of a robots.txt is walked around."""
    kept: list[str] = []
    steps = path.split("/")
    for step in steps[1:]:
        if step == "..":
            del kept[-1:]
        elif step != ".":
            kept.append(step)
    if steps[-1] in {".", ".."}:
        kept.append("")
    return "".join(f"/{step}" for step in kept)


def _unclear() -> SourceError:
    return SourceError("the address is not clear about its host: write it as https://example.org/path")
