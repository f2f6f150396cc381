"""What articles say of a subject: which are about it, and in which sentences they say so."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ontherecord.answering.extractive import SUFFICIENT, Evidence, weigh
from ontherecord.answering.leads import bare, lead, stands_alone, titled
from ontherecord.archive import Archive
from ontherecord.language.followup import names
from ontherecord.retrieval import Query
from ontherecord.schema import Article, Hit

# An article is about a subject that has so much of its words in the title and the opening, and so much of the chance
# of the best article. So is one that says most of it elsewhere and answers by itself, and one that answers nearly as
# well as the best in other words. Chosen by eye, in 1,900 articles.
OPENS, SHARE, ALL, NEARLY = 0.4, 0.2, 0.75, 0.45
# A subject of one word is said in passing, but in a title, and in an opening if it is said so often.
OFTEN = 2
# What a sentence gains in log-odds that has the words of its article's title, and one that says what the article is
# about. Chosen by eye.
TITLE, OPENING = 2.0, 1.0


@dataclass(frozen=True, slots=True)
class Report:
    """What an article says of a subject in sentences that can be read alone, the best first.

    `chance` is the probability that it answers, `hits` are its passages that were found, and its opening.
    """

    article: Article
    told: tuple[Evidence, ...]
    chance: float
    hits: tuple[Hit, ...]

    @property
    def time(self) -> tuple[float, str]:
        """What puts reports in the order of time, undated ones last."""
        moment = self.article.published_at
        return (moment.timestamp() if moment else math.inf, self.article.id)


def reports(archive: Archive, query: Query, hits: Sequence[Hit], *, news: bool) -> Iterator[Report]:
    """Yield what each article that is about the subject of a query says of it; `hits` come the best first.

    Where `news` is wanted, that is first what the article says first.
    """
    by_article = defaultdict[str, list[Hit]](list)
    for hit in hits:
        by_article[hit.article.id].append(hit)
    for found in by_article.values():
        opening = archive.opening(found[0].article)
        if opening is None or not _is_about(query, found, opening.text, hits[0].score):
            continue
        if all(hit.passage != opening for hit in found):
            found.append(replace(found[0], passage=opening))
        told = _told(query, found, news=news)
        if told:
            yield Report(found[0].article, tuple(told), max(hit.score for hit in found), tuple(found))


def _is_about(query: Query, found: Sequence[Hit], opening: str, best: float) -> bool:
    article, words, chance = found[0].article, query.words, max(hit.score for hit in found)
    if chance < SHARE * best:
        return False
    title, text = words.stems(article.title or ""), words.stems(article.text)
    named = [words.stems(name) for name in names(query.question.text)]
    if named and not any(set(name) <= {*title, *text} for name in named):
        return False
    if len(words.weights) == 1:
        begins = words.stems(opening)
        return any(word in title or (word in begins and text.count(word) >= OFTEN) for word in words.weights)
    passages = [words.stems(hit.passage.text) for hit in found]
    opens, elsewhere = words.coverage(title, words.stems(opening)), words.coverage(title, *passages)
    return opens >= OPENS or (chance >= SUFFICIENT and elsewhere >= ALL) or (chance >= NEARLY * best and opens > 0)


def _told(query: Query, found: Sequence[Hit], *, news: bool) -> list[Evidence]:
    article, words = found[0].article, query.words
    opening = next(hit.passage for hit in found if hit.passage.ordinal == 0)
    first = lead(article, opening)
    bared = {one.end: one for one in bare(article.text, opening)}
    told = list[Evidence]()
    for one in weigh(query, found):
        sentence = bared.get(one.sentence.end, one.sentence)
        if stands_alone(sentence):
            gained = OPENING * (sentence == first) + TITLE * titled(article, sentence)
            told.append(replace(one, sentence=sentence, score=one.score + gained))
    told.sort(key=lambda one: -one.score)
    about = words.coverage(words.stems(article.title or ""), words.stems(opening.text)) >= OPENS
    if news and about:
        told.sort(key=lambda one: one.sentence != first)
    return told
