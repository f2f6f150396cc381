"""The head of the page."""

from ontherecord.phrases import holdings
from ontherecord.reports import LibraryStats
from ontherecord.web.escaping import line

EMPTY = "The library is empty: add articles under Library, or with python -m ingest."


def masthead(stats: LibraryStats) -> str:
    """Return the title of the page, what the library holds, and what changes the light."""
    held = EMPTY
    if stats.articles:
        stories = stats.articles - stats.syndicated
        held = holdings(stats.articles, stories, stats.first_published, stats.last_published)
    return (
        '<header class="masthead"><h1>On the Record</h1>'
        f'<p>Every sentence leads to its source, word for word. <span class="from">{line(held)}</span></p>'
        '<div class="tools"><button type="button" class="quiet" data-act="share">Copy link</button>'
        '<button type="button" class="quiet" data-act="theme">Light / dark</button></div></header>'
        '<p id="status" role="status" class="unseen"></p><p id="toast" aria-hidden="true"></p>'
    )
