"""An answer kept as JSON is read again: the same where it is on record, and nothing else whatever was kept."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ontherecord import Answer, Article, CitationError, Filters, Library, Settings
from tests.fakes import FakeAttributor, HashEmbedder
from tests.writing_model import BERG, FALSE, NOW, QUESTION, STORM, STRIKE, VOTED, Scripted, named


def news(number: int, text: str, day: int, **fields: Any) -> Article:
    own = {
        "title": f"Cartels {number}",
        "text": text,
        "url": f"https://cartels.example/{number}",
        "publisher": f"Outlet {number}",
        "published_at": datetime(2025, 2, day, tzinfo=UTC),
        "published_precision": "day",
        "language": "en",
    }
    return Article(**{**own, **fields})


ARMED = "“We must treat the cartels as armed organizations now,” said Marco Rubio. "
ARTICLES = (
    STRIKE,
    STORM,
    replace(STRIKE, url="https://copy.example/strike", publisher="Courier", id=""),
    news(1, f"{ARMED}Trade talks about the cartels of Mexico go on and on in spring.", 1),
    news(2, f"It was late in Texas. {ARMED}Nobody in the room had anything to add about cartels.", 3),
    news(3, "Marco Rubio said that the cartels were losing money and men. The border was quiet.", 5),
)
SAID = "What did Rubio say about cartels?"
QUESTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    (QUESTION, {}),
    (QUESTION, {"as_of": NOW, "filters": Filters(after=date(2025, 3, 1), publishers=("Example Post", "Courier"))}),
    (QUESTION, {"as_of": date(2025, 3, 9), "filters": Filters(language="en", before=date(2030, 1, 1))}),
    (SAID, {}),
    (SAID, {"as_of": date(2025, 2, 2)}),
    ("What did Ada Moreno say about glaciers?", {}),
    ("What did Olaf Nobody say about glaciers?", {}),
    ("Why did the glacier of Svalbard melt?", {}),
    ("Why did it melt?", {"filters": Filters(publishers="nobody")}),
    ("How do outlets differ on the cartels?", {}),
    ("What was the news in February 2025?", {}),
    ("why did they?", {"history": ["Ferry crews in Vigo voted to go back to work?"]}),
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    path = tmp_path_factory.mktemp("recalling") / "library"
    settings = Settings(attribution="off")
    with Library.open(path, settings, embedder=HashEmbedder(), attributor=FakeAttributor()) as opened:
        opened.add(ARTICLES)
        yield opened


@pytest.fixture
def own(open_library: Callable[..., Library]) -> Library:
    """A library of a test's own, which it may change."""
    opened = open_library(attributor=FakeAttributor())
    opened.add(ARTICLES)
    return opened


def kept(answer: Answer) -> Any:
    return json.loads(json.dumps(answer.to_dict()))


def written(library: Library, *script: str) -> Answer:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("ontherecord.llms.Models.named", named)
        return library.ask(QUESTION, as_of=NOW, llm=Scripted(*script))


# -- the same answer ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("question", "asked"), QUESTIONS)
def test_answer_that_was_kept_is_read_as_it_was_given(library: Library, question: str, asked: dict[str, Any]):
    answer = library.ask(question, **asked)

    assert library.recall(kept(answer)) == answer


def test_questions_of_these_tests_are_answered_in_every_way(library: Library):
    answers = [library.ask(question, **asked) for question, asked in QUESTIONS]

    assert {(answer.status, answer.mode) for answer in answers} == {
        *(("answered", "extractive"), ("answered", "quotes")),
        *(("insufficient_evidence", "extractive"), ("insufficient_evidence", "quotes")),
    }
    assert any(answer.heard and answer.heard.articles for answer in answers)
    assert any(citation.also_in for answer in answers for citation in answer.citations)
    assert any(c.quote and c.quote.also_in for answer in answers for c in answer.citations)


@pytest.mark.parametrize(
    "script",
    [
        f"{VOTED} [{{0}}] {BERG} [{{0}}]",
        f"{VOTED} [{{0}}] {FALSE} [{{0}}]",
        f"{FALSE} [{{0}}] {FALSE} [{{9}}]",
        "NO ANSWER",
    ],
)
def test_written_answer_is_read_as_it_was_given_with_what_was_cut(library: Library, script: str):
    answer = written(library, script.replace("{9}", "{0}"))

    assert answer.writing
    assert library.recall(kept(answer)) == answer


# -- what the archive tells --------------------------------------------------------------------------------------


def test_outlets_and_versions_are_those_of_the_archive_whatever_was_kept(library: Library):
    for question in (QUESTION, SAID):
        answer = library.ask(question)
        record = kept(answer)
        for citation in record["citations"]:
            citation |= {"also_in": ["The Made Up Times"], "versions": 77, "speaker": "Nobody"}
            citation["article"] |= {"title": "Made up", "publisher": "The Made Up Times", "published_at": None}
            if citation["quote"]:
                citation["quote"] |= {"confidence": 1.0, "text": "Made up", "cue": "shouted", "mention": "God"}

        assert library.recall(record) == answer


def test_answer_from_an_earlier_version_is_read_from_that_with_the_present_number_of_versions(own: Library):
    answer = own.ask("A storm closed the harbour of Lisbon in May?")
    assert answer.sources == (replace(STORM, version=1),)
    own.add([replace(STORM, text=STORM.text.replace("140", "150"), content_hash="")])

    again = own.recall(kept(answer))

    assert again.text == answer.text
    assert [citation.versions for citation in again.citations] == [2] * len(answer.citations)
    assert again.citations[0].version_cited == "version 1 of 2"


def test_copy_that_came_later_is_told_of(own: Library):
    record = kept(own.ask("A storm closed the harbour of Lisbon in May?"))
    earlier = datetime(2024, 5, 2, tzinfo=UTC)
    own.add([replace(STORM, url="https://late.example/1", publisher="Latecomer", id="", published_at=earlier)])

    assert own.recall(record).citations[0].also_in == ("Latecomer",)


def test_suggestion_that_is_gone_is_left_out(own: Library):
    answer = own.ask("Why did the glacier of Svalbard melt?")
    assert len(answer.suggestions) > 1
    own.remove(answer.suggestions[0].id)

    assert own.recall(kept(answer)).suggestions == answer.suggestions[1:]


@pytest.mark.parametrize("purge", [False, True])
def test_answer_whose_article_is_gone_is_refused_with_what_to_do(own: Library, purge: bool):
    record = kept(own.ask(QUESTION, filters=Filters(publishers="Example Post")))
    own.remove(STRIKE.id, purge=purge)

    with pytest.raises(CitationError, match=r"version 1 of article .* is not on record any more.*: ask the question"):
        own.recall(record)


def test_answer_in_words_that_are_found_no_more_is_refused(own: Library):
    record = kept(own.ask(SAID))
    for article in ARTICLES[3:]:
        own.add([replace(article, text=f"Nobody said anything here. {article.text[-20:]}", content_hash="")])

    with pytest.raises(CitationError, match="is not on record with words of Marco Rubio"):
        own.recall(record)


# -- tampered with -----------------------------------------------------------------------------------------------


def change(record: Any, path: str, value: object) -> Any:
    """Return a record with another value at a path such as `citations.0.start`."""
    changed = deepcopy(record)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = changed
    for step in way:
        place = place[step]
    place[last] = value
    return changed


FORGERIES = (
    ("text", "Everyone was happy."),
    ("text", None),
    ("status", "insufficient_evidence"),
    ("mode", "generated"),
    ("mode", "quotes"),
    ("citations", []),
    ("citations.0.start", 3),
    ("citations.0.start", -9),
    ("citations.0.start", True),
    ("citations.0.start", 2**80),
    ("citations.0.end", 10**6),
    ("citations.0.text", "Ferry crews in Vigo voted on Thursday to go on strike after 12 days."),
    ("citations.0.marker", 2),
    ("citations.0.article.id", "0" * 20),
    ("citations.0.article.id", "\ud800"),
    ("citations.0.article.version", 2),
    ("citations.0.article", None),
    ("citations.0.quote", {"start": 0, "end": 9, "kind": "direct", "speaker": "Ada Moreno", "utterance": 0}),
    ("searched", []),
    ("searched.as_of", "2025-08-09"),
    ("searched.as_of", "yesterday"),
    ("searched.articles", -1),
    ("searched.filters", None),
    ("searched.filters.publishers", "Example Post"),
    ("searched.filters.publishers", ["x"] * 10_000),
    ("searched.filters.after", "2031-01-01T00:00:00+00:00"),
    ("evidence", float("nan")),
    ("evidence", 1.5),
    ("question", "x" * 10**6),
    ("statements", [{"text": "All is well.", "markers": [1], "verbatim": False, "opens": False}]),
    ("statements", [{"text": "All is well.", "markers": [10**9], "verbatim": True, "opens": False}]),
    ("heard", {"speaker": "Marco Rubio", "articles": 3}),
    ("writing", {"model": "x"}),
    ("suggestions", [{}]),
)


@pytest.mark.parametrize(("path", "value"), FORGERIES)
def test_answer_that_was_altered_is_refused(library: Library, path: str, value: object):
    filters = Filters(before=date(2030, 1, 1), publishers=("Example Post",))
    record = kept(library.ask(QUESTION, as_of=NOW, filters=filters))
    assert library.recall(record).answered

    with pytest.raises(CitationError, match=r"ask the question again$"):
        library.recall(change(record, path, value))


@pytest.mark.parametrize("speaker", ["Claudia Gomez", "Marco  Rubio", "<b>"])
def test_words_of_one_are_not_read_as_those_of_another(library: Library, speaker: str):
    record = kept(library.ask(SAID))

    with pytest.raises(CitationError, match="is not on record with words of"):
        library.recall(change(record, "citations.0.quote.speaker", speaker))


def test_refusal_says_nothing_of_anybody_else(library: Library):
    record = kept(library.ask("What did Ada Moreno say about glaciers?"))
    forged = json.loads(json.dumps(record).replace("Ada Moreno is quoted", "The liar is quoted"))
    forged["heard"]["speaker"] = "The liar"

    with pytest.raises(CitationError, match="nobody is quoted as “The liar”"):
        library.recall(forged)
    with pytest.raises(CitationError, match="says more than that"):
        library.recall(change(record, "text", record["text"] + " Ever."))


def test_written_sentence_that_its_sources_do_not_bear_out_is_refused(library: Library):
    record = kept(written(library, f"{VOTED} [{{0}}] {BERG} [{{0}}]"))
    forged = json.loads(json.dumps(record).replace("three lines, has not", "three lines, has").replace("12", "12"))
    forged["citations"] = record["citations"]

    with pytest.raises(CitationError, match="is not borne out by what it cites"):
        library.recall(forged)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
VALUES = JSON | st.sampled_from(
    ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "answered", "direct", "\ud800", "\0", 2**63, 1, 0, {}]
)


def places(value: object, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value of a record."""
    if way:
        yield way
    for step, inner in (
        value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else ())
    ):
        yield from places(inner, (*way, step))


@given(JSON)
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_json_that_is_no_answer_is_refused(library: Library, value: Any):
    with pytest.raises(CitationError):
        library.recall(value)


@pytest.fixture(scope="module")
def records(library: Library) -> list[Any]:
    answers = [library.ask(question, **asked) for question, asked in QUESTIONS]
    return [kept(answer) for answer in (*answers, written(library, f"{VOTED} [{{0}}] {FALSE} [{{0}}]"))]


@given(st.data())
@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_altered_record_gives_an_answer_on_record_or_is_refused(library: Library, records: list[Any], data: Any):
    record = deepcopy(data.draw(st.sampled_from(records)))
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(list(places(record))))
        place = record
        for step in way:
            place = place[step]
        if isinstance(place, dict) and data.draw(st.booleans()):
            del place[last]
        else:
            place[last] = data.draw(VALUES)

    try:
        answer = library.recall(record)
    except CitationError:
        return
    assert json.loads(json.dumps(answer.to_dict()))
    for citation in answer.citations:
        assert library.article(citation.article.id, citation.article.version) == citation.article
        assert citation.article.text[citation.start : citation.end] == citation.text
