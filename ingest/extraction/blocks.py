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
LONGEST_KICKER = 60
LONGEST_FAREWELL = 300
# What an outlet says to its reader below an article; with a word of address, for articles are about newsletters too.
_YOU = (
    r"\b(?:your?|our|us|now|free|inbox|sie|euch|dich|unser\w*|kostenlos\w*|nuestr\w+|votre|notre|gratuit\w*|gratis)\b"
)
_FAREWELL = re.compile(
    rf"newsletter.{{0,150}}{_YOU}|{_YOU}.{{0,150}}newsletter|\bsign(?:ing)? up\b.{{0,60}}{_YOU}|会員登録|"
    r"\bsubscribe (?:to|now|today|here|for)\b|\bsuscr[ií]bete\b|\babonnez[- ]vous\b|\blog in (?:or|to)\b|"
    r"\b(?:jetzt|kostenlos) (?:testen|abonnieren)\b|\bdownload (?:the|our) app\b|"
    r"\bfollow (?:us|along)\b|\bwhatsapp[- ](?:kanal|channel)\b|\bemail(?:ing)? us\b|"
    r"\bget in touch with (?:us|our)\b|"
    r"\bclick here (?:to|for)\b|\bcheck our news page\b|^read (?:more|also) ?:|^our (?:standards|community)\b|"
    r"\ball rights reserved\b|^(?:copyright\b|©|℗)",
    re.IGNORECASE,
)

_WORD = re.compile(r"\w+")
_BYLINE = re.compile(r"^\W*(?:by|von|por|par|door|av|af|di)(?:\s*:\s*|\s+)", re.IGNORECASE)
_DATE_LINE = re.compile(r"^[^.!?]{0,60}\b(?:19|20)\d\d\b[^.!?]{0,40}$|^[^!?]{0,40}\d{1,2}[:.]\d{2}[^.!?]{0,30}$")


def words_of(text: str) -> list[str]:
    """Return the words of a text in a form in which they can be compared."""
    return _WORD.findall(text.replace("\u00ad", "").casefold())


def without_headline(blocks: Sequence[Block], titles: Iterable[str]) -> list[Block]:
    """Return the blocks without the headline, and the date, above the text."""
    known = [letters for title in titles if (letters := "".join(words_of(title)))]
    head = [block for block in blocks[:_HEAD] if not (_is_title(block.text, known) or _is_date(block))]
    return head + list(blocks[_HEAD:])


def kept(blocks: Sequence[Block], authors: Sequence[str], body: str | None) -> list[Block]:
    """Return the blocks without bylines, and without what stands beside the text.

    `body` is the text that the page gives for its article in JSON-LD; where it is the whole text, what is not in it
    is not in the article. Subheadings are often left out of it, so they are kept between paragraphs that stay.
    """
    head = [block for block in blocks[:_HEAD] if not _is_byline(block.text, authors)]
    left = _without_tail(head + list(blocks[_HEAD:]), authors)
    return _without_tail(_witnessed(left, body), authors) if body else left


def joined(blocks: Sequence[Block]) -> str:
    """Return the text of blocks: an empty line between paragraphs, none between the items of a list."""
    pieces: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        listed = before is not None and before.kind == block.kind and block.kind in {"item", "row"}
        pieces.append(f"{'' if before is None else chr(10) if listed else chr(10) * 2}{block.text}")
    return "".join(pieces)


def _without_tail(blocks: list[Block], authors: Sequence[str]) -> list[Block]:
    left = list(blocks)
    while left and (
        left[-1].kind == "head"
        or _is_byline(left[-1].text, authors)
        or _is_farewell(left[-1], len(blocks) - len(left))
    ):
        left.pop()
    return left


def _is_farewell(block: Block, taken: int) -> bool:
    """Whether a block at the end of an article is about the outlet: how to follow, to pay, to write to it."""
    return taken < _TAIL and len(block.text) <= LONGEST_FAREWELL and bool(_FAREWELL.search(block.text))


def _is_title(text: str, titles: list[str]) -> bool:
    letters = "".join(words_of(text))
    # A kicker may stand before the headline, in one element with it.
    return any(letters.endswith(title) and len(letters) <= len(title) + LONGEST_KICKER for title in titles)


def _is_byline(text: str, authors: Sequence[str]) -> bool:
    if len(text) > 200:
        return False
    left = words_of(_BYLINE.sub("", text.removeprefix("- ")))
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
