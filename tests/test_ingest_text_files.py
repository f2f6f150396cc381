"""Plain text and Markdown files, and what encoding they may have."""

import io
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import read_file
from ingest.sources.found import Found
from ingest.sources.markdown import LARGEST_FRONT_MATTER, read_markdown
from ontherecord import Failure, SourceError


def read(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_file(path, lambda size: None))


def article(path, content):
    (made,) = read(path, content)
    assert isinstance(made, Found), made
    return made.article


def failure(path, content):
    (made,) = read(path, content)
    assert isinstance(made, Failure), made
    assert made.source == str(path)
    return made


def test_the_first_line_of_a_text_file_is_the_title(tmp_path):
    made = article(tmp_path / "a.txt", "\ufeff\r\nThe title\r\n\r\nFirst line.\r\nSecond “line”.\r\n")
    assert (made.title, made.text) == ("The title", "First line.\nSecond “line”.")
    assert (made.publisher, made.url, made.published_at, made.authors) == (None, None, None, ())


def test_the_only_line_of_a_text_file_is_its_text(tmp_path):
    made = article(tmp_path / "a.txt", "\nJust this.\n\n")
    assert (made.title, made.text) == (None, "Just this.")


def test_a_first_line_as_long_as_a_paragraph_is_text(tmp_path):
    made = article(tmp_path / "a.txt", "word " * 500 + "\nmore")
    assert made.title is None
    assert made.text.endswith("\nmore")


@pytest.mark.parametrize("content", [b"", b" \n\t", b"\xef\xbb\xbf", b"\x00\x00"])
@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_a_file_without_words_fails(tmp_path, name, content):
    assert failure(tmp_path / name, content).reason.startswith("no text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_with_or_without_a_mark_is_read(tmp_path, encoding):
    made = article(tmp_path / "a.txt", "Título\nDijo “no”. 😀".encode(encoding))
    assert (made.title, made.text) == ("Título", "Dijo “no”. 😀")


def test_big_endian_utf_16_is_read(tmp_path):
    assert article(tmp_path / "a.txt", b"\xfe\xff" + "A\nB".encode("utf-16-be")).text == "B"


@pytest.mark.parametrize(
    ("content", "offset"),
    [(b"abc\xe9\n", 3), (b"\xef\xbb\xbfabc\xff", 6), (b"x" * 300_000 + b"\xe2\x82", 300_000), (b"\x80", 0)],
)
def test_a_file_in_another_encoding_fails_with_the_place_and_the_remedy(tmp_path, content, offset):
    reason = failure(tmp_path / "a.txt", content).reason
    assert f"not UTF-8 from byte {offset:,} on" in reason
    assert "iconv" in reason


def test_broken_utf_16_fails_with_the_place(tmp_path):
    assert "not UTF-16-LE from byte 4 on" in failure(tmp_path / "a.txt", b"\xff\xfeA\x00\x00\xdcB\x00").reason


def test_a_text_beyond_the_limit_fails(tmp_path, monkeypatch):
    monkeypatch.setattr("ingest.sources.encoding.LARGEST_RECORD", 1_000)
    assert "longer than 1,000 characters" in failure(tmp_path / "a.txt", "x" * 1_001).reason


FULL = """---
title: 'No: a title'
url: https://news.example/a
publisher: The Example
published: 2025-06-09T12:30:00+02:00
updated: 2025-06-10
authors:
  - Ann Example
  - Bo Sample
language: en
tags: [ignored]
---

First *paragraph*.

## A heading

Second.
"""


def test_front_matter_tells_what_is_known_of_an_article(tmp_path):
    made = article(tmp_path / "a.markdown", FULL)
    assert (made.title, made.url, made.publisher) == ("No: a title", "https://news.example/a", "The Example")
    assert (made.authors, made.language, made.published) == (("Ann Example", "Bo Sample"), "en", "2025-06-09")
    assert made.published_at.hour == 10
    assert made.updated_at.day == 10
    assert made.text == "First *paragraph*.\n\n## A heading\n\nSecond."


@pytest.mark.parametrize("written", ["1984", "No", "2025-06-09", "0x10", "1e3", ".inf", "<<"])
def test_a_title_that_yaml_would_take_for_something_else_stays_a_title(tmp_path, written):
    assert article(tmp_path / "a.md", f"---\ntitle: {written}\n---\nText.").title == written


def test_empty_and_mistyped_fields_are_unknown(tmp_path):
    made = article(
        tmp_path / "a.md", "---\ntitle:\nurl: [1]\npublisher: ~\npublished: {a: b}\nauthors: {}\n---\nText."
    )
    assert (made.title, made.url, made.publisher, made.published_at, made.authors) == (None, None, None, None, ())


def test_empty_front_matter_is_no_front_matter(tmp_path):
    assert article(tmp_path / "a.md", "---\n---\nText.").text == "Text."


def test_without_front_matter_the_first_heading_is_the_title(tmp_path):
    made = article(tmp_path / "a.md", "# The title #\n\nText with a # mark.\n")
    assert (made.title, made.text) == ("The title", "Text with a # mark.")


def test_a_heading_within_the_text_stays_there(tmp_path):
    made = article(tmp_path / "a.md", "Before.\n# The title\nAfter.")
    assert (made.title, made.text) == ("The title", "Before.\n# The title\nAfter.")


def test_a_heading_that_says_something_else_than_the_title_stays(tmp_path):
    made = article(tmp_path / "a.md", "---\nTitle: One\n---\n# Two\nText.")
    assert (made.title, made.text) == ("One", "# Two\nText.")


def test_a_heading_alone_is_no_text(tmp_path):
    assert "no text" in failure(tmp_path / "a.md", "# The title").reason


@pytest.mark.parametrize(
    ("front", "said"),
    [
        ("title: One: two", "not valid YAML at line 2"),
        ("publisher: x\ntitle: 'open", "not valid YAML"),
        ("a: &a [x, x]\nb: [*a, *a]", "aliases are not read"),
        ("title: !!python/object/apply:os.system [true]", "not valid YAML at line 2"),
        ("date: !!timestamp garbage", "not valid YAML"),
        ("number: !!int ''", "not valid YAML"),
        ("? [1, 2]\n: x", "not valid YAML"),
        ("- a\n- b", "no list of names and values"),
        ("just words", "no list of names and values"),
        ("a: " + "[" * 5_000, "nested too deeply"),
        ("a: \ufffe", "not valid YAML"),
        ("a: " + "x" * LARGEST_FRONT_MATTER, "has no end within"),
    ],
)
def test_bad_front_matter_fails_and_says_what_to_do(tmp_path, front, said):
    assert said in failure(tmp_path / "a.md", f"---\n{front}\n---\nText.").reason


def test_front_matter_that_is_not_closed_fails(tmp_path):
    assert "close it with a line of `---`" in failure(tmp_path / "a.md", "---\ntitle: One\n\nText.").reason


@settings(deadline=None)
@given(
    st.one_of(st.text(), st.text(alphabet="a:-[]{}&*!?|>'\"%@`#, \n\t~<"), st.text(alphabet="!:a \n't-[]intfloaby"))
)
def test_whatever_the_front_matter_holds_there_is_an_article_or_a_failure(front):
    content = f"---\n{front}\n---\nText.".encode("utf-8", "surrogatepass")
    with suppress(SourceError):
        assert len(list(read_markdown(io.BytesIO(content), "a.md"))) == 1
