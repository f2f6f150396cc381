"""Addresses within a source lead back to the source."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.addresses import at_line, at_record, whole

NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(lambda name: name[-1] not in "./")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("news/file.jsonl:17", "news/file.jsonl"),
        ("file.json#3", "file.json"),
        ("file.csv:12", "file.csv"),
        ("file.warc.gz#5 https://news.example/a#9", "file.warc.gz"),
        ("file.warc.gz#5 https://news.example:8080", "file.warc.gz"),
        ("file.warc.gz#5", "file.warc.gz"),
        ("a#5 b.jsonl:17", "a#5 b.jsonl"),
        ("a#5 b.warc#1 http://news.example/", "a#5 b.warc"),
        ("-:4", "-"),
        ("page.html", "page.html"),
        ("(empty name)", "(empty name)"),
        ("", ""),
        ("https://news.example:8080", "https://news.example:8080"),
        ("https://news.example/feed#3", "https://news.example/feed#3"),
        ("x\0.jsonl:3", "x\0.jsonl"),
    ],
)
def test_the_source_of_an_address_is_the_file_or_web_address(source, expected):
    assert whole(source) == expected


def test_a_file_that_is_named_like_an_address_is_itself(tmp_path):
    path = tmp_path / "notes:3"
    path.write_text("x")
    assert whole(str(path)) == str(path)
    assert whole(f"{path}:3") == str(path)


@given(name=NAMES, number=st.integers(1, 10**9))
def test_addresses_lead_back_to_any_name(name, number):
    name = f"/nowhere/{name}.x"
    assert whole(at_line(name, number)) == name
    assert whole(at_record(name, number)) == name
