"""From articles to quotes, with the tagger that ships and by rule: made-up news, and what is to hold of any text."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord.attribution.attributing import LEAST_SURE, ArticleAttributor, ByRule, ByTagger, Method, method
from ontherecord.attribution.attributions import Attribution
from ontherecord.schema import Article, Quote

HARBOUR = """Port Ellen to open its harbour again

PORT ELLEN (Reuters) — The harbour of Port Ellen will open again on Monday, mayor Marta Lind said on Tuesday.

“We have waited for eleven months,” Lind told reporters. “Nobody is happier than I am.”

The engineer who led the repairs, Jonas Berg, said that the cranes were tested twice.

“There were three of them, and every one had to be taken apart,” he said. “The last one came back in May.

“We would have been ready in April without the storm.”

Fishermen were less pleased. “They promised us cold storage, and there is none,” said Ada Moss, who owns two boats.

“I have nowhere to put a single crate of herring tonight.”

The council calls the new pier “the Long One.”
"""
TAGGER = ByTagger()
PIECES = st.sampled_from(
    [
        "“It rains",
        "”",
        '"',
        "'",
        "‘",
        ",” ",
        " Lind",
        " said",
        " she said",
        ". ",
        "\n",
        "\n\n",
        " that it rains",
        ": ",
    ]
    + ["Lind: ", "According to Orr, ", "Q. Why?\n", "\ud83d", "\u2028", "é", "MIAMI (AP) — ", "adding"]
)
TEXTS = st.lists(PIECES, max_size=30).map("".join) | st.text(max_size=60)


def quotes(text: str, by: Method = TAGGER) -> list[Quote]:
    (found,) = ArticleAttributor(by).quotes([article(text)])
    return found


def article(text: str) -> Article:
    return Article(id="harbour", text=text, title=None)


def said(found: Sequence[Quote], words: str) -> tuple[str | None, str, int]:
    """Return whose the quote with some words is, its kind and its utterance."""
    (one,) = [quote for quote in found if words in quote.text]
    return one.speaker, one.kind, one.utterance


@pytest.fixture(scope="module")
def harbour() -> list[Quote]:
    return quotes(HARBOUR)


def test_three_speakers_of_an_article_are_told_apart(harbour: list[Quote]) -> None:
    direct = [(quote.speaker, quote.text.strip("“”")[:12]) for quote in harbour if quote.kind == "direct"]

    assert direct == [
        ("Marta Lind", "We have wait"),
        ("Marta Lind", "Nobody is ha"),
        ("Jonas Berg", "There were t"),
        ("Jonas Berg", "The last one"),
        ("Jonas Berg", "We would hav"),
        ("Ada Moss", "They promise"),
        ("Ada Moss", "I have nowhe"),
    ]


def test_reports_are_indirect_and_their_speakers_known(harbour: list[Quote]) -> None:
    assert said(harbour, "the cranes were tested")[:2] == ("Jonas Berg", "indirect")
    assert said(harbour, "will open again on Monday")[:2] == ("Marta Lind", "indirect")


def test_fragments_of_one_utterance_share_its_number(harbour: list[Quote]) -> None:
    assert said(harbour, "We have waited")[2] == said(harbour, "Nobody is happier")[2]
    assert said(harbour, "There were three")[2] == said(harbour, "The last one")[2]
    assert said(harbour, "We have waited")[2] != said(harbour, "There were three")[2]


def test_paragraph_that_is_a_quotation_is_less_sure_than_the_one_that_names_its_speaker(harbour: list[Quote]) -> None:
    (alone,) = [quote for quote in harbour if "nowhere to put" in quote.text]
    (named,) = [quote for quote in harbour if "cold storage" in quote.text]
    assert alone.confidence < named.confidence
    assert not alone.sure


def test_title_in_marks_is_nobodys_quote(harbour: list[Quote]) -> None:
    assert not [quote for quote in harbour if quote.kind == "direct" and "Long One" in quote.text]


def test_dateline_is_no_part_of_the_speaker() -> None:
    (one,) = quotes("MIAMI (AP) — Marta Lind said on Tuesday that the harbour would open again within a week.")
    assert (one.mention, one.speaker) == ("Marta Lind", "Marta Lind")


def test_dateline_is_no_part_of_what_is_said(harbour: list[Quote]) -> None:
    assert not [quote for quote in harbour if "Reuters" in quote.text]


def test_quote_has_the_words_of_the_article_with_their_marks(harbour: list[Quote]) -> None:
    assert all(HARBOUR[quote.start : quote.end] == quote.text for quote in harbour)
    assert all(quote.text[0] == "“" for quote in harbour if quote.kind == "direct")
    assert all(quote.mention and quote.mention in HARBOUR for quote in harbour)


def test_quotation_that_the_tagger_leaves_out_is_read_by_rule() -> None:
    class Blind:
        """A tagger that reads nothing."""

        def read(self, paragraphs: Sequence[object]) -> list[list[object]]:
            return [[] for _ in paragraphs]

    text = "“The harbour will open again on Monday,” Marta Lind said. “No,” Jonas Berg said."
    (found,) = ByTagger(Blind()).attributions([text])  # type: ignore[arg-type]  # a stand-in

    assert [text[slice(*one.content[0])] for one in found] == ["“The harbour will open again on Monday,”"]


def test_words_of_nobody_are_not_given_out() -> None:
    text = "A sign over the door.\n\n“Here lived for many years a very quiet man.”\n\nThe door was shut."
    assert quotes(text) == []


@pytest.mark.parametrize("by", [TAGGER, ByRule()], ids=["tagger", "rules"])
def test_nothing_less_sure_than_its_kind_asks_for_is_given_out(by: Method) -> None:
    (found,) = by.attributions([HARBOUR])

    assert found
    assert all(one.source and LEAST_SURE[one.kind] <= one.confidence <= 1 for one in found)


def test_rules_alone_find_who_says_what() -> None:
    found = quotes(HARBOUR, ByRule())

    assert said(found, "We have waited")[:2] == ("Marta Lind", "direct")
    assert said(found, "cold storage")[:2] == ("Ada Moss", "direct")
    assert said(found, "every one had to be taken apart")[:2] == ("Jonas Berg", "direct")


def test_fingerprint_names_the_method_and_changes_with_it() -> None:
    tagger, rules = (ArticleAttributor(method(name)).fingerprint for name in ("tagger", "rules"))
    assert tagger.startswith("tagger:")
    assert rules.startswith("rules:")


def test_articles_come_back_in_their_order_whatever_else_is_read_with_them() -> None:
    texts = [HARBOUR, "", "“It is over,” Ada Moss said.", HARBOUR]
    together = ArticleAttributor(TAGGER).quotes([article(text) for text in texts])

    assert [shown(found) for found in together] == [shown(quotes(text)) for text in texts]


def shown(found: Sequence[Quote]) -> list[tuple[str, str | None, str | None]]:
    return [(quote.text, quote.mention, quote.speaker) for quote in found]


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_any_text_has_quotes_that_are_exact_slices_of_it(text: str) -> None:
    for by in (TAGGER, ByRule()):
        for quote in quotes(text, by):
            assert text[quote.start : quote.end] == quote.text != ""
            assert 0 <= quote.confidence <= 1
            assert quote.mention
            assert quote.mention in text


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_fragments_of_an_attribution_are_in_order_and_apart(text: str) -> None:
    (found,) = TAGGER.attributions([text])
    assert [one.content for one in found] == sorted(one.content for one in found)
    assert all(_apart(one) for one in found)


def _apart(one: Attribution) -> bool:
    return all(end <= start for (_, end), (start, _) in zip(one.content, one.content[1:], strict=False))
