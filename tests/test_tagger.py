"""The tagger of reported speech: what it reads in made-up news, and the arithmetic of its tags."""

from itertools import pairwise, product
from pathlib import Path

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord.attribution.encoder import TAGS, best_paths, chances, loss_of_paths
from ontherecord.attribution.linking import linked
from ontherecord.attribution.marks import normalised, paragraphs
from ontherecord.attribution.tagger import Tagger, spans_of
from ontherecord.attribution.words import MOST_PIECES, Reader
from ontherecord.attribution.worth import worth_reading
from ontherecord.embedding import built_in_model
from ontherecord.errors import AttributionModelError


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return Tagger()


def read(tagger: Tagger, text: str) -> list[tuple[str | None, str | None, str, list[str]]]:
    copy = normalised(text)
    spans = paragraphs(copy)
    found: list[tuple[str | None, str | None, str, list[str]]] = []
    for span, readings in zip(spans, tagger.read([(copy, span) for span in spans]), strict=True):
        for one in linked(copy, span, readings):
            source = one.source and text[slice(*one.source)]
            cue = one.cue and text[slice(*one.cue)]
            found.append((source, cue, one.kind, [text[slice(*fragment)] for fragment in one.content]))
    return found


def test_a_quotation_is_read_with_its_speaker_and_verb(tagger: Tagger) -> None:
    text = "“The harbour will open again on Monday,” Marta Lind said."

    assert read(tagger, text) == [
        ("Marta Lind", "said", "direct", ["“The harbour will open again on Monday,”"]),
    ]


def test_a_quotation_that_goes_on_after_its_speaker_is_one_of_two_fragments(tagger: Tagger) -> None:
    text = "“We are ready to work,” Marta Lind said. “The cranes have been repaired since the storm.”"

    ((source, cue, kind, fragments),) = read(tagger, text)
    assert (source, cue, kind) == ("Marta Lind", "said", "direct")
    assert fragments == ["“We are ready to work,”", "“The cranes have been repaired since the storm.”"]


def test_indirect_speech_is_read_without_marks(tagger: Tagger) -> None:
    text = "Marta Lind said on Tuesday that the harbour would open again within a week."

    ((source, cue, kind, _),) = read(tagger, text)
    assert (source, cue, kind) == ("Marta Lind", "said", "indirect")


def test_what_somebody_adds_after_a_colon_is_theirs(tagger: Tagger) -> None:
    text = (
        "“That will help all of us,” she said, adding: “I do not think it is fair to say that he will be indebted.”"
    )

    sources = [source for source, *_ in read(tagger, text)]
    assert set(sources) == {"she"}


def test_two_speakers_of_one_paragraph_are_kept_apart(tagger: Tagger) -> None:
    text = "“We will not pay for this,” said Marta Lind. “Then nobody will,” replied Jonas Berg, the mayor."

    assert [(source, fragments) for source, _, _, fragments in read(tagger, text)] == [
        ("Marta Lind", ["“We will not pay for this,”"]),
        ("Jonas Berg, the mayor", ["“Then nobody will,”"]),
    ]


def test_every_mark_is_kept_with_its_words_whatever_its_style(tagger: Tagger) -> None:
    for opening, closing in ('""', "“”", "‘’", "«»"):
        text = f"{opening}The harbour will open again on Monday,{closing} Marta Lind said."

        ((_, _, kind, fragments),) = read(tagger, text)
        assert kind == "direct"
        assert fragments == [text[: text.index(" Marta")]]


def test_many_paragraphs_come_back_in_their_order(tagger: Tagger) -> None:
    names = ["Marta Lind", "Jonas Berg", "Ada Moss", "Ivo Hart"]
    lines = [f"“Pier {n} is {'quite ' * n}closed,” {names[n % 4]} said." for n in range(40)]

    found = read(tagger, "\n".join(lines))

    assert [source for source, *_ in found] == [names[n % 4] for n in range(40)]


def test_a_long_paragraph_is_read_in_parts_that_hold_all_of_it() -> None:
    text = "The harbour was closed for a week. " * 200

    parts = list(Reader(built_in_model()).read(text, 0, len(text)))

    assert len(parts) > 1
    assert all(len(part.pieces) <= MOST_PIECES for part in parts)
    spans = [span for part in parts for span in part.spans]
    assert " ".join(text[a:b] for a, b in spans).replace(" .", ".") == text.strip()
    assert all(text[part.spans[-1][0]] == "." for part in parts)


@pytest.mark.parametrize("text", ["x" * 20_000, "“" * 5_000, "́" * 400, "\u200b\u00a0", "😀 " * 300, "漢字" * 400])
def test_odd_text_is_read_without_complaint(tagger: Tagger, text: str) -> None:
    read(tagger, text)


def test_weights_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "tagger.safetensors"
    broken.write_bytes(b"nothing")

    with pytest.raises(AttributionModelError, match="ONTHERECORD_ATTRIBUTION=rules"):
        read(Tagger(broken), "She said so.")


def test_paragraphs_with_marks_or_speech_are_worth_reading() -> None:
    worth = "“No,” she said.", "The mayor said that the bridge was safe.", "According to the ministry, prices fell."
    for text in worth:
        assert worth_reading(text, (0, len(text)))
    idle = "Gold was higher, with silver unchanged.", "The road runs along the river for six miles."
    for text in idle:
        assert not worth_reading(text, (0, len(text)))


NUMBERS = st.floats(-3, 3, width=32)


@settings(max_examples=30, deadline=None)
@given(data=st.data(), words=st.integers(1, 3))
def test_the_best_tags_are_those_of_the_highest_score_and_chances_are_their_shares(
    data: st.DataObject, words: int
) -> None:
    size = len(TAGS)
    draw = torch.Generator().manual_seed(data.draw(st.integers(0, 1000)))
    scores = torch.randn(1, words, size, generator=draw)
    steps, first = torch.randn(size, size, generator=draw), torch.randn(size, generator=draw)
    mask = torch.ones(1, words, dtype=torch.bool)

    def total(path: tuple[int, ...]) -> float:
        onward = sum(float(steps[a, b]) for a, b in pairwise(path))
        return float(first[path[0]]) + onward + sum(float(scores[0, n, tag]) for n, tag in enumerate(path))

    paths = {path: total(path) for path in product(range(size), repeat=words)}
    weights = torch.tensor(list(paths.values())).exp()
    best = max(paths, key=lambda path: paths[path])

    assert best_paths(scores, mask, steps, first) == [list(best)]
    loss = loss_of_paths(scores, torch.tensor([best]), mask, steps, first)
    assert float(loss) == pytest.approx(float(weights.sum().log()) - paths[best], abs=1e-3)
    likely = chances(scores, mask, steps, first)[0]
    for word, tag in product(range(words), range(size)):
        share = sum(float(w) for w, path in zip(weights, paths, strict=True) if path[word] == tag) / float(
            weights.sum()
        )
        assert float(likely[word, tag]) == pytest.approx(share, abs=1e-3)


def test_what_pads_a_short_paragraph_changes_nothing() -> None:
    draw = torch.Generator().manual_seed(1)
    scores = torch.randn(2, 5, len(TAGS), generator=draw)
    steps, first = torch.randn(len(TAGS), len(TAGS), generator=draw), torch.randn(len(TAGS), generator=draw)
    mask = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])

    alone = best_paths(scores[1:, :3], mask[1:, :3], steps, first)
    together = best_paths(scores, mask, steps, first)

    assert together[1] == alone[0]
    likely = chances(scores, mask, steps, first)[1, :3]
    assert torch.allclose(likely, chances(scores[1:, :3], mask[1:, :3], steps, first)[0], atol=1e-5)


def test_tags_make_spans() -> None:
    tags = [TAGS.index(tag) for tag in ("O", "B-source", "I-source", "B-cue", "I-content", "B-content", "I-content")]

    assert list(spans_of(tags)) == [(1, 3, "source"), (3, 4, "cue"), (4, 5, "content"), (5, 7, "content")]
