"""Example questions: made from who says something in the articles, and about what."""

from ontherecord import Article
from ontherecord.answering.examples import example_questions

FERRY = Article(
    title="Vigo ferry crews return",
    text="Crews met in Vigo on Monday. “We got what we asked for,” said Ada Moreno. “We go on,” Ada Moreno said.",
)
TRAMS = Article(
    title="Moreno visits Lyon",
    text='"It is a long road," Paul J. Ormond, who drives a tram, said in Lyon. "Yes," Ada Moreno said.',
)


def questions(*articles: Article) -> list[str]:
    return list(example_questions(articles))


def test_question_names_who_speaks_and_a_name_of_the_title() -> None:
    assert questions(Article(title="Strike in Vigo", text=FERRY.text)) == ["What did Ada Moreno say about Vigo?"]


def test_topic_is_not_the_speaker() -> None:
    assert questions(TRAMS) == ["What did Paul J. Ormond say about Lyon?"]
    assert questions(Article(title="Moreno returns", text=FERRY.text)) == []


def test_each_person_is_asked_about_once() -> None:
    strike = Article(title="Strike in Vigo", text=FERRY.text)

    assert questions(strike, strike) == ["What did Ada Moreno say about Vigo?"]


def test_topic_is_a_name_that_the_text_uses() -> None:
    assert questions(Article(title="Trouble in Porto", text=FERRY.text)) == []


def test_articles_in_which_nobody_speaks_give_no_question() -> None:
    assert questions(Article(title="Vigo", text="Ada Moreno said in Vigo that crews return.")) == []
    assert questions(Article(title=None, text=FERRY.text)) == []
    assert questions(Article(title="", text="")) == []
    assert questions() == []


def test_surname_behind_a_title_is_no_full_name() -> None:
    assert questions(Article(title="Strike in Vigo", text="Crews met in Vigo. “We go on,” said Mr Moreno.")) == []
