"""The lexical index: words to passages, in a directory or in memory."""

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ontherecord import Filters
from ontherecord.archive import Row, Scope
from ontherecord.indexes.lexical import LexicalIndex

ALL = Scope()


def row(key: int, text: str, title: str | None = None, **fields: Any) -> Row:
    defaults = {"published_from": None, "published_until": None, "publisher": None, "language": None}
    defaults |= {"known_from": fields.get("published_from")}
    return Row(key=key, article_id=f"a{key}", title=title, text=text, vector=b"", **{**defaults, **fields})


@pytest.fixture(params=["directory", "memory"])
def index(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LexicalIndex]:
    opened = LexicalIndex(tmp_path / "lexical" if request.param == "directory" else None, "ours")
    yield opened
    opened.close()


def keys(index: LexicalIndex, query: str, scope: Scope = ALL, limit: int = 10) -> list[int]:
    return [key for key, _ in index.search(query, limit, scope)]


def test_passages_are_found_by_forms_of_their_words(index: LexicalIndex):
    index.apply([], [row(1, "The ministers resigned."), row(2, "Bees are returning.")], 1)

    assert keys(index, "Why did the minister RESIGN?") == [1]
    assert keys(index, "return of the bee") == [2]
    assert keys(index, "comet") == []


def test_rarer_word_counts_for_more(index: LexicalIndex):
    index.apply([], [row(1, "rain comet"), row(2, "rain snow"), row(3, "rain hail")], 1)

    assert keys(index, "rain comet")[0] == 1


def test_word_of_the_title_counts_for_less_than_one_in_the_passage(index: LexicalIndex):
    index.apply([], [row(1, "Nothing here", "Comet"), row(2, "Comet here", "Nothing")], 1)

    assert keys(index, "comet") == [2, 1]


def test_removed_passages_are_found_no_more(index: LexicalIndex):
    index.apply([], [row(key, "comet") for key in (1, 2, 3, 11)], 4)
    index.apply([1, 11], [], 5)
    index.apply([2], [row(12, "comet again")], 6)

    assert sorted(keys(index, "comet")) == [3, 12]
    assert index.count() == 2
    assert index.applied() == 6


def test_step_that_is_repeated_changes_nothing(index: LexicalIndex):
    for _ in range(3):
        index.apply([], [row(1, "comet"), row(2, "comet")], 2)
    for _ in range(2):
        index.apply([1], [row(3, "comet")], 3)

    assert sorted(keys(index, "comet")) == [2, 3]
    assert index.count() == 2
    assert index.applied() == 3


def test_bookmark_is_neither_counted_nor_found(index: LexicalIndex):
    index.apply([], [row(1, "bookmark ours")], 7)
    index.apply([7], [], 8)

    assert index.count() == 1
    assert index.applied() == 8
    assert keys(index, "#bookmark ours") == [1]


def test_empty_index_answers(index: LexicalIndex):
    assert index.applied() == 0
    assert index.count() == 0
    assert keys(index, "comet") == []
    assert index.frequencies(["comet"]) == ({"comet": 0}, 0)


@pytest.mark.parametrize(
    "query", ["", "?!", "AND OR NOT", 'title:"x', "(", "a^5", "\0", "x" * 100_000, "雨 🌧️", "the of"]
)
def test_query_is_words_and_nothing_else(index: LexicalIndex, query: str):
    index.apply([], [row(1, "comet")], 1)

    assert keys(index, query) == []


def test_question_of_stop_words_alone_searches_for_them(index: LexicalIndex):
    index.apply([], [row(1, "The Who are on stage."), row(2, "Rain fell.")], 1)

    assert keys(index, "who") == [1]
    assert index.stems("Who are the bees of the ministers?") == ["bee", "minist"]
    assert index.stems("who") == ["who"]


def test_frequencies_count_passages(index: LexicalIndex):
    index.apply([], [row(1, "comet comet"), row(2, "comet rain"), row(3, "rain")], 1)

    assert index.frequencies(["comet", "rain", "hail"])[0] == {"comet": 2, "rain": 2, "hail": 0}


def seconds(*moment: int) -> int:
    return int(datetime(*moment, tzinfo=UTC).timestamp())


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(), [1, 2, 3]),
        (Scope(Filters(after=date(2025, 8, 9))), [1, 2]),
        (Scope(Filters(after=datetime(2025, 8, 9, 12, 0, 1, tzinfo=UTC))), [2]),
        (Scope(Filters(before=datetime(2025, 8, 9, 12, tzinfo=UTC))), [2]),
        (Scope(Filters(before=date(2025, 8, 10))), [1, 2]),
        (Scope(Filters(before=date(2025, 8, 1))), []),
        (Scope(known_by=datetime(2025, 8, 9, 11, tzinfo=UTC)), [2, 3]),
        (Scope(known_by=datetime(2025, 8, 9, 12, tzinfo=UTC)), [1, 2, 3]),
        (Scope(Filters(publishers=("The  POST", "nobody"))), [1]),
        (Scope(Filters(publishers=("the",))), []),
        (Scope(Filters(language="DE")), [2]),
        (Scope(Filters(language="en", publishers=("the post",), after=date(2025, 8, 9))), [1]),
    ],
)
def test_scope_is_kept(index: LexicalIndex, scope: Scope, expected: list[int]):
    noon, month = seconds(2025, 8, 9, 12), seconds(2025, 8, 1)
    index.apply(
        [],
        [
            row(1, "comet", published_from=noon, published_until=noon + 1, publisher="the post", language="en"),
            row(2, "comet", published_from=month, published_until=seconds(2025, 9, 1), publisher="x", language="de"),
            row(3, "comet"),
        ],
        1,
    )

    assert sorted(keys(index, "comet", scope)) == expected


def test_index_is_there_again_after_closing(tmp_path: Path):
    index = LexicalIndex(tmp_path, "ours")
    index.apply([], [row(1, "comet")], 1)
    index.close()

    again = LexicalIndex(tmp_path, "ours")
    assert (again.applied(), again.count(), keys(again, "comet")) == (1, 1, [1])


def test_index_of_another_library_counts_as_none(tmp_path: Path):
    theirs = LexicalIndex(tmp_path, "theirs")
    theirs.apply([], [row(1, "comet")], 5)
    theirs.close()

    assert LexicalIndex(tmp_path, "ours").applied() == 0


def test_reader_sees_what_the_writer_commits_and_rebuilds(tmp_path: Path):
    writer, reader = LexicalIndex(tmp_path / "i", "ours"), LexicalIndex(tmp_path / "i", "ours")
    writer.apply([], [row(1, "comet")], 1)
    assert keys(reader, "comet") == [1]

    writer.apply([], [row(2, "comet")], 2)
    assert sorted(keys(reader, "comet")) == [1, 2]

    writer.reset()
    assert keys(reader, "comet") == []
    writer.apply([], [row(7, "comet")], 3)
    assert keys(reader, "comet") == [7]
    writer.close()


def garbage(file: Path) -> None:
    file.write_bytes(random.Random(1).randbytes(file.stat().st_size))


def half(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


@pytest.mark.parametrize("damage", [garbage, half, Path.unlink])
@pytest.mark.parametrize("kind", ["meta.json", "*.term", "*.idx", "*.store", "*.pos", "*.fast"])
@pytest.mark.parametrize("sealed", [True, False])
def test_damaged_file_makes_no_index_and_a_new_one_is_begun(
    tmp_path: Path, damage: Callable[[Path], None], kind: str, sealed: bool
):
    index = LexicalIndex(tmp_path / "i", "ours")
    index.apply([], [row(key, f"comet {key}") for key in range(1, 200)], 1)
    index.close()
    if not sealed:
        (tmp_path / "i" / "seal.json").unlink()
    for file in (tmp_path / "i").glob(kind):
        damage(file)

    index = LexicalIndex(tmp_path / "i", "ours")
    assert keys(index, "comet 7") == []
    assert (index.applied(), index.count()) == (0, 0)
    index.open()
    index.reset()
    index.apply([], [row(1, "comet")], 1)
    assert keys(index, "comet") == [1]
    index.close()


def test_index_altered_while_closed_is_not_read(tmp_path: Path):
    index = LexicalIndex(tmp_path / "i", "ours")
    index.apply([], [row(key, f"comet {key}") for key in range(1, 200)], 1)
    index.close()
    for file in (tmp_path / "i").glob("*.term"):
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)

    assert keys(LexicalIndex(tmp_path / "i", "ours"), "comet 7") == []


def test_copied_index_is_read(tmp_path: Path):
    index = LexicalIndex(tmp_path / "i", "ours")
    index.apply([], [row(1, "comet")], 1)
    index.close()
    shutil.copytree(tmp_path / "i", tmp_path / "copy")

    assert keys(LexicalIndex(tmp_path / "copy", "ours"), "comet") == [1]
