"""What a page says of its article in JSON-LD, in the words of https://schema.org.

Real pages hold arrays, graphs, several blocks, comments and broken JSON; whatever can be read counts.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ingest.extraction.tree import Element, select

Thing: TypeAlias = Mapping[str, object]

LARGEST_BLOCK = 5_000_000
DEEPEST = 40
MOST_THINGS = 5_000

# Best first: where a page describes several, the first of the best kind is its article.
_KINDS = (
    *("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "BackgroundNewsArticle", "OpinionNewsArticle"),
    *(
        "ReviewNewsArticle",
        "AskPublicNewsArticle",
        "LiveBlogPosting",
        "BlogPosting",
        "Article",
        "AdvertiserContentArticle",
    ),
    *("Report", "SatiricalArticle", "ScholarlyArticle", "TechArticle", "SocialMediaPosting", "ClaimReview"),
)
ARTICLE_KINDS = frozenset(_KINDS)
_HOLDERS = ARTICLE_KINDS | {"ItemList", "CollectionPage"}
_WRAPPED = re.compile(r"^\s*(?://\s*)?(?:<!\[CDATA\[|<!--)|(?://\s*)?(?:\]\]>|-->)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s{0,99}[}\]])")
_SCRIPTS = "//script[contains(translate(@type, 'LDJSON', 'ldjson'), 'application/ld+json')]"


@dataclass(frozen=True, slots=True)
class Structured:
    """Everything a page says in JSON-LD; `article` is empty where it describes none."""

    article: Thing = field(default_factory=dict)
    things: tuple[Thing, ...] = ()

    def kinds(self) -> frozenset[str]:
        """Return the types of all that is described."""
        return frozenset(kind for thing in self.things for kind in kinds_of(thing))

    def resolve(self, value: object) -> object:
        """Return the thing that a reference such as {"@id": ...} means, or the value itself."""
        if isinstance(value, Mapping) and isinstance(name := value.get("@id"), str) and "name" not in value:
            return next((thing for thing in self.things if thing.get("@id") == name and "name" in thing), value)
        return value

    def text(self, name: str) -> str | None:
        """Return a property of the article that is plain text, its character references resolved."""
        value = self.article.get(name)
        if isinstance(value, list) and value:
            value = value[0]
        return html.unescape(value).strip() or None if isinstance(value, str) else None


def read_structured(root: Element) -> Structured:
    """Return what the JSON-LD of a page says."""
    things: list[Thing] = []
    articles: list[Thing] = []
    for script in select(root, _SCRIPTS):
        for thing, is_part in _things(_parsed(script.text or "")):
            if len(things) >= MOST_THINGS:
                break
            things.append(thing)
            if not is_part and ARTICLE_KINDS.intersection(kinds_of(thing)):
                articles.append(thing)
    return Structured(max(articles, key=_weight, default={}), tuple(things))


def kinds_of(thing: Thing) -> frozenset[str]:
    """Return the types of a thing, without the address of the vocabulary."""
    kinds = thing.get("@type")
    listed = kinds if isinstance(kinds, list) else [kinds]
    return frozenset(kind.rpartition("/")[2].removeprefix("schema:") for kind in listed if isinstance(kind, str))


def as_list(value: object) -> list[object]:
    """Return the values of a property, which JSON-LD gives alone or as an array."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _weight(thing: Thing) -> int:
    # A teaser within a list of links has a headline and little else.
    return sum(name in thing for name in ("headline", "datePublished", "author", "articleBody", "mainEntityOfPage"))


def _parsed(text: str) -> object:
    text = _WRAPPED.sub("", text[:LARGEST_BLOCK]).strip().rstrip(";")
    for mended in (text, _TRAILING_COMMA.sub(r"\1", text), html.unescape(text)):
        try:
            # Not strict: real blocks hold raw line breaks within strings.
            return json.loads(mended, strict=False)
        except ValueError:
            continue
        except RecursionError:
            return None
    return None


def _things(value: object) -> Iterator[tuple[Thing, bool]]:
    """Yield all objects within a value, outer ones first, and whether an article or a list holds them.

    The entries of a live blog and the articles of a list are articles too, but not the page's.
    """
    level: list[tuple[object, bool]] = [(value, False)]
    for _ in range(DEEPEST):
        below: list[tuple[object, bool]] = []
        for item, is_part in level:
            if isinstance(item, Mapping):
                yield item, is_part
                holds = is_part or bool(_HOLDERS.intersection(kinds_of(item)))
                below.extend((inner, holds) for inner in item.values())
            elif isinstance(item, list):
                below.extend((inner, is_part) for inner in item)
        level = [(item, is_part) for item, is_part in below if isinstance(item, Mapping | list)]
        if not level:
            return
