"""What the commands print: answers, hits, articles, versions and statistics as lines of text."""

import textwrap
from collections.abc import Sequence
from datetime import UTC

from ontherecord.archive.outlets import other_outlets
from ontherecord.bylines import byline
from ontherecord.history import FieldChange, TextChange, Version
from ontherecord.phrases import carried_by, cut
from ontherecord.reports import LibraryStats
from ontherecord.schema import Answer, Article, Citation, Hit, Quote, Rating, dated_ahead

WIDTH = 100
OUTLETS_NAMED = 5
LONGEST_NOTICE = 300
STALE = ", some found by another attributor than the present one: run `python -m ontherecord rebuild --quotes`"


def answer_lines(answer: Answer) -> list[str]:
    """Return an answer, who wrote it, its sources, and the nearest articles where there is none."""
    lines = [textwrap.fill(paragraph, WIDTH) for paragraph in answer.text.split("\n\n")]
    if line := byline(answer):
        lines.append(textwrap.fill(f"{line}.", WIDTH))
    lines = [part for line in lines for part in (line, "")]
    for article in answer.sources:
        markers = " ".join(f"[{c.marker}]" for c in answer.citations if c.article.id == article.id)
        cited = next(c for c in answer.citations if c.article.id == article.id)
        first, *rest = [*source_lines(article, cited.also_in), *_standing(cited)]
        lines += [f"{markers} {first}", *(f"    {line}" for line in rest)]
    if answer.suggestions:
        lines.append("Nearest articles:")
        for article in answer.suggestions:
            first, *rest = source_lines(article)
            lines += [f"  - {first}", *(f"    {line}" for line in rest)]
    return lines


def hit_lines(hits: Sequence[Hit]) -> list[str]:
    """Return what a search found."""
    lines = list[str]()
    for number, hit in enumerate(hits, 1):
        first, *rest = source_lines(hit.article, hit.also_in)
        passage = textwrap.fill(
            " ".join(hit.passage.text.split()), WIDTH, initial_indent="    ", subsequent_indent="    "
        )
        lines += [f"{number}. {first}  ({hit.score:.2f})", *(f"    {line}" for line in rest), passage, ""]
    return lines or ["no passage matches"]


def quote_lines(quotes: Sequence[Quote]) -> list[str]:
    """Return who said what: the words, by whom, and where that is written."""
    lines = list[str]()
    for quote in quotes:
        carriers = [quote.article, *quote.also_in]
        outlets = other_outlets([(one.id, one.publisher, one.url) for one in carriers], quote.article.id)
        source = [f"    {line}" for line in (_speaker(quote), *source_lines(quote.article, outlets))]
        lines += [textwrap.fill(" ".join(quote.text.split()), WIDTH), *source, ""]
    return lines or ["no quote matches"]


def rating_lines(ratings: Sequence[Rating]) -> list[str]:
    """Return what readers think of answers: the verdict on which question, why, and on what evidence."""
    lines = list[str]()
    for rating in ratings:
        lines.append(f"{rating.rated_at:%Y-%m-%d} {rating.verdict:<5} {' '.join(rating.question.split())}")
        lines += [f"    {' '.join(rating.reason.split())}"] if rating.reason else []
        sources = {citation.article.id: citation.article for citation in rating.evidence}
        lines += [f"    {line}" for article in sources.values() for line in source_lines(article)]
        lines.append("")
    return lines or ["no answer has been rated"]


def _speaker(quote: Quote) -> str:
    """Return whose words a quote is, as written and in full where that is something else."""
    written = " ".join((quote.mention or "nobody named").split())
    meant = f" → {quote.speaker or 'unknown'}" if quote.speaker != quote.mention else ""
    return f"{written}{meant}" + ("" if quote.kind == "direct" else f" ({quote.kind})")


def source_lines(article: Article, also_in: Sequence[str] = ()) -> list[str]:
    """Return what an article is and where it is from."""
    known = ", ".join(part for part in (article.publisher, article.published) if part)
    lines = [f"{article.headline}" + (f" ({known})" if known else ""), article.url or f"article {article.id}"]
    if also_in:
        more = ", …" if len(also_in) > OUTLETS_NAMED else ""
        lines.append(f"{carried_by(also_in)}: {', '.join(also_in[:OUTLETS_NAMED])}{more}")
    return lines


def stats_lines(stats: LibraryStats) -> list[str]:
    """Return what a library holds."""
    dates = "no dates"
    if stats.first_published and stats.last_published:
        dates = f"{stats.first_published:%Y-%m-%d} to {stats.last_published:%Y-%m-%d}"
    ahead = [f"{stats.dated_ahead:,} dated in the future when they came: check their sources"]
    return [
        f"{stats.path}: {stats.articles:,} articles ({dates}; {stats.undated:,} undated), "
        f"{stats.syndicated:,} copies, {stats.versions:,} versions, {stats.passages:,} passages, "
        f"{stats.size_bytes / 1e6:,.1f} MB",
        "publishers: " + (", ".join(f"{name} {count:,}" for name, count in stats.publishers[:10]) or "unknown"),
        *(ahead if stats.dated_ahead else []),
        f"embedding model: {stats.embedding_model or 'none yet'}",
        f"quotes: {stats.quotes:,} by {stats.speakers:,} speakers" + (STALE if stats.stale_quotes else ""),
        *(f"{state.name} index: {state.applied:,} of {state.recorded:,} changes" for state in stats.indexes),
    ]


def article_lines(article: Article) -> list[str]:
    """Return an article: what it is, what to know before quoting it, and its text."""
    return [*source_lines(article), *_doubts(article), *_corrections(article), "", article.text]


def version_lines(versions: Sequence[Version]) -> list[str]:
    """Return the versions of an article, each with what it changed."""
    lines = list[str]()
    for version in versions:
        article, moment = version.article, version.recorded_at.astimezone(UTC)
        facts = [f"version {article.version} of {len(versions)}", f"recorded {moment:%Y-%m-%d %H:%M} UTC"]
        if article.updated_at:
            facts.append(f"updated {article.updated_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC")
        lines += ["", ", ".join([*facts, *(["in force"] if version.in_force else [])])]
        for change in version.changes:
            lines += _field_lines(change) if isinstance(change, FieldChange) else _text_lines(change)
    return [*source_lines(versions[-1].article), *lines]


def _field_lines(change: FieldChange) -> list[str]:
    return [f"  {change.name}: {_said(change.before)} → {_said(change.after)}"]


def _said(value: str | Sequence[str] | None) -> str:
    said = value if isinstance(value, str) else ", ".join(value or ())
    return said or "unknown"


def _text_lines(change: TextChange) -> list[str]:
    signed = (("-", change.before), ("+", change.after))
    return [
        textwrap.fill(text, WIDTH, initial_indent=f"  {sign} ", subsequent_indent="    ")
        for sign, text in signed
        if text
    ]


def _standing(citation: Citation) -> list[str]:
    """Return which version is cited, where there are several, and what the article says of its mistakes."""
    version = [citation.version_cited] if citation.version_cited else []
    return [*version, *_corrections(citation.article)]


def _corrections(article: Article) -> list[str]:
    return [cut(notice.text, LONGEST_NOTICE) for notice in article.corrections]


def _doubts(article: Article) -> list[str]:
    if not dated_ahead(article):
        return []
    return [f"published {article.published}, which is in the future: check its source"]
