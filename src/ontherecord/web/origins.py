"""Where an article is from and of which day, as the page says it."""

from ontherecord.phrases import cut
from ontherecord.schema import Article, dated_ahead
from ontherecord.web.escaping import line

LONGEST_HEADLINE, LONGEST_NAME = 300, 100


def headline(article: Article) -> str:
    """Return what an article is called, shortened where it is an article of its own."""
    return cut(article.headline, LONGEST_HEADLINE)


def origin(article: Article) -> str:
    """Return the outlet and the day of an article in words; what is not known is said to be so."""
    outlet = cut(article.publisher or "", LONGEST_NAME) or "outlet unknown"
    return f"{outlet}, {day(article)}"


def day(article: Article) -> str:
    """Return the day of an article in words: its month alone where no more is known."""
    if article.published is None:
        return "date unknown"
    ahead = ", in the future: check its source" if dated_ahead(article) else ""
    return article.published + (" (day unknown)" if article.published_precision == "month" else "") + ahead


def source_line(article: Article) -> str:
    """Return the outlet and the day of an article as HTML."""
    outlet = line(cut(article.publisher or "", LONGEST_NAME)) or "outlet unknown"
    return f"<bdi>{outlet}</bdi> · {published(article)}"


def published(article: Article) -> str:
    """Return the day of an article as HTML that programs can read too."""
    words = line(day(article))
    return f'<time datetime="{line(article.published)}">{words}</time>' if article.published else words
