"""Files and folders: which are read, in which order, and that nothing in them stops or hangs the rest."""

import gzip
import os
import socket
from pathlib import Path

import pytest

from ingest.reading import Reading
from ingest.sources import read_file
from ontherecord import Article, Failure


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "news"
    made.mkdir()
    return made


def write(path, text="T\nText."):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def titles(reading):
    return [item.title for item in reading if isinstance(item, Article)]


def read_here(path):
    """Read a file in this process, where the operating system can be made to fail."""
    return list(read_file(path, lambda size: None))


def failures(*sources):
    return [item for item in Reading(sources) if isinstance(item, Failure)]


def test_folders_are_read_through_in_sorted_order(folder):
    for name in ("b.txt", "a.txt", "z/a.txt", "c/d/e.txt", "c/b.txt", "C.TXT"):
        write(folder / name, f"{name}\nText.")
    assert titles(Reading([folder])) == ["C.TXT", "a.txt", "b.txt", "c/b.txt", "c/d/e.txt", "z/a.txt"]


def test_sources_are_read_in_the_order_given(folder):
    first, second = write(folder / "b.txt", "b\nText."), write(folder / "a.txt", "a\nText.")
    assert titles(Reading([str(first), second])) == ["b", "a"]


def test_one_source_need_not_be_in_a_list(folder):
    assert titles(Reading(str(write(folder / "a.txt")))) == ["T"]


def test_hidden_files_and_folders_are_passed_over(folder):
    write(folder / ".hidden.txt")
    write(folder / ".git" / "a.txt")
    reading = Reading([folder])
    assert list(reading) == []
    assert not reading.skipped


def test_a_hidden_file_or_folder_that_is_named_is_read(folder):
    write(folder / ".hidden" / "a.txt")
    assert titles(Reading([folder / ".hidden", write(folder / ".b.txt")])) == ["T", "T"]


def test_kinds_nobody_reads_are_counted_in_a_folder(folder):
    for name in ("a.xls", "b.XLS", "c.docx", "README", "d.tar.gz", "e.txt"):
        write(folder / name)
    reading = Reading([folder])
    assert titles(reading) == ["T"]
    assert reading.skipped == {".xls": 2, ".docx": 1, "no suffix": 1, ".tar.gz": 1}


@pytest.mark.parametrize("name", ["a.xls", "README", "a.gz"])
def test_a_named_file_of_a_kind_nobody_reads_fails_and_names_the_kinds_that_are(folder, name):
    (folder / name).write_bytes(b"PK\x03\x04\0\0" if name != "a.gz" else gzip.compress(b"PK\x03\x04\0\0"))
    (failed,) = failures(folder / name)
    assert "the kinds read are .txt, .md" in failed.reason
    assert failed.source.endswith(name)


def test_links_that_lead_out_of_a_folder_are_not_followed(folder, tmp_path):
    outside = write(tmp_path / "elsewhere" / "secret.txt", "secret\nText.")
    (folder / "file.txt").symlink_to(outside)
    (folder / "sub").symlink_to(outside.parent)
    reading = Reading([folder])
    assert titles(reading) == []
    assert reading.skipped == {"link out of the folder": 1}


def test_links_that_stay_within_a_folder_are_followed_but_not_round_in_circles(folder):
    write(folder / ".store" / "x.txt", "stored\nText.")
    (folder / "link.txt").symlink_to(Path(".store") / "x.txt")
    (folder / "round").symlink_to(folder)
    (folder / "self.txt").symlink_to("self.txt")
    reading = Reading([folder])
    assert titles(reading) == ["stored"]


def test_a_link_that_is_named_is_followed(folder, tmp_path):
    write(folder / "a.txt")
    (tmp_path / "link").symlink_to(folder)
    assert titles(Reading([tmp_path / "link"])) == ["T"]


def test_a_library_in_a_folder_is_left_alone(folder):
    write(folder / "library" / "archive.sqlite3")
    write(folder / "library" / "lexical" / "meta.json", "{}")
    write(folder / "a.txt")
    reading = Reading([folder])
    assert [type(item) for item in reading] == [Article]
    assert reading.skipped == {"library": 1}


def test_a_missing_file_fails_and_the_next_is_read(folder):
    found = list(Reading([folder / "no.txt", write(folder / "a.txt")]))
    assert [type(item) for item in found] == [Failure, Article]
    assert found[0].source.endswith("no.txt")
    assert "check the spelling" in found[0].reason


@pytest.mark.parametrize("name", ["", " ", "a\0b.txt", "x" * 5_000 + ".txt"])
def test_a_name_that_no_file_can_have_fails(name):
    (failed,) = failures(name)
    assert failed.source
    assert failed.reason


def test_a_broken_link_fails(folder):
    (folder / "a.txt").symlink_to("gone.txt")
    (failed,) = failures(folder)
    assert "no such file" in failed.reason


def test_a_pipe_fails_without_being_waited_for(folder):
    os.mkfifo(folder / "pipe.txt")
    (failed,) = failures(folder)
    assert "not a regular file" in failed.reason
    assert failures(folder / "pipe.txt") == [failed]


def test_a_socket_and_a_device_fail(folder):
    with socket.socket(socket.AF_UNIX) as listening:
        here = Path.cwd()
        os.chdir(folder)  # the path of a socket has to be short
        try:
            listening.bind("s.txt")
        finally:
            os.chdir(here)
        assert "not a regular file" in failures(folder / "s.txt")[0].reason
    (folder / "null.txt").symlink_to("/dev/zero")
    assert "not a regular file" in failures(folder / "null.txt")[0].reason


def test_a_file_without_permission_fails_and_says_what_to_do(folder, monkeypatch):
    def refuse(self, mode="r"):
        raise PermissionError(13, "Permission denied")

    path = write(folder / "a.txt")
    monkeypatch.setattr(Path, "open", refuse)
    (failed,) = read_here(path)
    assert "no permission" in failed.reason
    assert "chmod" in failed.reason


def test_a_folder_without_permission_fails_and_the_next_is_read(folder, monkeypatch):
    def refuse(self):
        if self.name == "b":
            raise PermissionError(13, "Permission denied")
        return (self / name for name in os.listdir(self))  # noqa: PTH208

    for name in ("a", "b", "c"):
        write(folder / name / "x.txt", f"{name}\nText.")
    monkeypatch.setattr(Path, "iterdir", refuse)
    found = list(Reading([folder]))
    assert [item.title if isinstance(item, Article) else item.source for item in found] == [
        "a",
        str(folder / "b"),
        "c",
    ]


def test_files_that_may_be_listed_but_not_looked_at_fail_one_by_one(folder, monkeypatch):
    def refuse(self, **options):
        if self.parent == folder:
            raise PermissionError(13, "Permission denied")
        return os.stat(self, **options)  # noqa: PTH116

    paths = [write(folder / "a.txt"), write(folder / "b.txt")]
    monkeypatch.setattr(Path, "stat", refuse)
    assert ["no permission" in failed.reason for path in paths for failed in read_here(path)] == [True, True]


def test_a_disk_that_fails_while_reading_is_a_failure(folder, monkeypatch):
    class Failing:
        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def read1(self, size):
            raise OSError(5, "Input/output error")

    path = write(folder / "a.txt")
    monkeypatch.setattr(Path, "open", lambda self, mode="r": Failing())
    (failed,) = read_here(path)
    assert "Input/output error" in failed.reason


@pytest.mark.skipif(os.name != "posix", reason="names are bytes on POSIX alone")
def test_a_file_name_that_is_no_text_can_be_stored_and_shown(folder):
    path = Path(os.fsdecode(os.fsencode(folder) + b"/a\xff\x1b[31m\n.txt"))
    path.write_bytes(b"")
    (failed,) = failures(folder)
    assert failed.source.isprintable()
    failed.source.encode()


def test_bytes_read_rise_to_the_total(folder):
    for name in ("a.txt", "b.txt", "c.jsonl"):
        write(folder / name, '{"text": "x"}\n' * 50)
    write(folder / "d.xls")
    reading = Reading([folder, folder / "missing.txt"])
    seen = [reading.bytes_read for _ in reading]
    assert seen == sorted(seen)
    assert reading.bytes_read == reading.total_bytes() == 3 * 700


def test_a_reading_can_be_repeated(folder):
    write(folder / "a.txt")
    write(folder / "b.xls")
    reading = Reading([folder])
    assert list(reading) == list(reading)
    assert reading.skipped == {".xls": 1}
