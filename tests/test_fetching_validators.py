"""What makes a second visit cheap is kept in a file that survives damage, and kept only when it is safe to."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from ingest.fetching import FileValidators, MemoryValidators, Validator
from ingest.fetching.pending import Pending
from ingest.fetching.validators import FILE, MOST_OUTDATED

URL = "https://example.org/page"
FIRST = Validator('"1"', "Mon, 09 Jun 2025 10:00:00 GMT", URL)
SECOND = Validator('"2"', None, None)


@pytest.mark.parametrize("make", [MemoryValidators, None])
def test_what_was_put_is_there(tmp_path, make):
    kept = make() if make else FileValidators(tmp_path)
    assert kept.get(URL) is None
    kept.put(URL, FIRST)
    kept.put("https://example.org/feed", SECOND)
    assert (kept.get(URL), kept.get("https://example.org/feed")) == (FIRST, SECOND)


def test_the_last_word_counts_also_after_a_restart(tmp_path):
    kept = FileValidators(tmp_path)
    for validator in (FIRST, SECOND, FIRST):
        kept.put(URL, validator)
    assert FileValidators(tmp_path).get(URL) == FIRST


def test_what_is_already_known_is_not_written_again(tmp_path):
    for _ in range(3):
        FileValidators(tmp_path).put(URL, FIRST)
    assert len((tmp_path / FILE).read_text().splitlines()) == 1


@pytest.mark.parametrize("cut", range(1, 30, 4))
def test_a_line_that_was_cut_off_costs_itself_alone(tmp_path, cut):
    kept = FileValidators(tmp_path)
    kept.put(URL, FIRST)
    kept.put("https://example.org/other", SECOND)
    content = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(content[:-cut])
    again = FileValidators(tmp_path)
    assert again.get(URL) == FIRST
    again.put("https://example.org/third", FIRST)
    assert FileValidators(tmp_path).get("https://example.org/third") == FIRST


@pytest.mark.parametrize(
    "line",
    [
        b"\xff\xfe\n",
        b"[]\n",
        b"null\n",
        b"{}\n",
        b'{"url": 1}\n',
        b'{"url": "x", "etag": []}\n',
        b"[" * 5_000 + b"\n",
    ],
)
def test_damaged_lines_are_passed_over(tmp_path, line):
    FileValidators(tmp_path).put(URL, FIRST)
    content = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(line + content + line)
    assert FileValidators(tmp_path).get(URL) == FIRST


def test_outdated_lines_are_cleared_away_when_they_prevail(tmp_path):
    line = json.dumps({"url": URL, "etag": '"0"'}) + "\n"
    (tmp_path / FILE).write_text(line * (MOST_OUTDATED + 1))
    assert FileValidators(tmp_path).get(URL) == Validator('"0"')
    assert (tmp_path / FILE).read_text() == line


def test_several_writers_do_not_mix_their_lines(tmp_path):
    writers = [FileValidators(tmp_path) for _ in range(4)]

    def write(number):
        for page in range(25):
            writers[number].put(f"{URL}/{number}/{page}", Validator(f'"{page}"'))

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    kept = FileValidators(tmp_path)
    assert all(kept.get(f"{URL}/{n}/{page}") == Validator(f'"{page}"') for n in range(4) for page in range(25))


def test_nothing_is_kept_before_what_it_stands_for_is_stored():
    kept = MemoryValidators()
    pending = Pending(kept, lambda url: True)
    pending.learn(1, "a", FIRST, ["a"])
    pending.learn(3, "b", FIRST, ["b"])
    pending.confirm(0)
    assert kept.get("a") is None
    pending.confirm(2)
    assert (kept.get("a"), kept.get("b")) == (FIRST, None)
    pending.confirm(3)
    assert kept.get("b") == FIRST


def test_what_the_library_did_not_take_is_not_kept():
    kept = MemoryValidators()
    pending = Pending(kept, {"taken"}.__contains__)
    pending.learn(1, "page", FIRST, ["refused"])
    pending.learn(2, "feed", SECOND, ["taken", "refused"])
    pending.learn(2, "other", SECOND, ["taken"])
    pending.confirm(2)
    assert [kept.get(url) for url in ("page", "feed", "other")] == [None, None, SECOND]
