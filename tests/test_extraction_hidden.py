"""What readers do not see of a page is no part of its article, and what they see is, however it is written."""

import pytest

from ingest.extraction import read_page
from ingest.extraction.characters import without_invisible
from ingest.extraction.fragments import fragment_text
from ontherecord import Failure
from tests.pages import PARAGRAPHS, article, json_ld, meta, page, read

SEEN = "The ferry to the island sails again from Monday, said the harbour master of the town."
SECRET = "Marlin overtakes the lighthouse keeper at dawn, and nobody in the town has heard of it."


def beside(html: str, head: str = "") -> str:
    """Return the text of an article between whose paragraphs stands a piece of HTML."""
    inside = article(*PARAGRAPHS[:4], "MARK", *PARAGRAPHS[4:]).replace("<p>MARK</p>", html)
    return read(page(inside, head=head)).text


def within(html: str, head: str = "") -> str:
    """Return the text of an article whose paragraphs are within a piece of HTML, in place of {}."""
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return read(page(f"<h1>Council votes on the harbour</h1>{html.replace('{}', inside)}", head=head)).text


@pytest.mark.parametrize(
    ("html", "css"),
    [
        ('<p class="n">{}</p>', "@media print{.n{display:none}}"),
        ('<p class="n">{}</p>', "@media (max-width:600px){.n{display:none}}"),
        ('<p class="n">{}</p>', ".n{display:none} @media (min-width:48em){.n{display:block}}"),
        ('<p class="n">{}</p>', ".n{display:none} @media (width < 600px){.n{display:block}}"),
        ('<p class="n">{}</p>', ".n:hover, .n::before, .x + .n, .n:not(p){display:none}"),
        ('<p class="n" id="m">{}</p>', "#m{display:block} p.n{display:none}"),
        ('<p class="n">{}</p>', ".n{display:none} .n{display:block}"),
        ('<p class="n">{}</p>', ".n{display:block!important} p.n{display:none}"),
        ('<p class="n" style="display:block">{}</p>', ".n{display:none}"),
        ('<p class="n" hidden>{}</p>', ".n{display:block}"),
        ('<p class="n">{}</p>', "div > .n, .open .n, .n.closed, h1.n{display:none}"),
        ('<p class="n">{}</p>', "@keyframes in{from{opacity:0}} @font-face{font-size:0} .n{animation:in}"),
        ('<p class="n">{}</p>', '.n::after{content:"} .n{display:none} "}'),
        ('<p class="n">{}</p>', "/* .n{display:none} */"),
        ('<p class="n">{}</p>', ".m{.n{display:none}}"),
        ('<p class="n">{}</p>', ".n{display:none"),
        ('<p class="hidden md:block">{}</p>', ""),
        ("<p hidden=until-found>{}</p>", ""),
        ("<details><summary>More</summary><p>{}</p></details>", ""),
        ('<p style="opacity:.6">{}</p>', ""),
        ('<p style="font-size:.7rem">{}</p>', ""),
        ('<div style="font-size:0"><p style="font-size:16px">{}</p></div>', ""),
        ('<div style="visibility:hidden"><p style="visibility:visible">{}</p></div>', ""),
        ('<div style="color:#fff"><p style="color:#222">{}</p></div>', ""),
        ('<div style="background:#123"><p style="color:white">{}</p></div>', ""),
        ('<div style="background:url(a.jpg)"><p style="color:white">{}</p></div>', ""),
        ('<div class="dark"><p class="n">{}</p></div>', ".dark{background:black} .n{color:#fff}"),
        ('<p style="color:#888">{}</p>', ""),
        ('<p style="color:var(--ink)">{}</p>', ""),
        ('<p style="color:transparent;background:linear-gradient(red,blue);background-clip:text">{}</p>', ""),
        ('<p style="text-indent:-20px;margin-left:20px">{}</p>', ""),
        ('<p style="position:relative;left:-10px;top:-1em">{}</p>', ""),
        ('<p style="transform:translateX(10px) scale(1.05)">{}</p>', ""),
        ('<div style="height:0;padding-bottom:56%;overflow:hidden"><p>{}</p></div>', ""),
        ('<div style="height:1px"><p>{}</p></div>', ""),
        ('<p style="width:100%;max-height:400px;overflow:hidden">{}</p>', ""),
        ('<p style="clip-path:inset(0 10%)">{}</p>', ""),
        ('<p style="display:none;display:block">{}</p>', ""),
        ("<p>{}</p>", ".n{display:none}"),
    ],
)
def test_what_readers_see_stays(html: str, css: str) -> None:
    assert SEEN in beside(html.replace("{}", SEEN), f"<style>{css}</style>")


@pytest.mark.parametrize(
    ("html", "css"),
    [
        ('<div style="display:none">{}</div>', ""),
        ("<main hidden>{}</main>", ""),
        ('<div style="opacity:0"><div style="visibility:hidden">{}</div></div>', ""),
        ("<article>{}</article>", "body{visibility:hidden}"),
        ('<article class="dark">{}</article>', ".dark{color:white}"),
        ("<article>{}</article>", "article p{opacity:0}"),
        ('<div class="paywall">{}</div>', ".paywall p{display:none}"),
    ],
)
def test_page_that_is_hidden_as_a_whole_is_read(html: str, css: str) -> None:
    assert within(html, f"<style>{css}</style>") == "\n\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("html", "css"),
    [
        ('<div style="display:none">{}<p style="display:none">SECRET</p></div>', ""),
        ('<div class="paywall">{}<p class="n" hidden>SECRET</p></div>', ".paywall{display:none}"),
        ('<article>{}<div class="n"><p>SECRET</p></div></article>', "body{visibility:hidden} .n{opacity:0}"),
    ],
)
def test_what_is_hidden_once_more_on_a_hidden_page_goes(html: str, css: str) -> None:
    assert within(html.replace("SECRET", SECRET), f"<style>{css}</style>") == "\n\n".join(PARAGRAPHS)


def test_boxes_in_boxes_make_no_article_of_what_they_hide() -> None:
    boxes = '<div style="display:none">' * 50

    assert SECRET not in beside(f"{boxes}<p>{SECRET}</p>{'</div>' * 50}")


@pytest.mark.parametrize(
    "html",
    [
        '<div style="visibility:hidden">{0}<p style="visibility:visible">{1}</p>{0}</div>',
        '<div style="font-size:0">{0}<p style="font-size:1rem">{1}</p><p style="font-size:1em">{0}</p></div>',
        '<div style="color:white">{0}<p style="color:black">{1}</p><p><b>{0}</b></p></div>',
    ],
)
def test_what_is_shown_within_a_hidden_element_stays_alone(html: str) -> None:
    text = beside(html.format(SECRET, SEEN))

    assert SEEN in text
    assert SECRET not in text


def test_hidden_heading_is_not_the_title() -> None:
    body = f'<h1 style="display:none">{SECRET}</h1>' + article()

    assert read(page(body, title="Harbour Wire")).title == "Council votes on the harbour"


def test_declared_title_that_the_page_does_not_show_is_none() -> None:
    head = meta("og:title", SECRET) + json_ld(headline=SECRET)

    assert read(page(head=head)).title == "Council votes on the harbour"


def test_declared_title_in_other_words_of_the_page_is_believed() -> None:
    head = meta("og:title", "Residents had asked for changes, and the council accepted most")

    assert read(page(head=head)).title == "Residents had asked for changes, and the council accepted most"


def test_declared_title_is_believed_where_the_page_shows_none() -> None:
    body = article().replace("h1>", "div>")

    assert read(page(body, head=meta("og:title", SECRET), title="")).title == SECRET


def test_sentence_is_no_name_of_an_outlet() -> None:
    assert read(page(head=meta("og:site_name", SECRET))).publisher is None


def test_of_a_sentence_as_byline_only_what_is_written_like_a_name_counts() -> None:
    sentence = "Ada Moreno, who has covered the harbour for many years, and others"

    assert read(page(head=meta("author", sentence))).authors == ("Ada Moreno",)


def test_hidden_text_in_an_entry_of_a_feed_goes() -> None:
    html = f'<style>.n{{display:none}}</style><p>{SEEN}</p><p style="opacity:0">{SECRET}</p><p class="n">{SECRET}</p>'

    assert fragment_text(f"{html}<p>{PARAGRAPHS[0]}</p>") == f"{SEEN}\n\n{PARAGRAPHS[0]}"


def test_style_sheets_too_intricate_to_tell_are_a_failure_and_never_lost_in_silence() -> None:
    rules = "".join(f"[n{number}] p{{display:none}}" for number in range(4_000))
    inside = article(*PARAGRAPHS * 70)

    found = read_page(page(inside, head=f"<style>{rules}</style>").encode(), "intricate.html")

    assert isinstance(found, Failure)
    assert "too intricate" in found.reason


@pytest.mark.parametrize(
    "css",
    [
        '"\\' * 200_000,
        "{" * 400_000,
        "/*" * 200_000,
        f"a{' ' * 400_000}b{{}}",
        "@media (" * 50_000,
        "@media (min-width:1.2.3px){p{display:none}}",
        "\\61" * 99_999,
    ],
)
def test_style_sheets_without_sense_cost_nothing(css: str) -> None:
    assert read(page(head=f"<style>{css}</style>")).text == "\n\n".join(PARAGRAPHS)


def tagged(text: str) -> str:
    return "".join(chr(0xE0000 + ord(letter)) for letter in text)


@pytest.mark.parametrize(
    "unseen",
    [tagged(SECRET), "\u200b\u200c" * 40, "\U000e0120\U000e0121\U000e0122", "".join(map(chr, range(0xFE00, 0xFE10)))],
)
def test_characters_that_spell_something_unseen_go(unseen: str) -> None:
    head = meta("og:title", f"Council{unseen} votes") + meta("author", f"Ada{unseen} Moreno")
    references = "".join(f"&#{ord(letter)};" for letter in unseen)

    found = read(page(article(*PARAGRAPHS, f"They{unseen} went{references} home."), head=head))

    assert (found.title, found.authors) == ("Council votes", ("Ada Moreno",))
    assert found.text.endswith("They went home.")


@pytest.mark.parametrize(
    "text", ["می‌خواهم", "👨‍👩‍👧 and ❤️", f"\U0001f3f4{tagged('gbsct')}\U000e007f", "葛\U000e0100", "a\u200bb"]
)
def test_characters_that_change_what_is_seen_stay(text: str) -> None:
    assert without_invisible(text) == text
