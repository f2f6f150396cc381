"""Validators that wait until what they stand for is safe."""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from ingest.fetching.validators import Validator, Validators


@dataclass(frozen=True, slots=True)
class _Learnt:
    """A validator, the number of items that must be stored before it may be kept, and the articles it stands for."""

    items: int
    url: str
    validator: Validator
    articles: tuple[str, ...]


class Pending:
    """Validators learnt in a run, in order; they can be confirmed while another thread learns more."""

    def __init__(self, kept: Validators, known: Callable[[str], bool]) -> None:
        """Keep in `kept` what stands for articles that are all `known`, by their URL."""
        self._kept = kept
        self._known = known
        self._waiting: deque[_Learnt] = deque()
        self._lock = Lock()

    def learn(self, items: int, url: str, validator: Validator, articles: Sequence[str]) -> None:
        """Remember a validator until `items` items are stored."""
        self._waiting.append(_Learnt(items, url, validator, tuple(articles)))

    def confirm(self, items: int) -> None:
        """Keep the validators that stand for nothing beyond the first `items` items."""
        with self._lock:
            while self._waiting and self._waiting[0].items <= items:
                learnt = self._waiting.popleft()
                # An article may have been refused by the library: then its page has to be seen again.
                if all(self._known(article) for article in learnt.articles):
                    self._kept.put(learnt.url, learnt.validator)
