"""Models behind a server: any that speaks OpenAI's protocol, and Ollama."""

import os
from collections.abc import Iterator
from ipaddress import ip_address
from itertools import takewhile
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ontherecord.errors import SettingError
from ontherecord.llms.hearing import abandoned, current
from ontherecord.llms.talking import DEFAULT_WINDOW, Chat, Talker, require
from ontherecord.settings import Settings

if TYPE_CHECKING:
    import httpx

OPENAI_URL = "https://api.openai.com/v1"
OLLAMA_URL = "http://127.0.0.1:11434"


def openai_model(model: str, settings: Settings, patience: float) -> Talker:
    """Return a model of OpenAI, or of any server that speaks its protocol. Raises SettingError."""
    require("llama_index.llms.openai_like", "openai")
    url = _address(settings.llm_url or OPENAI_URL)
    key = settings.llm_key or os.environ.get("OPENAI_API_KEY")
    if not key and not settings.llm_url:
        raise SettingError(
            f"openai:{model} needs a key: set ONTHERECORD_LLM_KEY or OPENAI_API_KEY, "
            "or ONTHERECORD_LLM_URL where a server of your own runs it"
        )
    window = settings.llm_window or DEFAULT_WINDOW

    def make() -> Chat:
        import httpx

        # It would be loaded amid the first answer, at the cost of the patience.
        import openai.resources.chat.completions  # noqa: F401
        from llama_index.llms.openai_like import OpenAILike

        client = httpx.Client(**_manners(url, patience))
        return lambda messages, most: OpenAILike(
            model=model,
            api_base=url,
            api_key=key or "none",
            http_client=client,
            timeout=patience,
            max_retries=0,
            temperature=0.0,
            max_tokens=most,
            context_window=window,
            is_chat_model=True,
        ).stream_chat(messages)

    return Talker(f"openai:{model}", window, make, key)


def ollama_model(model: str, settings: Settings, patience: float) -> Talker:
    """Return a model that Ollama runs. Raises SettingError."""
    require("llama_index.llms.ollama", "ollama")
    url = _address(settings.llm_url or OLLAMA_URL)
    window = settings.llm_window or DEFAULT_WINDOW
    headers = {"Authorization": f"Bearer {settings.llm_key}"} if settings.llm_key else {}

    def make() -> Chat:
        from llama_index.llms.ollama import Ollama
        from ollama import Client

        client = Client(host=url, headers=headers, **_manners(url, patience))
        return lambda messages, most: Ollama(
            model=model,
            base_url=url,
            client=client,
            request_timeout=patience,
            temperature=0.0,
            # Ollama's metadata asks the server where the window is not given.
            context_window=window,
            additional_kwargs={"num_predict": most},
            # What a model thinks counts towards `most` and is not shown.
            thinking=False,
        ).stream_chat(messages)

    return Talker(f"ollama:{model}", window, make, settings.llm_key)


def _address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingError(f"the setting llm_url cannot be {url!r}: set it to an http:// or https:// address")
    return url


def _manners(url: str, patience: float) -> dict[str, Any]:
    return {
        "timeout": patience,
        "follow_redirects": False,
        # A proxy of the environment would look for this machine's own addresses on itself.
        "trust_env": not _loopback(url),
        "event_hooks": {"response": [_leave_when_abandoned]},
    }


def _loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _leave_when_abandoned(response: "httpx.Response") -> None:
    import httpx

    class Leaving(httpx.SyncByteStream):
        """Ends between two pieces of a body where nobody reads on, also those that carry no text."""

        def __init__(self, body: httpx.SyncByteStream) -> None:
            self._body = body

        def __iter__(self) -> Iterator[bytes]:
            return takewhile(lambda _: not abandoned(), self._body)

        def close(self) -> None:
            self._body.close()

    if isinstance(response.stream, httpx.SyncByteStream):
        response.stream = Leaving(response.stream)
    # OpenAI's client would close it when the garbage collector comes by.
    if (hearing := current()) is not None:
        hearing.at_end(response.close)
