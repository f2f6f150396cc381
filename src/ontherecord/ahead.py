"""Work on what comes next, done by another thread while this one deals with what is done."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Ahead(Generic[T, R]):
    """Does one kind of work on one thing after the other, in a thread of its own; a context manager.

    What is not begun when the context ends is not done; an error of the work is raised where its result is taken.
    """

    def __init__(self, work: Callable[[T], R], most: int, name: str) -> None:
        """Hold up to `most` things of which no result has been taken."""
        self._work = work
        self._most = most
        self._thread = ThreadPoolExecutor(1, name)
        self._given = deque[tuple[T, Future[R]]]()

    def __enter__(self) -> "Ahead[T, R]":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)

    @property
    def waiting(self) -> list[T]:
        """What was given and has not been taken, in order."""
        return [thing for thing, _ in self._given]

    def give(self, thing: T) -> None:
        """Have work done on a thing, after what was given before."""
        self._given.append((thing, self._thread.submit(self._work, thing)))

    def ready(self) -> Iterator[tuple[T, R]]:
        """Yield things with their results as far as these are there, and wait for them if too many are held."""
        while self._given and (self._given[0][1].done() or len(self._given) > self._most):
            yield self._take()

    def rest(self) -> Iterator[tuple[T, R]]:
        """Yield all things with their results."""
        while self._given:
            yield self._take()

    def _take(self) -> tuple[T, R]:
        thing, result = self._given.popleft()
        return thing, result.result()
