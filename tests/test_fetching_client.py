"""Fetching one address: redirects, retries, limits, and what is sent along."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from ingest.fetching import Fetcher, FetchSettings, Validator
from ingest.fetching.pacing import Pacing, retry_after
from ingest.fetching.settings import user_agent
from ontherecord import SourceError
from tests.site import QUICK, Names, Page, Site, Streets, fetcher_in, redirect

NOON = datetime(2025, 6, 9, 12, tzinfo=UTC)


@pytest.fixture
def site():
    with Site({"/page": Page("the page", etag='"1"')}) as site:
        yield site


def fetch(url, settings=QUICK, **options):
    with Fetcher(settings) as fetcher:
        return fetcher.fetch(url, **options)


def reason(url, settings=QUICK):
    with pytest.raises(SourceError) as caught:
        fetch(url, settings)
    return str(caught.value)


def test_a_page_comes_with_what_the_server_says_about_it(site):
    site.pages["/page"] = Page(
        "x", kind='Text/HTML ; Charset="ISO-8859-1"', etag='"1"', headers={"Last-Modified": "then"}
    )
    fetched = fetch(site.url("/page"))
    assert (fetched.body, fetched.content_type, fetched.charset) == (b"x", "text/html", "iso-8859-1")
    assert fetched.validator == Validator('"1"', "then")
    assert (fetched.url, fetched.status, fetched.not_modified) == (site.url("/page"), 200, False)


def test_what_has_not_changed_costs_a_304(site):
    fetched = fetch(site.url("/page"), kept=lambda url: Validator('"1"'))
    assert (fetched.status, fetched.not_modified, fetched.body) == (304, True, b"")


def test_what_has_changed_comes_whole(site):
    fetched = fetch(site.url("/page"), kept=lambda url: Validator('"0"', "then"))
    assert (fetched.not_modified, fetched.body) == (False, b"the page")
    assert site.asked[-1].headers["if-modified-since"] == "then"


def test_a_validator_is_sent_to_the_address_that_it_came_from(site):
    site.pages["/old"] = redirect("/page")
    fetched = fetch(site.url("/old"), kept={site.url("/page"): Validator('"1"')}.get)
    assert (fetched.not_modified, fetched.url) == (True, site.url("/page"))
    assert ["if-none-match" in asked.headers for asked in site.asked] == [False, False, True]


def test_a_304_that_nobody_asked_for_is_a_failure(site):
    site.pages["/page"] = Page(status=304)
    assert "304" in reason(site.url("/page"))


def test_validators_that_could_not_be_sent_again_are_not_kept(site):
    site.pages["/page"] = Page("x", headers={"ETag": '"' + "x" * 2_000 + '"', "Last-Modified": "b\xe9"})
    assert fetch(site.url("/page")).validator is None


def test_five_redirects_are_followed_and_no_more(site):
    for number in range(6):
        site.pages[f"/{number}"] = redirect(f"/{number + 1}")
    site.pages["/6"] = Page("end")
    assert fetch(site.url("/1")).url == site.url("/6")
    assert "more than 5 redirects" in reason(site.url("/0"))


def test_a_loop_of_redirects_ends(site):
    site.pages["/a"], site.pages["/b"] = redirect("/b"), redirect("/a")
    assert "redirects" in reason(site.url("/a"))
    assert site.counts() == {"/robots.txt": 1, "/a": 3, "/b": 3}


@pytest.mark.parametrize("location", ["?x=1", "page", "./page", "/page#top", "//{authority}/page"])
def test_redirects_may_be_relative(site, location):
    site.pages["/old"] = redirect(location.replace("{authority}", f"127.0.0.1:{site.port}"))
    site.pages["/old?x=1"] = Page("the page")
    assert fetch(site.url("/old")).body == b"the page"


@pytest.mark.parametrize(
    "location",
    ["file:///etc/hostname", "ftp://127.0.0.1/", "data:text/html,x", "javascript:x", "//[", "gopher://127.0.0.1/"],
)
def test_redirects_lead_to_no_other_scheme(site, location):
    site.pages["/old"] = redirect(location)
    assert "address" in reason(site.url("/old"))


def test_nothing_is_carried_over_a_redirect(monkeypatch, tmp_path):
    netrc = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(netrc))
    with Site() as one, Site({"/page": Page("x")}) as two:
        netrc.write_text("machine 127.0.0.1 login ada password secret\n")
        netrc.chmod(0o600)
        one.pages["/old"] = Page(
            status=302,
            headers={"Location": two.url("/page"), "Set-Cookie": "a=b; Path=/", "WWW-Authenticate": "Basic realm=x"},
        )
        one.pages["/page"] = Page("x", headers={"Set-Cookie": "c=d"})
        with Fetcher(QUICK) as fetcher:
            for url in (one.url("/old"), one.url("/page"), one.url("/page")):
                fetcher.fetch(url)
        sent = {name for asked in [*one.asked, *two.asked] for name in asked.headers}
    assert sent == {"host", "user-agent", "accept", "accept-encoding"}


def test_a_page_for_nobody_is_asked_for_once(site):
    for status in (401, 403, 404, 410):
        site.pages[f"/{status}"] = Page("x", status)
        assert str(status) in reason(site.url(f"/{status}"))
        assert site.counts()[f"/{status}"] == 1


def test_a_server_in_trouble_is_tried_again(site):
    answers = [Page(status=500), Page(status=503), Page("healed")]
    site.pages["/page"] = lambda asked: answers.pop(0)
    assert fetch(site.url("/page")).body == b"healed"
    site.pages["/page"] = Page(status=502)
    assert "502" in reason(site.url("/page"))
    assert site.counts()["/page"] == 3 + 3


def test_a_broken_connection_is_tried_again(site):
    answers = [Page(headers={"Content-Length": "100"}, send=lambda stream: stream.write(b"half")), Page("whole")]
    site.pages["/page"] = lambda asked: answers.pop(0)
    assert fetch(site.url("/page")).body == b"whole"


def test_nobody_at_home_is_said_after_the_last_try():
    with Site() as site:
        url = site.url("/page")
    assert "connection to 127.0.0.1 failed" in reason(url)


def test_a_host_that_cannot_be_reached_is_tried_once_for_each_further_page():
    streets = Streets({"93.184.216.34": 1})
    names = Names({"public.example": [["93.184.216.34"]]})
    settings = replace(QUICK, allow_private=False)
    with Site() as site, fetcher_in(streets, names, settings) as fetcher:
        streets.houses["93.184.216.34"] = site.port
        site.pages["/robots.txt"] = Page("", headers={"Connection": "close"})
        fetcher.fetch("http://public.example/robots.txt")
        streets.houses["93.184.216.34"] = 1
        tried = []
        for _ in range(3):
            before = len(streets.connected)
            with pytest.raises(SourceError):
                fetcher.fetch("http://public.example/page")
            tried.append(len(streets.connected) - before)
    assert tried == [3, 1, 1]


def times(pages, waits, **settings):
    """Fetch a page that answers differently each time, and return how long was waited for what."""
    slept = []
    answers = list(pages)
    now = [0.0]

    def sleep(seconds):
        slept.append(round(seconds, 1))
        now[0] += seconds

    chosen = replace(QUICK, interval_s=0.0, **settings)
    pacing = Pacing(0.0, chosen.longest_wait_s, clock=lambda: now[0], sleep=sleep)
    with Site({"/page": lambda asked: answers.pop(0)}) as site, Fetcher(chosen, pacing=pacing) as fetcher:
        for _ in range(waits):
            try:
                fetcher.fetch(site.url("/page"))
            except SourceError as error:
                slept.append(str(error))
    return slept


def busy(seconds, status=429):
    return Page(status=status, headers={"Retry-After": str(seconds)})


def test_a_busy_server_is_given_the_time_it_asks_for():
    assert times([busy(7), busy(9, 503), Page("x")], 1) == [7.0, 9.0]


def test_without_a_time_it_is_given_more_each_time():
    assert times([Page(status=429), Page(status=429), Page("x")], 1, backoff_s=3.0) == [3.0, 6.0]


def test_a_server_that_asks_for_too_long_is_left_alone_from_then_on():
    first, second = times([busy(3_600), Page("never asked for")], 2)
    assert "429" in first
    assert "left alone for 3,600 s" in second


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("9" * 50, 999_999_999.0),
        (format_datetime(NOON + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOON - timedelta(days=9), usegmt=True), 0.0),
        ("Mon, 09 Jun 2025 12:00:05 -0000", 5.0),
        ("-5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value, seconds):
    assert retry_after(value, NOON) == seconds


def test_requests_to_one_host_are_spaced_out_and_others_do_not_wait():
    slept = []
    pacing = Pacing(1.0, 100.0, clock=lambda: 0.0, sleep=slept.append)
    for host in ("a", "b", "a", "c"):
        pacing.wait(host)
    assert slept == [1.0]


def test_the_user_agent_says_who_asks_and_how_to_reach_them(site):
    fetch(site.url("/page"), FetchSettings(interval_s=0, allow_private=True))
    assert site.asked[-1].headers["user-agent"].startswith("ontherecord/")
    assert "Mozilla" not in site.asked[-1].headers["user-agent"]
    named = user_agent({"ONTHERECORD_CONTACT": "desk@example.org\r\nX: y (z)"})
    assert named.endswith("(news archive; desk@example.orgX: y z)")
