"""Memory handed out empty, for code that writes memory to files before it has filled it.

Chroma does so: its files held stretches of articles that the process had read, purged ones among them.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

# From glibc's malloc.h: every block that is handed out is filled with the complement of this byte.
M_PERTURB = -6
ZEROS, AS_IT_IS = 0xFF, 0

_counting = Lock()
_inside = 0


@contextmanager
def emptied() -> Iterator[None]:
    """Have the whole process get empty memory while the body runs; where the C library cannot, as it is."""
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(change: int) -> None:
    global _inside
    with _counting:
        _inside += change
        _mallopt()(M_PERTURB, ZEROS if _inside else AS_IT_IS)


@cache
def _mallopt() -> Callable[[int, int], object]:
    try:
        return ctypes.CDLL(None).mallopt
    except (OSError, AttributeError, TypeError):
        return lambda *_: None
