"""A language model within bounds: how long it may be silent, how often it is tried, how much it may say."""

import time
from collections.abc import Iterator, Sequence

from ontherecord.errors import OnTheRecordError
from ontherecord.llms.failures import Failure
from ontherecord.llms.hearing import Hearing, Tell
from ontherecord.llms.models import Prompt, Unbounded

WAITS = (0.5, 1.0)
LONGEST_WAIT_S = 5.0
CHARACTERS_A_TOKEN = 6


class Bounded:
    """A model that says something within its patience, or fails; and that ends."""

    def __init__(self, model: Unbounded, patience: float, waits: Sequence[float] = WAITS) -> None:
        """Give a model so many seconds for each piece of text, and another attempt after each of `waits`."""
        self.name = model.name
        self.window = model.window
        self._model = model
        self._patience = patience
        self._waits = tuple(waits)

    def stream(self, prompt: Prompt, most: int) -> Iterator[str]:
        """Yield the answer as it arrives, six characters a token of `most` at the most. Raises LanguageModelError."""
        left = most * CHARACTERS_A_TOKEN
        for piece in self._attempts(prompt, most):
            yield piece[:left]
            left -= len(piece)
            if left <= 0:
                return

    def _attempts(self, prompt: Prompt, most: int) -> Iterator[str]:
        for wait in (*self._waits, None):
            begun = False
            try:
                for piece in self._attempt(prompt, most):
                    begun = True
                    yield piece
                return
            except OnTheRecordError:
                raise
            except Exception as error:
                failure = Failure.of(error, self._model.secret)
                if begun or wait is None or not failure.passing:
                    raise failure.error(self.name, self._patience, begun=begun) from None
            time.sleep(min(max(wait, failure.retry_after), LONGEST_WAIT_S))

    def _attempt(self, prompt: Prompt, most: int) -> Iterator[str]:
        # Here and not in the thread: loading a model is no silence of its.
        self._model.prepare()

        def speak(tell: Tell) -> None:
            for piece in self._model.stream(prompt, most):
                if not tell(piece):
                    return

        return Hearing(speak).pieces(self._patience)
