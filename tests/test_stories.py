"""Which articles tell one story: by their texts, whatever the order in which they come, change and go."""

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ontherecord import Article, Filters, Library
from ontherecord.archive import Archive, Scope
from tests.newsroom import datelined, led_in, respelled, shortened, signed, widened, wire_copy
from tests.test_archive import entry

MONDAY = datetime(2025, 8, 4, tzinfo=UTC)
WIRE = wire_copy(1)
EVERYTHING = Scope()


def report(outlet: str, text: str = WIRE, day: int | None = 0, **fields: object) -> Article:
    """Return a report of an outlet, published so many days after a Monday."""
    defaults = {
        "title": f"As told by {outlet}",
        "url": f"https://{outlet.lower()}.example/story",
        "publisher": outlet,
        "published_at": None if day is None else MONDAY + timedelta(days=day),
        "published_precision": None if day is None else "day",
    }
    return Article(text=text, **{**defaults, **fields})


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive(tmp_path)
    yield opened
    opened.close()


def add(archive: Archive, *articles: Article) -> list[bool]:
    """Store articles and return for each whether it is a copy."""
    return [stored.syndicated for stored in archive.write([entry(article) for article in articles])]


def told(archive: Archive) -> dict[str, str]:
    """Return, for the outlet of every article in force, the outlet that told its story first."""
    outlets = {article.id: article.publisher or "" for article in archive.newest(1000)}
    return {outlets[one]: outlets[first] for one, first in archive.stories(list(outlets)).items()}


def leftovers(archive: Archive) -> list[int]:
    connection = archive._database.connection()
    return [connection.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("sketches", "bands", "copies")]


def test_edited_copies_are_linked_to_the_first_published(archive: Archive) -> None:
    copies = add(
        archive,
        report("Courier", led_in(60)(WIRE), 1),
        report("Wire", WIRE, 0),
        report("Post", signed(shortened(0.5)(WIRE)), 2),
        report("Herald", wire_copy(2), 0),
    )

    assert copies == [False, True, True, False]
    assert told(archive) == {"Courier": "Wire", "Wire": "Wire", "Post": "Wire", "Herald": "Herald"}
    assert archive.census.totals()["syndicated"] == 2
    assert archive.census.stories(EVERYTHING) == 2


def test_earlier_one_that_arrives_later_becomes_the_first(archive: Archive) -> None:
    add(archive, report("Courier", datelined(WIRE), 3), report("Post", respelled(WIRE), 2))
    assert told(archive) == {"Courier": "Post", "Post": "Post"}

    add(archive, report("Wire", WIRE, 1))
    assert told(archive) == {"Courier": "Wire", "Post": "Wire", "Wire": "Wire"}


def test_of_one_day_the_first_recorded_is_first_and_undated_ones_come_last(archive: Archive) -> None:
    add(archive, report("Undated", datelined(WIRE), None))
    add(archive, report("Second", respelled(WIRE), 5))
    add(archive, report("Third", signed(WIRE), 5))

    assert set(told(archive).values()) == {"Second"}


def test_article_that_changes_is_linked_anew(archive: Archive) -> None:
    add(archive, report("Wire", WIRE, 0), report("Courier", datelined(WIRE), 1), report("Post", signed(WIRE), 2))

    add(archive, report("Wire", wire_copy(7), 0))
    assert told(archive) == {"Wire": "Wire", "Courier": "Courier", "Post": "Courier"}

    add(archive, report("Wire", respelled(WIRE), 0))
    assert set(told(archive).values()) == {"Wire"}


def test_new_version_under_its_own_address_is_no_copy(archive: Archive) -> None:
    add(archive, report("Wire", WIRE))

    assert add(archive, report("Wire", signed(WIRE))) == [False]
    assert archive.census.totals()["syndicated"] == 0


def test_story_of_a_removed_article_passes_to_the_next_earliest(archive: Archive) -> None:
    reports = [report(name, text, day) for day, (name, text) in enumerate(VARIANTS.items())]
    add(archive, *reports)
    assert set(told(archive).values()) == {"Wire"}

    archive.remove(reports[0].id)
    assert set(told(archive).values()) == {"Courier"}
    for gone in reports[1:]:
        archive.remove(gone.id)
    assert leftovers(archive) == [0, 0, 0]


def test_articles_that_only_a_removed_one_joined_part(archive: Archive) -> None:
    """A first word of the whole report and a widened copy have too little in common without it."""
    whole, first_word = report("Wire", WIRE, 1), report("Courier", shortened(0.375)(WIRE), 1)
    add(archive, first_word, whole, report("Post", widened(5)(WIRE), 1))
    assert len(set(told(archive).values())) == 1

    archive.remove(whole.id)
    assert told(archive) == {"Courier": "Courier", "Post": "Post"}

    add(archive, whole)
    assert len(set(told(archive).values())) == 1


VARIANTS = {
    "Wire": WIRE,
    "Courier": datelined(WIRE),
    "Post": signed(WIRE),
    "Herald": led_in(80)(shortened(0.5)(WIRE)),
    "Ledger": respelled(WIRE),
    "Mirror": WIRE,
}


@settings(max_examples=25, deadline=None)
@given(
    order=st.permutations([*VARIANTS, "Else", "Anew"]),
    days=st.lists(st.sampled_from([0, 1, None]), min_size=8, max_size=8),
    removed=st.lists(st.sampled_from([*VARIANTS]), max_size=3, unique=True),
)
def test_stories_depend_on_the_articles_in_force_alone(
    tmp_path_factory: pytest.TempPathFactory, order: list[str], days: list[int | None], removed: list[str]
) -> None:
    texts = {**VARIANTS, "Else": wire_copy(2), "Anew": led_in(50)(wire_copy(2))}
    reports = {name: report(name, text, day) for (name, text), day in zip(texts.items(), days, strict=True)}
    archive, fresh = (Archive(tmp_path_factory.mktemp(name)) for name in ("lived", "fresh"))
    for name in order:
        add(archive, reports[name])
    for name in removed:
        archive.remove(reports[name].id)
    add(fresh, *(reports[name] for name in texts if name not in removed))

    assert partition(archive) == partition(fresh)
    for opened in (archive, fresh):
        opened.close()


def partition(archive: Archive) -> set[frozenset[str]]:
    """Return which outlets tell one story with each other."""
    stories = told(archive)
    return {frozenset(one for one in stories if stories[one] == first) for first in stories.values()}


def test_issues_of_a_long_series_are_compared_with_those_nearest_in_time(archive: Archive) -> None:
    head = wire_copy(3, 6)
    issues = [report(f"Issue{n}", f"{head}\n\n{wire_copy(1000 + n, 6)}", n) for n in range(60)]
    add(archive, *issues)

    assert add(archive, report("Copy", f"{issues[30].text} {datelined('')}", 30)) == [True]
    assert told(archive)["Copy"] == "Issue30"
    assert archive.census.totals()["syndicated"] == 1


def test_processes_that_store_copies_at_once_link_them(tmp_path: Path) -> None:
    texts = list(VARIANTS.items())
    archives = [Archive(tmp_path) for _ in texts]
    threads = [
        threading.Thread(target=add, args=(archive, report(name, text, day)))
        for day, (archive, (name, text)) in enumerate(zip(archives, texts, strict=True))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert set(told(archives[0]).values()) == {"Wire"}
    for archive in archives:
        archive.close()


# -- the other outlets -------------------------------------------------------------------------------------------


@pytest.fixture
def carried(archive: Archive) -> Archive:
    add(
        archive,
        report("Wire", WIRE, 0),
        report("Courier", datelined(WIRE), 1),
        report("Post", signed(WIRE), 2),
        report("courier", respelled(WIRE), 2, url="https://courier.example/again"),
        report("Nobody", led_in(40)(WIRE), 3, publisher=None, url="https://www.nobody.example/x"),
        report("Else", wire_copy(2), 0),
    )
    return archive


def also_in(archive: Archive, outlet: str, scope: Scope = EVERYTHING) -> Sequence[str]:
    identity = report(outlet).id
    return archive.also_in([identity], scope)[identity]


def test_other_outlets_are_named_each_once_the_first_published_first(carried: Archive) -> None:
    assert also_in(carried, "Wire") == ("Courier", "Post", "nobody.example")
    assert also_in(carried, "Courier") == ("Wire", "Post", "nobody.example")
    assert also_in(carried, "Else") == ()
    assert carried.also_in(["no such article"], EVERYTHING) == {"no such article": ()}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope(known_by=MONDAY + timedelta(days=1)), ("Courier",)),
        (Scope(Filters(publishers=("Post",))), ("Post",)),
        (Scope(Filters(after=date(2025, 8, 6))), ("Post", "courier", "nobody.example")),
        (Scope(Filters(before=date(2025, 8, 5))), ()),
    ],
)
def test_other_outlets_are_those_within_the_scope(carried: Archive, scope: Scope, expected: tuple[str, ...]) -> None:
    assert set(also_in(carried, "Wire", scope)) == set(expected)


def test_outlet_without_a_name_is_known_by_its_host(archive: Archive) -> None:
    unnamed = report("Wire", signed(WIRE), 1, publisher=None, url="https://www.wire.example/again")
    add(archive, report("Wire", WIRE, 0), unnamed)

    assert also_in(archive, "Wire") == ()
    assert archive.census.totals()["syndicated"] == 1


# -- the library -------------------------------------------------------------------------------------------------

CARRIERS = {"Wire", "Courier", "Post"}
FERRY = "Ferry crews in Vigo voted to return to work, said union leader Ada Moreno."


@pytest.fixture
def library(open_library: Callable[..., Library]) -> Library:
    library = open_library()
    library.add(
        [
            report("Courier", f"LISBON — {FERRY}\n\n{WIRE}", 1),
            report("Wire", f"{FERRY}\n\n{WIRE}", 0),
            report("Post", f"{led_in(60)(FERRY)}\n\n{WIRE}", 1),
            report("Else", wire_copy(2), 1),
        ]
    )
    return library


def test_report_and_statistics_count_edited_copies(open_library: Callable[..., Library], library: Library) -> None:
    report_of_copy = library.add([report("Herald", f"{FERRY}\n\n{shortened(0.5)(WIRE)}", 2)])

    assert (report_of_copy.added, report_of_copy.syndicated) == (1, 1)
    assert (library.stats().articles, library.stats().syndicated) == (5, 3)


def test_answer_counts_a_story_once_and_names_who_else_carries_it(library: Library) -> None:
    answer = library.ask("Did union leader Ada Moreno say ferry crews in Vigo voted to return to work?")

    assert [article.publisher for article in answer.sources] == ["Wire"]
    assert {citation.also_in for citation in answer.citations} == {("Courier", "Post")}
    assert (answer.searched.articles, answer.searched.stories) == (4, 2)
    assert answer.to_dict()["citations"][0]["also_in"] == ["Courier", "Post"]


def test_filters_and_as_of_hide_copies_too(library: Library) -> None:
    question = "Did union leader Ada Moreno say ferry crews in Vigo voted to return to work?"

    narrowed = library.ask(question, filters=Filters(publishers=("Courier", "Post")))
    early = library.ask(question, as_of=date(2025, 8, 4))

    assert {(c.article.publisher, c.also_in) for c in narrowed.citations} <= {
        ("Courier", ("Post",)),
        ("Post", ("Courier",)),
    }
    assert {(c.article.publisher, c.also_in) for c in early.citations} == {("Wire", ())}


def test_hits_tell_one_article_a_story(library: Library) -> None:
    hits = library.search("ferry crews in Vigo", limit=20)

    shown = {hit.article.publisher: set(hit.also_in) for hit in hits}
    assert len(shown) == 2
    assert {shown.pop("Else") == set(), *({name} | others == CARRIERS for name, others in shown.items())} == {True}


def test_copies_leave_the_digest_of_a_library_alone(open_library: Callable[..., Library], tmp_path: Path) -> None:
    reports = [report(name, text, day) for day, (name, text) in enumerate(VARIANTS.items())]
    one, other = open_library(path=tmp_path / "one"), open_library(path=tmp_path / "other")
    one.add(reports)
    other.add(reversed(reports))

    assert one.verify().digest == other.verify().digest
    assert one.verify().ok
