"""The text of an article, whole, and nothing of what stands around it on the page."""

import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction import read_page
from ingest.sources.found import Found
from ontherecord import Failure
from tests.pages import PARAGRAPHS, article, json_ld, page, read

SECRET = "Marlin overtakes the lighthouse keeper at dawn"


def test_text_is_the_paragraphs_with_empty_lines_between() -> None:
    assert read(page()).text == "\n\n".join(PARAGRAPHS)


def test_subheadings_lists_and_quotes_stay() -> None:
    inside = "<h2>What comes next</h2><ul><li>A first hearing</li><li>A second one</li></ul>"
    quote = "<blockquote><p>We have waited long enough for this harbour</p></blockquote>"

    text = read(page(article(after=inside + quote + f"<p>{PARAGRAPHS[0]} Again.</p>"))).text

    assert "\n\nWhat comes next\n\n- A first hearing\n- A second one\n\n" in text
    assert "We have waited long enough" in text


def test_repeated_paragraphs_stay() -> None:
    chorus = "We shall not be moved from this harbour, they sang again and again."

    assert (
        read(page(article(*PARAGRAPHS[:3], chorus, *PARAGRAPHS[3:], chorus, PARAGRAPHS[0]))).text.count(chorus) == 2
    )


def test_line_breaks_in_a_paragraph_part_its_words() -> None:
    assert "one\ntwo" in read(page(article(*PARAGRAPHS, "Verse one<br>two of the song of the harbour"))).text


@pytest.mark.parametrize("depth", [250, 256, 300, 500, 1_000, 2_000])
def test_text_far_down_in_the_tree_is_read(depth: int) -> None:
    tail = "<div>" * depth + "<p>The very last paragraph of the article stands here.</p>" + "</div>" * depth

    assert "The very last paragraph" in read(page(article(after=tail))).text


@pytest.mark.parametrize("depth", [2_100, 50_000])
def test_text_too_far_down_is_a_failure_and_never_lost_in_silence(depth: int) -> None:
    found = read_page(page("<div>" * depth + article()).encode(), "deep.html")

    assert isinstance(found, Failure)
    assert "nested deeper" in found.reason


@pytest.mark.parametrize(
    "hidden",
    [
        f'<p style="display: none">{SECRET}</p>',
        f'<p style="color:red; visibility:HIDDEN">{SECRET}</p>',
        f'<div style="opacity:0"><p>{SECRET}</p></div>',
        f'<p style="font-size:0px">{SECRET}</p>',
        f'<span style="color: #FFFFFF">{SECRET}</span>',
        f"<p hidden>{SECRET}</p>",
        f'<p aria-hidden="true">{SECRET}</p>',
        f'<p class="sr-only">{SECRET}</p>',
        f"<template><p>{SECRET}</p></template>",
        f"<noscript><p>{SECRET}</p></noscript>",
        f"<!-- {SECRET} -->",
        f"<script>{SECRET}</script>",
        f'<img alt="{SECRET}" title="{SECRET}">',
        f"<iframe srcdoc='{SECRET}'>{SECRET}</iframe>",
        f"<figure><img src=x><figcaption>{SECRET}</figcaption></figure>",
        f'<aside><p>{SECRET}</p></aside><div class="newsletter-box"><p>{SECRET}</p></div>',
        f'<div class="related-articles"><p>{SECRET}</p></div><p><a href="/x">{SECRET}</a></p>',
        f'<ul><li>Also: <a href="/x">{SECRET}</a></li></ul>',
        f'<div><h3><a href="/x">{SECRET}</a></h3><p>{SECRET}</p></div>',
        f'<div id="cookie-consent"><p>{SECRET}</p></div>',
    ],
)
def test_what_is_hidden_or_beside_the_text_stays_out(hidden: str) -> None:
    inside = article(*PARAGRAPHS[:4], f"{hidden}", *PARAGRAPHS[4:]).replace(f"<p>{hidden}</p>", hidden)

    text = read(page(inside)).text

    assert SECRET not in text
    assert all(paragraph in text for paragraph in PARAGRAPHS)


@pytest.mark.parametrize(
    "wrapper", ["<form>{}</form>", '<div style="display:none">{}</div>', '<div class="ad">{}</div>']
)
def test_what_holds_the_article_stays_whatever_it_is_called(wrapper: str) -> None:
    assert read(page(wrapper.format(article()))).text == "\n\n".join(PARAGRAPHS)


def test_linked_word_of_a_sentence_stays() -> None:
    harbours, piers = '<a class="topic tag" href="/h">harbours</a>', '<span class="tag">piers</span>'
    sentence = f"The vote on {harbours} and {piers} was close, they said."

    assert "The vote on harbours and piers was close" in read(page(article(*PARAGRAPHS, sentence))).text


def test_headline_date_and_byline_above_the_text_are_not_repeated_in_it() -> None:
    before = "<p>Council votes on the harbour</p><p>By Ada Moreno</p><p>2 May 2024, 14:05</p>"

    assert read(page(article(before=before))).text == "\n\n".join(PARAGRAPHS)


def test_request_to_subscribe_below_the_text_is_left_out() -> None:
    assert "newsletter" not in read(page(article(*PARAGRAPHS, "Sign up to our free newsletter."))).text


def test_sentence_about_newsletters_stays() -> None:
    assert "newsletter" in read(page(article(*PARAGRAPHS, "The mayor had founded a newsletter in 1998."))).text


def test_body_in_several_parts_is_read_whole() -> None:
    half = ["".join(f"<p>{paragraph}</p>" for paragraph in part) for part in (PARAGRAPHS[:4], PARAGRAPHS[4:])]
    parts = "".join(
        f'<div class="row"><div class="article-body">{part}</div></div><div class="ad">Buy</div>' for part in half
    )

    assert read(page(f"<h1>Council votes</h1><div>{parts}</div>")).text == "\n\n".join(PARAGRAPHS)


def test_paragraph_that_the_pages_own_article_body_lacks_is_left_out() -> None:
    head = json_ld(headline="Council votes on the harbour", articleBody=" ".join(PARAGRAPHS))

    assert SECRET not in read(page(article(*PARAGRAPHS[:4], SECRET, *PARAGRAPHS[4:]), head=head)).text


def test_short_article_body_is_not_taken_for_the_whole() -> None:
    head = json_ld(headline="Council votes on the harbour", articleBody=PARAGRAPHS[0])

    assert read(page(head=head)).text == "\n\n".join(PARAGRAPHS)


def test_entities_of_a_document_type_are_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'

    assert "aaaaaaaaaa" not in read(bomb + page(article(*PARAGRAPHS, "The end of it is &b; here, they said."))).text


@pytest.mark.parametrize("control", ["\x00", "\x01", "\x0c", "\x1f", "\ufffe", "&#1;", "&#x1F;", "&#12", "&#xFFFF;"])
def test_control_characters_are_left_out(control: str) -> None:
    hidden = f"<span hidden>x</span>{control} they said"

    assert "The vote they said" in read(page(article(*PARAGRAPHS, f"The vote{hidden}"), title=f"A{control}B")).text


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (b"x" * 20_000_001, "larger than 20,000,000 bytes"),
        (b"<p>x</p>" * 30_000, "more than 25,000 elements"),
    ],
)
def test_page_too_large_to_be_one_article_is_refused(html: bytes, reason: str) -> None:
    found = read_page(html, "large.html")

    assert isinstance(found, Failure)
    assert reason in found.reason


def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    def connect(*_: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", connect)
    outside = '<link rel="stylesheet" href="http://x.example/s.css"><!DOCTYPE html SYSTEM "http://x.example/d.dtd">'

    assert read(page(head=outside, body=article(after='<iframe src="http://x.example/"></iframe>'))).text


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=2_000), st.one_of(st.none(), st.text(max_size=50)), st.one_of(st.none(), st.text(max_size=20))
)
def test_any_bytes_are_an_article_or_a_failure(html: bytes, url: str | None, charset: str | None) -> None:
    assert isinstance(read_page(html, "any.html", url=url, charset=charset), Found | Failure)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_damage_to_a_page_leaves_an_article_or_a_failure(data: st.DataObject) -> None:
    head = json_ld(headline="H", author={"name": "Ada Moreno"}, datePublished="2024-05-02", articleBody=PARAGRAPHS[0])
    html = page(article(before='<time datetime="2024">x</time><p class="byline">By X Y</p>'), head=head).encode()
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(html)))
        gone = data.draw(st.integers(0, 40))
        pieces = [
            b"<",
            b">",
            b'"',
            b"</div>",
            b"\0",
            b"\xff\xfe",
            b"<p hidden>",
            b"]]>",
            b"<svg><title>",
            b"{[",
            b"&#0;",
        ]
        html = html[:start] + data.draw(st.sampled_from(pieces)) + html[start + gone :]

    assert isinstance(read_page(html, "damaged.html", url="https://post.example/x"), Found | Failure)
