"""Which articles tell one story, and which of them told it first.

Two articles tell one story where their texts are the same or `syndication` finds one to be a copy of the other; so do
two that a third one joins. Every such pair is on record, so the stories depend on the articles in force alone, not on
the order in which they came. All of it happens in the transaction that stores or removes the article.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from ontherecord import syndication
from ontherecord.archive.database import Connection
from ontherecord.archive.records import span_of_publication
from ontherecord.schema import Article

# Of the articles that tell a story: the first published, then the first recorded.
FIRST = """
SELECT a.id FROM articles a WHERE a.id IN ({marks})
ORDER BY a.published_from NULLS LAST, (SELECT min(recorded_at) FROM versions WHERE article_id = a.id), a.id LIMIT 1
"""
# Among more articles that begin alike, a daily column for example, those nearest in time are compared; without these
# limits the five-hundredth issue of a series would be compared with all the others.
NEAREST = 16
COMPARED = 32
# Openings with less in common, as sketches estimate it, are of two stories: those of copies share a third.
LIKELY = 0.12
# Where an article without a date stands among the others.
UNDATED = 2**62
# Below SQLite's oldest limit on the number of variables in a statement.
VARIABLES = 900


def join_story(connection: Connection, article: Article) -> bool:
    """Link an article that has come into force to the stories that it tells; return whether another one tells it."""
    sketch = syndication.sketch(article.text)
    copies = _copies(connection, article, sketch)
    _file(connection, article, sketch)
    pairs = [pair for copy in copies for pair in ((article.id, copy), (copy, article.id))]
    connection.executemany("INSERT OR IGNORE INTO copies VALUES (?, ?)", pairs)
    twin = "SELECT id FROM articles WHERE content_hash = ? AND id != ? LIMIT 1"
    copies += [row[0] for row in connection.execute(twin, (article.content_hash, article.id)).fetchall()]
    if not copies:
        return False
    told = f"SELECT DISTINCT story FROM articles WHERE id IN ({_marks(copies)})"
    firsts = {article.id, *(row[0] for row in connection.execute(told, copies).fetchall())}
    first = _first(connection, firsts)
    others = [story for story in firsts if story != first]
    connection.execute(f"UPDATE articles SET story = ? WHERE story IN ({_marks(others)})", (first, *others))
    return True


def leave_story(connection: Connection, article_id: str) -> None:
    """Take an article that is about to change, or to go out of force, out of its story; the others keep theirs."""
    row = connection.execute("SELECT story FROM articles WHERE id = ?", (article_id,)).fetchone()
    if row is None:
        return
    joined = _joined(connection, row[0], article_id)
    had_copies = _unfile(connection, article_id)
    connection.execute("UPDATE articles SET story = id WHERE id = ?", (article_id,))
    # Articles that all have one text stay joined without it.
    for group in _groups(connection, joined) if had_copies else [list(joined)]:
        if had_copies or row[0] == article_id:
            _retell(connection, group)


def _copies(connection: Connection, article: Article, sketch: bytes) -> list[str]:
    """Return the articles that are copies of this one or its original, but for those with the same text."""
    found = _candidates(connection, article, sketch)
    if not found:
        return []
    query = (
        "SELECT a.id, v.text, a.published_from, a.published_until FROM articles a "
        "JOIN versions v ON v.article_id = a.id AND v.version = a.version "
        f"WHERE a.id IN ({_marks(found)}) AND a.content_hash != ?"
    )
    own = syndication.wording(article.text, *span_of_publication(article))
    return [
        one
        for one, *told in connection.execute(query, (*found, article.content_hash))
        if syndication.tells_the_same(own, syndication.wording(*told))
    ]


def _candidates(connection: Connection, article: Article, sketch: bytes) -> list[str]:
    """Return the articles that begin most like this one, at most `COMPARED`."""
    moment, shared, away = _moment(article), Counter[str](), dict[str, int]()
    before = "published <= ? ORDER BY published DESC, article_id DESC"
    after = "published > ? ORDER BY published, article_id"
    for band in syndication.bands(sketch):
        for side in (before, after):
            query = f"SELECT article_id, published FROM bands WHERE band = ? AND {side} LIMIT {NEAREST}"
            for one, published in connection.execute(query, (band, moment)):
                shared[one] += 1
                away[one] = abs(published - moment)
    shared.pop(article.id, None)
    nearest = sorted(shared, key=lambda one: (-shared[one], away[one], one))[:COMPARED]
    filed = f"SELECT article_id, sketch FROM sketches WHERE article_id IN ({_marks(nearest)})"
    sketches = connection.execute(filed, nearest).fetchall()
    return [one for one, other in sketches if syndication.similarity(sketch, other) >= LIKELY]


def _file(connection: Connection, article: Article, sketch: bytes) -> None:
    if sketch:
        moment = _moment(article)
        connection.execute("INSERT OR REPLACE INTO sketches VALUES (?, ?, ?)", (article.id, moment, sketch))
        rows = [(band, moment, article.id) for band in syndication.bands(sketch)]
        connection.executemany("INSERT OR IGNORE INTO bands VALUES (?, ?, ?)", rows)


def _unfile(connection: Connection, article_id: str) -> bool:
    """Forget how an article begins and what it is a copy of, and return whether it was one or had one."""
    filed = "SELECT published, sketch FROM sketches WHERE article_id = ?"
    for moment, sketch in connection.execute(filed, (article_id,)).fetchall():
        rows = [(band, moment, article_id) for band in syndication.bands(sketch)]
        connection.executemany("DELETE FROM bands WHERE band = ? AND published = ? AND article_id = ?", rows)
    connection.execute("DELETE FROM sketches WHERE article_id = ?", (article_id,))
    others = [row[0] for row in connection.execute("SELECT other_id FROM copies WHERE article_id = ?", (article_id,))]
    pairs = [pair for other in others for pair in ((article_id, other), (other, article_id))]
    connection.executemany("DELETE FROM copies WHERE article_id = ? AND other_id = ?", pairs)
    return bool(others)


def _joined(connection: Connection, story: str, article_id: str) -> dict[str, str]:
    """Return the other articles of a story, each with the hash of its text."""
    query = "SELECT id, content_hash FROM articles WHERE story = ? AND id != ?"
    return dict(connection.execute(query, (story, article_id)).fetchall())


def _groups(connection: Connection, joined: dict[str, str]) -> list[list[str]]:
    """Return the stories that articles tell among them: what copies and equal texts join."""
    texts = defaultdict[str, list[str]](list)
    for one, content in joined.items():
        texts[content].append(one)
    groups, left = list[list[str]](), dict.fromkeys(joined)
    while left:
        start = next(iter(left))
        del left[start]
        group = [start]
        for one in group:
            linked = connection.execute("SELECT other_id FROM copies WHERE article_id = ?", (one,)).fetchall()
            for other in (*(row[0] for row in linked), *texts.pop(joined[one], ())):
                if other in left:
                    del left[other]
                    group.append(other)
        groups.append(group)
    return groups


def _retell(connection: Connection, group: list[str]) -> None:
    """Link the articles of a group to the first of them."""
    if not group:
        return
    first = _first(connection, group)
    connection.executemany("UPDATE articles SET story = ? WHERE id = ?", [(first, one) for one in group])


def _first(connection: Connection, articles: Iterable[str]) -> str:
    rest = list(articles)
    while len(rest) > 1:
        block, rest = rest[:VARIABLES], rest[VARIABLES:]
        rest.append(connection.execute(FIRST.format(marks=_marks(block)), block).fetchone()[0])
    return rest[0]


def _moment(article: Article) -> int:
    published, _ = span_of_publication(article)
    return UNDATED if published is None else published


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))
