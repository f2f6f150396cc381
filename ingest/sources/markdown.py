"""Markdown files: a title, a text, and front matter between `---` lines for what is known beyond these.

The text is kept as it is written, Markdown marks and all: citations are exact slices of it.
"""

import io
import re
from collections.abc import Iterator, Mapping

import yaml

from ingest.sources.encoding import whole_text
from ingest.sources.fields import article_from
from ingest.sources.found import Found
from ingest.sources.hygiene import clean_text
from ontherecord import Failure, SourceError

LARGEST_FRONT_MATTER = 65_536

_OPENING = re.compile(r"---[ \t]*\n")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)
_CLOSING_MARKS = re.compile(r"[ \t]+#+[ \t]*$")
_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("null", "str", "seq", "map"))


def read_markdown(stream: io.BufferedIOBase, source: str) -> Iterator[Found | Failure]:
    """Yield the one article of a Markdown file; raises SourceError where it or its front matter cannot be read."""
    fields, text = _split(clean_text(whole_text(stream)))
    if heading := _HEADING.search(text):
        title = _CLOSING_MARKS.sub("", heading[1])
        fields.setdefault("title", title)
        # The title over the text is not said in the text.
        if heading.start() == 0 and fields["title"] == title:
            text = text[heading.end() :]
    if not text.strip():
        raise SourceError("no text: write the article's text below its title and front matter")
    yield article_from({**fields, "text": text}, source)


def _split(whole: str) -> tuple[dict[str, object], str]:
    opening = _OPENING.match(whole)
    if not opening:
        return {}, whole
    closing = _CLOSING.search(whole, opening.end(), LARGEST_FRONT_MATTER)
    if not closing:
        raise SourceError(
            f"the front matter has no end within {LARGEST_FRONT_MATTER:,} characters: close it with a line of `---`"
        )
    return _front_matter(whole[opening.end() : closing.start()]), whole[closing.end() :].strip()


def _front_matter(written: str) -> dict[str, object]:
    try:
        # A safe loader: it makes strings, lists and dicts, and nothing else.
        fields = yaml.load(written, Loader=_FrontMatterLoader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        # Counted from 1, after the opening line.
        line = error.problem_mark.line + 2 if error.problem_mark else 1
        raise SourceError(
            f"the front matter is not valid YAML at line {line} ({error.problem}): "
            'put a value that holds marks such as : * & or " into single quotation marks'
        ) from None
    except (yaml.YAMLError, ValueError):
        raise SourceError("the front matter is not valid YAML: write lines of `name: value`") from None
    except RecursionError:
        raise SourceError("the front matter is nested too deeply: write lines of `name: value`") from None
    if not isinstance(fields, Mapping | None):
        raise SourceError("the front matter is no list of names and values: write lines of `name: value`")
    # A field left empty is a field left out.
    return {str(name).lower(): value for name, value in (fields or {}).items() if value is not None}


class _FrontMatterLoader(yaml.SafeLoader):
    """Reads plain scalars as strings, so that a title may be `1984` or `No`; refuses aliases, which can multiply."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - the name and type are PyYAML's
        start: [(tag, shape) for tag, shape in resolvers if tag in _TAGS]
        for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    # None stands for every other tag and raises; the makers of numbers and times stumble over bad ones.
    yaml_constructors = {  # noqa: RUF012
        tag: make for tag, make in yaml.SafeLoader.yaml_constructors.items() if tag is None or tag in _TAGS
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next node; raises ComposerError for an alias."""
        if self.check_event(yaml.AliasEvent):
            raise yaml.composer.ComposerError(None, None, "aliases are not read", self.get_mark())
        return super().compose_node(parent, index)
