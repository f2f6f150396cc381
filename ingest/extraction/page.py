"""From the bytes of one page to its article, or to the reason why it holds none."""

from ingest.extraction.authors import authors_of, signed_by
from ingest.extraction.blocks import joined, kept, without_headline
from ingest.extraction.body import extract
from ingest.extraction.boilerplate import remove_boilerplate
from ingest.extraction.characters import without_invisible
from ingest.extraction.charset import decode
from ingest.extraction.hidden import remove_hidden
from ingest.extraction.metadata import address_of, language_of, publisher_of, read_metas, title_of, titles_of
from ingest.extraction.publication import Page, published_of, updated_of
from ingest.extraction.refusal import refusal_of, signs_of, weighed_length
from ingest.extraction.structured import read_structured
from ingest.extraction.tree import Element, parse, select, text_of
from ingest.sources.dates import Published
from ingest.sources.found import Found
from ingest.sources.hygiene import clean_text
from ontherecord import Article, Failure, SourceError

LARGEST_PAGE = 20_000_000
EMPTY = "no article in it: the page is empty; save it again after it has loaded fully"


def read_page(
    html: bytes,
    source: str,
    *,
    url: str | None = None,
    charset: str | None = None,
    listed: Published | None = None,
) -> Found | Failure:
    """Return the article on a page, or why there is none.

    Where they are known, `url` is the address that the page was fetched from, `charset` what the server said of it,
    and `listed` the publication time in the feed or sitemap that led to it. Nothing is fetched. A page larger than
    20 MB, or nested too deeply to be read whole, is a failure.
    """
    if len(html) > LARGEST_PAGE:
        return Failure(source, f"the page is larger than {LARGEST_PAGE:,} bytes: save the article alone")
    try:
        # 1. bytes to text to tree
        root = parse(decode(html, charset))
        return Failure(source, EMPTY) if root is None else _read(root, source, url, listed)
    except SourceError as error:
        return Failure(source, str(error))


def _read(root: Element, source: str, url: str | None, listed: Published | None) -> Found | Failure:
    # 2. what the page says of its article, read from the whole tree
    metas, structured = read_metas(root), read_structured(root)
    publisher = publisher_of(metas, structured)
    address = address_of(root, metas, structured, url)
    signs = signs_of(root, metas, structured, address)
    # 3. what it shows of it, and no more
    remove_hidden(root)
    titles = titles_of(root, metas, structured)
    title = title_of(titles, publisher)
    named = authors_of(root, metas, structured, (publisher, address))
    language = language_of(root, metas, structured)
    dated = Page(root, metas, structured, address, listed)
    published = published_of(dated)
    # 4. the body, from what is left of the tree
    titles += [text_of(heading) for heading in select(root, "//h1")]
    remove_boilerplate(root)
    blocks = without_headline(extract(root), titles)
    authors = named.persons or signed_by([block.text for block in blocks]) or named.outlets
    blocks = kept(blocks, authors, structured.text("articleBody"))
    text = clean_text(without_invisible(joined(blocks)))
    # 5. whether it is an article at all
    if reason := refusal_of(signs, title, weighed_length(text)):
        return Failure(source, reason)
    article = Article(
        title=title,
        text=text,
        url=address,
        publisher=publisher,
        authors=authors,
        published_at=published[0] if published else None,
        published_precision=published[1] if published else None,
        updated_at=updated_of(dated, published),
        language=language,
    )
    return Found(source, article)
