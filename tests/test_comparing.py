"""Questions for several articles together: of which kind, about what, and which are none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontherecord.language.comparing import Comparison, comparison_asked
from ontherecord.temporal import find_window

SUNDAY = datetime(2025, 8, 10, 12, tzinfo=UTC)


def asked(question: str) -> Comparison | None:
    window = find_window(question, SUNDAY)
    return comparison_asked(question, window.phrase if window else "")


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("How do outlets differ on the ferry strike?", "the ferry strike"),
        ("how do the papers cover the ferry strike", "the ferry strike"),
        ("How does the press report the cartel directive?", "the cartel directive"),
        ("How are outlets covering Mexico this week?", "Mexico"),
        ("How did British newspapers report Truss's resignation?", "Truss's resignation"),
        ("how do different sources differ on tariffs", "tariffs"),
        ("Where do the papers disagree about Qatar?", "Qatar"),
        ("Do the papers agree on the death toll?", "the death toll"),
        ("Compare the coverage of Twitter", "Twitter"),
        ("compare how the papers covered the beer ban", "the beer ban"),
        ("what do the papers say about Sunak?", "Sunak"),
        ("What do different news sources say about FTX?", "FTX"),
        ("How was the strike covered by the papers?", "the strike"),
        ("How does coverage of the strike differ between outlets?", "the strike"),
        ("What are the differences in coverage of the hurricane?", "the hurricane"),
        ("Which papers reported on the Artemis launch?", "the Artemis launch"),
    ],
)
def test_how_outlets_tell_a_subject_is_asked_for(question: str, subject: str) -> None:
    assert asked(question) == Comparison("outlets", subject, strict=False)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("What changed since Monday?", ""),
        ("what's new", ""),
        ("What's the latest?", ""),
        ("What has changed on Maui since 3 October?", "Maui"),
        ("since Monday, what has changed on Maui?", "Maui"),
        ("What's new on the strike this week?", "the strike"),
        ("What changed at the port since 3 October?", "the port"),
        ("What is new in the bill this week?", "the bill"),
        ("What's the latest on the FTX case?", "the FTX case"),
        ("Latest on cartels", "cartels"),
        ("any updates on Artemis?", "Artemis"),
        ("latest developments in the UAW strike", "the UAW strike"),
        ("How has the strike unfolded?", "the strike"),
        ("How has the story of Twitter developed since October 2022?", "Twitter"),
        ("How did the Maui death toll change over time?", "the Maui death toll"),
        ("What has happened in Mexico since the directive?", "Mexico since the directive"),
        ("Give me a timeline of Truss's downfall", "Truss's downfall"),
        ("FTX timeline", "FTX"),
        ("what is the news on FTX", "FTX"),
    ],
)
def test_what_changed_in_a_subject_is_asked_for(question: str, subject: str) -> None:
    assert asked(question) == Comparison("changes", subject)


@pytest.mark.parametrize(
    ("question", "subject", "period"),
    [
        ("Summarise the week", "", "week"),
        ("the week in review", "", "week"),
        ("weekly digest", "", "week"),
        ("top stories of the week", "", "week"),
        ("News of the day", "", "day"),
        ("main events of the year", "", "year"),
        ("summarize this week's news", "", None),
        ("recap yesterday", "", None),
        ("Please summarise what happened in October 2022", "", None),
        ("what happened this week?", "", None),
        ("What happened in October?", "", None),
        ("What's in the news today?", "", None),
        ("today's headlines", "", None),
        ("What did I miss this week?", "", None),
        ("What were the biggest stories in October 2022?", "", None),
        ("catch me up", "", None),
        ("Sum up the Maui fires", "the Maui fires", None),
        ("brief me on the auto strike", "the auto strike", None),
        ("catch me up on FTX", "FTX", None),
        ("Can you give me a short summary of the FTX case please", "the FTX case", None),
        ("Summary of the news about Maui in August 2023", "Maui", None),
        ("Summarise the main events in the strike in three sentences", "the strike", None),
    ],
)
def test_a_summary_of_a_subject_or_of_everything_is_asked_for(
    question: str, subject: str, period: str | None
) -> None:
    assert asked(question) == Comparison("summary", subject, period=period)


@pytest.mark.parametrize(
    ("question", "subject"),
    [
        ("what happened to Sam Bankman-Fried yesterday?", "Sam Bankman-Fried"),
        ("What happened with Twitter last week?", "Twitter"),
        ("What is going on in Mexico this week?", "Mexico"),
        ("What has been going on at Twitter lately?", "Twitter"),
    ],
)
def test_what_happened_within_a_time_may_be_told_by_one_article_too(question: str, subject: str) -> None:
    assert asked(question) == Comparison("summary", subject, strict=False)


@pytest.mark.parametrize(
    "question",
    [
        "",
        "What happened to the Titanic?",
        "What happened to the badge the day Twitter rolled it out?",
        "What happened after the verdict?",
        "What changed Musk's mind?",
        "What is new in the stopgap bill?",
        "What is New York known for?",
        "How did Musk change Twitter?",
        "What is the timeline for Artemis II?",
        "latest Hurricane Ian death toll",
        "what is the latest figure on the Maui toll",
        "Compare Musk and Bezos on rockets",
        "How are the losses covered by insurers?",
        "What do court papers say about FTX?",
        "What did the press secretary say about FTX?",
        "What is the biggest news organisation in the UK?",
        "What is the weekly cost of the strike?",
        "Who was the person of the year?",
        "What did Ford lose over the year?",
        "Who won the World Cup?",
    ],
)
def test_other_questions_are_for_one_article_to_answer(question: str) -> None:
    assert asked(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "What did Rubio say since Monday about cartels?",
        "How has Biden's position on Saudi Arabia changed?",
        "Summarise what Rubio said about cartels",
        "What does the Associated Press say about FTX?",
        "Rubio on cartels",
        "how did the media react to Truss?",
    ],
)
def test_questions_for_somebodys_words_are_left_to_their_quotes(question: str) -> None:
    assert asked(question) is None


@given(st.text(max_size=200), st.text(max_size=20))
def test_any_text_is_understood_or_not_without_complaint(question: str, when: str) -> None:
    found = comparison_asked(question, when)

    assert found is None or found.subject == found.subject.strip()
    assert found is None or found.kind != "outlets" or found.subject
