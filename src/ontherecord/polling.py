"""Work that is looked for again and again, in a thread of its own."""

import logging
from collections.abc import Callable, Iterable
from threading import Event, Thread

from ontherecord.errors import OnTheRecordError

logger = logging.getLogger(__name__)

POLL_SECONDS = 2.0


class Polling:
    """A thread that does what there is to do every few seconds until it is stopped, at the latest after one step."""

    def __init__(self, steps: Callable[[], Iterable[object]], name: str) -> None:
        """Take the steps that `steps` gives when asked; a failure is logged once, and tried again."""
        self._steps = steps
        self._name = name
        self._ended = Event()
        self._thread: Thread | None = None

    def start(self, seconds: float) -> None:
        """Begin, unless it has begun."""
        if self._thread is None:
            self._thread = Thread(target=self._run, args=(seconds,), name=self._name, daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End after the step under way."""
        self._ended.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, seconds: float) -> None:
        said = ""
        while not self._ended.wait(seconds):
            try:
                for _ in self._steps():
                    if self._ended.is_set():
                        return
                said = ""
            except OnTheRecordError as error:
                if str(error) != said:
                    said = str(error)
                    logger.warning("%s", said)
