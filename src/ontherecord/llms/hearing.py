"""Text listened to in a thread of its own, so that nobody has to wait for it longer than they want to."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import TypeAlias

PIECES_AHEAD = 64
# How often a thread that waits looks whether anybody still reads.
LOOK_S = 0.05

# Takes a piece of text; returns whether anybody still reads.
Tell: TypeAlias = Callable[[str], bool]


class SilenceError(TimeoutError):
    """Nothing was said in time."""


class Hearing(threading.Thread):
    """One who speaks, listened to: few pieces ahead of whoever reads, and no longer than they do."""

    def __init__(self, speak: Callable[[Tell], None]) -> None:
        """Take what tells its text piece by piece and ends soon after it learns that nobody reads."""
        super().__init__(name="hearing", daemon=True)
        self.abandoned = threading.Event()
        self._speak = speak
        self._ends = list[Callable[[], None]]()
        self._said = queue.Queue[str | Exception | None](PIECES_AHEAD)

    def pieces(self, patience: float) -> Iterator[str]:
        """Yield what is said; raises what the speaker raises, and SilenceError after so many seconds without text."""
        self.start()
        try:
            while (said := self._next(patience)) is not None:
                if isinstance(said, Exception):
                    raise said
                yield said
        finally:
            self.abandoned.set()

    def run(self) -> None:
        """Listen until the speaker ends."""
        try:
            self._speak(self._tell)
        except Exception as error:
            self._put(error)
        else:
            self._put(None)
        finally:
            for end in self._ends:
                end()

    def at_end(self, end: Callable[[], None]) -> None:
        """Have something done once nothing more is heard."""
        self._ends.append(end)

    def _tell(self, piece: str) -> bool:
        if piece:
            self._put(piece)
        return not self.abandoned.is_set()

    def _put(self, said: str | Exception | None) -> None:
        while not self.abandoned.is_set():
            try:
                return self._said.put(said, timeout=LOOK_S)
            except queue.Full:
                continue

    def _next(self, patience: float) -> str | Exception | None:
        end = time.monotonic() + patience
        while not abandoned():
            remaining = end - time.monotonic()
            try:
                return self._said.get(timeout=max(0.0, min(remaining, LOOK_S)))
            except queue.Empty:
                if remaining <= LOOK_S:
                    raise SilenceError from None
        return None


def current() -> Hearing | None:
    """Return the hearing that this thread is."""
    thread = threading.current_thread()
    return thread if isinstance(thread, Hearing) else None


def abandoned() -> bool:
    """Return whether nobody reads what this thread listens to."""
    hearing = current()
    return hearing is not None and hearing.abandoned.is_set()
