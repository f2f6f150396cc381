"""Which addresses on the network may be connected to.

A host's name says nothing about where it leads, so names are not judged: what they resolve to is, at the moment of
connecting, and the connection is made to the very addresses that were judged.
"""

import ipaddress
import socket
from collections.abc import Callable, Sequence
from typing import TypeAlias

from ontherecord import SourceError

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
IPAddress: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address

# The IANA registries of special-purpose addresses, whole blocks where only parts of them are special. Written out
# because what `ipaddress` calls global differs between releases of Python.
_NOT_PUBLIC = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved, broadcast
        "168.63.129.16/32",  # looks public, and serves a cloud machine its configuration
    )
)
_PUBLIC_6 = ipaddress.IPv6Network("2000::/3")
_NOT_PUBLIC_6 = tuple(
    ipaddress.IPv6Network(block)
    for block in (
        "2001::/23",  # protocols, Teredo among them
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
)
# Behind this prefix networks without IPv4 reach the IPv4 address in the last four bytes.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


class HostNotFoundError(SourceError):
    """A host's name leads nowhere, perhaps only for now."""


class AddressRefusedError(SourceError):
    """A host's name leads to an address that is not connected to."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Return the IP addresses of a host as the system knows them; raises HostNotFoundError."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise HostNotFoundError(f"the host {host} is not known: check the address and the network") from None
    return [str(entry[4][0]) for entry in found]


def is_public(address: IPAddress) -> bool:
    """Whether an IP address belongs to the public internet."""
    if isinstance(address, ipaddress.IPv4Address):
        return not any(address in block for block in _NOT_PUBLIC)
    if address in _NAT64:
        return is_public(ipaddress.IPv4Address(address.packed[-4:]))
    return address in _PUBLIC_6 and not any(address in block for block in _NOT_PUBLIC_6)


class Guard:
    """Tells which IP addresses of a host may be connected to."""

    def __init__(self, *, allow_private: bool = False, resolve: Resolve = resolve) -> None:
        """Let every address pass with `allow_private`."""
        self._allow_private = allow_private
        self._resolve = resolve

    def addresses(self, host: str, port: int) -> list[str]:
        """Return the IP addresses to connect to for a host.

        Raises AddressRefusedError where one of them is not public: an honest site has no such address.
        """
        found = [ipaddress.ip_address(written) for written in dict.fromkeys(self._resolve(host, port))]
        if not found:
            raise HostNotFoundError(f"the host {host} has no address: check the address and the network")
        refused = None if self._allow_private else next((each for each in found if not is_public(each)), None)
        if refused:
            raise AddressRefusedError(
                f"the host {host} has the address {refused}, which is not on the public internet: "
                "add --allow-private to read servers of your own network"
            )
        return [str(address) for address in found]
