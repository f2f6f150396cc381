"""Who may do what with the library that is served: editors add and remove articles, readers ask and read."""

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from ontherecord.errors import SettingError

Role = Literal["reader", "editor"]


@dataclass(frozen=True)
class Access:
    """Who is let in, and who may add and remove articles.

    With logins only their users are let in, and only editors may edit. Without any, everybody is let in and is what
    `anonymous` says.
    """

    editors: Mapping[str, str] = field(repr=False)
    readers: Mapping[str, str] = field(repr=False)
    anonymous: Role = "reader"

    @property
    def needs_login(self) -> bool:
        """Whether only those are let in who have a login."""
        return bool(self.editors or self.readers)

    @property
    def notice(self) -> str | None:
        """Whatever is to be said at the start: that nobody can edit, and what to do; None where somebody can."""
        if self.needs_login or self.anonymous == "editor":
            return None
        return (
            "Everybody who reaches this page can ask and read, nobody can add or remove articles: "
            "give editors a login with --auth USER:PASS."
        )

    def may_edit(self, user: str | None) -> bool:
        """Whether a user, None for one without a login, may add and remove articles."""
        return user in self.editors if self.needs_login else self.anonymous == "editor"

    def allows(self, user: str, password: str) -> bool:
        """Whether this is the password of this user, found out in the same time whether or not it is."""
        logins = {**self.readers, **self.editors}
        # Digests, because strings of unlike length are told apart sooner; and for an unknown user too.
        same = hmac.compare_digest(_digest(logins.get(user, "")), _digest(password))
        return same and user in logins


def access_for(
    editors: Iterable[tuple[str, str]], readers: Iterable[tuple[str, str]], host: str, root_path: str | None
) -> Access:
    """Return who may do what, by the logins and by where the server listens.

    Without logins whoever sits at this machine may edit: the server listens on a loopback address, and no proxy, of
    which a root path tells, passes on what comes from elsewhere. Raises SettingError for a name with two logins.
    """
    names: set[str] = set()
    kinds: list[dict[str, str]] = []
    for logins in (editors, readers):
        kinds.append({})
        for user, password in logins:
            if user in names:
                raise SettingError(f"the user {user!r} has two logins: give one --auth or --reader for each name")
            names.add(user)
            kinds[-1][user] = password
    own = is_loopback(host) and root_path is None
    return Access(MappingProxyType(kinds[0]), MappingProxyType(kinds[1]), "editor" if own else "reader")


def is_loopback(host: str) -> bool:
    """Whether a host, with or without brackets, is this machine as only programs on it reach it."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
