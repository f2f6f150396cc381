"""Adding from the page: step by step, by name, and nothing of this machine that was not uploaded."""

import threading
from pathlib import Path

import pytest

from ontherecord import Failure, IngestReport, LibraryError, Progress
from ontherecord.pages.intake import NO_ADDRESS, steps
from tests.scripted_model import eventually


class Adding:
    """Adds nothing, tells so many steps, and notes what it was given."""

    def __init__(self, many: int = 3, report: IngestReport | Exception | None = None) -> None:
        self.given: list[object] = []
        self.texts: list[str] = []
        self.told = 0
        self.ended = threading.Event()
        self.go_on = threading.Event()
        self.go_on.set()
        self._many, self._report = many, report or IngestReport(added=many)

    def __call__(self, sources, library, progress) -> IngestReport:
        try:
            self.given += sources
            self.texts += [source.read_text() for source in sources if isinstance(source, Path)]
            for number in range(self._many):
                self.go_on.wait(5)
                progress(Progress(number + 1, number + 1, 0.1))
                self.told += 1
            if isinstance(self._report, Exception):
                raise self._report
            return self._report
        finally:
            self.ended.set()


def uploaded(folder: Path, name: str, text: str = "text") -> str:
    """Put a file where Gradio puts uploads: in a folder that is called by its content."""
    path = folder / f"{abs(hash((name, text))):x}" / name
    path.parent.mkdir()
    path.write_text(text)
    return str(path)


def test_progress_is_told_and_then_the_report(tmp_path):
    told = list(steps(None, Adding(), [uploaded(tmp_path, "a.txt")], ""))
    assert [step.articles for step in told[:-1]] == [0, 1, 2, 3]
    assert told[-1] == IngestReport(added=3)


def test_files_and_an_address_are_added_together(tmp_path):
    adding = Adding()
    path = uploaded(tmp_path, "a.txt", "news")
    assert list(steps(None, adding, [path], " https://news.example/feed "))[-1].added == 3
    assert adding.given == [Path(path), "https://news.example/feed"]
    assert adding.texts == ["news"]


@pytest.mark.parametrize(
    "address",
    [
        *("/etc/passwd", "etc", "file:///etc/passwd", "FILE:/etc/passwd", "ftp://x.example/a", "~/.ssh/id_rsa", "*"),
        *("https:///etc/passwd", "http:", "https://", "http://[::1", "data:text/html,x", "javascript:1", "\\\\x\\y"),
        *("//x.example/a", "https:/x.example", "x.example", "\0", "https//x.example", "-", "http:x"),
    ],
)
def test_what_is_no_address_of_the_web_is_never_opened(address):
    adding = Adding()
    (report,) = steps(None, adding, (), address)
    assert report.failed == (Failure(address, NO_ADDRESS),)
    assert adding.given == []


def test_wrong_address_does_not_keep_files_from_being_added(tmp_path):
    adding = Adding()
    *_, report = steps(None, adding, [uploaded(tmp_path, "a.txt")], "/etc/passwd")
    assert report.added == 3
    assert report.failed == (Failure("/etc/passwd", NO_ADDRESS),)
    assert [path.name for path in adding.given] == ["a.txt"]


def test_nothing_to_add_is_an_empty_report():
    assert list(steps(None, Adding(), (), "  ")) == [IngestReport()]


def test_closing_stops_it_after_a_batch(tmp_path):
    adding = Adding(many=1000)
    adding.go_on.clear()
    running = steps(None, adding, [uploaded(tmp_path, "a.txt")], "")
    next(running)
    running.close()
    adding.go_on.set()
    assert adding.ended.wait(5)
    assert adding.told == 0


def test_failures_are_called_as_the_file_was_called_and_not_by_where_it_lies(tmp_path):
    path = uploaded(tmp_path, "news.json")
    failed = Failure(f"{path}:3", f"{path} holds no article"), Failure("https://news.example/x", "not found")
    report = list(steps(None, Adding(report=IngestReport(failed=failed)), [path], ""))[-1]
    assert report.failed == (Failure("news.json:3", "news.json holds no article"), failed[1])
    assert str(tmp_path) not in repr(report)


def test_fault_of_the_library_is_a_failure_in_words(tmp_path):
    adding = Adding(report=LibraryError("the disk is full"))
    assert list(steps(None, adding, [uploaded(tmp_path, "a.txt")], ""))[-1].failed == (
        Failure("the library", "the disk is full"),
    )


def test_fault_of_the_program_is_raised(tmp_path):
    with pytest.raises(ZeroDivisionError):
        list(steps(None, Adding(report=ZeroDivisionError()), [uploaded(tmp_path, "a.txt")], ""))


@pytest.mark.parametrize("report", [None, LibraryError("the disk is full")])
def test_uploads_are_gone_when_they_are_added_or_cannot_be(tmp_path, report):
    files = [uploaded(tmp_path, "a.txt"), uploaded(tmp_path, "b.txt")]
    list(steps(None, Adding(report=report), files, ""))
    assert eventually(lambda: list(tmp_path.iterdir()) == [])


def test_uploads_are_gone_when_adding_was_stopped(tmp_path):
    running = steps(None, Adding(many=1000), [uploaded(tmp_path, "a.txt")], "")
    next(running)
    running.close()
    assert eventually(lambda: list(tmp_path.iterdir()) == [])


def test_upload_that_lies_with_another_leaves_it_there(tmp_path):
    first = Path(uploaded(tmp_path, "a.txt"))
    other = first.with_name("b.txt")
    other.write_text("same")
    list(steps(None, Adding(), [str(first)], ""))
    assert eventually(lambda: not first.exists())
    assert other.read_text() == "same"


def test_upload_is_still_there_while_it_is_read(tmp_path):
    adding = Adding()
    adding.go_on.clear()
    path = Path(uploaded(tmp_path, "a.txt"))
    running = steps(None, adding, [str(path)], "")
    next(running)
    assert eventually(lambda: adding.texts == ["text"])
    assert path.exists()
    adding.go_on.set()
    list(running)
