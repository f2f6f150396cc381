"""The adapter of feedparser: text in, its loosely typed entries out, in bounded time.

feedparser takes what is published as a feed, well-formed or not. Given an address it would fetch it; here it is only
ever given text. Some of its steps take time that grows with the square of what they are given (measured: 53 s for an
author of 100 KB, 34 s for an element of 50,000 attributes, 22 s for 20,000 namespaces), and are replaced or limited.
"""

import io
import xml.sax
from collections.abc import Mapping
from typing import Any, TypeAlias
from xml.sax.handler import feature_external_ges, feature_namespaces

from feedparser.api import LooseFeedParser, StrictFeedParser

from ontherecord import SourceError

Parsed: TypeAlias = Mapping[str, Any]

# Worst inputs found cost 4 microseconds a mark; this keeps a feed under five seconds.
MOST_MARKS = 500_000
MOST_ATTRIBUTES = 200
MOST_NAMESPACES = 200


def parse_feed(text: str, base: str) -> tuple[Parsed, list[Parsed], str]:
    """Return what a feed says of itself, its entries and its version (`rss20`, `atom10`, "" for no feed).

    `base` is the address that relative links are relative to. Raises SourceError for what cannot be read.
    """
    if text.count("<") + text.count("&") > MOST_MARKS:
        raise SourceError(f"the feed has more than {MOST_MARKS:,} marks: split it")
    try:
        parser = _strict(text, base) or _loose(text, base)
    except SourceError:
        raise
    except Exception as error:  # whatever hostile input makes it stumble over
        raise SourceError(f"not a feed that can be read ({type(error).__name__}): check the address") from error
    return parser.feeddata, parser.entries, parser.version or ""


class _WithoutDetours:
    """What is done differently from feedparser, for both of its parsers."""

    resolve_relative_uris = False
    sanitize_html = False

    def _sync_author_detail(self, key: str = "author") -> None:
        context = self._get_context()  # type: ignore[attr-defined]
        details = context.get(f"{key}s") or [{}]
        if context.get(key) and not details[-1]:
            details[-1]["name"] = context[key]

    def _add_tag(self, term: object, scheme: object, label: object) -> None:
        self._get_context().setdefault("tags", [{"term": None}])  # type: ignore[attr-defined]


class _Strict(_WithoutDetours, StrictFeedParser):  # type: ignore[misc]
    def startElementNS(self, name: Any, qname: Any, attrs: Any) -> None:  # noqa: ANN401
        if len(attrs) > MOST_ATTRIBUTES:
            raise SourceError(f"an element of the feed has more than {MOST_ATTRIBUTES} attributes: not read")
        super().startElementNS(name, qname, attrs)

    def startPrefixMapping(self, prefix: Any, uri: Any) -> None:  # noqa: ANN401
        if len(self.namespaces_in_use) > MOST_NAMESPACES:
            raise SourceError(f"the feed has more than {MOST_NAMESPACES} namespaces: not read")
        super().startPrefixMapping(prefix, uri)


class _Loose(_WithoutDetours, LooseFeedParser):  # type: ignore[misc]
    pass


def _strict(text: str, base: str) -> Any:  # noqa: ANN401 - feedparser has no types
    parser = _Strict(base, None, "utf-8")
    reader = xml.sax.make_parser()  # noqa: S317 - entities are refused before, external ones are off
    reader.setFeature(feature_namespaces, True)
    reader.setFeature(feature_external_ges, False)
    reader.setContentHandler(parser)
    reader.setErrorHandler(parser)
    source = xml.sax.xmlreader.InputSource()
    source.setEncoding("utf-8")
    source.setByteStream(io.BytesIO(text.encode("utf-8", "replace")))
    try:
        reader.parse(source)
    except SourceError:
        raise
    except Exception:  # not well-formed: read again, loosely
        return None
    return parser


def _loose(text: str, base: str) -> Any:  # noqa: ANN401
    parser = _Loose(base, None, "utf-8", {})
    parser.feed(text)
    return parser
