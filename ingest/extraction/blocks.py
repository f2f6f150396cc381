"""Which of the extracted blocks are the article's text, and how they become one text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.extraction.body import Block

# Of the text that was extracted, the share that the page's own articleBody must hold to be taken for the whole.
WHOLE = 0.75
# Of a paragraph's words, the share that must be in articleBody for it to be in the article.
SAME = 0.8
_HEAD = 6
_TAIL = 5

_WORD = re.compile(r"\w+")
_BYLINE = re.compile(r"^\W*(?:by|von|por|par|door|av|af|di)(?:\s*:\s*|\s+)", re.IGNORECASE)
_DATE_LINE = re.compile(r"^[^.!?]{0,60}\b(?:19|20)\d\d\b[^.!?]{0,40}$|^[^!?]{0,40}\d{1,2}[:.]\d{2}[^.!?]{0,30}$")


def words_of(text: str) -> list[str]:
    """Return the words of a text in a form in which they can be compared."""
    return _WORD.findall(text.replace("\u00ad", "").casefold())


def kept(
    blocks: Sequence[Block], titles: Iterable[str | None], authors: Sequence[str], body: str | None
) -> list[Block]:
    """Return the blocks without headline, byline and date above the text, and without what stands beside it.

    `body` is the text that the page gives for its article in JSON-LD; where it is the whole text, what is not in it
    is not in the article. Subheadings are often left out of it, so they are kept between paragraphs that stay.
    """
    blocks = _without_head(list(blocks), [words for title in titles if (words := words_of(title or ""))], authors)
    while blocks and (blocks[-1].kind == "head" or _is_byline(blocks[-1].text, authors)):
        blocks.pop()
    return _witnessed(blocks, body) if body else blocks


def joined(blocks: Sequence[Block]) -> str:
    """Return the text of blocks: an empty line between paragraphs, none between the items of a list."""
    pieces: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        listed = before is not None and before.kind == block.kind and block.kind in {"item", "row"}
        pieces.append(f"{'' if before is None else chr(10) if listed else chr(10) * 2}{block.text}")
    return "".join(pieces)


def _without_head(blocks: list[Block], titles: list[list[str]], authors: Sequence[str]) -> list[Block]:
    head = [
        block
        for block in blocks[:_HEAD]
        if not (_is_title(block.text, titles) or _is_byline(block.text, authors) or _is_date(block))
    ]
    return head + blocks[_HEAD:]


def _is_title(text: str, titles: list[list[str]]) -> bool:
    words = words_of(text)
    # A kicker may stand before the headline, in one element with it.
    return any(words == title or (words[-len(title) :] == title and len(words) <= len(title) + 6) for title in titles)


def _is_byline(text: str, authors: Sequence[str]) -> bool:
    if len(text) > 200:
        return False
    left = words_of(_BYLINE.sub("", text))
    names = {word for author in authors for word in words_of(author)}
    return bool(left) and all(word in names for word in left)


def _is_date(block: Block) -> bool:
    return (
        len(block.text) < 60
        and block.kind != "head"
        and bool(_DATE_LINE.match(block.text))
        and len(words_of(block.text)) < 10
    )


def _witnessed(blocks: list[Block], body: str) -> list[Block]:
    inside = Counter(words_of(body))
    whole = Counter(word for block in blocks for word in words_of(block.text))
    if not whole or (inside & whole).total() < WHOLE * max(whole.total(), inside.total() * 0.8):
        return blocks
    held = " ".join(words_of(body))
    stays = [block.kind == "head" or _is_held(block.text, held, inside) for block in blocks]
    while stays and (not stays[-1] or blocks[len(stays) - 1].kind == "head"):
        stays.pop()
    return [block for block, stay in zip(blocks, stays, strict=False) if stay]


def _is_held(text: str, held: str, inside: Counter[str]) -> bool:
    words = words_of(text)
    if " ".join(words) in held:
        return True
    return (
        len(words) > 12 and sum(word in inside for word in words) >= SAME * len(words) and _shares_runs(words, held)
    )


def _shares_runs(words: list[str], held: str) -> bool:
    """Whether most runs of five words are in a text: the words alone are in any text on the same matter."""
    runs = [" ".join(words[start : start + 5]) for start in range(0, len(words) - 4, 5)]
    return sum(run in held for run in runs) * 2 >= len(runs)
