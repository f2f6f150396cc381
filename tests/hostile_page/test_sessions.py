"""Many visitors at once, strangers among them: nobody sees another's words, does what others may, or does harm."""

import html
import json
import re
import secrets
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.routing import Mount

from ontherecord import Library, Settings
from tests.conftest import make_article
from tests.fakes import HashEmbedder
from tests.hostile_page.serving import Served, served
from tests.running import send
from tests.telling import an_answer, an_article, cite

ANN, BOB = ("ann", "a word"), ("bob", "another")
MEGABYTES_MORE = 100


class Session:
    """A visitor who sends what a page sends, without a browser."""

    def __init__(self, served: Served, login: tuple[str, str] | None = None) -> None:
        self.name, self.heard = secrets.token_hex(6), ""
        self._blocks = served.blocks
        self._http = httpx.Client(base_url=served.address, timeout=20)
        if login:
            assert self._http.post("/login", data=dict(zip(("username", "password"), login, strict=True))).is_success

    def fn(self, place: str, event: str) -> int:
        """Return the number of what becomes of an event of a part of the page."""
        (part,) = (one for one, block in self._blocks.blocks.items() if getattr(block, "elem_id", "") == place)
        return next(number for number, fn in self._blocks.fns.items() if (part, event) in fn.targets)

    def call(self, fn: int, data: list, event_data: object = None, name: str | None = None) -> list[dict]:
        """Send an event, and return what comes back, as far as it comes to an end."""
        sent = {"fn_index": fn, "data": data, "event_data": event_data, "session_hash": name or self.name}
        answer = self._http.post("/gradio_api/queue/join", json=sent)
        if answer.status_code != 200:
            return [{"msg": "refused", "status": answer.status_code, "output": answer.text}]
        messages = []
        with self._http.stream("GET", "/gradio_api/queue/data", params={"session_hash": name or self.name}) as lines:
            for line in lines.iter_lines():
                self.heard += line
                messages += [json.loads(line[6:])] if line.startswith("data: ") else []
                if messages and messages[-1]["msg"] in ("process_completed", "close_stream", "unexpected_error"):
                    break
        return messages

    def ask(self, question: str) -> str:
        """Ask a question with no limits and return all that came back of it."""
        fn = self.fn("question", "submit")
        inputs = len(self._blocks.fns[fn].inputs)
        form = [question, None, None, None, [], "", None][:inputs]
        return html.unescape(json.dumps(self.call(fn, form)))


class Echoing:
    """Answers each question with an article that has it in every field, and notes what is done with the library."""

    def __init__(self, library: Library) -> None:
        self._library, self.done = library, list[str]()

    def __getattr__(self, name: str):
        if name in ("remove", "ratings", "verify", "rebuild", "remove_all"):
            self.done.append(name)
        return getattr(self._library, name)

    def stream(self, question, *, history=(), **options):
        article = an_article(
            f"They said {question} at dawn.", title=question, publisher=question, authors=(question,)
        )
        told = [cite(article, f"They said {question} at dawn.")]
        answer = an_answer(*told, question=question)
        yield answer.text
        time.sleep(0.01)
        # What was asked before is part of what comes back, as it is when a question is completed.
        yield an_answer(*told, question=question, text=f"{answer.text}\n\n{' / '.join(history)}")

    def follow_ups(self, answer, limit=3, *, history=()):
        return [f"more on {answer.question}?"]

    def add(self, sources, library, progress):
        self.done.append("add")
        raise AssertionError


@pytest.fixture(scope="module")
def library(tmp_path_factory) -> Iterator[Library]:
    settings = Settings(attribution="off")
    with Library.open(tmp_path_factory.mktemp("sessions") / "library", settings, embedder=HashEmbedder()) as library:
        library.add(make_article(number) for number in range(12))
        yield library


@pytest.fixture(scope="module")
def echoing(library) -> Iterator[Served]:
    echo = Echoing(library)
    with served(echo, echo.add) as page:
        yield page


@pytest.fixture(scope="module")
def plain(library) -> Iterator[Served]:
    with served(library, None) as page:
        yield page


def memory() -> float:
    """Return how many megabytes this process, which serves, holds."""
    held = re.search(r"VmRSS:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(held[1]) / 1000


# -- one from another ------------------------------------------------------------------------------------------


def test_no_word_of_one_conversation_comes_up_in_another(echoing):
    visitors = {f"canary{secrets.token_hex(8)}": Session(echoing) for _ in range(20)}

    def converse(canary: str) -> None:
        session = visitors[canary]
        for number in range(3):
            assert f"{canary} {number}" in session.ask(f"{canary} {number}")
        session.call(session.fn("talk", "sources"), [None], {"act": "sources", "turn": "1"})
        keeping = next(n for n, fn in echoing.blocks.fns.items() if getattr(fn.fn, "__name__", "") == "_kept")
        (kept,) = [one for one in session.call(keeping, [None]) if one["msg"] == "process_completed"]
        told = json.loads(kept["output"]["data"][0])
        assert told["number"] == 3
        conversation = json.dumps({"turns": [{"question": told["turn"]["question"], "text": canary}]})
        for kind in ("md", "html"):
            data = {"act": "export", "format": kind, "conversation": conversation}
            assert canary in json.dumps(session.call(session.fn("history", "export"), [], data))

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(converse, visitors))
    for canary, session in visitors.items():
        assert canary in session.heard
        assert [other for other in visitors if other != canary and other in session.heard] == []


def test_stranger_who_does_not_know_the_name_of_a_session_hears_nothing_of_it(echoing):
    owner, stranger = Session(echoing), Session(echoing)
    owner.ask("canary of the owner")
    keeping = next(n for n, fn in echoing.blocks.fns.items() if getattr(fn.fn, "__name__", "") == "_kept")
    for name in ("", "x", owner.name[:-1], owner.name.upper(), f"{owner.name} ", "%", "*", "__proto__", "null"):
        stranger.call(keeping, [None], name=name or stranger.name)
    assert "canary" not in stranger.heard
    stranger.call(keeping, [["canary of a stranger"]])
    # A state is never taken from what is sent.
    assert "canary" not in stranger.heard


def test_name_of_a_session_cannot_be_guessed(in_chromium, echoing):
    def names(browser) -> set[str]:
        found = set()
        for _ in range(3):
            page = browser.new_page()
            with page.expect_request(re.compile("session_hash=")) as asked:
                page.goto(echoing.address)
            found.add(re.search(r"session_hash=(\w+)", asked.value.url)[1])
            page.close()
        return found

    seen = in_chromium(names)
    assert len(seen) == 3
    # Of 36 signs each: over fifty bits of chance.
    assert all(len(name) >= 10 for name in seen)


# -- other sites -----------------------------------------------------------------------------------------------


def routes(app, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield method and path of all that changes something."""
    for route in app.routes:
        path = prefix + (getattr(route, "path", None) or "")
        # Of routers that are part of another, as FastAPI keeps them.
        inner = getattr(route, "original_router", None) or (route if isinstance(route, Mount) else None)
        if inner is not None:
            yield from routes(inner, path)
        for method in getattr(route, "methods", None) or ():
            if method not in ("GET", "HEAD", "OPTIONS"):
                yield method, re.sub(r"\{[^}]*\}", "x", path)


def test_no_other_site_changes_anything_by_any_route_there_is(echoing):
    found = set(routes(echoing.site._gradio))
    assert {("POST", "/gradio_api/queue/join"), ("POST", "/gradio_api/upload"), ("POST", "/login")} <= found
    assert len(found) > 15
    accepted = [
        (method, path, origin)
        for method, path in sorted(found | {("POST", "/gradio_api/mcp/")})
        for origin in ("null", "https://evil.example", f"http://127.0.0.1:{echoing.port + 1}", "file://")
        if send(echoing.port, method, path, {"Origin": origin, "Content-Type": "text/plain"}, "{}").status != 403
    ]
    assert accepted == []


def test_every_answer_says_what_a_browser_may_do_with_it_errors_included(echoing):
    asked = [
        *(("GET", "/"), ("GET", "/nothing"), ("GET", "/config"), ("GET", "/gradio_api/file=/etc/passwd")),
        *(("GET", "/gradio_api/file=../../etc/passwd"), ("GET", "/gradio_api/file=%2e%2e/%2e%2e/etc/passwd")),
        *(
            ("GET", "/static/../../../etc/passwd"),
            ("GET", "/assets/..%2f..%2f..%2fetc%2fpasswd"),
            ("GET", "/svelte/../x"),
        ),
        *(("POST", "/gradio_api/queue/join"), ("PUT", "/")),
        *(("POST", "/gradio_api/upload"), ("GET", "/gradio_api/proxy=http://evil.example"), ("GET", "/monitoring")),
    ]
    for method, path in asked:
        answer = send(echoing.port, method, path)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"], path
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "root:" not in answer.body, path


# -- who may do what -------------------------------------------------------------------------------------------


def test_reader_who_forges_every_event_there_is_changes_nothing_and_takes_nothing(library):
    echo = Echoing(library)
    before = library.stats().articles
    with served(echo, echo.add, [ANN], [BOB]) as page:
        bob = Session(page, BOB)
        uploaded = {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}
        events = [{"act": act, "article": library.newest(1)[0].id} for act in ("confirm-removal", "remove")]
        for number, fn in page.blocks.fns.items():
            filled = [[uploaded] if one.get_block_name() == "file" else "https://news.example/x" for one in fn.inputs]
            for event in events:
                bob.call(number, filled if number % 2 else [None] * len(fn.inputs), event)
        named = [("add", "click"), ("url", "submit"), ("check", "click"), ("ratings", "click")]
        named += [("articles", "remove"), ("removal", "decide")]
        for place, event in named:
            number = bob.fn(place, event)
            inputs = page.blocks.fns[number].inputs
            told = bob.call(number, [None if one.get_block_name() == "file" else "x" for one in inputs], events[0])
            assert "only editors" in json.dumps(told), (place, event)
        assert echo.done == []
        assert library.stats().articles == before
        ann = Session(page, ANN)
        assert ann.call(ann.fn("ratings", "click"), [])[-1]["success"]
    assert echo.done == ["ratings"]


# -- too much --------------------------------------------------------------------------------------------------


def test_question_of_a_megabyte_is_refused_and_takes_no_memory(plain):
    session, before = Session(plain), memory()
    assert "refused" in session.ask("x" * 1_000_000)
    for _ in range(5):
        assert "the question has 900,000 characters" in session.ask("x" * 900_000)
    assert memory() - before < MEGABYTES_MORE
    assert "Rotterdam" in session.ask("What did dock workers in Rotterdam do?")


def test_two_hundred_requests_at_once_do_no_harm(plain):
    Session(plain).ask("What did dock workers in Rotterdam do?")
    before = memory()

    fn = Session(plain).fn("question", "submit")
    data = ["What did dock workers do?", None, None, None, [], "", None][: len(plain.blocks.fns[fn].inputs)]

    def visit(number: int) -> int:
        if number % 4 == 0:
            return send(plain.port, "GET", "/config").status
        sent = {"fn_index": fn, "data": data, "session_hash": secrets.token_hex(6)}
        headers = {"Content-Type": "application/json"}
        return send(plain.port, "POST", "/gradio_api/queue/join", headers, json.dumps(sent)).status

    with ThreadPoolExecutor(200) as pool:
        answers = list(pool.map(visit, range(200)))
    assert set(answers) <= {200, 503}
    assert answers.count(200) >= 100
    started = time.perf_counter()
    while time.perf_counter() - started < 5:
        told = Session(plain).ask("What did dock workers in Rotterdam do?")
        if "Rotterdam" in told:
            break
        time.sleep(0.1)
    assert "went back to work" in told
    assert memory() - before < MEGABYTES_MORE
