"""Who may do what: editors add and remove, readers ask and read; without logins the host of the server decides."""

import pytest

from ontherecord import SettingError
from ontherecord.pages.access import access_for, is_loopback

EDITORS = [("ann", "a:b"), ("eve", "pass")]
READERS = [("bob", "word")]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_without_logins_whoever_sits_at_this_machine_may_edit(host):
    access = access_for([], [], host, None)
    assert access.may_edit(None)
    assert not access.needs_login
    assert access.notice is None


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "192.168.0.7", "news.example", "localhost.example", "127.0.0.1.nip.io"]
)
def test_without_logins_nobody_may_edit_where_other_machines_reach_the_page(host):
    access = access_for([], [], host, None)
    assert not access.may_edit(None)
    assert "--auth USER:PASS" in access.notice


def test_without_logins_nobody_may_edit_behind_a_proxy():
    access = access_for([], [], "127.0.0.1", "/")
    assert not access.may_edit(None)
    assert access.notice


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_with_logins_editors_alone_may_edit(host):
    access = access_for(EDITORS, READERS, host, None)
    assert access.needs_login
    assert access.notice is None
    assert [access.may_edit(user) for user in ("ann", "eve", "bob", "joe", "", None)] == [True, True, *[False] * 4]


def test_with_readers_alone_nobody_may_edit():
    access = access_for([], READERS, "127.0.0.1", None)
    assert access.needs_login
    assert not any(access.may_edit(user) for user in ("bob", None))


@pytest.mark.parametrize(("user", "password"), [*EDITORS, *READERS])
def test_user_is_let_in_with_the_own_password(user, password):
    assert access_for(EDITORS, READERS, "127.0.0.1", None).allows(user, password)


@pytest.mark.parametrize(
    ("user", "password"),
    [
        ("ann", "pass"),
        ("ann", ""),
        ("ann", "a:b "),
        ("Ann", "a:b"),
        ("bob", "pass"),
        ("joe", ""),
        ("", ""),
        ("ann", "\ud800"),
        ("ann", "a:b\0"),
    ],
)
def test_user_is_not_let_in_with_any_other_password(user, password):
    assert not access_for(EDITORS, READERS, "127.0.0.1", None).allows(user, password)


def test_password_may_be_in_any_script():
    assert access_for([("ann", "слово")], [], "127.0.0.1", None).allows("ann", "слово")


@pytest.mark.parametrize(
    ("editors", "readers"), [([("ann", "a"), ("ann", "b")], []), ([("ann", "a")], [("ann", "a")])]
)
def test_name_with_two_logins_is_refused(editors, readers):
    with pytest.raises(SettingError, match="'ann' has two logins"):
        access_for(editors, readers, "127.0.0.1", None)


def test_passwords_are_not_shown_where_an_access_is():
    assert "pass" not in repr(access_for(EDITORS, READERS, "127.0.0.1", None))


@pytest.mark.parametrize("host", ["", "evil.example", "1.2.3.4", "0.0.0.0", "::ffff:1.2.3.4", "127.0.0.1:80"])
def test_other_hosts_are_no_loopback(host):
    assert not is_loopback(host)
