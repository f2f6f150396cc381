"""Newsletters: one article a mail, its title, sender and date from the head, its text from the fuller part."""

import base64
import io
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import newsletters
from ingest.sources.found import Found
from ingest.sources.newsletters import read_newsletter
from ontherecord import Failure, SourceError
from tests.warc_files import PARAGRAPHS, page

PLAIN = "\n\n".join(paragraph.format(word="north") for paragraph in PARAGRAPHS)


def mail(**headers):
    made = EmailMessage()
    for name, value in {
        "From": "The Morning Post <news@post.example>",
        "To": "reader@mail.example",
        "Subject": "Ferry deal at last",
        "Date": "Mon, 09 Jun 2025 07:30:15 -0400",
        **headers,
    }.items():
        made[name] = value
    return made


def read(content):
    (item,) = read_newsletter(io.BytesIO(content if isinstance(content, bytes) else bytes(content)), "a.eml")
    return item


def article(content):
    found = read(content)
    assert isinstance(found, Found), found
    return found.article


def refused(content):
    with pytest.raises(SourceError) as caught:
        read(content)
    return str(caught.value)


def with_page(html=None, plain=None):
    made = mail()
    if plain is not None:
        made.set_content(plain)
    if html is not None and plain is not None:
        made.add_alternative(html.decode(), subtype="html")
    elif html is not None:
        made.set_content(html.decode(), subtype="html")
    return made


def test_title_publisher_and_time_come_from_the_head():
    made = article(with_page(plain=PLAIN))
    assert (made.title, made.publisher) == ("Ferry deal at last", "The Morning Post")
    assert (made.published_at, made.published_precision) == (datetime(2025, 6, 9, 11, 30, 15, tzinfo=UTC), "second")
    assert (made.text, made.url, made.authors) == (PLAIN, None, ())


def test_the_page_in_a_mail_is_read_like_any_page():
    made = article(with_page(html=page("north")))
    assert made.text == PLAIN
    assert made.title == "Ferry deal at last"
    assert made.url is None


def test_of_a_page_and_a_plain_part_the_fuller_is_taken():
    assert (
        "only in the plain part" not in article(with_page(page("north"), PLAIN + "\n\nonly in the plain part")).text
    )
    teaser = b"<html><body><p>Read all in your browser.</p></body></html>"
    assert article(with_page(teaser, PLAIN)).text == PLAIN
    assert article(with_page(b"<html></html>", PLAIN)).text == PLAIN


def test_attachments_and_forwarded_mails_are_left_out():
    made = with_page(plain=PLAIN)
    made.add_attachment("SECRET attached", filename="a.txt")
    inner = mail(Subject="Inner")
    inner.set_content("SECRET forwarded")
    made.add_attachment(inner)
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    assert article(made).text == PLAIN


def raw(head, body=None):
    return head.encode() + b"\r\n\r\n" + (PLAIN.encode() if body is None else body)


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("=?utf-8?b?xYHDs2TFug==?= =?utf-8?q?_votes?=", "Łódź votes"),
        ("=?iso-8859-2?q?=A3=F3d=BC?= votes", "Łódź votes"),
        ("Łódź votes", "Łódź votes"),
        ("folded\r\n over lines", "folded over lines"),
        ("=?nonsense?q?caf=C3=A9?=", "café"),
        ("=?utf-8?b?not base64!?=", None),
        ("=?utf-8?q?=FF?= x", "\ufffd x"),
        ("=?punycode?q?abc?=", "abc"),
    ],
)
def test_subjects_are_read_in_any_charset(subject, title):
    made = article(raw(f"From: a@b.example\r\nSubject: {subject}"))
    assert title is None or made.title == title


@pytest.mark.parametrize(
    ("sender", "publisher"),
    [
        ('"Post, The" <a@b.example>', "Post, The"),
        ("=?utf-8?q?Gazeta_=C5=81=C3=B3d=C5=BA?= <a@b.example>", "Gazeta Łódź"),
        ("a@b.example", None),
        ("", None),
    ],
)
def test_the_sender_is_the_publisher_where_it_has_a_name(sender, publisher):
    assert article(raw(f"Subject: x\r\nFrom: {sender}")).publisher == publisher


@pytest.mark.parametrize("date", ["yesterday", "", "Mon, 99 Jun 2025 07:30:15 -0400", "9" * 10_000, "Mon, 9 Jun"])
def test_a_date_that_is_none_is_unknown(date):
    assert article(raw(f"Subject: x\r\nDate: {date}")).published_at is None


@pytest.mark.parametrize(
    ("charset", "body"),
    [
        ("utf-8", "Łódź — votes".encode()),
        ("iso-8859-2", "Łódź - votes".encode("iso-8859-2")),
        ("us-ascii", "Łódź — votes".encode()),
        ("nonsense", "Łódź — votes".encode()),
        ("punycode", "Łódź — votes".encode()),
    ],
)
def test_a_wrong_charset_costs_no_text(charset, body):
    made = article(raw(f"Subject: x\r\nContent-Type: text/plain; charset={charset}", body))
    assert made.text in {"Łódź — votes", "Łódź - votes"}


def test_letters_that_are_lost_do_not_lose_the_rest():
    made = article(raw("Subject: x\r\nContent-Type: text/plain; charset=utf-8", b"caf\xe9 in the harbour"))
    assert made.text == "caf\ufffd in the harbour"


def test_a_part_packed_as_base64_is_unpacked_as_far_as_it_is_sound():
    head = "Subject: x\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64"
    assert article(raw(head, base64.encodebytes(PLAIN.encode()))).text == PLAIN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no mail"),
        (b"Just some text.\n\nMore of it.", "no mail"),
        (raw("From: a@b.example", b""), "no text"),
        (raw("From: a@b.example\r\nContent-Type: image/png", b"\x89PNG"), "no text"),
    ],
)
def test_what_is_no_mail_or_has_no_text_is_refused(content, said):
    assert said in refused(content)


def nested(depth, lines=10):
    heads = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    return f"From: a@b.example\nSubject: x\n{heads}\n{'hello' + chr(10)}".encode() + b"x\n" * lines


def test_parts_within_parts_are_read_to_a_depth_and_then_refused():
    assert article(nested(20)).text.startswith("hello")
    assert "nested too deeply" in refused(nested(1_500))
    assert "too many parts within each other" in refused(nested(150, 1_000_000))


def test_a_mail_of_endless_parts_is_refused(monkeypatch):
    monkeypatch.setattr(newsletters, "MOST_PARTS", 100)
    parts = b"".join(b"--b\n\nx\n" for _ in range(200))
    assert "more than 100 parts" in refused(b'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n' + parts)


def test_a_mail_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(newsletters, "LARGEST_RECORD", 10_000)
    assert "longer than 10,000 bytes" in refused(raw("Subject: x", b"x\n" * 10_000))


@given(st.data())
def test_no_damage_crashes_the_reading(data):
    content = bytearray(bytes(with_page(page("north"), PLAIN)))
    for _ in range(data.draw(st.integers(1, 10))):
        at = data.draw(st.integers(0, len(content) - 1))
        content[at : at + data.draw(st.integers(0, 4))] = data.draw(st.binary(max_size=4))
    with suppress(SourceError):
        assert isinstance(read(bytes(content)), Found | Failure)
