"""A language model that says what it is told to: a real server of OpenAI's protocol, and of Ollama's."""

import json
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import cycle
from typing import Any

from ontherecord.llms import LanguageModel, Prompt
from ontherecord.llms.hearing import Hearing


@dataclass(frozen=True)
class Say:
    """Text, in pieces of these sizes in turn, each after `delay` seconds."""

    text: str
    sizes: Sequence[int] = (7,)
    delay: float = 0.0


@dataclass(frozen=True)
class Noise:
    """So many tokens of no meaning, a piece each."""

    tokens: int
    word: str = "noise "


@dataclass(frozen=True)
class Silence:
    """Seconds without text, or until the client leaves; with `pings`, something that is no text every so often."""

    seconds: float
    pings: float | None = None


@dataclass(frozen=True)
class HangUp:
    """The connection is cut after this text; without any text, before there is an answer."""

    after: str = ""


@dataclass(frozen=True)
class Fail:
    """A status instead of an answer."""

    status: int
    retry_after: float | str | None = None
    message: str = "as the script says"


Act = Say | Noise | Silence | HangUp | Fail | str
# What one request is answered with; several acts make one answer.
Reply = Act | tuple[Act, ...]


@dataclass(frozen=True)
class Asked:
    """One request; `left` is set where the client leaves before its answer has ended."""

    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    left: threading.Event = field(default_factory=threading.Event)

    @property
    def messages(self) -> list[dict[str, str]]:
        return list(self.body["messages"])

    @property
    def system(self) -> str:
        return "\n".join(message["content"] for message in self.messages if message["role"] == "system")

    @property
    def user(self) -> str:
        return "\n".join(message["content"] for message in self.messages if message["role"] == "user")


Script = Callable[[Asked], Reply] | Sequence[Reply]


class ScriptedModel:
    """A server on 127.0.0.1 that answers by a script: a function of the request, or a reply a request.

    Where the replies are used up, the last one is given again. A text stands for `Say(text)`.

        with ScriptedModel(["Crews voted [1]."]) as model:
            library = Library.open(path, Settings(llm="openai:any", llm_url=model.url))
    """

    def __init__(self, script: Script = ("",)) -> None:
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"model": self}))
        self._server.daemon_threads = True
        # A client that leaves early is what many tests are about.
        self._server.handle_error = lambda *arguments: None
        self.play(script)

    def play(self, script: Script) -> None:
        """Answer by this script from now on, and forget what was asked."""
        self.asked: list[Asked] = []
        self._script = script
        self._answered = 0

    @property
    def url(self) -> str:
        """The address of OpenAI's protocol."""
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    @property
    def ollama_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def reply(self, asked: Asked) -> tuple[Act, ...]:
        """Return what a request is answered with, in order."""
        self.asked.append(asked)
        if callable(self._script):
            reply = self._script(asked)
        else:
            reply = self._script[min(self._answered, len(self._script) - 1)]
        self._answered += 1
        return reply if isinstance(reply, tuple) else (reply,)

    def __enter__(self) -> "ScriptedModel":
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    model: ScriptedModel
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        acts = self.model.reply(asked)
        try:
            self._perform(acts)
        except OSError:
            asked.left.set()
            self.close_connection = True

    def _perform(self, acts: tuple[Act, ...]) -> None:
        if isinstance(acts[0], Fail):
            return self._fail(acts[0])
        if acts[0] == HangUp():
            return self._cut()
        answer = _Answer(self)
        for act in acts:
            if isinstance(act, HangUp):
                answer.say(Say(act.after))
                return self._cut()
            answer.say(Say(act) if isinstance(act, str) else act)
        answer.end()

    def _fail(self, act: Fail) -> None:
        body = json.dumps({"error": {"message": act.message}} if "/v1/" in self.path else {"error": act.message})
        self.send_response(act.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body.encode())))
        if act.retry_after is not None:
            self.send_header("Retry-After", str(act.retry_after))
        self.end_headers()
        self.wfile.write(body.encode())

    def _cut(self) -> None:
        self.close_connection = True
        with suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *arguments: object) -> None:
        pass


class _Answer:
    """An answer on its way, in the protocol that the request was made in."""

    def __init__(self, handler: BaseHTTPRequestHandler) -> None:
        self._handler = handler
        self._openai = handler.path.endswith("/chat/completions")
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream" if self._openai else "application/x-ndjson")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()

    def say(self, act: Say | Noise | Silence | Fail) -> None:
        if isinstance(act, Say):
            for piece in _pieces(act.text, act.sizes):
                self._wait(act.delay)
                self._piece(piece)
        elif isinstance(act, Noise):
            for _ in range(act.tokens):
                self._piece(act.word)
        elif isinstance(act, Silence):
            self._be_silent(act)
        elif self._openai:
            self._event({"error": {"message": act.message}})
        else:
            self._event({"error": act.message})

    def end(self) -> None:
        if self._openai:
            self._event(_openai({}, "stop"))
            self._write(b"data: [DONE]\n\n")
        else:
            self._event(_ollama("", done=True))
        self._handler.wfile.write(b"0\r\n\r\n")

    def _be_silent(self, act: Silence) -> None:
        end = time.monotonic() + act.seconds
        while (left := end - time.monotonic()) > 0:
            self._wait(left if act.pings is None else min(left, act.pings))
            if act.pings is not None:
                self._piece("") if not self._openai else self._write(b": ping\n\n")

    def _piece(self, text: str) -> None:
        self._event(_openai({"role": "assistant", "content": text}) if self._openai else _ollama(text))

    def _event(self, event: dict[str, Any]) -> None:
        line = json.dumps(event)
        self._write(f"data: {line}\n\n".encode() if self._openai else f"{line}\n".encode())

    def _write(self, data: bytes) -> None:
        self._handler.wfile.write(b"%x\r\n%b\r\n" % (len(data), data))

    def _wait(self, seconds: float) -> None:
        """Wait, but no longer than the client does."""
        if seconds <= 0:
            return
        connection = self._handler.connection
        if select.select([connection], [], [], seconds)[0] and not connection.recv(1, socket.MSG_PEEK):
            raise ConnectionError("the client has left")


def _pieces(text: str, sizes: Sequence[int]) -> Iterator[str]:
    start = 0
    for size in cycle(sizes):
        if start >= len(text):
            return
        yield text[start : start + size]
        start += size


def _openai(delta: dict[str, str], finish: str | None = None) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": [choice]}


def _ollama(text: str, *, done: bool = False) -> dict[str, Any]:
    message = {"role": "assistant", "content": text}
    return {"model": "scripted", "created_at": "2025-01-01T00:00:00Z", "message": message, "done": done}


def said(model: LanguageModel, prompt: Prompt, most: int = 100) -> str:
    return "".join(model.stream(prompt, most))


def eventually(true: Callable[[], bool], seconds: float = 5.0) -> bool:
    """Return whether something becomes true in so many seconds."""
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        time.sleep(0.01)
    return true()


def listening() -> int:
    """Return how many threads listen to a model."""
    return sum(isinstance(thread, Hearing) for thread in threading.enumerate())
