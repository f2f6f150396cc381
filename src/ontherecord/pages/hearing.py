"""Waiting for an answer in a way that can be left at any time."""

import threading
from collections.abc import Generator, Iterator
from queue import Empty, SimpleQueue

from ontherecord.schema import Answer

# Whoever stops an answer waits so many seconds at most.
PATIENCE = 0.25


def heard(stream: Iterator[str | Answer]) -> Generator[str | Answer | None]:
    """Yield what an answer's stream says, to the answer itself, and None whenever it says nothing for a while.

    A generator can be closed only where it yields: a language model that says nothing would keep it from that. What
    is left is heard to its next piece, and then closed.
    """
    said, left = SimpleQueue[str | Answer | Exception | None](), threading.Event()

    def listen() -> None:
        try:
            for piece in stream:
                said.put(piece)
                if left.is_set():
                    break
        except Exception as error:
            said.put(error)
        finally:
            said.put(None)
            if isinstance(stream, Generator):
                stream.close()

    threading.Thread(target=listen, name="hearing an answer", daemon=True).start()
    try:
        while True:
            try:
                piece = said.get(timeout=PATIENCE)
            except Empty:
                yield None
                continue
            if isinstance(piece, Exception):
                raise piece
            if piece is None:
                return
            yield piece
    finally:
        left.set()
