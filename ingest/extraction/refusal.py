"""Pages that hold no article, and how they are told: each with what it is and what to do about it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ingest.extraction.metadata import Metas
from ingest.extraction.structured import Structured, as_list
from ingest.extraction.tree import Element, select, text_of

# An article shorter than this is none, unless the page says that it is one: the shortest of 111 articles of 78
# publishers has 300 characters.
SHORTEST = 140
# A page that says that it is not free, and shows less than this, shows a teaser.
LONGEST_TEASER = 700
# Below this, a page whose title or words say that it is an error or a check of the visitor is taken at its word.
LONGEST_NOTICE = 1_200
# Characters of text within links, as a share of all of the page's, from which a page is a list of links.
LINKED = 0.6


def _any_of(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases), re.IGNORECASE | re.DOTALL)


_ERROR = _any_of(
    r"\b(?:40[0-9]|410|50[0-4])\b.{0,40}\b(?:error|not found|forbidden|unavailable)",
    r"\bpage (?:was |could )?not (?:be )?found\b",
    r"\bpage (?:you requested )?(?:does not|doesn't|no longer) exists?\b",
    r"seite (?:wurde )?nicht gefunden|página no encontrada|pagina non trovata|page (?:introuvable|non trouvée)",
    r"^(?:error )?404\b|\binternal server error\b|\baccess denied\b",
    r"^(?:not found|forbidden|bad gateway|service unavailable)\b",
)
_CHECK = _any_of(
    r"\bcaptcha\b|are you (?:a )?(?:human|robot)|verify (?:that )?you are (?:a )?human|checking your browser",
    r"unusual (?:traffic|activity)|^just a moment|attention required|security check",
)
_SCRIPTED = _any_of(
    r"(?:enable|requires?|turn on|activate|need) java ?script",
    r"java ?script (?:is|must be|needs to be) (?:disabled|enabled|required)|bitte (?:aktivieren sie )?javascript",
)
_AGREE = r"(?:accept|agree|consent|zustimm|akzeptier|aceptar|accepter)"
_CONSENT = _any_of(
    rf"{_AGREE}.{{0,80}}(?:cookies?|tracking|werbung|advert)",
    rf"(?:cookies?|tracking).{{0,80}}{_AGREE}",
)
_PAYWALL = _any_of(
    r"\b(?:subscribe|subscription|sign in|log ?in|register) (?:now |here )?(?:to|for|and) "
    r"(?:continue|keep|read|access|unlock)",
    r"\b(?:continue|keep) reading (?:with|by|for)\b|subscribers? only|already a subscriber",
    r"this (?:article|content|story) is (?:for|only|reserved)",
    r"weiterlesen mit|jetzt weiterlesen|nur für abonnenten|réservé aux abonnés",
    r"solo para suscriptores|riservato agli abbonati|会員限定",
)
_IDEOGRAPHS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# The box of a teaser, whose neighbours are teasers too.
_IS_CARD = "self::article | self::li | self::*[child::h2/a or child::h3/a or child::a/h2 or child::a/h3]"
_LIST_KINDS = frozenset({"CollectionPage", "SearchResultsPage", "ProfilePage", "ItemList"})
_ARTICLE_TYPES = frozenset({"article", "news", "newsarticle", "blog", "og:article"})


@dataclass(frozen=True, slots=True)
class Signs:
    """What a page is judged by: taken before anything is taken out of its tree."""

    metas: Metas
    structured: Structured
    url: str | None
    text: str
    linked: float
    teasers: int
    running: int
    has_video: bool

    @property
    def says_article(self) -> bool:
        """Whether the page says of itself that it is an article."""
        kinds = {kind.casefold() for kind in self.metas.get("og:type", ())}
        return bool(self.structured.article) or bool(_ARTICLE_TYPES & kinds) or "article:published_time" in self.metas


def weighed_length(text: str) -> int:
    """Return the length of a text in characters of an alphabet: a Chinese or Japanese one says as much as three."""
    return len(text) + 2 * len(_IDEOGRAPHS.findall(text))


def signs_of(root: Element, metas: Metas, structured: Structured, url: str | None) -> Signs:
    """Return what a page is judged by."""
    text = text_of(root)
    linked = sum(len(text_of(link)) for link in select(root, "//a[@href]"))
    kinds = {kind.casefold() for kind in metas.get("og:type", ())}
    has_video = any(kind.startswith("video") for kind in kinds) or "VideoObject" in structured.kinds()
    return Signs(
        metas=metas,
        structured=structured,
        url=url,
        text=text,
        linked=linked / len(text) if text else 0.0,
        teasers=len(select(root, "//article[.//a[@href]]")),
        running=_running(root),
        has_video=has_video or bool(select(root, "//video")),
    )


def _running(root: Element) -> int:
    """Return how many characters stand in paragraphs side by side: teasers have a box each, an article has one."""
    beside: dict[Element, int] = {}
    for paragraph in select(root, "//p"):
        linked = sum(len(text_of(link)) for link in select(paragraph, "descendant::a"))
        length = len("".join(paragraph.itertext()))
        # Paragraphs that stand side by side share a parent, or their parents do.
        parent = paragraph.getparent()
        for box in (parent, None if select(parent, _IS_CARD) else parent.getparent()):
            if box is not None and linked * 2 < length:
                beside[box] = beside.get(box, 0) + length
    return max(beside.values(), default=0)


def refusal_of(signs: Signs, title: str | None, length: int) -> str | None:
    """Return why a page is refused, or None for one that holds an article; `length` is that of the text found.

    `length` is counted by weighed_length.
    """
    if length < LONGEST_NOTICE and (reason := _notice(signs, title or "", length)):
        return reason
    if _is_teaser(signs, length):
        return "a paywall stub: it holds only the beginning of the article; save the page while signed in"
    if _is_list(signs, length):
        return "an index page: it lists articles and holds none; give the pages that it links to, or its feed"
    if length == 0 or (length < SHORTEST and not signs.says_article):
        if signs.has_video:
            return "a video page: it holds no text to speak of; leave it out, or give a transcript as text"
        return "no article in it: the page holds hardly any text; save it after it has loaded fully, or leave it out"
    return None


def _notice(signs: Signs, title: str, length: int) -> str | None:
    if _ERROR.search(title) or (not signs.says_article and _ERROR.search(signs.text[:300])):
        return "an error page: the site did not give the article; fetch it again, or check its address"
    if signs.says_article:
        return None
    beginning = signs.text[:4_000]
    if _CHECK.search(title) or _CHECK.search(beginning):
        return "a check for robots: the site did not give the article; open the page in a browser and save it there"
    if _CONSENT.search(beginning) and length < LONGEST_TEASER:
        return "a consent page: the site asks about cookies first; open it in a browser, answer, and save it there"
    if _SCRIPTED.search(beginning) and length < LONGEST_TEASER:
        return "a page made by scripts: its text is not in it; open it in a browser and save it there"
    return None


def _is_teaser(signs: Signs, length: int) -> bool:
    if length >= LONGEST_TEASER:
        return False
    # Short news exists: a page that is not free needs a second sign, its own words that there is more.
    return (length < SHORTEST or _says_closed(signs)) and bool(_PAYWALL.search(signs.text[:200_000]))


def _says_closed(signs: Signs) -> bool:
    parts = [signs.structured.article, *as_list(signs.structured.article.get("hasPart"))]
    free = [part.get("isAccessibleForFree") for part in parts if isinstance(part, Mapping)]
    tiers = {tier.casefold() for tier in signs.metas.get("article:content_tier", ())}
    return any(str(value).casefold() in {"false", "no", "0"} for value in free if value is not None) or bool(
        tiers & {"locked", "metered"}
    )


def _is_list(signs: Signs, length: int) -> bool:
    if signs.says_article and (length >= SHORTEST or "article:published_time" in signs.metas):
        return False
    if signs.running >= LONGEST_NOTICE:
        return False
    path = urlsplit(signs.url or "")
    is_home = signs.url is not None and not path.path.strip("/") and not path.query
    if is_home or signs.structured.kinds() & _LIST_KINDS:
        return signs.linked > LINKED / 2 or signs.teasers > 4
    return (signs.linked > LINKED and signs.teasers > 2) or signs.linked > 0.8 or signs.teasers > 9
