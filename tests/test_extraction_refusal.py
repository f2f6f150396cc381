"""Pages that hold no article are refused with what they are, and articles never are."""

import io

import pytest

from ingest.sources.found import Found
from ingest.sources.web_pages import read_web_page
from tests.pages import PARAGRAPHS, article, json_ld, meta, page, read, refused

TEASER = "The council votes tonight on the plan for the harbour, and the outcome is open."
ASKING = "<div><p>Subscribe now to continue reading.</p></div>"


def cards(count: int) -> str:
    return "".join(
        f'<article><h2><a href="/news/{number}">Headline number {number} about something that happened</a></h2>'
        f"<p>A short summary of article number {number}, in one sentence.</p></article>"
        for number in range(count)
    )


def test_paywall_stub_is_refused() -> None:
    head = json_ld(headline="H", isAccessibleForFree=False)

    assert refused(page(article(TEASER) + ASKING, head=head)).startswith("a paywall stub")


@pytest.mark.parametrize("free", [False, "False", "false"])
def test_full_text_marked_as_not_free_is_kept(free: object) -> None:
    head = json_ld(headline="H", isAccessibleForFree=free)

    assert read(page(article() + ASKING, head=head)).text == "\n\n".join(PARAGRAPHS)


def test_short_news_on_a_page_that_is_free_is_kept() -> None:
    head = json_ld(headline="H", isAccessibleForFree=True)

    assert TEASER in read(page(article(TEASER, TEASER.replace("tonight", "today")) + ASKING, head=head)).text


@pytest.mark.parametrize("url", [None, "https://post.example/", "https://post.example/politics"])
def test_index_page_is_refused(url: str | None) -> None:
    body = f"<h1>Latest news</h1><main>{cards(30)}</main>"

    assert refused(page(body, title="Latest news"), url=url).startswith("an index page")


def test_article_among_many_cards_is_kept() -> None:
    assert read(page(article() + cards(40))).text == "\n\n".join(PARAGRAPHS)


def test_video_page_is_refused() -> None:
    body = '<h1>Watch the vote</h1><video src="/v.mp4"></video><p>The vote in full.</p>'

    assert refused(page(body, head=meta("og:type", "video.other"))).startswith("a video page")


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("404 Not Found", "<h1>404</h1><p>There is nothing here.</p>", "an error page"),
        ("Page not found - Post", "<h1>Page not found</h1><p>Sorry about that.</p>", "an error page"),
        ("503 Service Unavailable", "<h1>Oops</h1>", "an error page"),
        ("Just a moment...", "<p>Checking your browser before you continue.</p>", "a check for robots"),
        ("Post", "<p>Please complete the CAPTCHA below.</p>", "a check for robots"),
        ("Post", "<p>We and our partners use cookies. Please accept or reject them.</p>", "a consent page"),
        (
            "Post",
            "<div id=root></div><noscript>You need to enable JavaScript to run this app.</noscript>",
            "a page made",
        ),
        ("Post", "<p>Hello.</p>", "no article in it"),
        ("Post", "", "no article in it"),
    ],
)
def test_page_without_an_article_is_refused_with_what_it_is(title: str, body: str, kind: str) -> None:
    reason = refused(page(body, title=title))

    assert reason.startswith(kind)
    assert ";" in reason


@pytest.mark.parametrize("html", [b"", b"  \n ", b"\0\0\0", b"<!-- -->"])
def test_empty_page_is_refused(html: bytes) -> None:
    assert refused(html).startswith("no article in it")


def test_article_about_errors_and_cookies_is_kept() -> None:
    text = "The site answered 404 not found, asked to accept cookies, and showed a captcha, the report said. " * 3

    assert (
        "captcha"
        in read(page(article(*PARAGRAPHS, text, heading="Why captchas fail"), title="Why captchas fail")).text
    )


def test_saved_page_is_read_as_a_source() -> None:
    (found,) = read_web_page(io.BytesIO(page().encode()), "saved.html")

    assert isinstance(found, Found)
    assert found.source == "saved.html"
    assert found.article.text == "\n\n".join(PARAGRAPHS)
