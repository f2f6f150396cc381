"""Reading ahead in a thread, so that waiting for a network or a worker goes on while the processor embeds."""

from collections.abc import Iterable, Iterator
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")

# Four batches of articles: enough to even out slow pages, little enough to hold.
MOST = 128
POLL_SECONDS = 0.1


class _End:
    """The last thing in the queue: how the reading ended."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


def ahead(items: Iterable[T], most: int = MOST) -> Iterator[T]:
    """Yield the items while a thread fetches up to `most` of them in advance; its errors are raised here.

    The thread ends with this iterator, also when it is closed early.
    """
    queue: Queue[T | _End] = Queue(most)
    closed = Event()
    thread = Thread(target=_fetch, args=(items, queue, closed), name="ingest-ahead", daemon=True)
    thread.start()
    try:
        while not isinstance(item := queue.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        closed.set()
        _drain(queue)
        thread.join()


def _fetch(items: Iterable[T], queue: Queue[T | _End], closed: Event) -> None:
    iterator = iter(items)
    end = _End(None)
    try:
        for item in iterator:
            if not _put(queue, item, closed):
                return
    except BaseException as error:
        end = _End(error)
    finally:
        close = getattr(iterator, "close", None)
        if close is not None:
            close()
        _put(queue, end, closed)


def _put(queue: Queue[T | _End], item: T | _End, closed: Event) -> bool:
    """Put an item into a queue as soon as there is room; False where nobody takes from it any more."""
    while not closed.is_set():
        try:
            queue.put(item, timeout=POLL_SECONDS)
        except Full:
            continue
        return True
    return False


def _drain(queue: Queue[T | _End]) -> None:
    try:
        while True:
            queue.get_nowait()
    except Empty:
        return
