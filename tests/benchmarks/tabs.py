"""Tabs of a browser with the chat open, without the browser: they speak to Gradio's queue as its pages do."""

import asyncio
import html
import json
import re
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx
from gradio_client.utils import apply_diff

ANSWER = '<div class="answer">'
# What is said of how long it took, and what is put below an answer later.
SECONDS, BELOW = re.compile(r"\d+&#46;\d s\b"), re.compile(r'<p class="wider">.*?</p>|<ul class="questions".*', re.S)
TURN = re.compile(r'<li class="turn".*?(?=<li class="turn"|</ol>$)', re.S)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a question: seconds to the first text and to the whole, and the answer as it was shown."""

    first: float
    whole: float
    shown: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the configuration of the served page tells of the event that asks, and of what follows it."""

    ask: int
    inputs: int
    talk: int
    afterwards: dict[int, list[int]]

    @classmethod
    async def load(cls, client: httpx.AsyncClient) -> "Page":
        """Return the page that is served."""
        config = (await client.get("/config")).json()
        names = {one["id"]: one["props"].get("elem_id") for one in config["components"]}
        events = config["dependencies"]
        targets = [(one, names[id_], event) for one in events for id_, event in one["targets"] if id_ in names]
        ask = next(one for one, name, event in targets if (name, event) == ("question", "submit"))
        afterwards = defaultdict[int, list[int]](list)
        for one in events:
            if one["trigger_after"] is not None:
                afterwards[one["trigger_after"]].append(one["id"])
        outputs = [names[id_] for id_ in ask["outputs"]]
        return cls(ask["id"], len(ask["inputs"]), outputs.index("talk"), afterwards)


@dataclass(slots=True)
class Tab:
    """One tab: a session of its own, which is alive as long as it is open; a context manager."""

    client: httpx.AsyncClient
    page: Page
    session: str = field(default_factory=lambda: uuid4().hex)
    asked: list[str] = field(default_factory=list)
    _events: dict[str, asyncio.Queue[dict[str, Any]]] = field(default_factory=dict)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _listening: bool = False

    async def __aenter__(self) -> "Tab":
        self._spawn(self._live())
        return self

    async def __aexit__(self, *error: object) -> None:
        for task in self._tasks:
            task.cancel()
        for came in await asyncio.gather(*self._tasks, return_exceptions=True):
            if isinstance(came, Exception) and not error[0]:
                raise came

    async def ask(self, question: str) -> Asked:
        """Ask a question in this conversation, and see to it that its own answer comes; what follows comes later."""
        began, first, shown = time.perf_counter(), None, list[Any]()
        self.asked.append(question)
        # Only the question: the browser sends no conversation, and nothing is narrowed.
        async for data in self._results(self.page.ask, [question, None, "", "", [], "", ""][: self.page.inputs]):
            shown = data
            text = str(shown[self.page.talk]).rpartition(ANSWER)[2]
            if first is None and not text.startswith('<p class="waiting"'):
                first = time.perf_counter() - began
        whole = time.perf_counter() - began
        self._spawn(self._afterwards(self.page.ask))
        assert first is not None
        return Asked(first, whole, self._own_answer(shown[self.page.talk]))

    async def settled(self) -> None:
        """Wait for what follows the answers."""
        while self._events:
            await asyncio.sleep(0.01)

    def _own_answer(self, talk: str) -> str:
        """Return the newest answer without what changes; the conversation must be this tab's own, and settled."""
        turns = TURN.findall(talk)
        assert 'data-state="settled"' in talk, "an answer that is whole is still waited for"
        assert len(turns) == len(self.asked), f"{len(turns)} answers are shown to {len(self.asked)} questions"
        for turn, question in zip(turns, self.asked, strict=True):
            assert " ".join(question.split()) in " ".join(html.unescape(turn).split()), f"no answer to {question!r}"
        return BELOW.sub("", SECONDS.sub("", turns[-1].partition(ANSWER)[2]))

    async def _afterwards(self, event: int) -> None:
        for follower in self.page.afterwards[event]:
            async for _ in self._results(follower, [None]):
                pass
            await self._afterwards(follower)

    async def _results(self, event: int, data: list[Any]) -> Any:
        """Put an event into the queue and yield what is shown, each time that it changes."""
        sent = {"data": data, "event_data": None, "fn_index": event, "trigger_id": None, "session_hash": self.session}
        joined = await self.client.post("/gradio_api/queue/join", json=sent)
        assert joined.status_code == 200, joined.text
        name = joined.json()["event_id"]
        messages = self._events.setdefault(name, asyncio.Queue())
        if not self._listening:
            self._listening = True
            self._spawn(self._listen())
        shown: list[Any] | None = None
        try:
            while True:
                message = await messages.get()
                if message["msg"] not in ("process_generating", "process_completed"):
                    continue
                assert message["success"], message
                new = message["output"]["data"]
                if message["msg"] == "process_completed":
                    yield new
                    return
                shown = new if shown is None else [apply_diff(*both) for both in zip(shown, new, strict=True)]
                yield shown
        finally:
            del self._events[name]

    async def _listen(self) -> None:
        """Hand on what the server tells of the events, as long as there are any."""
        while self._events:
            where = f"/gradio_api/queue/data?session_hash={self.session}"
            async with self.client.stream("GET", where) as told:
                async for line in told.aiter_lines():
                    message = json.loads(line[5:]) if line.startswith("data:") else {}
                    if message.get("msg") == "close_stream":
                        break
                    if name := message.get("event_id"):
                        self._events.setdefault(name, asyncio.Queue()).put_nowait(message)
            await asyncio.sleep(0)
        self._listening = False

    async def _live(self) -> None:
        with suppress(httpx.ReadError):
            async with self.client.stream("GET", f"/gradio_api/heartbeat/{self.session}") as beats:
                async for _ in beats.aiter_lines():
                    pass

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
