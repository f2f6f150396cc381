"""What a robots.txt allows, and what its absence does: RFC 9309, against a real server."""

from dataclasses import replace

import pytest

from ingest.fetching import Fetcher
from ingest.fetching.addresses import parse_address
from ingest.fetching.client import Client
from ingest.fetching.pacing import Pacing
from ingest.fetching.robots import KEPT_S, KEPT_UNANSWERED_S, LARGEST, Robots
from ingest.fetching.transport import Guard, Transport
from ontherecord import SourceError
from tests.site import QUICK, Page, Site, Streets, fetcher_in, redirect

ONCE = replace(QUICK, retries=0)
PUBLIC = "93.184.216.34"


@pytest.fixture
def site():
    with Site({"/page": Page("the page"), "/private/page": Page("private"), "/": Page("home")}) as site:
        yield site


def may_fetch(site, path="/page", settings=ONCE):
    with Fetcher(settings) as fetcher:
        try:
            return bool(fetcher.fetch(site.url(path)).body)
        except SourceError as error:
            assert "robots.txt" in str(error)
            assert path not in site.counts()
            return False


def with_rules(site, rules):
    body = "\n".join(rules) if isinstance(rules, list) else rules
    site.pages["/robots.txt"] = Page(body, kind="text/plain")
    return site


ALL_BUT_PRIVATE = "User-agent: *\nDisallow: /private/\n"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 418, 451])
def test_a_missing_robots_txt_allows_everything(site, status):
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /", status)
    assert may_fetch(site)


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504, 599])
def test_a_server_in_trouble_allows_nothing(site, status):
    site.pages["/robots.txt"] = Page("", status)
    assert not may_fetch(site)


def test_a_robots_txt_that_does_not_arrive_in_time_allows_nothing(site):
    def trickle(stream):
        for _ in range(100):
            stream.write(b" ")
            stream.flush()
            __import__("time").sleep(0.05)

    site.pages["/robots.txt"] = Page(send=trickle)
    assert not may_fetch(site, settings=replace(ONCE, total_s=0.3))


def test_a_server_that_hangs_up_allows_nothing(site):
    site.pages["/robots.txt"] = Page(
        headers={"Content-Length": "1000"}, send=lambda stream: stream.write(b"User-agent")
    )
    assert not may_fetch(site)


def chain(site, length):
    for number in range(length):
        site.pages["/robots.txt" if number == 0 else f"/hop{number}"] = redirect(f"/hop{number + 1}")
    site.pages[f"/hop{length}"] = Page("User-agent: *\nDisallow: /\n", kind="text/plain")


def test_five_redirects_are_followed(site):
    chain(site, 5)
    assert not may_fetch(site)


def test_after_more_than_five_redirects_there_is_no_robots_txt(site):
    chain(site, 6)
    assert may_fetch(site)
    assert "/hop6" not in site.counts()


def test_a_redirect_to_another_host_gives_rules_for_the_first(site):
    with Site() as other:
        with_rules(other, ALL_BUT_PRIVATE)
        site.pages["/robots.txt"] = redirect(other.url("/robots.txt"))
        assert may_fetch(site)
        assert not may_fetch(site, "/private/page")


def test_the_first_500_kib_are_read(site):
    rule = "Disallow: /private/\n"
    filler = "# filler\n" * (LARGEST // 9)
    within = "User-agent: *\n" + filler[: LARGEST - 100]
    assert not may_fetch(with_rules(site, within + "\n" + rule), "/private/page")
    assert may_fetch(with_rules(site, "User-agent: *\n" + filler + "#" * 100 + "\n" + rule), "/private/page")


def test_a_rule_cut_at_the_limit_is_left_out(site):
    head = "User-agent: *\n"
    filler = "#" * (LARGEST - len(head) - len("\nDisallow: /p"))
    assert may_fetch(with_rules(site, f"{head}{filler}\nDisallow: /private/\n"))


def test_of_an_endless_robots_txt_the_beginning_counts(site):
    def flood(stream):
        stream.write(b"User-agent: *\nDisallow: /private/\n")
        while True:
            stream.write(b"# and so on\n" * 1_000)

    site.pages["/robots.txt"] = Page(send=flood)
    assert may_fetch(site)
    assert not may_fetch(site, "/private/page")


@pytest.mark.parametrize(
    "rules", ["\ufeff" + ALL_BUT_PRIVATE, ALL_BUT_PRIVATE.replace("\n", "\r"), ALL_BUT_PRIVATE.upper()]
)
def test_marks_line_ends_and_letter_case_make_no_difference_to_the_directives(site, rules):
    rules = rules.replace("/PRIVATE/", "/private/")
    assert may_fetch(with_rules(site, rules))
    assert not may_fetch(with_rules(site, rules), "/private/page")


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        (["User-agent: *", "Disallow: /*.pdf$"], "/page", True),
        (["User-agent: *", "Disallow: /*/page"], "/private/page", False),
        (["User-agent: *", "Disallow: /p*e$"], "/page", False),
        (["User-agent: *", "Disallow: /", "Allow: /page"], "/page", True),
        (["User-agent: *", "Disallow: /page", "Allow: /pa"], "/page", False),
        (["User-agent: *", "Disallow: /page", "Allow: /page"], "/page", True),
        (["User-agent: *", "Disallow: /%70age"], "/page", False),
        (["User-agent: *", "Disallow:"], "/page", True),
        (["User-agent: *", "Disallow: /", "", "User-agent: OnTheRecord", "Disallow: /private/"], "/page", True),
        (["User-agent: *", "Allow: /", "", "User-agent: ontherecord", "Disallow: /"], "/page", False),
        (["User-agent: record", "User-agent: therecord", "Disallow: /"], "/page", True),
        (["User-agent: other", "User-agent: ontherecord", "Disallow: /"], "/page", False),
        (
            ["User-agent: ontherecord", "Disallow: /page", "User-agent: ontherecord", "Allow: /private"],
            "/page",
            False,
        ),
        (["<!doctype html>", "<title>Home</title>"], "/page", True),
        ([""], "/page", True),
    ],
)
def test_the_longest_rule_of_the_own_group_counts(site, rules, path, allowed):
    assert may_fetch(with_rules(site, rules), path) == allowed


@pytest.mark.parametrize(
    "path", ["/x/../private/page", "/./private/page", "/private/./page", "/x/%2E%2E/private/page"]
)
def test_a_roundabout_path_does_not_lead_around_a_rule(site, path):
    with_rules(site, ALL_BUT_PRIVATE)
    with Fetcher(ONCE) as fetcher, pytest.raises(SourceError):
        fetcher.fetch(site.url(path))
    assert set(site.counts()) <= {"/robots.txt", path}
    assert "/private/page" not in site.counts()


def test_every_redirect_is_held_against_the_rules(site):
    with_rules(site, ALL_BUT_PRIVATE)
    site.pages["/open"] = redirect("/private/page")
    with Fetcher(ONCE) as fetcher, pytest.raises(SourceError, match=r"robots\.txt"):
        fetcher.fetch(site.url("/open"))
    assert "/private/page" not in site.counts()


def test_a_site_is_asked_once(site):
    with_rules(site, ALL_BUT_PRIVATE)
    with Fetcher(ONCE) as fetcher:
        for _ in range(3):
            fetcher.fetch(site.url("/page"))
    assert site.counts() == {"/robots.txt": 1, "/page": 3}


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def robots_with(clock, settings=ONCE):
    pacing = Pacing(0.0, 100.0, clock=clock, sleep=lambda seconds: None)
    client = Client(settings, Transport(settings, Guard(allow_private=True)), pacing)
    return Robots(client, pacing, settings.longest_delay_s, clock), pacing


def test_rules_are_asked_for_again_after_a_day(site):
    clock = Clock()
    robots, _ = robots_with(clock)
    with_rules(site, ALL_BUT_PRIVATE)
    address = parse_address(site.url("/page"))
    for clock.now in (0.0, KEPT_S - 1, KEPT_S + 1):
        robots.check(address)
    assert site.counts() == {"/robots.txt": 2}


def test_a_site_that_did_not_answer_is_asked_again_after_a_while(site):
    clock = Clock()
    robots, _ = robots_with(clock)
    site.pages["/robots.txt"] = Page("", 500)
    address = parse_address(site.url("/page"))
    for clock.now in (0.0, 1.0, KEPT_UNANSWERED_S - 1):
        with pytest.raises(SourceError, match="cannot be had"):
            robots.check(address)
    assert site.counts() == {"/robots.txt": 1}
    with_rules(site, ALL_BUT_PRIVATE)
    clock.now = KEPT_UNANSWERED_S + 1
    robots.check(address)


@pytest.mark.parametrize(("asked", "kept"), [("3", 3.0), ("0.5", 1.0), ("1000", 30.0), ("-1", 1.0), ("soon", 1.0)])
def test_a_crawl_delay_is_kept_to_within_bounds(site, asked, kept):
    slept = []
    clock = Clock()
    settings = replace(ONCE, interval_s=1.0)
    pacing = Pacing(1.0, 100.0, clock=clock, sleep=slept.append)
    client = Client(settings, Transport(settings, Guard(allow_private=True)), pacing)
    robots = Robots(client, pacing, 30.0, clock)
    robots.check(parse_address(with_rules(site, f"User-agent: *\nCrawl-delay: {asked}").url("/page")))
    clock.now = 1.0
    for _ in range(2):
        pacing.wait("127.0.0.1")
    assert slept == [kept]


def test_each_scheme_and_port_has_its_own_robots_txt():
    with Site({"/page": Page("x")}) as one, Site({"/page": Page("x")}) as two:
        with_rules(one, "User-agent: *\nDisallow: /")
        assert not may_fetch(one)
        assert may_fetch(two)


def test_an_unknown_host_is_named(site):
    def nowhere(host, port):
        from ingest.fetching.guard import HostNotFoundError

        raise HostNotFoundError(f"the host {host} is not known: check the address and the network")

    with (
        fetcher_in(Streets({}), nowhere, ONCE) as fetcher,
        pytest.raises(SourceError, match=r"gone\.example is not known"),
    ):
        fetcher.fetch("http://gone.example/page")
