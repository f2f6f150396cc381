"""The versions of an article: which one is read, and what each of them changed."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from ontherecord.history import FieldChange, TextChange, Version
from ontherecord.phrases import cut
from ontherecord.schema import Article
from ontherecord.web.acting import button
from ontherecord.web.escaping import line

LONGEST_VALUE = 500
MOST_CHANGES = 200
FIELDS: Mapping[str, str] = {
    "title": "headline",
    "url": "address",
    "publisher": "outlet",
    "published_at": "published",
    "published_precision": "how exactly the date is known",
    "updated_at": "updated",
}


def standing(article: Article, versions: Sequence[Version]) -> str:
    """Return that a version of an article is not in force, and which is; nothing where it is or nobody knows."""
    read = next((one for one in versions if one.article.version == article.version), None)
    if read is None or read.in_force:
        return ""
    current = next((one for one in versions if one.in_force), None)
    if current is None:
        told = "This article was removed: no search and no answer finds it. Its versions stay on record."
        return f'<p class="notice" role="note">{told}</p>'
    number = current.article.version
    lead = button(f"Read version {number}", "read", article=article.id, version=number)
    told = f"This is version {article.version} of {len(versions)}. It is not in force: version {number} is."
    return f'<p class="notice" role="note">{told} {lead}</p>'


def what_changed(versions: Sequence[Version]) -> str:
    """Return what each version of an article changed, folded; nothing where there is only one."""
    if len(versions) < 2:
        return ""
    told = "".join(f"<li>{_version(version, len(versions))}</li>" for version in versions)
    summary = f"<summary>What changed: {len(versions):,} versions</summary>"
    return f'<details class="versions">{summary}<ol>{told}</ol></details>'


def _version(version: Version, of: int) -> str:
    article = version.article
    facts = [f"version {article.version} of {of}", f"recorded {_moment(version.recorded_at)}"]
    facts += [f"updated {_moment(article.updated_at)}"] if article.updated_at else []
    facts += ["in force"] if version.in_force else []
    number = article.version
    read = button("Read it", "read", f"Read it: version {number}", article=article.id, version=number)
    return f'<p class="from">{", ".join(facts)} {read}</p>{_changes(version)}'


def _changes(version: Version) -> str:
    told = [
        _field(change) if isinstance(change, FieldChange) else _text(change)
        for change in version.changes[:MOST_CHANGES]
    ]
    more = len(version.changes) - len(told)
    told += [f"{more:,} more changes"] if more else []
    return f'<ul class="changes">{"".join(f"<li>{change}</li>" for change in told)}</ul>' if told else ""


def _field(change: FieldChange) -> str:
    before, after = _value(change.before), _value(change.after)
    return f"{line(FIELDS.get(change.name, change.name))}: <del>{before}</del> <ins>{after}</ins>"


def _text(change: TextChange) -> str:
    parts = [f'taken out: <del dir="auto">{line(change.before)}</del>'] if change.before else []
    parts += [f'put in: <ins dir="auto">{line(change.after)}</ins>'] if change.after else []
    return "; ".join(parts)


def _value(value: object) -> str:
    if isinstance(value, list | tuple):
        value = ", ".join(map(str, value))
    return f"<bdi>{line(cut(str(value or 'unknown'), LONGEST_VALUE))}</bdi>"


def _moment(moment: datetime) -> str:
    day = moment.astimezone(UTC)
    return f'<time datetime="{day:%Y-%m-%dT%H:%MZ}">{day:%Y-%m-%d}</time>'
