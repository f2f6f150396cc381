"""What went wrong between here and a model, whichever library says so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ontherecord.errors import LanguageModelError

LONGEST_DETAIL = 200
# Each library has its own error for these; the names are all they share.
UNREACHED = {"ConnectionError", "APIConnectionError", "NetworkError", "ConnectError", "RemoteProtocolError"}
SILENT = {"TimeoutError", "APITimeoutError", "TimeoutException"}
SECRET = re.compile(r"(?i)\bbearer\s+\S+|\bsk-\S+")


@dataclass(frozen=True, slots=True)
class Failure:
    """What is known of a failed attempt: its kind, the server's status, and in how many seconds to come again."""

    kind: str
    status: int | None
    retry_after: float
    detail: str

    @classmethod
    def of(cls, error: BaseException, secret: str | None = None) -> "Failure":
        """Read an error and what caused it, and leave out what is secret."""
        chain = list(_chain(error))
        names = {base.__name__ for one in chain for base in type(one).__mro__}
        status = next((found for one in chain if (found := _status(one)) is not None), None)
        if status is not None:
            kind = "refused"
        elif names & SILENT:
            kind = "silent"
        else:
            kind = "unreached" if names & UNREACHED else "failed"
        retry_after = max(_retry_after(one) for one in chain)
        return cls(kind, status, retry_after, _detail(error, secret))

    @property
    def passing(self) -> bool:
        """Whether it may be gone in a moment."""
        if self.status is not None:
            return self.status in (408, 429) or self.status >= 500
        return self.kind == "unreached"

    def error(self, model: str, patience: float, *, begun: bool) -> LanguageModelError:
        """Return the error to raise; what a server says of a key is left out."""
        if self.kind == "silent":
            return LanguageModelError(
                f"{model} said nothing for {patience:g} s: ask again, or set ONTHERECORD_LLM_PATIENCE to more seconds"
            )
        if begun:
            return LanguageModelError(f"{model} broke off in the middle of its answer ({self._what()}): ask again")
        if self.kind == "unreached":
            return LanguageModelError(
                f"{model} cannot be reached ({self._what()}): start its server, or set ONTHERECORD_LLM_URL to another"
            )
        if self.status in (401, 403):
            return LanguageModelError(f"{model} refuses the key (status {self.status}): set ONTHERECORD_LLM_KEY")
        return LanguageModelError(f"{model} failed ({self._what()}): {self._remedy()}")

    def _what(self) -> str:
        return self.detail if self.status is None else f"status {self.status}: {self.detail}"

    def _remedy(self) -> str:
        if self.passing:
            return "ask again later"
        if self.status == 404:
            return "name a model that its server has"
        return "check its name and settings"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    seen = set[int]()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _detail(error: BaseException, secret: str | None) -> str:
    body = getattr(error, "body", None)
    # What a server says, as OpenAI's and Ollama's clients have it, before what its client makes of it.
    said = body.get("message") if isinstance(body, dict) else getattr(error, "error", None)
    text = " ".join(str(said or error).split()) or type(error).__name__
    if secret:
        text = text.replace(secret, "…")
    return SECRET.sub("…", text)[:LONGEST_DETAIL]


def _status(error: BaseException) -> int | None:
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int) and status >= 400:
            return status
    return None


def _retry_after(error: BaseException) -> float:
    headers = getattr(getattr(error, "response", None), "headers", None) or {}
    try:
        return max(0.0, float(headers["retry-after"]))
    except (KeyError, TypeError, ValueError):
        return 0.0
