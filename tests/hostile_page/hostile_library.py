"""A library in which every text is hostile, a batch of payloads at a time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from ontherecord import (
    Alias,
    Answer,
    Article,
    Citation,
    DayCount,
    Doubt,
    Failure,
    FieldChange,
    Filters,
    Hit,
    IndexState,
    IngestReport,
    LibraryStats,
    Passage,
    Progress,
    QuestionError,
    Quote,
    Searched,
    Speaker,
    TextChange,
    VerifyReport,
    Version,
    Writing,
)
from tests.hostile import PAYLOADS, shown

NOW = datetime(2025, 8, 10, 14, 2, tzinfo=UTC)
# So many a chart names, and so many fit into the head of an article.
OUTLETS, AUTHORS = 6, 6


def sound(text: str) -> str:
    """Text as an archive can hold it."""
    return shown(text)


class HostileLibrary:
    """Answers with the payloads of the present batch, in every field; a question says by its first word with what.

    `answer` is answered, `refuse` names nearest articles, `fail` raises an error. `token` is part of what is shown,
    so that a test sees when it is there.
    """

    def __init__(self) -> None:
        self.batch, self.token = [sound(text) for text in PAYLOADS], "start"
        self.named = list(self.batch)
        self.complaint = ""
        self.asked = list[str]()
        self._turned = 0

    def turn_to(self, batch, token):
        self.batch, self.token = [sound(text) for text in batch], token
        self.named = list(self.batch)
        self._turned += 1

    # -- articles ----------------------------------------------------------------------------------------------

    def _article(self, number: int) -> Article:
        said = self.batch[number]
        return Article(
            title=f"{said} {self.token}",
            text=f"{said} {self.token}.\n\nCorrection: An earlier version of this article said {said}.\n\n{said}",
            url=said if number % 2 else f"https://island.example/{said}",
            publisher=said,
            authors=(said, said),
            published_at=NOW,
            published_precision="day",
            updated_at=NOW,
            language=said,
            id=f"a{number}",
            version=1,
        )

    def _articles(self) -> list[Article]:
        return [self._article(number) for number in range(len(self.batch))]

    def article(self, name, version=None):
        known = name[1:].isdecimal() and name.isascii() and int(name[1:]) < len(self.batch)
        return self._whole(int(name[1:])) if known else None

    def _whole(self, number: int) -> Article:
        """An article to be read: every payload is a paragraph, and those from this number on are the authors."""
        article = self._article(number)
        authors = tuple(self.batch[number : number + AUTHORS])
        return replace(article, text="\n\n".join([*self.batch, article.text]), authors=authors)

    def newest(self, limit=10, filters=None, skipped=0):
        return self._articles()

    def related(self, name, limit=5):
        return self._articles()

    def versions(self, name):
        fields = ("authors", "published_at", "title", "url", "publisher", "language")
        changes = [FieldChange(fields[place % len(fields)], [one], one) for place, one in enumerate(self.batch)]
        changes += [FieldChange(one, [one], one) for one in self.batch]
        changes += [TextChange(one, one) for one in self.batch]
        article = self.article(name)
        return [
            Version(article, NOW, False),
            Version(article, NOW, True, tuple(changes[:100])),
            Version(article, NOW, True, tuple(changes[100:])),
        ]

    def search(self, query, *, limit=10, filters=None, as_of=None):
        if query.startswith("fail"):
            raise QuestionError(f"{self.token} {' '.join(self.batch)}")
        return [
            Hit(Passage(one.id, 0, 0, len(one.text), one.text), one, 0.5, also_in=(self.batch[0], one.publisher))
            for one in self._articles()
        ]

    # -- quotes and speakers -----------------------------------------------------------------------------------

    def _quote(self, article: Article, number: int) -> Quote:
        said, kinds = self.batch[number], ("direct", "mixed", "indirect")
        return Quote(
            article, 0, len(said), said, kinds[number % 3], said, said, "as written", said, 0.5 + number % 2 / 2,
            utterance=number,
        )  # fmt: skip

    def quotes_in(self, name, version=None):
        article, start, quotes = self.article(name), 0, []
        for number, said in enumerate(self.batch):
            start = article.text.index(said, start)
            quotes.append(replace(self._quote(article, number), start=start, end=start + len(said)))
            start += len(said)
        return quotes

    def quotes(self, **asked):
        return [self._quote(article, number) for number, article in enumerate(self._articles())]

    def quote_timeline(self, speaker=None, about=None, *, kind=None, filters=None, as_of=None):
        return ((date(2025, 8, 1), 3),)

    def speakers(self, prefix=None, limit=50):
        named = tuple(Alias(one, 1, NOW, NOW) for one in self.batch[:12])
        return [Speaker(one, 1, 1, NOW, NOW, named) for one in self.batch][:limit]

    # -- answers -----------------------------------------------------------------------------------------------

    def _answer(self, question: str, numbers: range) -> Answer:
        cited = []
        for marker, number in enumerate(numbers, 1):
            article = self._article(number)
            sentence = article.text.partition("\n")[0] or article.text
            quote = self._quote(article, number)
            also = (article.publisher, f"{article.publisher} too")
            cited.append(Citation(marker, article, 0, len(sentence), sentence, quote, also, versions=2))
        text = "\n\n".join(f"{one.article.publisher}: {one.text} [{one.marker}]" for one in cited)
        first = self.batch[numbers[0]]
        return Answer(
            question, text, "answered", "extractive", tuple(cited), self._searched(first),
            writing=Writing(first, failure=first),
        )  # fmt: skip

    def _refusal(self, question: str) -> Answer:
        said = " ".join(self.batch)
        return Answer(
            question, f"{self.token} {said}", "insufficient_evidence", "extractive", (), self._searched(said),
            tuple(self._articles()),
        )  # fmt: skip

    def _searched(self, text: str) -> Searched:
        return Searched(f"{text} read", 36, NOW, NOW, Filters(publishers=(text,)), NOW, window=text, outlets=2)

    def stream(self, question, *, history=(), filters=None, as_of=None, llm=None):
        self.asked.append(question)
        yield f"{self.token} {' '.join(self.batch)}"
        if question.startswith("fail"):
            raise QuestionError(f"{self.token} {' '.join(self.batch)}")
        yield (
            self._refusal(question)
            if question.startswith("refuse")
            else self._answer(question, range(len(self.batch)))
        )

    def ask(self, question, *, history=(), filters=None, as_of=None, llm=None):
        return self._answer(question, range(1))

    def recall(self, record):
        number = int(record["number"])
        return self._answer(self.batch[number], range(number, number + 1))

    def follow_ups(self, answer, limit=3, *, history=()):
        return [f"{one} {self.token}" for one in self.batch]

    def examples(self, limit=4):
        return [f"{one} {self.token}" for one in self.batch]

    def rate(self, answer, verdict, reason=None, *, history=(), rating_id=None):
        raise QuestionError(f"{self.complaint} {self.token}")

    def ratings(self):
        return []

    # -- what it says of itself --------------------------------------------------------------------------------

    def calendar(self, filters=None):
        return tuple(DayCount(NOW.date(), outlet, 9 - place) for place, outlet in enumerate(self.named[:OUTLETS]))

    def stats(self):
        named = tuple((one, 1) for one in self.named)
        return LibraryStats(
            path=Path("library"),
            articles=36 + self._turned,
            versions=36,
            passages=99,
            syndicated=1,
            undated=1,
            dated_ahead=1,
            first_published=NOW,
            last_published=NOW,
            publishers=named,
            languages=named,
            embedding_model=self.batch[0],
            size_bytes=1,
            indexes=tuple(IndexState(one, 1, 2) for one in self.batch),
            quotes=1,
            speakers=1,
        )

    def verify(self):
        return VerifyReport(1, 1, tuple(f"{one} {self.token}" for one in self.batch), self.batch[0])

    def add(self, sources, library, progress):
        progress(Progress(1, 1, 1.0))
        failed = tuple(Failure(f"{path} {one}", one) for path, one in zip(sources, self.batch, strict=False))
        return IngestReport(
            added=1, failed=(*failed, Failure(self.token, "end")), doubtful=len(self.batch),
            doubts=tuple(Doubt(one, one) for one in self.batch),
        )  # fmt: skip
