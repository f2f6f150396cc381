"""A language model that repeats an attacker word for word: nothing loads by itself or leads out of the record."""

import re
from collections.abc import Iterator

import pytest

from ontherecord import Answer, Article, Library, Settings
from tests.fakes import HashEmbedder
from tests.hostile import CALLING, WRITTEN
from tests.hostile_page.auditing import Visit
from tests.hostile_page.serving import Served, served
from tests.scripted_model import Asked, ScriptedModel
from tests.scripts import Evidence

# What loads or leads elsewhere, by every way that a renderer of HTML, CSS, SVG, Markdown or LaTeX knows.
VECTORS = list(
    dict.fromkeys(
        [
            *CALLING,
            *(text for text in WRITTEN if "evil.example" in text),
            "<a href=https://evil.example/ ping=https://evil.example/p>read</a>",
            "<link rel=preconnect href=https://evil.example>",
            "<style>@font-face{font-family:x;src:url(https://evil.example/f.woff2)}*{font-family:x}</style>",
            "<svg><style>@import url(https://evil.example/s.css)</style></svg>",
            "<svg><a href=https://evil.example><text y=9>read</text></a></svg>",
            "<video src=https://evil.example/v.mp4 autoplay></video>",
            "<portal src=https://evil.example></portal>",
            "[![photo](https://evil.example/i.png)](https://evil.example/l)",
            "<table background=https://evil.example/t.png><td background=https://evil.example/d.png>",
            "$$\\url{https://evil.example}$$ \\href{https://evil.example}{here}",
        ]
    )
)
# So many are told in one answer.
SIZE = 12
GROUPS = [VECTORS[start : start + SIZE] for start in range(0, len(VECTORS), SIZE)]
TOPICS = ("harbour", "vaccine", "bridge", "beekeepers", "minister", "comet", "railway", "theatre", "market")


class Noting:
    """A library whose answers are noted."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self.answers: list[Answer] = []

    def __getattr__(self, name: str):
        return getattr(self._library, name)

    def stream(self, *arguments, **options):
        for piece in self._library.stream(*arguments, **options):
            self.answers += [piece] if isinstance(piece, Answer) else []
            yield piece


def sentence(topic: str, vector: str) -> str:
    return f"The {topic} committee voted on Monday to publish {' '.join(vector.split())} in its report."


def verbatim(asked: Asked) -> str:
    """Say what the articles say, word for word, and what they do not, with keys that are right, wrong and made up."""
    evidence = Evidence(asked)
    topic = next(topic for topic in TOPICS if topic in asked.user.rpartition("uestion")[2] or topic in asked.user)
    told = []
    for vector in GROUPS[TOPICS.index(topic)]:
        text = sentence(topic, vector)
        told.append(f"{text} [{evidence.key(text)}] {vector} [{evidence.unknown}] {vector} [99]")
    return "\n".join(told)


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Iterator[Served]:
    with (
        ScriptedModel(verbatim) as model,
        Library.open(
            tmp_path_factory.mktemp("loading") / "library",
            Settings(llm_url=model.url, attribution="off"),
            embedder=HashEmbedder(max_tokens=400),
        ) as library,
    ):
        library.add(
            Article(
                title=f"The {topic} report",
                text="\n\n".join(sentence(topic, vector) for vector in group),
                url=f"https://island.example/{topic}",
                publisher=group[0],
            )
            for topic, group in zip(TOPICS, GROUPS, strict=False)
        )
        noting = Noting(library)
        with served(noting, None, llm="openai:x") as page:
            yield page


def test_there_are_enough_ways_to_load_something():
    assert len(VECTORS) >= 40
    assert len(GROUPS) <= len(TOPICS)


def test_nothing_that_a_model_repeats_loads_or_leads_out_of_the_record(in_chromium, page):
    def ask(browser) -> int:
        visit = Visit(browser, page.port)
        visit.go()
        for number, (topic, _) in enumerate(zip(TOPICS, GROUPS, strict=False), 1):
            visit.page.fill("#question textarea", f"What did the {topic} committee vote to publish in its report?")
            visit.page.press("#question textarea", "Enter")
            visit.wait("#talk .turns[data-state=settled] .turn:last-child h2", topic)
            assert visit.page.locator("#talk .turn").count() == number
            visit.wait("#sources", "Sources")
            assert visit.audit() == []
        links = visit.page.evaluate("[...document.querySelectorAll('#talk a, #sources a')].map(a => a.href)")
        assert {re.sub("#.*", "", link) for link in links if not link.startswith(page.address)} <= {
            f"https://island.example/{topic}" for topic in TOPICS
        }
        requests = visit.watch.requests
        visit.close()
        return requests

    assert in_chromium(ask) > 0
    answers = page.library.answers
    assert len(answers) == len(GROUPS)
    # The model was asked, and said it all.
    assert sum(len(answer.writing.cut) + len(answer.statements) for answer in answers) >= 40
    for answer in answers:
        known = {hit.article.id for hit in page.library.search(answer.question, limit=50)}
        for citation in answer.citations:
            assert citation.article.id in known
            assert page.library.article(citation.article.id).text[citation.start : citation.end] == citation.text
        markers = {citation.marker for citation in answer.citations}
        assert {marker for told in answer.statements for marker in told.markers} <= markers
        assert {int(found) for found in re.findall(r"\[(\d+)\]", answer.text)} - {1, 99} <= markers


def test_article_that_holds_it_all_is_read_as_text(in_chromium, page):
    article = page.library.article(f"https://island.example/{TOPICS[0]}")

    def shown(browser) -> str:
        visit = Visit(browser, page.port)
        visit.go(f"?article={article.id}")
        visit.wait("#reader h2", article.title)
        assert visit.audit() == []
        text = visit.page.text_content("#reader .text")
        visit.close()
        return text

    text = " ".join(in_chromium(shown).split())
    assert [vector for vector in GROUPS[0] if " ".join(vector.split()) not in text] == []
