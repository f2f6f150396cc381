"""CSV and TSV: a row is an article, a bad row fails alone, and nothing is read that is not there."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import tables
from ingest.sources.found import Found
from ingest.sources.tables import read_csv, read_tsv
from ontherecord import Failure, SourceError


def read(content, reader=read_csv):
    stream = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    return list(reader(stream, "news.csv"))


def articles(content, reader=read_csv):
    found = read(content, reader)
    assert all(isinstance(item, Found) for item in found), found
    return [item.article for item in found]


def test_the_columns_of_a_row_are_the_fields_of_its_article():
    (article,) = articles(
        "Title,Body,pub_date,Author,URL,Source,lang,section\n"
        "Ferry deal,Crews voted.,2025-06-09,Ada Moreno; Bo Lind,https://news.example/a,Example Post,en-GB,Local\n"
    )
    assert (article.title, article.text, article.url) == (
        "Ferry deal",
        "Crews voted.",
        "https://news.example/a",
    )
    assert (article.published_at.isoformat(), article.published_precision) == ("2025-06-09T00:00:00+00:00", "day")
    assert (article.authors, article.publisher, article.language) == (("Ada Moreno", "Bo Lind"), "Example Post", "en")


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_what_parts_the_fields_is_seen_from_the_header(mark):
    (article,) = articles(f'title{mark}text\n"one{mark}1"{mark}first\n')
    assert (article.title, article.text) == (" ".join(f"one{mark}1".split()), "first")


def test_a_table_parted_by_tabs_may_hold_commas():
    (article,) = articles("title\ttext\nOne, two\tThree, four\n", read_tsv)
    assert (article.title, article.text) == ("One, two", "Three, four")


def test_quotation_marks_keep_lines_and_marks_in_one_field():
    first, second = articles('title,text\nOne,"A ""first"" line\r\n\r\nand, another"\nTwo,second\n')
    assert first.text == 'A "first" line\n\nand, another'
    assert second.text == "second"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_way(end):
    assert [article.text for article in articles(end.join(["title,text", "One,first", "", "Two,second"]))] == [
        "first",
        "second",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_with_a_mark_are_read(encoding):
    (article,) = articles("text,title\nŁódź — déjà vu,“Ł”\n".encode(encoding))
    assert (article.text, article.title) == ("Łódź — déjà vu", "“Ł”")


@pytest.mark.parametrize("row", ["One", "One,two,three", '"One', b"One,caf\xe9", "One,"])
def test_a_bad_row_fails_alone_at_its_line(row):
    row = row if isinstance(row, bytes) else row.encode()
    found = read(b'title,text\nZero,"first\nrow"\n' + row + b"\n")
    assert [type(item) for item in found] == [Found, Failure]
    assert found[1].source == "news.csv:4"


def test_rows_after_a_bad_row_are_read():
    found = read(b"title,text\nOne\nTwo,caf\xe9\nThree,third\n")
    assert [type(item) for item in found] == [Failure, Failure, Found]
    assert [item.source for item in found] == ["news.csv:2", "news.csv:3", "news.csv:4"]
    assert "1 fields where the first line names 2" in found[0].reason
    assert "not UTF-8" in found[1].reason


def test_a_quotation_mark_that_is_never_closed_is_told_and_is_no_article():
    found = read('title,text\nOne,first\nTwo,"second\nThree,third\nFour,fourth\n')
    assert [type(item) for item in found] == [Found, Failure]
    assert found[1].source == "news.csv:3"
    assert "never closed" in found[1].reason


@pytest.mark.parametrize("content", ["name,age\nAda,40\n", "Just a sentence.\n", '"title\n', "title,url\na,b\n"])
def test_a_table_without_a_column_of_texts_names_what_was_looked_for(content):
    with pytest.raises(SourceError, match="looked for text, body, content"):
        read(content)


def test_an_empty_table_fails_and_a_header_alone_holds_nothing():
    with pytest.raises(SourceError, match="empty"):
        read("\n\n")
    assert read("title,text\n") == []


def test_of_columns_with_one_name_the_first_counts():
    (article,) = articles("text,title,text\nfirst,T,second\n")
    assert article.text == "first"


@pytest.mark.parametrize("filler", ["x", "x\n", '","'])
def test_a_row_without_end_is_given_up_without_being_held(monkeypatch, filler):
    monkeypatch.setattr(tables, "LARGEST_RECORD", 100_000)
    with pytest.raises(SourceError, match="the row at line 3 is longer than 100,000 bytes"):
        read('title,text\nOne,first\nTwo,"' + filler * 200_000)


def test_a_large_table_is_read_row_by_row():
    class Endless(io.RawIOBase):
        def read(self, size=-1):
            return b"title,text\n" + b"One,first\n" * 10_000

    rows = read_csv(Endless(), "news.csv")
    assert isinstance(next(rows), Found)


FIELDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=30).map(
    str.strip
)


@given(
    st.lists(st.tuples(FIELDS, FIELDS.filter(bool)), max_size=8), st.sampled_from(",;\t|"), st.sampled_from("\n\r")
)
def test_every_row_that_a_program_writes_is_read(rows, mark, end):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=mark, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(
        [("title", "text"), *rows]
    )
    assert [article.text for article in articles(written.getvalue())] == [text for _, text in rows]
