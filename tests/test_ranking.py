"""What the ranking knows of a question's words, of passages and of sentences, and how its models weigh it."""

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord import Article, Hit, Library, Passage
from ontherecord.archive import Archive
from ontherecord.indexes import Indexes
from ontherecord.ranking.model import Feature, LinearModel, chance, log_odds, shipped
from ontherecord.ranking.passages import Candidate, passage_features
from ontherecord.ranking.sentences import sentence_features, statements
from ontherecord.ranking.vocabulary import Vocabulary, vocabulary
from ontherecord.temporal import Moment, find_window
from tests.fakes import HashEmbedder

NOW = datetime(2025, 8, 9, 12, tzinfo=UTC)
FERRY = Article(
    title="Ferry strike ends in Vigo",
    text="Crews went back to work. Ada Moreno called the vote. The port of Vigo expects no delays. It was late.",
    url="https://n.example/ferry",
    published_at=NOW - timedelta(days=30),
)


@pytest.fixture
def indexes(tmp_path, article: Callable[..., Article]) -> Iterator[Indexes]:
    path = tmp_path / "library"
    with Library.open(path, embedder=HashEmbedder()) as library:
        library.add([FERRY, *(article(n) for n in range(1, 6))])
    archive = Archive(path)
    found = Indexes(archive, path, None)
    yield found
    found.close()
    archive.close()


def words_of(question: str, indexes: Indexes) -> Vocabulary:
    return vocabulary(question, find_window(question, NOW), indexes)


def test_rare_words_weigh_more_and_time_and_speech_none(indexes: Indexes) -> None:
    words = words_of("What did Moreno say in the report of the day last week?", indexes).weights

    assert set(words) == {"moreno", "report", "day"}
    assert words["moreno"] > words["report"] > 0


def test_coverage_is_the_share_of_the_questions_words(indexes: Indexes) -> None:
    words = words_of("Vigo Vigo", indexes)

    assert (words.coverage(["ferri"], ["vigo"]), words.coverage(["ferri"]), words.coverage()) == (1.0, 0.0, 0.0)


def test_pairs_are_the_share_of_neighbours_that_are_neighbours(indexes: Indexes) -> None:
    words = words_of("ferry strike Vigo", indexes)

    assert words.pairs(words.stems("In Vigo a ferry strike.")) == 0.5
    assert words.pairs(words.stems("strike of the ferry")) == 0.0
    assert words_of("Vigo", indexes).pairs(["vigo"]) == 0.0


def test_words_of_removed_articles_weigh_nothing_below_zero(tmp_path) -> None:
    copies = [replace(FERRY, id="", url=f"https://n.example/{n}", text=f"{FERRY.text} ({n})") for n in range(8)]
    path = tmp_path / "library"
    with Library.open(path, embedder=HashEmbedder()) as library:
        library.add(replace(copy, content_hash="") for copy in copies)
        for copy in copies[1:]:
            assert library.remove(copy.url)
    archive = Archive(path)
    indexes = Indexes(archive, path, None)

    weights = words_of("Which glacier did ferry crews in Vigo see?", indexes).weights

    indexes.close()
    archive.close()
    assert min(weights.values()) > 0


def candidate(dense: float, lexical: float | None, ordinal: int = 0, article: Article = FERRY) -> Candidate:
    return Candidate(Passage(article.id, ordinal, 0, len(article.text), article.text), article, dense, lexical)


def test_features_of_passages_are_what_their_names_say(indexes: Indexes) -> None:
    other = Article(title="Bees", text="Bees return.", url="https://n.example/bees")
    found = [candidate(0.8, 4.0), candidate(0.2, 2.0, 1), candidate(0.5, None, 0, other)]

    columns = passage_features(found, words_of("Who ended the ferry strike in Vigo?", indexes), Moment(NOW))
    rows = {name: column.tolist() for name, column in columns.items()}

    assert rows["dense"] == [0.8, 0.2, 0.5]
    assert rows["lexical"] == [1.0, 0.5, 0.0]
    assert rows["article_dense"] == [0.8, 0.8, 0.5]
    assert rows["article_found"] == [math.log(3), math.log(3), math.log(2)]
    assert rows["opening"] == [1.0, 0.5, 1.0]
    assert rows["covered"][0] > rows["covered_alone"][0] > rows["covered"][2] == 0.0
    assert rows["recent_30"][:2] == pytest.approx([math.exp(-1)] * 2)
    assert rows["recent_7"][0] < rows["recent_30"][0] < rows["recent_120"][0]
    assert math.isnan(rows["recent_30"][2])


def test_sentences_come_once_with_what_could_answer_in_them(indexes: Indexes) -> None:
    hits = [Hit(Passage(FERRY.id, n, 0, len(FERRY.text), FERRY.text), FERRY, 0.5) for n in range(2)]
    question = "Who in Vigo called the vote?"
    words = words_of(question, indexes)

    found = list(statements(question, hits, words))
    columns = sentence_features(found, words)

    assert [s.sentence.text.split()[0] for s in found] == ["Crews", "Ada", "The"]
    assert dict(found[1].answers) == {"ada moreno": 1.0}
    assert columns["answers"].tolist() == [0.5, 1.0, 0.0]
    assert columns["place"].tolist() == [1.0, 0.5, 1 / 3]
    assert columns["covered_before"][2] > columns["covered"][2] > 0
    assert columns["agreed"].max() == 1.0
    assert columns["passage"].tolist() == [0.0] * 3


@given(st.floats(0, 1))
def test_log_odds_and_chance_undo_each_other(probability: float) -> None:
    assert chance(np.array([log_odds(probability)]))[0] == pytest.approx(probability, abs=1e-9)


def test_model_weighs_what_is_known_and_nothing_else() -> None:
    model = LinearModel({"near": Feature(1.0, 2.0, 3.0), "new": Feature(0.0, 1.0, 1.0)}, -1.0)

    odds = model.log_odds({"near": np.array([1.0, 5.0, math.nan]), "new": np.array([0.0, 2.0, math.nan])})

    assert odds.tolist() == [-1.0, 7.0, -1.0]
    assert model.scaled(2.0, 1.0).log_odds({"near": np.array([5.0]), "new": np.array([2.0])}).tolist() == [15.0]


@pytest.mark.parametrize("name", ["passages", "sentences"])
def test_shipped_models_weigh_the_features_that_there_are(name: str, indexes: Indexes) -> None:
    words = words_of("Who ended the ferry strike in Vigo?", indexes)
    hit = Hit(Passage(FERRY.id, 0, 0, len(FERRY.text), FERRY.text), FERRY, 0.5)
    columns = {
        "passages": passage_features([candidate(0.8, 4.0)], words, Moment(NOW)),
        "sentences": sentence_features(list(statements("Who?", [hit], words)), words),
    }[name]

    assert set(shipped(name).features) == set(columns)
    assert np.isfinite(shipped(name).log_odds(columns)).all()
