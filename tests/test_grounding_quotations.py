"""What a written sentence puts in quotation marks is in its sources, and the words of whom it names."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ontherecord import Article, Library, Settings
from ontherecord.archive import Archive
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.quotations import ascribed_rightly, located
from ontherecord.grounding.sources import Source
from tests.fakes import FakeAttributor, HashEmbedder

TEXT = (
    "Ferry crews voted to return on Friday. “We got what we asked for – and ‘more’,” said Ada Moreno. "
    "The vote is an end to a long strike.\n"
    "“Nobody won a single cent in all of this,” said Leo Berg. Leo Berg said that lines would sue the union. "
    "Critics spoke of the “shame of Vigo” for years."
)
ARTICLE = Article(title="Ferry strike ends", text=TEXT, url="https://news.example/ferry", publisher="Example Post")
WON, NOBODY = "We got what we asked for", "Nobody won a single cent in all of this"

Judged = Callable[..., bool | None]


def basis(archive: Archive, before: str = "") -> Basis:
    article = archive.article(str(ARTICLE.url))
    assert article
    return Basis((Source(article, 0, len(article.text)),), "", before)


def judge(archive: Archive) -> Judged:
    """Return what tells of a written sentence whether it gives words to who said them; None where none has them."""

    def judged(written: str, before: str = "") -> bool | None:
        held_to = basis(archive, before)
        quoted = located(written, held_to)
        return None if quoted is None else ascribed_rightly(written, quoted, held_to, archive)

    return judged


def kept(path: Path, article: Article, attributor: FakeAttributor | None) -> Archive:
    with Library.open(path, Settings(attribution="off"), embedder=HashEmbedder(), attributor=attributor) as library:
        library.add([article])
    return Archive(path)


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Judge with the quotes of the article on record."""
    return judge(kept(tmp_path_factory.mktemp("recorded"), ARTICLE, FakeAttributor()))


@pytest.fixture(scope="module")
def unrecorded(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    """Judge without any quote on record."""
    return judge(kept(tmp_path_factory.mktemp("unrecorded"), ARTICLE, None))


@pytest.fixture(params=["recorded", "unrecorded"], scope="module")
def judged(request: pytest.FixtureRequest) -> Judged:
    return request.getfixturevalue(request.param)  # type: ignore[no-any-return]


# -- whether an article has the words ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "“We got what we asked for – and ‘more’”",
        "\"We got what we asked for - and 'more'\"",
        "«we got what we asked for—and “more”,»".replace("—", " — "),
        "“We got what  we asked for – and 'more'.”",
        "“…we got what we asked for”",
        "'We got what we asked for'",
        "``We got what we asked for''",
    ],
)
def test_quotation_is_verbatim_up_to_typography(unrecorded: Judged, words: str) -> None:
    assert unrecorded(f"{words}, said Ada Moreno.")


@pytest.mark.parametrize(
    "words",
    [
        "“We got what they asked for”",
        "“We got all that we asked for”",
        "“We got … we asked for”",
        "“We got ... we asked for”",
        "“We got what we [had] asked for”",
        "“We got what we asked fo”",
        "“e got what we asked for”",
        "“We got What we asked for”",
        "“We got what we asked for, and more”",
        "“for asked we what got We”",
        "“We got what we asked for” and “we lost”",
        "“”",
        "“...”",
        "“We got what we asked for",
        "We got what we asked for”",
        '"We got what we asked for',
        'We got what we asked for"',
        "‘We got what we asked for",
        "“We all “got what we asked for”",
        "“We got what we asked for” and” more",
        "「We got all」",
        "‹We got all›",
        "＂We got all＂",
    ],
)
def test_altered_shortened_or_unclosed_quotation_has_no_place(unrecorded: Judged, words: str) -> None:
    assert unrecorded(f"{words}, said Ada Moreno.") is None


def test_inches_and_apostrophes_are_no_quotations(unrecorded: Judged) -> None:
    assert unrecorded("A 6\" board of the workers' boat was Ada's in the '90s.")


def test_words_have_the_place_where_an_article_has_them_in_marks() -> None:
    text = "The end of Vigo was near. “Near the end of Vigo,” said Ada Moreno, “the end of Vigo begins.”"
    article = Article(title="Vigo", text=text)

    (place,) = located("It was “the end of Vigo” to her.", Basis((Source(article, 0, len(text)),))) or []

    assert text[place.start : place.end] == "the end of Vigo"
    assert place.start == text.index("the end of Vigo,")


def test_words_are_found_in_the_whole_article_of_a_slice() -> None:
    source = Source(ARTICLE, 0, 20)

    (place,) = located(f"Ada Moreno said: “{WON}.”", Basis((source,))) or []

    assert ARTICLE.text[place.start : place.end] == WON


# -- whose they are ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        f"“{WON},” Ada Moreno said.",
        f"“{WON},” said Moreno.",
        f"Moreno said: “{WON}.”",
        "Moreno said that they “got what we asked for”.",
        f"“{WON},” Ada Moreno said, and “{NOBODY},” Leo Berg said.",
        f"According to Moreno, “{WON}”.",
    ],
)
def test_words_are_their_speakers(judged: Judged, written: str) -> None:
    assert judged(written)


@pytest.mark.parametrize(
    "written",
    [
        f"“{NOBODY},” Iris Falk said.",
        f"Iris Falk said: “{NOBODY}.”",
        f"According to Iris Falk, “{WON}”.",
        "“A long strike,” Ada Moreno said.",
        "Ada Moreno said: “The vote is an end to a long strike.”",
    ],
)
def test_words_are_not_somebodys_who_is_not_named_near_them_nor_are_those_of_the_article(
    judged: Judged, written: str
) -> None:
    assert judged(written) is False


@pytest.mark.parametrize(
    "written",
    [
        f"“{NOBODY},” Ada Moreno said.",
        f"“{WON},” said Berg.",
        f"“{WON},” Ann Moreno said.",
        f"“{WON},” Ada Moreno said, and “{NOBODY},” she added.",
        "Berg called it “what we asked for”.",
        f"Berg left as “{WON}” was sung.",
        f"It ended with “{NOBODY}” on Friday.",
    ],
)
def test_words_of_one_are_not_anothers(judged: Judged, written: str) -> None:
    assert judged(written) is False


def test_pronoun_is_whoever_the_sentence_before_names(recorded: Judged) -> None:
    said = f"“{WON},” she said."

    assert recorded(said) is False
    assert recorded(said, "Ada Moreno voted on Friday.")
    assert recorded(said, "Iris Falk voted on Friday.") is False


def test_role_is_one_that_the_article_names(judged: Judged) -> None:
    assert judged("“Shame of Vigo,” the critics said.")
    assert judged("“Shame of Vigo,” the bishop said.") is False


@pytest.mark.parametrize(
    "written",
    ["The strike was the “shame of Vigo” for years.", "It ended as Moreno “got what we asked for” on Friday."],
)
def test_words_that_nobody_is_said_to_have_said_name_their_speaker_where_one_is_known(
    judged: Judged, written: str
) -> None:
    assert judged(written)


def test_words_without_a_known_speaker_are_those_of_whoever_is_named_near(tmp_path: Path) -> None:
    text = "Leo Berg spoke of the vote.\nCritics, among them Iris Falk, feared a “shame of Vigo” for years."
    judged = judge(kept(tmp_path, Article(title="Vote", text=text, url=ARTICLE.url), None))

    assert judged("It was a “shame of Vigo,” Iris Falk said.")
    assert judged("It was a “shame of Vigo,” Ada Moreno said.") is False


@pytest.mark.parametrize(
    ("written", "rightly"),
    [
        ("Leo Berg said that lines would sue the union.", True),
        ("Berg said the union would be sued by lines.", True),
        ("Ada Moreno said that lines would sue the union.", False),
        ("The lines would sue the union, according to Moreno.", False),
        ("Ada Moreno said that crews voted on Friday.", True),
        ("Critics said that it had been a long strike.", True),
    ],
)
def test_report_of_what_is_on_record_is_its_speakers(recorded: Judged, written: str, rightly: bool) -> None:
    assert recorded(written) is rightly


def test_first_name_of_another_with_the_same_surname_is_told_apart(tmp_path: Path) -> None:
    text = "“The harbour is ours for good,” said Michael Moreno. Mia Moreno said that she was glad."
    recorded = judge(kept(tmp_path, Article(title="Harbour", text=text, url=ARTICLE.url), FakeAttributor()))

    assert recorded("“The harbour is ours for good,” Mike Moreno said.")
    assert recorded("“The harbour is ours for good,” M. Moreno said.")
    assert recorded("“The harbour is ours for good,” Mia Moreno said.") is False
