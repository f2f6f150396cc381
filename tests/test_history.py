"""The versions of an article, and what each changed."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord import Article, FieldChange, Library, TextChange
from ontherecord.__main__ import main
from ontherecord.history import LONGEST_SHOWN, MOST_COMPARED, compare
from tests.conftest import make_article
from tests.fakes import HashEmbedder

NOON = datetime(2025, 8, 9, 12, tzinfo=UTC)
TEXT = "The ferry carries 40 people. It left on Monday.\n\nThe port is old.\n\nNobody was hurt."
CORRECTED = (
    "The ferry carries 400 people. It left on Monday.\n\nThe port is old.\n\nTwo people were hurt.\nRain fell."
)


def changes(before: str, after: str) -> list[tuple[str | None, str | None]]:
    found = compare(make_article(text=before), make_article(text=after))
    return [(change.before, change.after) for change in found if isinstance(change, TextChange)]


# -- comparing ---------------------------------------------------------------------------------------------------


def test_changed_sentences_are_told_one_by_one():
    assert changes(TEXT, CORRECTED) == [
        ("The ferry carries 40 people.", "The ferry carries 400 people."),
        ("Nobody was hurt.", "Two people were hurt. Rain fell."),
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("A.\nB.\nC.", "A.\nC.", [("B.", None)]),
        ("A.\nC.", "A.\nB.\nC.", [(None, "B.")]),
        ("A.\nB.", "B.\nA.", [(None, "B."), ("B.", None)]),
        ("A. B. C.", "A. C.", [("B.", None)]),
        ("A.\n\nB.", "A.\n\n\n  B.", []),
        ("“One.” Two.", "“One.” Three.", [("Two.", "Three.")]),
    ],
)
def test_insertions_and_deletions_are_told_where_they_are(
    before: str, after: str, expected: list[tuple[str | None, str | None]]
):
    assert changes(before, after) == expected


def test_fields_that_changed_come_first_with_both_values():
    before = make_article(1, authors=("Ana",), updated_at=None)
    after = make_article(1, title="Another", authors=("Ana", "Bo"), updated_at=NOON, text="Other words.")

    found = list(compare(before, after))

    assert [c.name for c in found if isinstance(c, FieldChange)] == ["title", "authors", "updated_at"]
    assert found[1] == FieldChange("authors", ["Ana"], ["Ana", "Bo"])
    assert found[2] == FieldChange("updated_at", None, NOON.isoformat())
    assert isinstance(found[3], TextChange)
    assert json.dumps([change.to_dict() for change in found])


def test_texts_of_many_paragraphs_are_compared_as_a_whole_and_shown_in_part():
    size = 3 * MOST_COMPARED
    before = "\n".join(f"Line {n % 7} of {n % 11}." for n in range(size))
    after = "\n".join(f"Line {n % 11} of {n % 7}." for n in range(1, size))

    ((gone, come),) = changes(before, after)

    assert gone is not None
    assert come is not None
    assert len(gone) == len(come) == LONGEST_SHOWN


def test_one_change_in_a_very_long_text_is_found():
    lines = [f"Line {n}." for n in range(200_000)]
    changed = [*lines[:150_000], "Something new.", *lines[150_001:]]

    assert changes("\n".join(lines), "\n".join(changed)) == [("Line 150000.", "Something new.")]


PARTS = st.lists(st.sampled_from(["Rain.", "Snow fell. It stayed.", "Hail!", "“Why?” he said."]), max_size=8)


@given(before=PARTS, after=PARTS)
def test_what_changed_accounts_for_every_word_of_both_texts(before: list[str], after: list[str]):
    found = changes("\n".join(before), "\n".join(after))

    def words(texts: list[str]) -> list[str]:
        return sorted(word for text in texts for word in text.split())

    gone, come = words([old for old, _ in found if old]), words([new for _, new in found if new])
    kept = words(before)
    for word in gone:
        kept.remove(word)
    assert sorted(kept + come) == words(after)


# -- versions on record ------------------------------------------------------------------------------------------


@pytest.fixture
def corrected(library: Library) -> Library:
    library.add([make_article(1, text=TEXT)])
    library.add([make_article(1, text=CORRECTED, updated_at=NOON)])
    library.add([make_article(1, text="An early draft.", updated_at=NOON - timedelta(days=1))])
    return library


def test_versions_tell_when_each_was_recorded_and_which_is_in_force(corrected: Library):
    for name in (make_article(1).id, "http://news.example/1?utm_source=x"):
        versions = corrected.versions(name)

        assert [version.article.version for version in versions] == [1, 2, 3]
        assert [version.in_force for version in versions] == [False, True, False]
        assert versions[0].changes == ()
        assert FieldChange("updated_at", None, NOON.isoformat()) in versions[1].changes
        recorded = [version.recorded_at for version in versions]
        assert recorded == sorted(recorded)
        assert datetime.now(UTC) - recorded[-1] < timedelta(minutes=5)
        assert json.dumps([version.to_dict() for version in versions])


def test_removed_article_has_versions_of_which_none_is_in_force(corrected: Library):
    corrected.remove(make_article(1).id)

    assert [version.in_force for version in corrected.versions(make_article(1).id)] == [False] * 3
    assert corrected.versions("https://news.example/none") == []


def test_citation_names_the_version_it_is_from(library: Library):
    question = "Who gave the first doses of a malaria vaccine in Nairobi?"
    library.add([make_article(1)])
    assert [citation.version_cited for citation in library.ask(question).citations] == [None]

    library.add([make_article(1, text=make_article(1).text + " It rained.", updated_at=NOON)])

    (citation,) = library.ask(question).citations
    assert citation.version_cited == "version 2 of 2, updated 2025-08-09"
    assert citation.to_dict()["versions"] == 2


# -- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run a command on a library of these versions, and return what it prints."""
    with Library.open(tmp_path, embedder=HashEmbedder()) as library:
        library.add([make_article(1, text=TEXT, authors=("Ana",))])
        library.add([make_article(1, text=CORRECTED, authors=("Ana", "Bo"), updated_at=NOON)])
        library.add([Article(title="Dated ahead", text="A text.", url="https://n.example/2", published_at=NOON)])
        library.add([make_article(3, published_at=datetime(2099, 1, 1, tzinfo=UTC))])
        library.add([make_article(4, text="Rain fell.\n\nCorrection: An earlier version of this article said snow.")])

    def run(*arguments: str) -> str:
        assert main([*arguments, "--library", str(tmp_path)]) == 0
        return capsys.readouterr().out

    return run


def test_command_shows_versions_and_what_each_changed(shown: Callable[..., str]):
    lines = shown("article", "https://news.example/1", "--versions").splitlines()

    assert lines[:2] == ["Vaccine trial begins (1) (Example News)", "https://news.example/1"]
    assert lines[3].startswith("version 1 of 2, recorded 2")
    assert lines[5].endswith("UTC, updated 2025-08-09 12:00 UTC, in force")
    assert "  - The ferry carries 40 people." in lines
    assert "  + The ferry carries 400 people." in lines
    assert "  authors: Ana → Ana, Bo" in lines
    assert "  updated_at: unknown → 2025-08-09T12:00:00+00:00" in lines


def test_command_shows_versions_as_json(shown: Callable[..., str]):
    versions = json.loads(shown("article", "https://news.example/1", "--versions", "--json"))

    assert [version["article"]["version"] for version in versions] == [1, 2]
    assert {"before": "The ferry carries 40 people.", "after": "The ferry carries 400 people."} in versions[1][
        "changes"
    ]


def test_command_warns_of_a_date_in_the_future_and_shows_corrections(shown: Callable[..., str]):
    assert "\npublished 2099-01-01, which is in the future: check its source\n" in shown(
        "article", "https://news.example/3"
    )
    assert "in the future" not in shown("article", "https://n.example/2")
    assert "\n1 dated in the future when they came: check their sources\n" in shown("stats")
    printed = shown("article", "https://news.example/4")
    assert printed.count("Correction: An earlier version of this article said snow.") == 2
    (notice,) = json.loads(shown("article", "https://news.example/4", "--json"))["notices"]
    assert notice["kind"] == "correction"


def test_article_without_versions_is_unknown(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    Library.open(tmp_path, embedder=HashEmbedder()).close()

    assert main(["article", "https://n.example/none", "--versions", "--library", str(tmp_path)]) == 1
    assert "no article https://n.example/none" in capsys.readouterr().err
