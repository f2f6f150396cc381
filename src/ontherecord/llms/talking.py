"""What a LlamaIndex model says, as text alone."""

import threading
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, TypeAlias

from ontherecord.errors import SettingError
from ontherecord.llms.models import Prompt
from ontherecord.settings import Settings

if TYPE_CHECKING:
    from llama_index.core.llms import LLM, ChatMessage, ChatResponse

DEFAULT_WINDOW = 8192

Chat: TypeAlias = "Callable[[Sequence[ChatMessage], int], Iterator[ChatResponse]]"


class Talker:
    """A model of LlamaIndex, made when first needed and once."""

    def __init__(self, name: str, window: int, make: Callable[[], Chat], secret: str | None = None) -> None:
        """Take what makes the call that answers a row of messages within so many tokens, and the key for it."""
        self.name = name
        self.window = window
        self.secret = secret
        self._make = make
        self._making = threading.Lock()

    def prepare(self) -> None:
        """Load the library, and a model that runs in this process."""
        with self._making:
            self._chat  # noqa: B018

    def stream(self, prompt: Prompt, most: int) -> Iterator[str]:
        """Yield what the model says, piece by piece; raises whatever its library raises."""
        from llama_index.core.llms import ChatMessage

        said = 0
        messages = [ChatMessage(role="system", content=prompt.system), ChatMessage(role="user", content=prompt.user)]
        for response in self._chat(messages, most):
            piece = response.delta
            if piece is None:  # some give the whole so far alone
                piece = (response.message.content or "")[said:]
            said += len(piece)
            yield piece

    @cached_property
    def _chat(self) -> Chat:
        import llama_index.core.llms  # noqa: F401

        return self._make()


def any_model(llm: "LLM", settings: Settings) -> Talker:
    """Wrap a model of LlamaIndex that somebody has made; how it is set up is left to them."""
    model = getattr(llm, "model", None) or getattr(llm, "model_name", None)
    name = f"{type(llm).__name__}:{model}" if isinstance(model, str) else type(llm).__name__
    key = getattr(llm, "api_key", None)
    return Talker(
        name,
        settings.llm_window or _window(llm),
        lambda: lambda messages, most: llm.stream_chat(messages),
        key if isinstance(key, str) else None,
    )


def require(module: str, extra: str) -> None:
    """Raise SettingError where a kind of model needs a package that is not installed."""
    try:
        found = find_spec(module) is not None
    except ModuleNotFoundError:
        found = False
    if not found:
        raise SettingError(f"{extra}: models need a package of their own: pip install 'ontherecord[{extra}]'")


def _window(llm: "LLM") -> int:
    window = getattr(llm, "context_window", None)
    if window is None:
        window = llm.metadata.context_window
    # One that would ask its server, as Ollama's does, says -1 until then.
    return window if isinstance(window, int) and window > 0 else DEFAULT_WINDOW
