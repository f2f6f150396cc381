"""Standard input and files without a telling name: what they are is seen from their first bytes."""

import gzip
import io
import json
import os
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import READERS, read_file, read_stream
from ingest.sources.sniffing import kind_seen
from ontherecord import Failure
from tests.pdf_files import pdf
from tests.warc_files import crawl, page

RECORD = {"title": "T", "text": "Some text."}
MAIL = b"Received: by x\r\n\tid 7\r\nFrom: The Post <a@b.example>\r\nSubject: T\r\n\r\nSome text."
RSS = b'<?xml version="1.0"?>\n<!-- x -->\n<rss version="2.0"><channel><title>T</title></channel></rss>'
XHTML = (
    b'<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html><body>T</body></html>'
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (json.dumps(RECORD).encode(), ".json"),
        (json.dumps({"articles": [RECORD]}, indent=1).encode(), ".json"),
        (json.dumps([RECORD, RECORD]).encode(), ".json"),
        (b"[]", ".json"),
        (json.dumps(RECORD).encode() + b"\n", ".json"),
        (2 * (json.dumps(RECORD).encode() + b"\n"), ".jsonl"),
        (2 * (json.dumps({"text": "x" * 200_000}).encode() + b"\r\n"), ".jsonl"),
        (b"\n".join(crawl("x")), ".warc"),
        (pdf([["Some text."]]), ".pdf"),
        (b"\r\n" + pdf([["Some text."]]), ".pdf"),
        (page("x"), ".html"),
        (b"\xef\xbb\xbf  <HTML>", ".html"),
        (page("x", charset="utf-16"), ".html"),
        (XHTML, ".html"),
        (RSS, ".xml"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>', ".xml"),
        (b"<rdf:RDF></rdf:RDF>", ".xml"),
        (MAIL, ".eml"),
        (b"From a@b.example Mon Jun  9 07:30:15 2025\n" + MAIL, ".eml"),
        (b"title,text\nT,Some text.\n", ".csv"),
        (b'"headline";"body"\nT;Some text.\n', ".csv"),
        (b"title\ttext\r\nT\tSome text.\r\n", ".csv"),
        ("\ufefftitle|text\nT|Some text.\n".encode(), ".csv"),
        (b"---\ntitle: T\n---\nSome text.", ".md"),
        (b"# T\n\nSome text.", ".md"),
        (b"T\nSome text.", ".txt"),
        (b"Article\nSome text, and more.", ".txt"),
        (b"Content, date and author\nSome text.", ".txt"),
        (b"[Update] Ferry crews vote.", ".txt"),
        (b"{name} is a placeholder.", ".txt"),
        (b"From: here to there\nIt is far.", ".txt"),
        ("Łódź".encode("utf-16"), ".txt"),
        (b"caf\xe9 in an old charset", ".txt"),
        (b"", ".txt"),
        (b"\x89PNG\r\n\x1a\n\0\0", None),
        (b"PK\x03\x04\x14\0\0\0", None),
        (b"\x7fELF\x02\x01\x01\0", None),
    ],
)
def test_a_kind_is_seen_from_the_first_bytes(content, kind):
    assert kind_seen(content) == kind


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize(
    "content",
    [
        json.dumps(RECORD).encode(),
        3 * (json.dumps(RECORD).encode() + b"\n"),
        MAIL,
        b"title,text\nT,Some text.\n",
        b"T\nSome text.",
    ],
)
def test_a_stream_is_read_as_what_it_is_also_packed(content, pack):
    items = list(read_stream(io.BytesIO(pack(content)), "-"))
    assert {item.article.text for item in items} == {"Some text."}
    assert all(item.source.startswith("-") for item in items)


def only(content):
    (item,) = read_stream(io.BytesIO(content), "-")
    return item


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n\0\0", "the kinds read are"),
        (gzip.compress(gzip.compress(b"T\nx")), "packed twice"),
        (gzip.compress(b"T\nSome text.")[:-3], "ends early"),
        (b"\x1f\x8bno gzip", "not a sound gzip file"),
    ],
)
def test_a_stream_that_cannot_be_read_fails_and_says_why(content, said):
    failed = only(content)
    assert isinstance(failed, Failure)
    assert failed.source == "-"
    assert said in failed.reason


def test_a_stream_that_fails_while_it_is_read_is_a_failure():
    class Failing(io.BytesIO):
        def read1(self, size=-1):
            raise OSError(5, "Input/output error")

    (failed,) = read_stream(Failing(), "-")
    assert "Input/output error" in failed.reason


@pytest.mark.parametrize(
    ("name", "pack"), [("article", bytes), ("news.dump", bytes), ("news.dump.gz", gzip.compress)]
)
def test_a_file_that_is_named_is_looked_into_where_its_name_does_not_tell(tmp_path, name, pack):
    (tmp_path / name).write_bytes(pack(json.dumps(RECORD).encode()))
    (found,) = read_file(tmp_path / name, lambda size: None)
    assert found.article.text == "Some text."


def test_a_file_of_another_kind_names_its_kind(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as packed:
        packed.writestr("word/document.xml", "<x/>")
    (failed,) = read_file(tmp_path / "a.docx", lambda size: None)
    assert failed.reason.startswith("files .docx are not read: the kinds read are .txt")


@given(st.binary(max_size=200))
def test_every_beginning_is_some_kind_that_is_read_or_none(head):
    assert kind_seen(head) in {None, ".xml", *READERS}


def test_the_command_reads_standard_input(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "ingest", "-", "--dry-run", "--json"],
        input=gzip.compress(2 * (json.dumps(RECORD).encode() + b"\n")),
        capture_output=True,
        timeout=120,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert ran.returncode == 0, ran.stderr
    printed = [json.loads(line) for line in ran.stdout.splitlines() if line.startswith(b'{"')]
    assert [record["source"] for record in printed if "source" in record] == ["-:1", "-:2"]
