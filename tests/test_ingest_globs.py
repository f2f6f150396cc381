"""Patterns: what the shell would make of them, sorted, hidden files left out, nothing twice."""

import pytest

from ingest.reading import Reading
from ingest.sources.globs import expand, is_pattern
from ontherecord import Failure


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name in ("b.txt", "a.txt", "a.md", "x/c.txt", "x/y/d.txt", ".hidden/e.txt", "x/.f.txt", "page.docx"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("T\nText.")
    monkeypatch.chdir(tmp_path / "news")
    return tmp_path / "news"


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("*.txt", ["a.txt", "b.txt"]),
        ("?.txt", ["a.txt", "b.txt"]),
        ("[b-z].txt", ["b.txt"]),
        ("a.*", ["a.md", "a.txt"]),
        ("**/*.txt", ["a.txt", "b.txt", "x/c.txt", "x/y/d.txt"]),
        ("x/**", ["x/c.txt", "x/y/d.txt"]),
        ("**", ["a.md", "a.txt", "b.txt", "x/c.txt", "x/y/d.txt"]),
        ("x*", ["x/c.txt", "x/y/d.txt"]),
        ("*/y/*", ["x/y/d.txt"]),
        (".hidden/*", [".hidden/e.txt"]),
        ("../news/x/*.txt", ["../news/x/c.txt"]),
    ],
)
def test_a_pattern_stands_for_files_and_for_what_is_in_folders(folder, pattern, expected):
    assert [str(item) for item in expand(pattern) if not hasattr(item, "kind")] == expected


def test_kinds_nobody_reads_are_counted(folder):
    reading = Reading(["*"])
    assert len(list(reading)) == 5
    assert reading.skipped == {".docx": 1}


@pytest.mark.parametrize("pattern", ["*.none", "[", "nowhere/**/*.txt", "a\0*", "x" * 5_000 + "*"])
def test_a_pattern_that_stands_for_nothing_fails(folder, pattern):
    (failed,) = Reading([pattern])
    assert isinstance(failed, Failure)
    assert "no file matches" in failed.reason


def test_a_file_that_is_named_like_a_pattern_is_no_pattern(folder):
    (folder / "a[1].txt").write_text("T\nThis one.")
    assert not is_pattern("a[1].txt")
    assert [item.text for item in Reading(["a[1].txt"])] == ["This one."]


def test_circles_of_links_are_not_gone_round(folder, tmp_path):
    (folder / "round").symlink_to(".")
    (folder / "x" / "up").symlink_to("..")
    (folder / "self.txt").symlink_to("self.txt")
    reading = Reading(["**/*.txt", "*"])
    assert len([item for item in reading if not isinstance(item, Failure)]) == 4 + 5
    assert reading.skipped["link to a folder"] == 1


def test_links_out_of_the_folder_are_not_followed(folder, tmp_path):
    (tmp_path / "secret.txt").write_text("T\nSecret.")
    (folder / "c.txt").symlink_to(tmp_path / "secret.txt")
    reading = Reading(["?.txt"])
    assert {item.text for item in reading} == {"Text."}
    assert reading.skipped == {"link out of the folder": 1}
