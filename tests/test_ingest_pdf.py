"""Print pages: the text as it is set, joined into paragraphs, and refusals for what has none."""

import io
import zlib

import pytest

from ingest.sources import print_pages
from ingest.sources.found import Found
from ingest.sources.paragraphs import joined_lines
from ingest.sources.print_pages import read_pdf
from ontherecord import SourceError
from tests.pdf_files import pdf

LINES = (
    "Ferry crews vote to return to work",
    "Crews of the island ferries voted on Friday to go back to work after",
    "three weeks. “We got what we asked for (and more),” said Ada Moreno, who",
    "leads the union.",
    "The first boats sail on Monday morning, the company said in a statement",
    "on its site.",
)


def read(content):
    (found,) = read_pdf(io.BytesIO(content), "page.pdf")
    assert isinstance(found, Found)
    return found.article


def refused(content):
    with pytest.raises(SourceError) as caught:
        list(read_pdf(io.BytesIO(content), "page.pdf"))
    return str(caught.value)


def test_the_lines_of_a_page_are_joined_into_paragraphs():
    assert read(pdf([LINES])).text.split("\n\n") == [
        "Ferry crews vote to return to work",
        "Crews of the island ferries voted on Friday to go back to work after three weeks. “We got what we asked for "
        "(and more),” said Ada Moreno, who leads the union.",
        "The first boats sail on Monday morning, the company said in a statement on its site.",
    ]


def test_a_sentence_goes_on_over_the_end_of_a_page():
    assert "back to work after three weeks" in read(pdf([LINES[:2], LINES[2:]])).text


def test_what_the_file_says_of_itself_is_taken_but_not_its_date_of_creation():
    article = read(pdf([LINES], "/Title (Ferry deal) /Author (Ada Moreno) /CreationDate (D:20250609120000Z)"))
    assert (article.title, article.authors, article.published_at) == ("Ferry deal", ("Ada Moreno",), None)


@pytest.mark.parametrize(
    "title", ["Microsoft Word - page3.doc", "p3_final.indd", "untitled", "Untitled-1", "", "12-3"]
)
def test_titles_that_programs_make_up_are_not_taken(title):
    assert read(pdf([LINES], f"/Title ({title})")).title is None


@pytest.mark.parametrize("author", ["desk3", "ada@paper.example", "", r"PAPER\\amoreno"])
def test_names_of_accounts_are_no_authors(author):
    assert read(pdf([LINES], f"/Author ({author})")).authors == ()


def test_an_encrypted_file_is_refused():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt("secret", algorithm="RC4-128")
    locked = io.BytesIO()
    writer.write(locked)
    assert "encrypted" in refused(locked.getvalue())


def test_a_file_that_only_asks_not_to_be_printed_is_read():
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf([LINES]))))
    writer.encrypt("", owner_password="owner", algorithm="RC4-128")
    marked = io.BytesIO()
    writer.write(marked)
    assert "Ada Moreno" in read(marked.getvalue()).text


def test_pages_without_text_are_refused_with_the_remedy():
    assert "OCR" in refused(pdf([[]]))
    assert "OCR" in refused(pdf([["1", "- 2 -"]]))


@pytest.mark.parametrize("cut", [0, 5, 40, 300, 600, -6, -100, -400])
def test_what_is_no_whole_file_is_refused(cut):
    assert "PDF" in refused(pdf([LINES])[:cut])


def test_a_page_that_unpacks_to_too_much_is_refused(monkeypatch):
    monkeypatch.setattr(print_pages, "LARGEST_STREAM", 100_000)
    content = zlib.compress(b"BT /F1 12 Tf (a) Tj ET\n" * 50_000)
    whole = pdf([["x"]])
    start, end = whole.index(b"5 0 obj"), whole.index(b"6 0 obj")
    packed = b"5 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (
        len(content),
        content,
    )
    assert "PDF" in refused(whole[:start] + packed + whole[end:])


@pytest.mark.parametrize(
    ("limit", "said"),
    [
        ("MOST_PAGES", "pages"),
        ("LARGEST_RECORD", "longer"),
        ("LARGEST_FILE", "larger"),
        ("LARGEST_PAGE", "page 1 is drawn"),
    ],
)
def test_limits_are_told(monkeypatch, limit, said):
    monkeypatch.setattr(print_pages, limit, 1)
    assert said in refused(pdf([LINES, LINES]))


@pytest.mark.parametrize("limit", ["SLOWEST_PAGE", "SLOWEST_FILE"])
def test_a_page_that_takes_too_long_is_given_up(monkeypatch, limit):
    monkeypatch.setattr(print_pages, limit, -1.0)
    assert "page 1 takes too long" in refused(pdf([LINES]))


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["The govern-", "ment said the government", "will act."], "The government said the government will act."),
        (["It is well-", "known that the line goes on"], "It is well-known that the line goes on"),
        (["the Franco-", "German talks in the city"], "the Franco-German talks in the city"),
        (["one \u00adand minis\u00ad", "ters and more here"], "one and ministers and more here"),
        (["he said – ", "and left the room at once"], "he said – and left the room at once"),
        (["", "", ""], ""),
        (["a first line here", "", "a second line here"], "a first line here\n\na second line here"),
    ],
)
def test_hyphens_at_the_end_of_lines_are_left_out_only_where_the_text_shows_the_word(lines, joined):
    assert joined_lines(lines) == joined
