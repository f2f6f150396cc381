"""JSON, JSON Lines, and either packed by gzip: what can be read is read, what cannot fails alone."""

import io
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.sources import read_file
from ingest.sources.found import Found, Skipped
from ingest.sources.json_lines import read_json_lines
from ingest.sources.json_records import read_json
from ontherecord import Failure, SourceError

DEEP = "[" * 100_000


def read(path, content):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(read_file(path, lambda size: None))


def texts(found):
    return [item.article.text for item in found if isinstance(item, Found)]


def failures(found):
    return [(item.source, item.reason) for item in found if isinstance(item, Failure)]


def records(*words):
    return [{"title": word, "text": word} for word in words]


def lines(*words):
    return "".join(json.dumps(record) + "\n" for record in records(*words))


# JSON Lines


@pytest.mark.parametrize("name", ["a.jsonl", "a.ndjson", "A.JSONL"])
def test_each_line_is_an_article(tmp_path, name):
    assert texts(read(tmp_path / name, lines("one", "two") + "\n  \r\n" + lines("three"))) == ["one", "two", "three"]


def test_windows_line_ends_a_mark_and_a_missing_last_line_end_do_no_harm(tmp_path):
    content = b"\xef\xbb\xbf" + lines("one", "two").replace("\n", "\r\n").strip().encode()
    assert texts(read(tmp_path / "a.jsonl", content)) == ["one", "two"]


def test_utf_16_lines_are_read(tmp_path):
    assert texts(read(tmp_path / "a.jsonl", lines("eins", "zwö").encode("utf-16"))) == ["eins", "zwö"]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b'{"text": "cut of', "not valid JSON"),
        (b"{'text': 'x'}", "not valid JSON"),
        (b'["text"]', "not an object"),
        (b"null", "not an object"),
        (b'{"text": "caf\xe9"}', "not UTF-8 from byte 13 of the line on"),
        (DEEP.encode(), "nested too deeply"),
        (b'{"text": ' + b"1" * 5_000 + b"}", "too many digits"),
        (b'{"title": "only"}', "no text"),
        (b'{"text": "' + b"x" * 2_000_000 + b'"}', "longer than 1,000,000 bytes"),
    ],
)
def test_a_bad_line_fails_alone_and_is_named(tmp_path, monkeypatch, line, said):
    monkeypatch.setattr("ingest.sources.json_lines.LARGEST_RECORD", 1_000_000)
    path = tmp_path / "a.jsonl"
    found = read(path, lines("one").encode() + b"\n" + line + b"\n" + lines("two").encode())
    assert texts(found) == ["one", "two"]
    ((source, reason),) = failures(found)
    assert source == f"{path}:3"
    assert said in reason


def test_half_of_a_surrogate_pair_is_replaced(tmp_path):
    assert texts(read(tmp_path / "a.jsonl", '{"text": "a\\ud83db \\ud83d\\ude00"}')) == ["a\ufffdb 😀"]


@settings(deadline=None)
@given(st.binary())
def test_there_is_an_article_or_a_failure_for_each_line_that_is_not_blank(content):
    content = content.lstrip(b"\xff\xfe\xef")  # a byte-order mark would say that the lines are others
    expected = sum(bool(line.strip()) for line in content.split(b"\n"))
    assert len(list(read_json_lines(io.BytesIO(content), "a.jsonl"))) == expected


@settings(deadline=None)
@given(st.lists(st.binary(max_size=30)), st.integers(1, 7))
def test_lines_do_not_depend_on_how_a_file_is_read(pieces, size):
    class Slow(io.BytesIO):
        def read(self, wanted=-1, /):
            return super().read(size)

    content = b"\n".join(pieces).lstrip(b"\xff\xfe\xef")
    assert list(read_json_lines(Slow(content), "a")) == list(read_json_lines(io.BytesIO(content), "a"))


def test_a_large_file_is_not_held_in_memory():
    class Endless(io.BufferedIOBase):
        left = 40

        def read(self, size=-1, /):
            self.left -= 1
            return (b'{"text": "' + b"x" * 100_000 + b'"}\n') * 10 if self.left > 0 else b""

    tracemalloc.start()
    count = sum(isinstance(found, Found) for found in read_json_lines(Endless(), "a"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 390
    assert peak < 8_000_000


# JSON


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(records("one", "two")),
        json.dumps(records("one", "two"), indent=2),
        json.dumps({"status": "ok", "articles": records("one", "two"), "total": 2}),
        json.dumps({"Items": records("one", "two")}),
        json.dumps({"data": records("one"), "more": {"data": []}, "items": records("two")}),
        lines("one", "two"),
        "\ufeff \n" + json.dumps(records("one", "two")),
    ],
)
def test_the_articles_of_a_json_file_are_found(tmp_path, content):
    assert texts(read(tmp_path / "a.json", content)) == ["one", "two"]


def test_one_object_is_one_article(tmp_path):
    (made,) = read(tmp_path / "a.json", json.dumps({"headline": "T", "body": "B", "source": {"name": "P"}}))
    assert (made.article.title, made.article.text, made.article.publisher) == ("T", "B", "P")


def test_an_article_with_a_list_of_its_own_is_still_an_article(tmp_path):
    assert texts(read(tmp_path / "a.json", '{"data": [], "text": "one"}')) == ["one"]


@pytest.mark.parametrize("content", ["[]", '{"articles": []}', ' {"items" : [ ] } '])
def test_an_empty_list_is_no_failure_but_is_told(tmp_path, content):
    assert read(tmp_path / "a.json", content) == [Skipped("file without articles")]


def test_a_bad_element_fails_alone_and_is_named(tmp_path):
    path = tmp_path / "a.json"
    found = read(path, json.dumps([*records("one"), {"title": "only"}, 5, *records("two")]))
    assert texts(found) == ["one", "two"]
    assert [source for source, _ in failures(found)] == [f"{path}#2", f"{path}#3"]


@pytest.mark.parametrize(
    ("content", "before", "said"),
    [
        ("", [], "the file is empty"),
        (" \n ", [], "the file is empty"),
        ("{", [], "not valid JSON from line 1"),
        ('{"text": "one"', [], ", or } is missing"),
        ('{"text" "one"}', [], ": is missing"),
        ("{text: 1}", [], "a name in double quotes is missing"),
        ("<html>", [], "not valid JSON from line 1"),
        ('[{"text": "one"},\n{"text": "two"},\n{"text": "thr', ["one", "two"], "not valid JSON from line 3"),
        ('[{"text": "one"} {"text": "two"}]', ["one"], ", or ] is missing"),
        ('{"articles": [{"text": "one"},', ["one"], "not valid JSON"),
        (DEEP, [], "nested too deeply"),
        ('{"a": ' * 100_000, [], "nested too deeply"),
        ("[" + "1" * 5_000 + "]", [], "too many digits"),
        (
            '[{"text": "one"}, {"text": "' + "x" * 3_000_000,
            ["one"],
            "or a record is longer than 1,000,000 characters",
        ),
        ('{"text": "one", "a": "' + "x" * 600_000 + '", "b": "' + "x" * 600_000 + '"}', [], "more than 1,000,000"),
        (b'[{"text": "one"}, "' + b"x" * 600_000 + b'\xe9"]', ["one"], "not UTF-8 from byte 600,019 on"),
    ],
)
def test_what_came_before_the_damage_is_read(tmp_path, monkeypatch, content, before, said):
    monkeypatch.setattr("ingest.sources.json_records.LARGEST_RECORD", 1_000_000)
    path = tmp_path / "a.json"
    found = read(path, content)
    assert texts(found) == before
    assert any(source.startswith(str(path)) and said in reason for source, reason in failures(found)), found


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.sampled_from(["text", "b", "data"]), inner, max_size=3)
    ),
)


@settings(deadline=None)
@given(st.lists(JSON), st.integers(1, 9), st.sampled_from([None, 2]))
def test_arrays_are_read_whole_however_a_file_is_read(values, size, indent):
    class Slow(io.BytesIO):
        def read(self, wanted=-1, /):
            return super().read(size)

    content = json.dumps(values, indent=indent).encode()
    assert len(list(read_json(Slow(content), "a"))) == len(values)


@settings(deadline=None)
@given(st.one_of(st.binary(), st.text(alphabet='[]{}:,"ax1e-. \n\\').map(str.encode)))
def test_whatever_a_json_file_holds_there_are_articles_failures_or_a_source_error(content):
    try:
        found = list(read_json(io.BytesIO(content), "a.json"))
    except SourceError:
        return
    assert all(isinstance(item, Found | Failure) for item in found)
