"""Files packed by gzip: what could be unpacked is read, damage and excess are failures."""

import gzip
import json

import pytest

from ingest.sources import opening, read_file
from ingest.sources.found import Found
from ontherecord import Failure


def read(path, content):
    path.write_bytes(content)
    return list(read_file(path, lambda size: None))


def texts(found):
    return [item.article.text for item in found if isinstance(item, Found)]


def failures(found):
    return [(item.source, item.reason) for item in found if isinstance(item, Failure)]


def records(*words):
    return [{"title": word, "text": word} for word in words]


def lines(*words):
    return "".join(json.dumps(record) + "\n" for record in records(*words))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl.gz", lines("one")),
        ("a.json.gz", json.dumps(records("one"))),
        ("a.txt.gz", "T\none"),
        ("A.MD.GZ", "one"),
    ],
)
def test_packed_files_are_read_as_what_they_hold(tmp_path, name, content):
    assert texts(read(tmp_path / name, gzip.compress(content.encode()))) == ["one"]


def test_several_packed_parts_in_a_row_are_one_file(tmp_path):
    packed = gzip.compress(lines("one").encode()) + gzip.compress(lines("two").encode())
    assert texts(read(tmp_path / "a.jsonl.gz", packed)) == ["one", "two"]


def noise(count):
    return "".join(json.dumps({"text": f"{n} {hash((n, n))}"}) + "\n" for n in range(count))


def test_of_a_packed_file_that_ends_early_the_whole_lines_are_read(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    packed = gzip.compress(noise(20_000).encode())
    found = read(path, packed[: len(packed) // 2])
    assert len(texts(found)) > 5_000
    ((source, reason),) = failures(found)
    assert source == str(path)
    assert "ends early" in reason


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda packed: b"not gzip at all", "not a sound gzip file"),
        (lambda packed: packed + b"garbage", "not a sound gzip file"),
        (lambda packed: packed[:-8] + b"\0" * 8, "not a sound gzip file"),
        (lambda packed: packed[:40_000] + b"\xff" * 500 + packed[40_500:], "not a sound gzip file"),
        (lambda packed: packed[:5], "ends early"),
    ],
)
def test_a_damaged_packed_file_fails_after_what_could_be_read(tmp_path, damage, said):
    path = tmp_path / "a.jsonl.gz"
    found = read(path, damage(gzip.compress(noise(20_000).encode())))
    assert (str(path), True) in [(source, said in reason) for source, reason in failures(found)]


def test_a_packed_text_that_ends_early_is_no_article(tmp_path):
    packed = gzip.compress(noise(20_000).encode())
    found = read(tmp_path / "a.txt.gz", packed[: len(packed) // 2])
    assert texts(found) == []
    assert len(failures(found)) == 1


@pytest.mark.parametrize("name", ["a.jsonl.gz", "a.json.gz", "a.txt.gz", "a.md.gz"])
def test_a_file_that_unpacks_to_too_much_is_given_up(tmp_path, monkeypatch, name):
    monkeypatch.setattr(opening, "LARGEST_UNPACKED", 3_000_000)
    found = read(tmp_path / name, gzip.compress(b"\n" * 50_000_000))
    ((_, reason),) = failures(found)
    assert "unpacks to more than 3,000,000 bytes" in reason
