"""Trains the tagger of reported speech on PolNeAR's training part.

    python tests/benchmarks/train_attribution.py TRAIN.jsonl.gz --write src/ontherecord/attribution/tagger.safetensors

The built-in embedding model is fine-tuned to tag sources, cues and contents, and to say which belong together. With
`--hold-out`, every seventh article is left out and the figures on these are printed after each epoch.
"""

import argparse
import random
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertConfig, BertModel

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from ontherecord.attribution.encoder import Encoder, loss_of_paths  # noqa: E402
from ontherecord.attribution.tagger import batches  # noqa: E402
from ontherecord.attribution.weights import DOWN, UP  # noqa: E402
from ontherecord.embedding import built_in_model, context  # noqa: E402
from tests.benchmarks.packed import records  # noqa: E402
from tests.benchmarks.tagged import Example, exact, examples  # noqa: E402

EPOCHS = 5
RANK = 64
LAYER_RATE, HEAD_RATE = 1e-4, 1e-3
WARM_UP = 0.06
# What a bond in a paragraph counts beside a word's tag.
BOND_WEIGHT = 0.1


def loss(network: Encoder, batch: Sequence[Example]) -> Tensor:
    """Return the mean loss a word of the tags, with a share of that of the bonds."""
    with context():
        vectors, mask = network([example.words for example in batch])
        scores = network.tag(vectors)
    vectors, scores = vectors.float(), scores.float()
    tags = torch.zeros(mask.shape, dtype=torch.long)
    for row, example in enumerate(batch):
        tags[row, : len(example.tags)] = torch.tensor(example.tags)
    total = loss_of_paths(scores, tags, mask, network.steps, network.first).sum() / mask.sum()
    bonds = []
    for row, example in enumerate(batch):
        for bond in example.bonds:
            found = network.bonds(vectors[row], bond.kind, bond.asking, bond.answering)
            bonds.append(functional.cross_entropy(found, torch.tensor(bond.right)))
    return total + BOND_WEIGHT * torch.stack(bonds).mean() if bonds else total


class Trainable:
    """The built-in model's network by transformers, whose weights training changes."""

    def __init__(self, bert: BertModel) -> None:
        self.looked_up = bert.embeddings.word_embeddings
        self._bert = bert

    def read(self, vectors: Tensor, read: Tensor) -> Tensor:
        return self._bert(inputs_embeds=vectors, attention_mask=read).last_hidden_state


def beginning(folder: Path) -> Encoder:
    """Return a network with heads that have learned nothing, over the built-in model, which it calls `bert`."""
    bert = BertModel(BertConfig.from_json_file(folder / "config.json"), add_pooling_layer=False)
    bert.load_state_dict(load_file(folder / "model.safetensors"), strict=False)
    network = Encoder(Trainable(bert))
    network.bert = bert
    return network


def changes(network: Encoder, before: Encoder, rank: int) -> dict[str, Tensor]:
    """Return what training changed: of the encoder's matrices the two narrow ones that come nearest to the change.

    With 64 columns each, exact spans on PolNeAR's dev part lose .3 of F1 at most; the file has 6 MB instead of 22.
    """
    known = dict(before.bert.named_parameters(prefix="bert"))
    found = dict[str, Tensor]()
    for name, value in network.named_parameters():
        change = value.detach() - known.get(name, torch.zeros(()))
        if name.startswith("bert.encoder.") and value.dim() == 2:
            left, strengths, right = torch.linalg.svd(change, full_matrices=False)
            found[name + UP] = left[:, :rank] * strengths[:rank]
            found[name + DOWN] = right[:rank]
        elif change.any():
            found[name] = value.detach()
    return {name: value.half().contiguous() for name, value in found.items()}


def train(network: Encoder, learned: list[Example], held_out: list[Example], epochs: int) -> None:
    """Train in place and print how it goes."""
    network.bert.embeddings.word_embeddings.weight.requires_grad_(False)
    layers = [p for p in network.bert.parameters() if p.requires_grad]
    heads = [p for name, p in network.named_parameters() if not name.startswith("bert.")]
    groups = [{"params": layers, "lr": LAYER_RATE}, {"params": heads, "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * len(list(batches([example.words for example in learned])))
    warm = max(1, round(WARM_UP * steps))
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, (step + 1) / warm) * max(0.0, 1 - step / steps)
    )
    began = time.monotonic()
    for epoch in range(epochs):
        network.train()
        random.shuffle(learned)
        order = list(batches([example.words for example in learned]))
        random.shuffle(order)
        sum_ = 0.0
        for rows in order:
            optimizer.zero_grad()
            one = loss(network, [learned[row] for row in rows])
            one.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rate.step()
            sum_ += float(one.detach())
        print(f"epoch {epoch + 1}: loss {sum_ / len(order):.3f}, {time.monotonic() - began:.0f} s", flush=True)
        if held_out:
            print("  " + exact(network.eval(), held_out), flush=True)


def main() -> None:
    """Train, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("train", type=Path)
    parser.add_argument("--write", type=Path, required=True)
    parser.add_argument("--hold-out", action="store_true", help="leave every seventh article out and measure on it")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--rank", type=int, default=RANK)
    options = parser.parse_args()
    random.seed(0)
    torch.manual_seed(0)
    articles = records(options.train)
    kept = [a for n, a in enumerate(articles) if not options.hold_out or n % 7 != 3]
    left_out = [a for n, a in enumerate(articles) if options.hold_out and n % 7 == 3]
    network = beginning(built_in_model())
    train(network, examples(kept), examples(left_out), options.epochs)
    save_file(changes(network, beginning(built_in_model()), options.rank), options.write)
    print(f"{options.write}: {options.write.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
