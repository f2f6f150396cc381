"""Stand-ins for the slow parts: models of embedding and attribution that need no weights, and quick processes."""

import hashlib
import multiprocessing
import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ontherecord import Article, Quote

SIZE = 64

# Processes forked from a server that has imported what is slow to import, and opened nothing.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["chromadb", "llama_index.core.node_parser", "nltk", "ontherecord", "pytest"])


class HashEmbedder:
    """An embedder whose vectors are sums of vectors of the words: texts that share words are near.

    A token is a word unless `counts` says otherwise. `embedded` lists what was embedded, in order.
    """

    def __init__(
        self,
        max_tokens: int = 60,
        *,
        fingerprint: str = "hash@1",
        seconds_a_text: float = 0.0,
        counts: Callable[[str], int] | None = None,
    ) -> None:
        self.max_tokens = max_tokens
        self.fingerprint = fingerprint
        self.embedded: list[str] = []
        self._seconds_a_text = seconds_a_text
        self._counts = counts or (lambda text: len(text.split()))

    def count_tokens(self, text: str) -> int:
        return self._counts(text)

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        time.sleep(self._seconds_a_text * len(texts))
        self.embedded += texts
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(len(texts), SIZE)

    def _vector(self, text: str) -> NDArray[np.float64]:
        vector = sum((_word(word) for word in re.findall(r"\w+", text.lower())), start=_word("") * 0.1)
        return vector / np.linalg.norm(vector)


@lru_cache(maxsize=10_000)
def _word(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest())
    return np.random.default_rng(seed).normal(size=SIZE)


NAME = r"[A-Z]\w*(?: [A-Z]\w*)*"
SAID = re.compile(
    rf"(?P<direct>“[^”]+”),? (?P<cue>said) (?P<mention>{NAME}|she|he)"
    rf"|(?P<namer>{NAME}) (?P<verb>said) that (?P<indirect>[^.“”]+)"
)


class FakeAttributor:
    """Finds `“Words,” said Name` and `Name said that words`; a surname is that of the full name written before it.

    `read` lists the ids of the articles read, in order; one with a word of `fails` in its text makes it fail.
    """

    def __init__(
        self, fingerprint: str = "fake:1", fails: Sequence[str] = (), seconds_an_article: float = 0.0
    ) -> None:
        self.fingerprint = fingerprint
        self.read: list[str] = []
        self._fails = fails
        self._seconds = seconds_an_article

    def quotes(self, articles: Sequence[Article]) -> list[list[Quote]]:
        time.sleep(self._seconds * len(articles))
        if any(word in article.text for word in self._fails for article in articles):
            raise IndexError("list index out of range")
        self.read += [article.id for article in articles]
        return [list(_quotes(article)) for article in articles]


def _quotes(article: Article) -> Iterator[Quote]:
    names = list[str]()
    for utterance, match in enumerate(SAID.finditer(article.text)):
        kind = "direct" if match["direct"] else "indirect"
        mention = match["mention"] or match["namer"]
        pronoun = mention in ("she", "he")
        speaker = next((name for name in reversed(names) if pronoun or name.endswith(f" {mention}")), mention)
        if not pronoun:
            names.append(speaker)
        yield Quote(
            article=article,
            start=match.start(kind),
            end=match.end(kind),
            text=match[kind],
            kind=kind,
            mention=mention,
            speaker=None if speaker in ("she", "he") else speaker,
            resolution="pronoun" if pronoun else "as written" if speaker == mention else "surname",
            cue=match["cue"] or match["verb"],
            confidence=0.9,
            utterance=utterance,
        )
