"""From a scope to the SQL that lets its articles through."""

from ontherecord.archive.records import Scope, folded
from ontherecord.schema import aware


def condition(scope: Scope) -> tuple[str, list[object]]:
    """Return the SQL that holds for the articles a scope lets through; undated ones pass no date filter."""
    filters, parts, values = scope.filters, ["1"], list[object]()
    if filters.after:
        parts.append("a.published_until > ?")
        values.append(int(aware(filters.after).timestamp()))
    if filters.before:
        parts.append("a.published_from < ?")
        values.append(int(aware(filters.before).timestamp()))
    if scope.known_by:
        parts.append("(a.known_from IS NULL OR a.known_from <= ?)")
        values.append(int(scope.known_by.timestamp()))
    if filters.publishers:
        parts.append(f"a.publisher IN ({', '.join('?' * len(filters.publishers))})")
        values.extend(folded(publisher) for publisher in filters.publishers)
    if filters.language:
        parts.append("a.language = ?")
        values.append(folded(filters.language))
    return " AND ".join(parts), values
