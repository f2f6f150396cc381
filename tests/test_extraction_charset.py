"""Pages in any charset are read as their authors wrote them, whatever they or their servers say."""

import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.extraction.charset import decode

GERMAN = "Die Brücke über den Fluß wird größer, sagte der Bürgermeister. " * 9
JAPANESE = "市長は橋が大きくなると述べた。議会は来週投票する予定である。" * 9
RUSSIAN = "Мэр сказал, что мост через реку станет больше, чем раньше. " * 9


def page(text: str, head: str = "") -> str:
    return f"<html><head>{head}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("text", "charset"),
    [(GERMAN, "utf-8"), (GERMAN, "windows-1252"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp")]
    + [(JAPANESE, "iso-2022-jp"), (RUSSIAN, "windows-1251"), (RUSSIAN, "koi8-r")],
)
def test_charset_of_the_meta_element_is_used(text: str, charset: str) -> None:
    html = page(text, f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">').encode(charset)

    assert text in decode(html)


def test_charset_of_the_server_goes_before_that_of_the_page() -> None:
    html = page(RUSSIAN, '<meta charset="koi8-r">').encode("windows-1251")

    assert RUSSIAN in decode(html, "windows-1251")


def test_sound_utf_8_is_read_as_such_whatever_is_said_of_it() -> None:
    html = page(GERMAN, '<meta charset="iso-8859-1">').encode()

    assert GERMAN in decode(html, "latin-1")


def test_latin_1_means_windows_1252_as_in_browsers() -> None:
    html = page("„größer“ – 5 €", '<meta charset="iso-8859-1">').encode("windows-1252")

    assert "„größer“ – 5 €" in decode(html)


@pytest.mark.parametrize("mark", [codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_byte_order_mark_goes_before_all_else(mark: bytes) -> None:
    charset = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}[mark]

    assert decode(mark + page(GERMAN).encode(charset), "windows-1251") == page(GERMAN)


@pytest.mark.parametrize("charset", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_recognised(charset: str) -> None:
    assert GERMAN in decode(page(GERMAN).encode(charset))


@pytest.mark.parametrize(("text", "charset"), [(GERMAN, "cp1252"), (RUSSIAN, "cp1251"), (JAPANESE, "shift_jis")])
def test_undeclared_charset_is_guessed(text: str, charset: str) -> None:
    assert text in decode(page(text).encode(charset))


def test_damaged_byte_costs_one_character_and_not_the_charset() -> None:
    html = page(GERMAN).encode()

    text = decode(html[:300] + b"\xff" + html[300:])

    assert text.count("\ufffd") == 1
    assert "größer" in text


@pytest.mark.parametrize("name", ["rot13", "base64", "no-such-charset", "", "\x00", "x" * 5_000])
def test_name_that_is_no_charset_is_passed_over(name: str) -> None:
    assert decode(page(GERMAN).encode(), name) == page(GERMAN)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.sampled_from([None, "utf-8", "latin-1", "gb2312", "utf-7", "idna", "utf-16"]))
def test_any_bytes_become_text(html: bytes, charset: str | None) -> None:
    assert isinstance(decode(html, charset), str)
