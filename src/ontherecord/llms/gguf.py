"""Models in files of the GGUF format, run in this process by llama.cpp."""

import os
import threading
import weakref
from collections.abc import Iterable, Iterator, Sequence
from math import inf
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ontherecord.errors import LanguageModelError, SettingError
from ontherecord.llms.hearing import LOOK_S, Hearing, Tell, abandoned
from ontherecord.llms.talking import Chat, Talker, require
from ontherecord.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import CustomLLM

DEFAULT_WINDOW = 4096
# Tokens of a prompt read at a time; between two such it can be interrupted.
BATCH = 128
LONGEST_FAREWELL_S = 30.0


class Engine:
    """A model loaded into this process, which says one thing at a time."""

    def __init__(self, file: Path, window: int) -> None:
        """Load a model. Raises LanguageModelError."""
        from xllamacpp import CommonParams, Server

        threads = os.cpu_count() or 1
        params = CommonParams()
        params.model.path = str(file)
        params.n_ctx = window
        params.n_batch = BATCH
        params.n_parallel = 1
        params.n_threads_http = 1
        for processors in (params.cpuparams, params.cpuparams_batch):
            processors.n_threads = threads
            # Threads that wait sleep: where another program has a processor, waiting busily takes it from their own.
            processors.poll = 0
        # It would keep up to eight gigabytes of earlier prompts.
        params.cache_ram_mib = 0
        params.offline = True
        params.verbosity = 0
        # It cannot be had without a door: this one opens into a folder of our own, which is gone once it has started.
        with TemporaryDirectory(prefix="otr") as folder:
            params.hostnames = [str(Path(folder) / "llm.sock")]
            try:
                self._server = Server(params)
            except RuntimeError as error:
                raise LanguageModelError(
                    f"the language model {file} cannot be loaded ({error}): name a whole GGUF file of a language "
                    "model that fits into memory"
                ) from error
        self._turn = threading.Lock()
        self._hearings = weakref.WeakSet[Hearing]()
        # A process that ends under llama.cpp's feet crashes.
        weakref.finalize(self, _interrupt, self._hearings, self._turn)

    def pieces(self, messages: Sequence[dict[str, str]], most: int | None) -> Iterator[str]:
        """Yield what the model answers, piece by piece."""
        request: dict[str, Any] = {"messages": list(messages), "temperature": 0.0, "stream": True}
        # Events also while the prompt is read, to interrupt it at.
        request["return_progress"] = True
        # What a model thinks counts towards `most` and is not shown.
        request["chat_template_kwargs"] = {"enable_thinking": False}
        if most is not None:
            request["max_tokens"] = most

        def speak(tell: Tell) -> None:
            while not self._turn.acquire(timeout=LOOK_S):
                if abandoned():
                    return
            try:
                if not abandoned():
                    self._answer(request, tell)
            finally:
                self._turn.release()

        hearing = Hearing(speak)
        self._hearings.add(hearing)
        return hearing.pieces(inf)

    def _answer(self, request: dict[str, Any], tell: Tell) -> None:
        errors = list[str]()

        def hear(event: dict[str, Any]) -> bool:
            """Return whether to stop."""
            if "choices" not in event:
                errors.append(str((event.get("error") or event).get("message", "no reason given")))
                return True
            texts = [choice["delta"].get("content") or "" for choice in event["choices"]]
            return not tell("".join(texts))

        self._server.handle_chat_completions(request, hear)
        if errors:
            raise RuntimeError(errors[0])


def gguf_model(path: str, settings: Settings, patience: float) -> Talker:
    """Return a model in a file; it is loaded when first used. Raises SettingError."""
    require("xllamacpp", "gguf")
    file = Path(path).expanduser()
    if not file.is_file():
        raise SettingError(f"there is no language model at {file}: name a GGUF file as gguf:PATH")
    window = settings.llm_window or DEFAULT_WINDOW

    def make() -> Chat:
        llm = _in_llamaindex(Engine(file, window), path, window)
        return lambda messages, most: llm.stream_chat(messages, max_tokens=most)

    return Talker(f"gguf:{path}", window, make)


def _interrupt(hearings: Iterable[Hearing], turn: threading.Lock) -> None:
    for hearing in list(hearings):
        hearing.abandoned.set()
    turn.acquire(timeout=LONGEST_FAREWELL_S)


def _in_llamaindex(engine: Engine, name: str, window: int) -> "CustomLLM":
    from llama_index.core.llms import ChatMessage, ChatResponse, CompletionResponse, CustomLLM, LLMMetadata

    class InProcess(CustomLLM):  # type: ignore[misc]
        """The engine as LlamaIndex knows models."""

        @property
        def metadata(self) -> LLMMetadata:
            return LLMMetadata(context_window=window, is_chat_model=True, model_name=name)

        def stream_chat(self, messages: Sequence[ChatMessage], **kwargs: object) -> Iterator[ChatResponse]:
            said = ""
            asked = [{"role": message.role.value, "content": message.content or ""} for message in messages]
            most = kwargs.get("max_tokens")
            for piece in engine.pieces(asked, most if isinstance(most, int) else None):
                said += piece
                yield ChatResponse(message=ChatMessage(role="assistant", content=said), delta=piece)

        def stream_complete(
            self, prompt: str, formatted: bool = False, **kwargs: object
        ) -> Iterator[CompletionResponse]:
            for response in self.stream_chat([ChatMessage(role="user", content=prompt)], **kwargs):
                yield CompletionResponse(text=response.message.content or "", delta=response.delta)

        def complete(self, prompt: str, formatted: bool = False, **kwargs: object) -> CompletionResponse:
            pieces = [response.delta or "" for response in self.stream_complete(prompt, formatted, **kwargs)]
            return CompletionResponse(text="".join(pieces))

    return InProcess()
