"""The network behind the tagger: a MiniLM encoder over words, tag scores, and which spans belong together."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from ontherecord.attribution.words import Words

ROLES = ("source", "cue", "content")
TAGS = ("O", *(f"{begin}-{role}" for role in ROLES for begin in "BI"))
# Which spans are bound to which: words to what introduces them, that to whoever it names.
BONDS = ("content", "cue")
WIDTH, LINK_WIDTH = 384, 96
# A word's place in quotation marks (4) and its letters' case (6), which the encoder, being uncased, does not see.
STATES, CASES = 4, 6
NEAREST, FARTHEST = 2, 7
BEGIN, END = 101, 102
DROPOUT = 0.1


class Context(Protocol):
    """A network that reads pieces in their context."""

    def looked_up(self, pieces: Tensor) -> Tensor:
        """Return the vectors of pieces, given by their ids, a row a paragraph, before they are read."""

    def read(self, vectors: Tensor, read: Tensor) -> Tensor:
        """Return the vectors of pieces in their context; `read` is 0 for those that only pad."""


class Encoder(nn.Module):
    """Reads paragraphs: for each word a vector, and from it the scores of tags and of bonds between spans."""

    def __init__(self, context: Context) -> None:
        """Begin with heads that have learned nothing, over a network that reads pieces."""
        super().__init__()
        self.context = context
        self.look = nn.Embedding(STATES * CASES, WIDTH)
        nn.init.normal_(self.look.weight, std=0.02)
        self.tag = nn.Linear(WIDTH, len(TAGS))
        self.steps = nn.Parameter(torch.zeros(len(TAGS), len(TAGS)))
        self.first = nn.Parameter(torch.zeros(len(TAGS)))
        self.asks = nn.ModuleDict({bond: nn.Linear(WIDTH, LINK_WIDTH) for bond in BONDS})
        self.answers = nn.ModuleDict({bond: nn.Linear(WIDTH, LINK_WIDTH) for bond in BONDS})
        self.nobody = nn.ModuleDict({bond: nn.Linear(WIDTH, 1) for bond in BONDS})
        self.distance = nn.ModuleDict({bond: nn.Embedding(2 * (FARTHEST + 1), 1) for bond in BONDS})
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, batch: "Sequence[Words]") -> tuple[Tensor, Tensor]:
        """Return a vector a word, shaped (paragraphs, words, width), and a mask of the words there are."""
        pieces = max(len(one.pieces) for one in batch) + 2
        words = max(len(one.spans) for one in batch)
        ids = torch.zeros(len(batch), pieces, dtype=torch.long)
        looks = torch.zeros(len(batch), pieces, dtype=torch.long)
        read = torch.zeros(len(batch), pieces, dtype=torch.long)
        firsts = torch.zeros(len(batch), words, dtype=torch.long)
        mask = torch.zeros(len(batch), words, dtype=torch.bool)
        for row, one in enumerate(batch):
            length = len(one.pieces)
            ids[row, : length + 2] = torch.tensor([BEGIN, *one.pieces, END])
            looks[row, 1 : length + 1] = torch.tensor(one.looks)
            read[row, : length + 2] = 1
            firsts[row, : len(one.firsts)] = torch.tensor(one.firsts) + 1
            mask[row, : len(one.firsts)] = True
        hidden = self.context.read(self.context.looked_up(ids) + self.look(looks), read)
        vectors = torch.gather(hidden, 1, firsts[:, :, None].expand(-1, -1, hidden.size(-1)))
        return self.dropout(vectors), mask

    def bonds(
        self, vectors: Tensor, bond: str, asking: Sequence[tuple[int, int]], answering: Sequence[tuple[int, int]]
    ) -> Tensor:
        """Return scores, a row a span that asks and a column a span that may answer, the last one for none of them.

        Spans count words of one paragraph, whose `vectors` are rows.
        """
        asked = torch.stack([vectors[start:end].mean(0) for start, end in asking])
        nobody = self.nobody[bond](asked).float()
        if not answering:
            return Tensor(nobody)
        answers = torch.stack([vectors[start:end].mean(0) for start, end in answering])
        scores = self.asks[bond](asked) @ self.answers[bond](answers).T / math.sqrt(LINK_WIDTH)
        apart = torch.tensor([[_bucket(one, other) for other in answering] for one in asking])
        return torch.cat([(scores + self.distance[bond](apart).squeeze(-1)).float(), nobody], dim=1)


def _bucket(one: tuple[int, int], other: tuple[int, int]) -> int:
    """Return how far apart two spans are, in powers of two, and on which side."""
    after = other[0] >= one[1]
    words = other[0] - one[1] if after else one[0] - other[1] + 1
    near = 0 if abs(words) < NEAREST else min(FARTHEST, int(math.log2(abs(words))))
    return (FARTHEST + 1) * after + near


def best_paths(scores: Tensor, mask: Tensor, steps: Tensor, first: Tensor) -> list[list[int]]:
    """Return the likeliest tags of each paragraph (Viterbi); `scores` are shaped (paragraphs, words, tags)."""
    total, back = first + scores[:, 0], list[Tensor]()
    for word in range(1, scores.size(1)):
        candidates = total[:, :, None] + steps
        best, came_from = candidates.max(dim=1)
        here = mask[:, word : word + 1]
        back.append(torch.where(here, came_from, torch.arange(len(TAGS)).expand_as(came_from)))
        total = torch.where(here, best + scores[:, word], total)
    tag = total.argmax(dim=1)
    path = [tag]
    for came_from in reversed(back):
        tag = came_from.gather(1, tag[:, None]).squeeze(1)
        path.append(tag)
    whole = torch.stack(path[::-1], dim=1)
    return [row[: int(n)].tolist() for row, n in zip(whole, mask.sum(dim=1), strict=True)]


def loss_of_paths(scores: Tensor, tags: Tensor, mask: Tensor, steps: Tensor, first: Tensor) -> Tensor:
    """Return the negative log-likelihood of each paragraph's tags in a linear-chain conditional random field."""
    total = first + scores[:, 0]
    for word in range(1, scores.size(1)):
        onward = torch.logsumexp(total[:, :, None] + steps, dim=1) + scores[:, word]
        total = torch.where(mask[:, word : word + 1], onward, total)
    right = first[tags[:, 0]] + scores[:, 0].gather(1, tags[:, :1]).squeeze(1)
    further = scores.gather(2, tags[:, :, None]).squeeze(2)[:, 1:] + steps[tags[:, :-1], tags[:, 1:]]
    return torch.logsumexp(total, dim=1) - right - (further * mask[:, 1:]).sum(dim=1)


def chances(scores: Tensor, mask: Tensor, steps: Tensor, first: Tensor) -> Tensor:
    """Return the marginal probability of each tag at each word (forward-backward), shaped like `scores`."""
    forward, total = [first + scores[:, 0]], first + scores[:, 0]
    for word in range(1, scores.size(1)):
        onward = torch.logsumexp(total[:, :, None] + steps, dim=1) + scores[:, word]
        total = torch.where(mask[:, word : word + 1], onward, total)
        forward.append(total)
    rest = torch.zeros_like(total)
    backward = [rest]
    for word in range(scores.size(1) - 1, 0, -1):
        before = torch.logsumexp(steps + (scores[:, word] + rest)[:, None, :], dim=2)
        rest = torch.where(mask[:, word : word + 1], before, rest)
        backward.append(rest)
    return torch.softmax(torch.stack(forward, dim=1) + torch.stack(backward[::-1], dim=1), dim=2)
