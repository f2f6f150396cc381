"""Files packed by gzip: what could be unpacked is read, damage and excess are failures."""

import gzip
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import read_file, unpacking
from ingest.sources.found import Found
from ontherecord import Failure, SourceError


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
def test_a_file_that_unpacks_to_far_more_than_it_is_is_given_up(tmp_path, monkeypatch, name):
    monkeypatch.setattr(unpacking, "ANY_GROWTH", 3_000_000)
    found = read(tmp_path / name, gzip.compress(b"\n" * 50_000_000))
    ((_, reason),) = failures(found)
    assert "unpacks to more than 3,000,000 bytes and 100 times its size" in reason


def test_a_file_of_any_size_is_read_that_grows_like_articles(tmp_path, monkeypatch):
    monkeypatch.setattr(unpacking, "ANY_GROWTH", 1_000)
    assert len(texts(read(tmp_path / "a.jsonl.gz", gzip.compress(noise(2_000).encode())))) == 2_000


def test_a_file_of_endless_empty_parts_is_given_up(tmp_path):
    found = read(tmp_path / "a.jsonl.gz", gzip.compress(b"") * 100_000)
    ((_, reason),) = failures(found)
    assert "parts with next to nothing in them" in reason


def test_what_is_packed_twice_is_no_article(tmp_path):
    found = read(tmp_path / "a.txt.gz", gzip.compress(gzip.compress(b"T\none")))
    assert texts(found) == []
    assert len(failures(found)) == 1


def test_zeros_after_the_packed_parts_are_filling(tmp_path):
    assert texts(read(tmp_path / "a.txt.gz", gzip.compress(b"T\none") + bytes(100_000))) == ["one"]


class Trickle(io.BytesIO):
    """Gives a few bytes at a time, as a pipe may."""

    def __init__(self, content, size):
        super().__init__(content)
        self._size = size

    def read1(self, size=-1):
        return super().read1(self._size)


@given(
    st.lists(st.binary(max_size=400), min_size=1, max_size=5),
    st.integers(1, 40),
    st.integers(1, 300),
    st.integers(0, 9),
)
def test_parts_of_any_size_unpack_to_what_was_packed(parts, at_once, asked, level):
    packed = Trickle(b"".join(gzip.compress(part * 50, level) for part in parts), at_once)
    assert read_all(packed, asked) == b"".join(part * 50 for part in parts)


@given(st.binary(min_size=1, max_size=300), st.integers(1, 60), st.data())
def test_no_part_that_is_cut_unpacks_without_an_error(content, at_once, data):
    packed = gzip.compress(content * 20)
    cut = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(SourceError, match="ends early"):
        read_all(Trickle(packed[:cut], at_once), 1_000)


def read_all(packed, asked):
    stream = unpacking.Gunzip(packed)
    return b"".join(iter(lambda: stream.read1(asked), b""))
