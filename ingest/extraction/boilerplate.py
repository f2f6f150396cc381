"""What is on a page but not in its article: what is called hidden, boxes beside the text, links, captions.

Trafilatura leaves out much of this by itself; taken out here is what it keeps. Nothing that holds the headline, or
most of the page's paragraphs, is ever taken out, whatever it is called.
"""

import re
from collections.abc import Iterator

from ingest.extraction.tree import Element, drop, select, text_of, words_of

# Of the page's paragraphs, the share that shows an element to be the article itself or to hold it.
MAIN_SHARE = 0.4
# A paragraph that is a link in so many of its characters, or more, leads elsewhere and tells nothing.
LINKED = 0.8
LINKED_IN_LIST = 0.5
LONGEST_LINKED = 300
LONGEST_CARD = 450

# Some systems put the whole page into one form.
_ASIDE = (
    "//aside | //nav | //form | //button | //dialog | //figcaption | "
    "//*[@role='complementary' or @role='navigation' or @role='dialog' or @role='alert']"
)
# A page with less text than this in paragraphs has its text outside of them.
_FEW = 500
_UNSEEN = frozenset(
    "visually-hidden visuallyhidden sr-only screen-reader-text screen-reader-only is-hidden u-hidden".split()
)
# Hidden on a small screen and shown on a large one, or the other way round: not hidden.
_RESPONSIVE = re.compile(r"(?:^|[\s:-])(?:xs|sm|md|lg|xl|2xl|tablet|desktop|mobile|print)(?:[:-]|$)")
_MAYBE_UNSEEN = frozenset({"hidden", "d-none"})
# Words of a class or an id, whole or parted by - and _, that newsrooms' systems use for what stands beside a text.
_BESIDE_WORDS = (
    *("newsletters?", "signup", "sign-up", "subscri(?:be|ption)", "paywall-?(?:overlay|prompt|message)"),
    *("whatsapp(?:-group)?", "poll", "quiz", "playlist", "popup", "modal", "toast", "tooltip"),
    *("related", "recirc(?:ulation)?", "read-?more", "more-?(?:on|stories|from)", "most-?(?:read|popular)"),
    *("recommend(?:ed|ations?)", "similars?", "breadcrumbs?", "tags?", "topics?", "keywords?", "toc"),
    *("promos?", "advert(?:s|isement|ising|orial)?", "ads?", "sponsor(?:ed)?", "affiliates?", "outbrain", "taboola"),
    *("share", "sharing", "social(?:-?(?:media|share|embed|placeholder))?", "cookies?", "consent", "comments?"),
    *("captions?", "credits?", "copyright", "disclaimer", "author-?(?:bio|box|card|info)", "about-?the-?author"),
    # Boxes of facts are texts of their own beside the article's.
    *("factbox", "fact-box", "infobox", "info-box", "pull-?quote"),
)
_BESIDE = re.compile(rf"(?:^|[\s_-])(?:{'|'.join(_BESIDE_WORDS)})(?:$|[\s_-])", re.IGNORECASE)
_INLINE = frozenset({"a", "span"})
_BOX_TAGS = "div section ul ol p span figure footer a details header aside li table blockquote".split()
_BODY = re.compile(r"(?:article|story|post|entry|body)[-_]*(?:body|content|text)", re.IGNORECASE)
_BOXES = f"//*[{' or '.join(f'self::{tag}' for tag in _BOX_TAGS)}][@class or @id]"


def remove_boilerplate(root: Element) -> None:
    """Take out of a page's tree what is not in its article."""
    measure = _paragraphs if _paragraphs(root) >= _FEW else _all_text
    most = measure(root) * MAIN_SHARE
    for element in [*_unseen(root), *select(root, _ASIDE), *_boxes(root)]:
        if _is_within(element, root) and not _is_main(element) and measure(element) <= most:
            drop(element)
    for element in [*_links_elsewhere(root), *_cards(root)]:
        if _is_within(element, root):
            drop(element)
    _join_parts(root)


def _unseen(root: Element) -> Iterator[Element]:
    """Yield what is called hidden, or hidden from those who hear the page."""
    for element in select(root, "//*[@aria-hidden or @class]"):
        names = (element.get("class") or "").lower()
        words = frozenset(names.split())
        if (
            (element.get("aria-hidden") or "").strip().lower() == "true"
            or words & _UNSEEN
            or (words & _MAYBE_UNSEEN and not _RESPONSIVE.search(names))
        ):
            yield element


def _boxes(root: Element) -> Iterator[Element]:
    for element in select(root, _BOXES):
        # Within a paragraph, what is called a tag or a topic is a linked word of it.
        if _BESIDE.search(f"{element.get('class') or ''} {element.get('id') or ''}") and not (
            element.tag in _INLINE and select(element, "ancestor::*[self::p or self::li or self::h2 or self::h3]")
        ):
            yield element


def _is_within(element: Element, root: Element) -> bool:
    """Whether an element is still in the tree: one that it was in may have been taken out."""
    return element is not root and any(above is root for above in element.iterancestors())


def _is_main(element: Element) -> bool:
    return element.tag in {"html", "body", "main", "h1"} or bool(select(element, "descendant::h1"))


def _paragraphs(element: Element) -> int:
    """Return how many characters an element's paragraphs have."""
    return sum(len("".join(paragraph.itertext())) for paragraph in select(element, "descendant-or-self::p"))


def _all_text(element: Element) -> int:
    return len("".join(element.itertext()))


def _links_elsewhere(root: Element) -> Iterator[Element]:
    for paragraph in select(root, "//p[descendant::a[@href]]"):
        if _is_linked(paragraph):
            yield paragraph
    for listing in select(root, "//ul | //ol"):
        items = select(listing, "child::li")
        # `Elections: Turnout falls`: an item may tell before its link what it is about.
        if items and all(_is_linked(item, LINKED_IN_LIST) for item in items):
            yield listing


def _cards(root: Element) -> Iterator[Element]:
    """Yield the cards that lead to other articles: each with a heading that is a link, and little else."""
    for heading in select(root, "//h2 | //h3 | //h4 | //h5"):
        if not (_is_linked(heading) or select(heading, "ancestor::a[@href and not(starts-with(@href, '#'))]")):
            continue
        card = heading
        for above in heading.iterancestors():
            if _is_main(above) or len(text_of(above)) > LONGEST_CARD:
                break
            card = above
        yield card


def _join_parts(root: Element) -> None:
    """Join a body in several parts, between which advertisements stand, into its first: only one part would be read.

    Parts are called alike and stand in boxes called alike. With more than one headline, they are several articles.
    """
    if len(select(root, "//h1")) > 1:
        return
    firsts: dict[tuple[object, ...], Element] = {}
    for part in select(root, "//div[@class][child::p] | //section[@class][child::p]"):
        if not _BODY.search(part.get("class") or ""):
            continue
        inside = select(part, "ancestor::article[1]")
        alike = (*inside, part.getparent().get("class"), next(iter(sorted(words_of(part, "class"), key=_is_no_body))))
        # A box for each paragraph is no part of a body; trafilatura reads those.
        if alike not in firsts and len(select(part, "child::p")) > 1:
            firsts[alike] = part
        elif (first := firsts.get(alike)) is not None and _is_within(part, root):
            first.extend(list(part))


def _is_no_body(word: str) -> bool:
    return not _BODY.search(word)


def _is_linked(element: Element, share: float = LINKED) -> bool:
    whole = len(text_of(element))
    if not 0 < whole <= LONGEST_LINKED:
        return False
    linked = sum(
        len(text_of(link)) for link in select(element, "descendant::a[@href and not(starts-with(@href, '#'))]")
    )
    return linked >= whole * share
