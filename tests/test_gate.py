"""The gate for written sentences: each fault by a sentence that has it, and the true twin that passes."""

from datetime import date

import pytest

from ontherecord import Article, Library, Settings
from ontherecord.archive import Archive
from ontherecord.grounding.basis import Basis
from ontherecord.grounding.gate import LONGEST, Gate, support
from ontherecord.grounding.sources import Source
from ontherecord.schema import Fault
from tests.fakes import FakeAttributor, HashEmbedder
from tests.writing_model import STORM, STRIKE


class Doubter:
    """Doubts whatever has a word, and remembers what it was asked."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[str] = []

    def doubts(self, written: str, basis: Basis) -> bool:
        self.asked.append(written)
        return self.word in written


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    path = tmp_path_factory.mktemp("gate")
    settings = Settings(attribution="off")
    with Library.open(path, settings, embedder=HashEmbedder(), attributor=FakeAttributor()) as library:
        library.add([STRIKE, STORM])
    return Archive(path)


def fault(
    archive: Archive,
    written: str,
    *articles: Article,
    question: str = "",
    before: str = "",
    as_of: date | None = None,
) -> Fault | None:
    stored = [archive.article(str(article.url)) for article in articles or (STRIKE,)]
    sources = tuple(Source(article, 0, len(article.text)) for article in stored if article)
    return Gate(archive).fault(written, Basis(sources, question, before, as_of))


TWINS: tuple[tuple[Fault, str, str], ...] = (
    ("form", "Ferry crews in Vigo voted to go back.", "Crews voted back."),
    ("form", "Ferry crews in Vigo voted to go back.", "Did ferry crews in Vigo vote to go back?"),
    ("form", "Ferry crews in Vigo voted to go back.", "“Did ferry crews in Vigo vote to go back?”"),
    ("form", "Ferry crews in Vigo voted to go back.", "Ferry crews in Vigo voted on this:"),
    ("form", "Ferry crews in Vigo voted to go back.", "Did ferry crews in Vigo vote to go back?."),
    ("quotation", "“We got what we asked for,” said Ada Moreno.", "“We got all that we asked for,” said Ada Moreno."),
    ("speaker", "“We got what we asked for,” said Ada Moreno.", "“We got what we asked for,” said Leo Berg."),
    ("date", "Ferry crews in Vigo voted on Thursday.", "Ferry crews in Vigo voted on Friday."),
    ("date", "Ferry crews in Vigo voted on 6 March 2025.", "Ferry crews in Vigo voted on 6 March 2024."),
    ("date", "Shipping lines lost 40 million euros by March 3.", "Shipping lines lost 40 million euros by March 4."),
    ("date", "Half of the boats sailed last night.", "Half of the boats sailed yesterday."),
    ("date", "Half of the boats sailed last night.", "Half of the boats sailed last week."),
    ("number", "Ferry crews in Vigo voted after 12 days.", "Ferry crews in Vigo voted after 11 days."),
    ("number", "Shipping lines lost €40m by 3 March.", "Shipping lines lost $40m by 3 March."),
    ("number", "Half of the boats sailed last night.", "Forty percent of the boats sailed last night."),
    ("name", "Ferry crews in Vigo voted on Thursday.", "Ferry crews in Porto voted on Thursday."),
    ("name", "Leo Berg has not signed the deal.", "Ada Berg has not signed the deal."),
    ("support", "Leo Berg has not signed the deal.", "Leo Berg mostly enjoys painting quiet landscapes at home."),
    ("place", "Leo Berg, who owns three lines, has not signed.", "Ada Moreno, who owns three lines, has not signed."),
    (
        "place",
        "Ferry crews in Vigo voted to go back after 12 days.",
        "Ferry crews in Vigo voted to go back after 3 days.",
    ),
    (
        "place",
        "Shipping lines lost 40 million euros by 3 March.",
        "Shipping lines lost 40 million euros by Thursday.",
    ),
    ("negation", "Leo Berg has not signed the deal.", "Leo Berg has signed the deal."),
)


@pytest.mark.parametrize(("kind", "true", "false"), TWINS)
def test_fault_is_told_from_its_true_twin(archive: Archive, kind: Fault, true: str, false: str) -> None:
    assert fault(archive, true) is None
    assert fault(archive, false) == kind


def test_sentence_that_cites_nothing_does_not_pass(archive: Archive) -> None:
    assert Gate(archive).fault("Ferry crews in Vigo voted to go back.", Basis(())) == "citation"


def test_judge_is_asked_last_and_what_it_doubts_does_not_pass(archive: Archive) -> None:
    article = archive.article(str(STRIKE.url))
    assert article
    basis, doubter = Basis((Source(article, 0, len(article.text)),)), Doubter("Vigo")
    gate = Gate(archive, (doubter,))

    assert gate.fault("Ferry crews in Porto voted on Thursday.", basis) == "name"
    assert doubter.asked == []
    assert gate.fault("Ferry crews in Vigo voted on Thursday.", basis) == "doubt"
    assert gate.fault("Ferry crews voted on Thursday.", basis) is None


def test_numbers_and_dates_of_the_question_are_allowed(archive: Archive) -> None:
    written = "The strike of 300 ferry crews in Vigo in 2019 ended on Thursday."

    assert fault(archive, written) == "date"
    assert fault(archive, written, question="Did the strike of 300 crews end in 2019?") is None


def test_name_of_the_question_that_the_article_lacks_is_refused(archive: Archive) -> None:
    written = "The strike of ferry crews of Galicia in Vigo ended on Thursday."

    assert fault(archive, written, question="Did the strike end in Galicia?") == "name"


def test_several_sources_bear_a_sentence_out_together(archive: Archive) -> None:
    written = "A storm closed the harbour of Lisbon in 2024, and ferry crews in Vigo voted to go back."

    assert fault(archive, written, STRIKE) is not None
    assert fault(archive, written, STORM) is not None
    assert fault(archive, written, STRIKE, STORM) is None


@pytest.mark.parametrize(
    ("written", "as_of", "kind"),
    [
        ("Leo Berg has not signed the deal now.", date(2025, 3, 20), None),
        ("Leo Berg has not signed the deal now.", date(2026, 3, 20), "date"),
        ("Leo Berg has not signed the deal now.", date.max, "date"),
        ("Leo Berg has not recently signed the deal.", date(2026, 3, 20), "date"),
        ("Leo Berg has not signed the deal thıs week.", date(2025, 3, 20), "date"),
        ("Leo Berg has not signed the deal.", date(2026, 3, 20), None),
        ("Leo Berg has not signed the deal now.", date.min, None),
    ],
)
def test_old_news_is_not_told_as_new(archive: Archive, written: str, as_of: date, kind: Fault | None) -> None:
    assert fault(archive, written, as_of=as_of) == kind


def test_both_is_two(archive: Archive) -> None:
    assert fault(archive, "The two cranes fell in Lisbon.", STORM) is None


def test_day_of_publication_may_be_told_as_that_and_as_nothing_else(archive: Archive) -> None:
    for told in (
        "As of 7 March 2025, the crews had voted to go back to work.",
        "Example Post reported on March 7 the vote in Vigo.",
    ):
        assert fault(archive, told) is None
    assert fault(archive, "The crews voted on 7 March 2025 to go back to work.") == "date"
    assert fault(archive, "As of 8 March 2025, the crews had voted to go back to work.") == "date"


def test_pronoun_leans_on_the_sentence_before(archive: Archive) -> None:
    said = "“We got what we asked for,” she said."

    assert fault(archive, said, before="Ada Moreno spoke after the vote.") is None
    assert fault(archive, said) == "speaker"


@pytest.mark.parametrize(
    "sign",
    [
        *(
            "<b>",
            "</a>",
            "[1]",
            "[",
            "]",
            "{x}",
            "|",
            "\\",
            "*x*",
            "`x`",
            "【k4t】",
            "\n",
            "\t",
            "\x00",
            "\x1b[31m",
            "\x85",
        ),
        *(
            "\u202e",
            "\u202a",
            "\u2066",
            "\u2069",
            "\u200b",
            "\u200f",
            "\u2060",
            "\ufeff",
            "\xad",
            "\U000e0041",
            "\ud800",
        ),
        *("https://evil.example", "HTTP://EVIL", "ftp://x", "www.evil.example", "WWW.x", "evil.example/x"),
        *("mailto:x", "javascript:x()"),
    ],
)
def test_sign_that_no_plain_sentence_has_is_refused(archive: Archive, sign: str) -> None:
    assert fault(archive, f"Ferry crews in Vigo {sign} voted on Thursday.") == "form"


def test_sentence_that_nobody_reads_as_one_is_refused(archive: Archive) -> None:
    long = "Ferry crews in Vigo voted on Thursday" + ", and ferry crews in Vigo voted on Thursday" * 8

    assert len(long) <= LONGEST
    assert fault(archive, f"{long}.") is None
    assert fault(archive, f"{long} {long}.") == "form"


@pytest.mark.parametrize("written", ["", " ", ".", "?", "“”", "…", "\u202e"])
def test_nothing_is_no_sentence(archive: Archive, written: str) -> None:
    assert fault(archive, written) == "form"


def test_support_is_the_share_of_words_that_sources_or_headlines_have() -> None:
    basis = Basis((Source(STRIKE, 0, 40),), "Who owns a yacht?")

    assert support("Crews in Vigo voted.", basis) == 1.0
    assert support("Crews sang; the strike ends.", basis) == 0.75
    assert support("Crews, a yacht.", basis) == 0.5
    assert support("It is so.", basis) == 0.0
