"""The panel of sources: each cited article with its passages in their surroundings."""

import html
import re
from dataclasses import replace

import pytest

from ontherecord import Citation
from ontherecord.web.escaping import escape
from ontherecord.web.sources import AROUND, card, highlighted, no_sources, sources, windows
from ontherecord.web.turns import Turn
from tests.hostile import PAYLOADS, Seen, in_a_line
from tests.telling import a_refusal, an_answer, an_article, cite

TAGS_OF_OURS = set("h2 h3 p article bdi a blockquote mark details summary div button time".split())
ATTRIBUTES_OF_OURS = set("class dir href id rel target type datetime aria-label".split()) | {
    f"data-{name}" for name in "act turn marker article version".split()
}


def panel(answer, number=1) -> str:
    return sources(Turn(answer.question, answer.text, answer), number)


def marks(markup: str) -> list[str]:
    return [html.unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", markup, re.DOTALL)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_article_adds_no_tag_no_attribute_and_no_link(payload):
    article = an_article(f"Before. {payload} After.", title=payload, publisher=payload, authors=(payload,))
    object.__setattr__(article, "url", payload)
    answer = an_answer(replace(cite(article, article.text), also_in=(payload,)), question=payload)
    for markup in (panel(answer), panel(a_refusal(article))):
        seen = Seen(markup)
        assert set(seen.tags) <= TAGS_OF_OURS
        assert {name for name, _ in seen.attributes} <= ATTRIBUTES_OF_OURS
        links = [value for name, value in seen.attributes if name == "href" and not value.startswith("#")]
        assert all(link.lower().startswith(("http://", "https://")) for link in links)
        assert in_a_line(payload) in in_a_line(seen.text)


@pytest.mark.parametrize(
    ("outlets", "said"),
    [((), None), (("Courier",), "also in 1 outlet"), (("Courier", "Post"), "also in 2 outlets")],
)
def test_card_says_in_how_many_other_outlets_a_story_is_and_in_which(outlets, said):
    text = Seen(panel(an_answer(replace(cite(an_article(), "Nobody was hurt."), also_in=outlets)))).text

    assert ("also in" in text) is bool(outlets)
    assert said is None or f"{said}{', '.join(outlets)}" in text


def test_card_says_which_version_is_cited_and_what_was_corrected():
    notice = "Correction: An earlier version of this article said <b>two</b>."
    article = an_article(f"Nobody was hurt.\n\n{notice}", version=2)
    markup = panel(an_answer(replace(cite(article, "Nobody was hurt."), versions=3)))

    assert "version 2 of 3" in Seen(markup).text
    assert f'<p class="notice" dir="auto">{escape(notice)}</p>' in markup
    assert " of 3" not in panel(an_answer(cite(an_article(), "Nobody was hurt.")))


def test_card_leads_to_the_sentence_in_the_original():
    attributes = Seen(panel(an_answer(cite(an_article(), "Nobody was hurt.")))).attributes

    assert ("href", "https://island.example/ferry#:~:text=Nobody%20was%20hurt.") in attributes


def test_card_opens_the_article_at_what_is_cited():
    article = an_article(version=2)
    attributes = Seen(panel(an_answer(cite(article, "Nobody was hurt.")), 4)).attributes

    wanted = {
        "data-act": "read",
        "data-article": article.id,
        "data-version": "2",
        "data-turn": "4",
        "data-marker": "1",
    }
    assert set(wanted.items()) <= set(attributes)


def test_highlighted_is_exactly_the_citation():
    article = an_article(text="Intro.\n\nOne & two. “Three <four>,” she said.  Five.\n\nEnd.")
    for sentence in ("One & two.", "“Three <four>,” she said.", "Intro.", "End."):
        assert marks(panel(an_answer(cite(article, sentence)))) == [sentence]


def test_citations_of_one_article_share_a_card():
    ferry, harbour = an_article(), an_article(text="The harbour closed.", url="https://other.example/x")
    markup = panel(
        an_answer(
            cite(ferry, "Nobody was hurt.", 1), cite(harbour, "The harbour closed.", 2), cite(ferry, "The ferry", 3)
        )
    )
    assert markup.count("<article") == markup.count("<blockquote") == 2
    assert all(markup.count(f'id="source-1-{marker}"') == 1 for marker in (1, 2, 3))


def test_overlapping_citations_repeat_no_text():
    article = an_article(text="The ferry sank at dawn. Nobody was hurt.")
    citations = [cite(article, "The ferry sank at dawn.", 1), cite(article, "sank at dawn. Nobody", 2)]
    assert "".join(marks(highlighted(article.text, citations, (0, 40), 1))) == "The ferry sank at dawn. Nobody"


def test_long_paragraph_is_cut_between_words_and_says_so():
    text = f"{'before ' * 200}The ferry sank.{' after' * 200}"
    ((start, end),) = windows(text, [cite(an_article(text=text), "The ferry sank.")])
    assert set(text[start:end].replace("The ferry sank.", "").split()) == {"before", "after"}
    excerpt = highlighted(text, (), (start, end), 1)
    assert excerpt.startswith("… before")
    assert excerpt.endswith("after …")


def test_short_paragraph_is_shown_whole_without_dots():
    text = "Elsewhere.\n\nBefore. The ferry sank. After.\n\nElsewhere."
    ((start, end),) = windows(text, [cite(an_article(text=text), "The ferry sank.")])
    assert text[start:end] == "Before. The ferry sank. After."
    assert "…" not in highlighted(text, (), (start, end), 1)


def test_text_without_spaces_is_cut_all_the_same():
    text = "x" * 5000
    ((start, end),) = windows(text, [Citation(1, an_article(text=text), 2000, 2010, "x" * 10)])
    assert (start, end) == (2000 - AROUND, 2010 + AROUND)


def test_refusal_lists_the_nearest_articles_with_their_opening():
    seen = Seen(panel(a_refusal(an_article(), an_article(title="Storm", url="https://island.example/storm"))))
    assert ("Nearest articles" in seen.text, "Ferry sinks" in seen.text, "Storm" in seen.text) == (True, True, True)
    assert seen.tags.count("article") == 2
    assert "mark" not in seen.tags
    assert "Nobody was hurt." in seen.text


def test_refusal_without_near_articles_says_so():
    assert "No article comes near" in panel(a_refusal())


def test_article_without_title_publisher_date_and_address_has_a_card():
    from ontherecord import Article

    text = Seen(card(Article(title=None, text="The ferry sank at dawn."), (), 1)).text
    assert text.startswith("The ferry sank at dawn.outlet unknown · date unknown")


def test_turn_without_an_answer_has_no_sources():
    assert sources(Turn("what sank?", "failed"), 1) == no_sources()
