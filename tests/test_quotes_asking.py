"""Asking who said what: by whom, about what, of which kind and when; each quotation once; and who is quoted."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from ontherecord import Article, Filters, Library, QuestionError, Quote
from ontherecord.__main__ import main
from tests.fakes import FakeAttributor

ARMED = "“We have to start treating them as armed organizations,” said Marco Rubio. "


def news(number: int, text: str, day: int | None = 1, **fields: Any) -> Article:
    own = {
        "title": f"Report {number}",
        "text": text,
        "url": f"https://news.example/{number}",
        "publisher": f"Outlet {number}",
        "published_at": None if day is None else datetime(2025, 8, day, tzinfo=UTC),
        "published_precision": None if day is None else "day",
        "language": "en",
    }
    return Article(**{**own, **fields})


SEPTEMBER = datetime(2025, 9, 1, tzinfo=UTC)
ARTICLES = (
    news(1, ARMED + "“The cartels are a threat to us all,” said Rubio. Rubio said that tariffs would rise.", 1),
    news(2, "“Our fishing boats will stay at home,” said Claudia Gomez. “We are tired of storms,” said she.", 3),
    news(3, "“Cartels do not scare my town at all,” said Mike Rubio. Nobody answered him in the rain.", 5),
    news(4, "“Treat them as partners in every trade,” said Senator Marco Rubio.", 7, title="Trade talks"),
    news(5, "“The harbour is open to everybody now,” said José López.", None),
)


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    opened = open_library(attributor=FakeAttributor())
    opened.add(ARTICLES)
    return opened


def words(quotes: list[Quote]) -> list[str]:
    return [" ".join(quote.text.strip("“”,").split()[:3]) for quote in quotes]


# -- by whom -----------------------------------------------------------------------------------------------------


def test_without_a_speaker_all_quotes_come_newest_first_and_undated_ones_last(library: Library):
    assert words(library.quotes()) == [
        *("Treat them as", "Cartels do not", "Our fishing boats", "We are tired"),
        *("We have to", "The cartels are", "tariffs would rise", "The harbour is"),
    ]


@pytest.mark.parametrize(
    "speaker", ["Marco Rubio", "marco rubio", "Secretary of State Marco Rubio", "Sen. Marco Rubio"]
)
def test_full_name_finds_one_person_however_articles_call_them(library: Library, speaker: str):
    assert words(library.quotes(speaker=speaker)) == [
        *("Treat them as", "We have to", "The cartels are", "tariffs would rise")
    ]


@pytest.mark.parametrize("speaker", ["Rubio", "Senator Rubio", "RUBIO"])
def test_surname_finds_all_who_bear_it_and_each_quote_names_its_speaker(library: Library, speaker: str):
    assert {quote.speaker for quote in library.quotes(speaker=speaker)} == {
        *("Marco Rubio", "Senator Marco Rubio", "Mike Rubio")
    }


def test_accents_and_pronouns_are_no_obstacle(library: Library):
    assert words(library.quotes(speaker="Jose Lopez")) == ["The harbour is"]
    assert words(library.quotes(speaker="Gomez")) == ["Our fishing boats", "We are tired"]


def test_nobody_of_that_name_has_no_quotes_and_what_is_no_name_is_refused(library: Library):
    assert library.quotes(speaker="Ada Moreno") == library.quotes(speaker="Claudio Gomez", about="boats") == []
    assert library.quote_timeline("Ada Moreno") == ()
    for speaker in ("", " ", "?!"):
        with pytest.raises(QuestionError, match="is no name of a speaker: give one such as"):
            library.quotes(speaker=speaker)


# -- about what, of which kind, and when -------------------------------------------------------------------------


def test_subject_brings_what_is_most_about_it_first_and_leaves_out_the_rest(library: Library):
    found = words(library.quotes(speaker="Rubio", about="cartels"))

    assert found[:2] in (["The cartels are", "Cartels do not"], ["Cartels do not", "The cartels are"])
    assert "Treat them as" not in found


def test_subject_alone_finds_whoever_spoke_of_it(library: Library):
    assert {quote.speaker for quote in library.quotes(about="cartels", limit=2)} == {"Marco Rubio", "Mike Rubio"}
    assert words(library.quotes(about="fishing boats"))[0] == "Our fishing boats"


def test_words_around_a_quote_and_the_title_of_its_article_tell_what_it_is_about(library: Library):
    assert words(library.quotes(speaker="Marco Rubio", about="trade talks"))[0] == "Treat them as"
    assert words(library.quotes(speaker="Mike Rubio", about="rain")) == ["Cartels do not"]


def test_speaker_with_more_quotes_than_are_compared_is_found_by_the_indexes(
    library: Library, monkeypatch: pytest.MonkeyPatch
):
    whole = words(library.quotes(speaker="Rubio", about="cartels"))
    monkeypatch.setattr("ontherecord.quotations.COMPARED", 4)

    assert words(library.quotes(speaker="Rubio", about="cartels"))[:2] == whole[:2]


def test_empty_subject_senseless_kind_and_limit_are_refused(library: Library):
    with pytest.raises(QuestionError, match="the question is empty"):
        library.quotes(about=" ")
    with pytest.raises(QuestionError, match="ask for one of direct, mixed, indirect"):
        library.quotes(kind="loud")  # type: ignore[arg-type]
    with pytest.raises(QuestionError, match="0 quotes are none"):
        library.quotes(limit=0)


def test_kind_and_limit_narrow(library: Library):
    assert words(library.quotes(kind="indirect")) == ["tariffs would rise"]
    assert words(library.quotes(kind="direct", limit=2)) == ["Treat them as", "Cartels do not"]
    assert library.quotes(kind="mixed") == []


def test_filters_and_as_of_narrow(library: Library):
    assert words(library.quotes(as_of=date(2025, 8, 3), kind="direct"))[:2] == ["Our fishing boats", "We are tired"]
    assert words(library.quotes(filters=Filters(after=date(2025, 8, 4)))) == ["Treat them as", "Cartels do not"]
    assert words(library.quotes(filters=Filters(publishers="outlet 3"))) == ["Cartels do not"]
    assert words(library.quotes(speaker="Rubio", about="cartels", as_of=date(2025, 8, 2)))[0] == "The cartels are"
    assert library.quotes(filters=Filters(language="de")) == []


def test_quotes_become_json_without_the_text_of_their_articles(library: Library):
    data = library.quotes(speaker="Gomez", limit=1)[0].to_dict()

    assert json.loads(json.dumps(data))["speaker"] == "Claudia Gomez"
    assert "text" not in data["article"]


# -- the same words in several articles --------------------------------------------------------------------------


def test_same_quotation_is_shown_once_with_the_earliest_article_first(library: Library):
    library.add(
        [
            news(6, ARMED.upper().replace("SAID MARCO RUBIO", "said Marco Rubio") + "That is all.", 9),
            news(7, "It was late. " + ARMED, 2),
            news(8, "“We have to start treating them as armed organizations,” said she.", 1),
        ]
    )

    for found in (
        library.quotes(speaker="Marco Rubio"),
        library.quotes(about="treating armed organizations"),
        library.quotes(),
    ):
        quote = next(quote for quote in found if quote.text.startswith("“We have to start"))
        assert quote.article.url == "https://news.example/1"
        assert [article.url for article in quote.also_in] == [f"https://news.example/{n}" for n in (8, 7, 6)]
        assert sum("treating them" in quote.text.lower() for quote in found) == 1


def test_copies_outside_of_the_filters_are_not_shown(library: Library):
    library.add([news(6, ARMED, 9)])

    quote = library.quotes(speaker="Rubio", filters=Filters(after=date(2025, 8, 8)))[0]

    assert (quote.article.url, quote.also_in) == ("https://news.example/6", ())


def test_few_words_and_other_speakers_are_no_copies(library: Library):
    library.add(
        news(n, f"“It was great,” said Ann Lee. “We will win this whole thing,” said Bo N{n}.", n) for n in (10, 11)
    )

    found = library.quotes(filters=Filters(after=date(2025, 8, 10)))

    assert len(found) == 4
    assert not any(quote.also_in for quote in found)


# -- who is quoted, and when -------------------------------------------------------------------------------------


def test_speakers_come_most_quoted_first_under_one_name_with_what_they_are_called(library: Library):
    found = library.speakers()

    assert [(one.name, one.quotes, one.articles) for one in found[:2]] == [
        ("Marco Rubio", 4, 2),
        ("Claudia Gomez", 2, 1),
    ]
    assert [(alias.text, alias.quotes) for alias in found[0].aliases] == [
        *(("Rubio", 2), ("Marco Rubio", 1), ("Senator Marco Rubio", 1))
    ]
    assert (found[0].first, found[0].last) == (datetime(2025, 8, 1, tzinfo=UTC), datetime(2025, 8, 7, tzinfo=UTC))
    assert found[0].aliases[2].first == datetime(2025, 8, 7, tzinfo=UTC)
    assert [alias.text for alias in found[1].aliases] == ["Claudia Gomez"]
    assert json.loads(json.dumps(found[0].to_dict()))["aliases"][0]["text"] == "Rubio"


def test_speakers_are_found_by_the_beginning_of_any_name(library: Library):
    assert [one.name for one in library.speakers("rub")] == ["Marco Rubio", "Mike Rubio"]
    assert [one.name for one in library.speakers("Marco R")] == ["Marco Rubio"]
    assert [one.name for one in library.speakers("Lop")] == ["José López"]
    assert library.speakers("%") == []
    assert len(library.speakers(limit=2)) == 2


def test_timeline_counts_the_quotes_of_each_month_once(library: Library):
    library.add(
        [
            news(6, ARMED, 9),
            news(
                7,
                "“September is here at long last,” said Marco Rubio.",
                1,
                published_at=datetime(2025, 9, 1, tzinfo=UTC),
            ),
        ]
    )

    assert library.quote_timeline("Marco Rubio") == ((date(2025, 8, 1), 4), (date(2025, 9, 1), 1))
    assert library.quote_timeline("Marco Rubio", "September") == ((date(2025, 9, 1), 1),)
    assert library.quote_timeline()[0] == (date(2025, 8, 1), 7)


def test_timeline_counts_quotes_of_a_kind_within_filters_and_as_of_a_day(library: Library):
    library.add([news(9, "“September came with rain for all,” said Marco Rubio.", None, published_at=SEPTEMBER)])
    august = date(2025, 8, 1)

    assert library.quote_timeline("Marco Rubio", kind="indirect") == ((august, 1),)
    assert library.quote_timeline(filters=Filters(publishers="outlet 3")) == ((august, 1),)
    assert library.quote_timeline("Rubio", as_of=date(2025, 8, 5)) == ((august, 4),)
    assert library.quote_timeline(about="September", filters=Filters(after=date(2025, 8, 8))) == (
        (date(2025, 9, 1), 1),
    )
    assert library.quote_timeline(about="September", as_of=date(2025, 8, 8)) == ()
    with pytest.raises(QuestionError, match="ask for one of direct, mixed, indirect"):
        library.quote_timeline(kind="loud")  # type: ignore[arg-type]


# -- the command -------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(library: Library) -> str:
    library.add([news(6, ARMED, 9)])
    library.close()
    return str(library.path)


def test_quotes_are_printed_with_who_where_and_where_else(closed: str, capsys: pytest.CaptureFixture[str]):
    assert main(["quotes", "--by", "Marco Rubio", "--before", "2025-08-03", "--library", closed]) == 0
    assert "also in" not in capsys.readouterr().out

    assert main(["quotes", "--by", "Marco Rubio", "--library", closed]) == 0
    printed = capsys.readouterr().out

    assert (
        "“We have to start treating them as armed organizations,”\n"
        "    Marco Rubio\n"
        "    Report 1 (Outlet 1, 2025-08-01)\n"
        "    https://news.example/1\n"
        "    also in 1 outlet: Outlet 6\n"
    ) in printed
    assert "\n    Rubio → Marco Rubio (indirect)\n" in printed


def test_quotes_are_printed_as_json(closed: str, capsys: pytest.CaptureFixture[str]):
    arguments = ["--kind", "indirect", "--limit", "3", "--as-of", "2025-08-30", "--publisher", "Outlet 1", "--json"]

    assert main(["quotes", *arguments, "--library", closed]) == 0

    assert [one["text"] for one in json.loads(capsys.readouterr().out)] == ["tariffs would rise"]


def test_no_quotes_are_exit_code_0_and_say_so(closed: str, capsys: pytest.CaptureFixture[str]):
    assert main(["quotes", "--by", "Ada Moreno", "--library", closed]) == 0

    assert capsys.readouterr().out == "no quote matches\n"


def test_stats_and_verify_count_quotes_and_rebuild_says_when_they_are_turned_off(
    closed: str, capsys: pytest.CaptureFixture[str]
):
    assert main(["stats", "--library", closed]) == 0
    assert "\nquotes: 9 by 5 speakers\n" in capsys.readouterr().out
    assert main(["verify", "--library", closed]) == 0
    assert "9 quotes checked, 0 problems" in capsys.readouterr().out
    assert main(["rebuild", "--quotes", "--library", closed]) == 1
    assert "attribution is off: set ONTHERECORD_ATTRIBUTION" in capsys.readouterr().err


def test_quotes_are_rebuilt_without_the_indexes(
    closed: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ontherecord.library.chosen", lambda _: FakeAttributor("fake:2"))
    assert main(["stats", "--library", closed]) == 0
    assert "some found by another attributor than the present one: run" in capsys.readouterr().out
    monkeypatch.setattr("ontherecord.indexes.Indexes.rebuild", None)

    assert main(["rebuild", "--quotes", "--library", closed]) == 0

    assert capsys.readouterr().out == "quotes found anew: 9 by 5 speakers\n"
    assert main(["stats", "--library", closed]) == 0
    assert "another attributor" not in capsys.readouterr().out
