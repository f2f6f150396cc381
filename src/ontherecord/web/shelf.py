"""What stands in a library, what is found there, and what becomes of it when articles come and go."""

from collections.abc import Iterable, Mapping, Sequence

from ontherecord.phrases import carried_by, counted, cut
from ontherecord.reports import Doubt, Failure, IndexState, IngestReport, LibraryStats, Progress, VerifyReport
from ontherecord.schema import Article, Hit
from ontherecord.web.acting import button, reading
from ontherecord.web.escaping import line
from ontherecord.web.origins import headline, origin, source_line

LONGEST_EXCERPT, LONGEST_REASON = 400, 500
MOST_NAMED, MOST_TOLD = 12, 100
FOLLOWERS: Mapping[str, str] = {"vectors": "search by meaning", "lexical": "search by words"}


def holdings_view(stats: LibraryStats) -> str:
    """Return what a library holds, in numbers, and whether everything in it can be found yet."""
    if not stats.articles:
        return '<p class="hint">The library is empty. Add articles, and they can be asked at once.</p>'
    rows = [
        ("Articles", f"{stats.articles:,}"),
        ("Stories", f"{stats.articles - stats.syndicated:,}"),
        ("Outlets", _named(stats.publishers)),
        ("Languages", _named(stats.languages)),
        ("Passages", f"{stats.passages:,}"),
        ("Quotes", f"{stats.quotes:,}"),
        ("Speakers", f"{stats.speakers:,}"),
        ("Days covered", _days(stats)),
        ("Size on disk", size(stats.size_bytes)),
        ("Up to date", _followed(stats)),
    ]
    rows += [("Without a date", counted(stats.undated, "article"))] if stats.undated else []
    ahead = f"{counted(stats.dated_ahead, 'article')}: check their sources"
    rows += [("Dated in the future", ahead)] if stats.dated_ahead else []
    told = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows)
    return f'<dl class="holdings">{told}</dl>'


def listing(articles: Sequence[Article]) -> str:
    """Return articles to choose one from."""
    return _list(_entry(article) for article in articles) or _nothing_listed()


def editable_listing(articles: Sequence[Article]) -> str:
    """Return articles to choose one from, each of which can be removed."""
    return _list(_entry(article) + _remover(article) for article in articles) or _nothing_listed()


def found(hits: Sequence[Hit]) -> str:
    """Return the articles that a search found, the best first, each with the best of its passages."""
    best = dict[str, Hit]()
    for hit in hits:
        if hit.article.id not in best or hit.score > best[hit.article.id].score:
            best[hit.article.id] = hit
    nothing = '<p class="hint">Nothing like that is in the library. Other words, or fewer, may find it.</p>'
    return _list(_entry(hit.article, hit.also_in) + _excerpt(hit) for hit in best.values()) or nothing


def removal_question(article: Article) -> str:
    """Return what is asked before an article is removed."""
    name = line(headline(article))
    return (
        '<div class="question" role="group" aria-label="Remove an article">'
        f"<p>Remove “<bdi>{name}</bdi>” (<bdi>{line(origin(article))}</bdi>)? "
        "It leaves every search and answer; its versions stay on record.</p>"
        f'<p class="actions">{button("Remove it", "confirm-removal", article=article.id)} '
        f"{button('Keep it', 'keep', article=article.id)}</p></div>"
    )


def adding(progress: Progress) -> str:
    """Return how far the adding of articles has come."""
    total = progress.quoted + progress.unquoted
    failed = f", {progress.failed:,} of them failed" if progress.failed else ""
    counts = (
        f"{counted(progress.articles, 'article')} dealt with{failed}, "
        f"{counted(progress.embedded, 'passage')} made searchable, {progress.seconds:,.0f} s"
    )
    if total:
        told = f"Looking for quotes: {progress.quoted:,} of {counted(total, 'article')}"
        bar = f'<progress max="{total}" value="{progress.quoted}" aria-label="{told}"></progress>'
    else:
        # Nobody knows how many articles are to come.
        told, bar = "Adding articles …", '<progress aria-label="Adding articles"></progress>'
    return f'<div class="adding" role="status"><p>{told}</p>{bar}<p class="from">{counts}</p></div>'


def added(report: IngestReport) -> str:
    """Return what became of the articles that were added, and of what could not be."""
    copies = f" ({report.syndicated:,} of a story that was there already)" if report.syndicated else ""
    rows = [
        ("Added", f"{report.added:,}{copies}"),
        ("Updated", f"{report.updated:,}"),
        ("Unchanged", f"{report.unchanged:,}"),
        ("Failed", f"{len(report.failed):,}"),
        ("Passages", f"{report.embedded:,}"),
    ]
    told = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows)
    heading = f"{counted(report.seen, 'article')} in {report.seconds:,.1f} s"
    if not report.seen:
        heading = "Nothing to add was found"
    return (
        f'<div class="added" role="status"><p>{heading}.</p><dl class="holdings">{told}</dl></div>'
        f"{_reasons('Could not be added', report.failed, len(report.failed))}"
        f"{_reasons('Added, but doubtful', report.doubts, report.doubtful)}"
    )


def health(report: VerifyReport) -> str:
    """Return whether a library is sound, and what is wrong where it is not."""
    checked = (
        f"{counted(report.articles, 'article')}, {counted(report.passages, 'passage')} and "
        f"{counted(report.quotes, 'quote')} were checked"
    )
    if report.ok:
        return f'<p class="health" role="status">The library is sound: {checked}.</p>'
    told = [line(cut(problem, LONGEST_REASON)) for problem in report.problems[:MOST_TOLD]]
    many = counted(len(report.problems), "problem")
    found = _plain_list("problems", [*told, *_more(len(report.problems) - len(told))])
    return f'<p class="health" role="status">{many} found; {checked}.</p>{found}'


def size(count: int) -> str:
    """Return a number of bytes in words such as `12.3 MB`."""
    for unit, least in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if count >= least:
            return f"{count / least:,.1f} {unit}"
    return counted(count, "byte")


def _entry(article: Article, also_in: Sequence[str] = ()) -> str:
    elsewhere = f" · {line(carried_by(also_in))}" if also_in else ""
    return f'{reading(article.id, headline(article))} <span class="from">{source_line(article)}{elsewhere}</span>'


def _remover(article: Article) -> str:
    return f" {button('Remove', 'remove', f'Remove “{headline(article)}”', article=article.id)}"


def _excerpt(hit: Hit) -> str:
    return f'<blockquote class="excerpt" dir="auto">{line(cut(hit.passage.text, LONGEST_EXCERPT))}</blockquote>'


def _list(entries: Iterable[str]) -> str:
    told = "".join(f"<li>{entry}</li>" for entry in entries)
    return f'<ul class="articles">{told}</ul>' if told else ""


def _nothing_listed() -> str:
    return '<p class="hint">No article is here.</p>'


def _named(names: Sequence[tuple[str, int]]) -> str:
    """Return how many names there are, and behind them the most frequent ones."""
    if not names:
        return "unknown"
    told = [f"<bdi>{line(cut(name, 100))}</bdi> {count:,}" for name, count in names[:MOST_NAMED]]
    listed = _plain_list("names", [*told, *_more(len(names) - len(told))])
    return f"<details><summary>{len(names):,}</summary>{listed}</details>"


def _days(stats: LibraryStats) -> str:
    if not stats.first_published or not stats.last_published:
        return "unknown"
    return f"{stats.first_published:%Y-%m-%d} to {stats.last_published:%Y-%m-%d}"


def _followed(stats: LibraryStats) -> str:
    behind = [_behind(state) for state in stats.indexes if not state.current]
    behind += ["some quotes are still of an earlier way to find them"] if stats.stale_quotes else []
    return "; ".join(behind) or "yes"


def _behind(state: IndexState) -> str:
    name = line(FOLLOWERS.get(state.name, state.name))
    return f"{name}: {state.applied:,} of {counted(state.recorded, 'change')}"


def _reasons(heading: str, reported: Sequence[Failure | Doubt], many: int) -> str:
    """Return what is reported of single sources, the first ones, and how many more there are."""
    if not many:
        return ""
    told = [
        f"<bdi>{line(cut(one.source, LONGEST_REASON))}</bdi>: {line(cut(one.reason, LONGEST_REASON))}"
        for one in reported[:MOST_TOLD]
    ]
    listed = _plain_list("reasons", [*told, *_more(many - len(told))])
    return f'<details class="reported" open><summary>{heading}: {many:,}</summary>{listed}</details>'


def _plain_list(name: str, entries: Sequence[str]) -> str:
    return f'<ul class="{name}">{"".join(f"<li>{entry}</li>" for entry in entries)}</ul>'


def _more(count: int) -> list[str]:
    return [f"and {count:,} more"] if count else []
