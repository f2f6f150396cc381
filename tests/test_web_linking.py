"""Links to originals: web addresses alone, and to the sentence."""

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.web.escaping import escape
from ontherecord.web.linking import original, to_sentence
from tests.hostile import Seen


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)//https://island.example",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "file:///etc/passwd",
        "ftp://island.example/x",
        "//island.example/x",
        "/relative",
        "https://",
        "https:///path",
        "http://[::1",
        'https://island.example/" onclick="x',
        "https://island.example/a b",
        "https://island.example/\x00",
        "https://island.example\\@evil.example",
    ],
)
def test_what_is_no_web_address_is_no_link(url):
    assert original(url) == original(url, "Nobody was hurt.") == ""


@pytest.mark.parametrize("url", ["https://island.example/a?b=1&c=%272", "HTTP://Island.example/ferry"])
def test_web_address_is_a_link_that_gives_nothing_away(url):
    attributes = Seen(original(url)).attributes
    assert ("href", url) in attributes
    assert {("target", "_blank"), ("rel", "noopener noreferrer")} <= set(attributes)


def test_link_is_named_by_the_host_it_leads_to():
    assert Seen(original("https://island.example@evil.example/x")).text == "evil.example ↗"


def test_link_to_a_short_sentence_names_it_whole():
    assert to_sentence("https://a.example/x", "Nobody was hurt, he said.") == (
        "https://a.example/x#:~:text=Nobody%20was%20hurt%2C%20he%20said."
    )


def test_link_to_a_long_sentence_names_its_first_and_last_words():
    sentence = "One two three four five six seven eight nine ten eleven twelve thirteen"
    assert to_sentence("https://a.example/x", sentence) == (
        "https://a.example/x#:~:text=One%20two%20three%20four%20five%20six,eight%20nine%20ten%20eleven%20twelve%20thirteen"
    )


def test_fragment_that_an_address_has_stays_before_the_sentence():
    assert to_sentence("https://a.example/x#part", "No.") == "https://a.example/x#part:~:text=No."


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Z", "C"]), min_size=1), min_size=1, max_size=12))
def test_signs_of_the_text_directive_in_a_sentence_are_never_taken_for_its_own(words):
    named = to_sentence("https://a.example/", " ".join(words)).partition(":~:text=")[2]
    assert not set(named) & set("-&, ")
    assert unquote(named).split() == " ".join(words).split()


@given(st.text())
def test_escaped_text_has_no_sign_left_that_markup_or_a_template_could_find(text):
    assert not set(escape(text).replace("&#", "").replace(";", "")) & set("<>\"'`$&{}()[]=/\\\0")
