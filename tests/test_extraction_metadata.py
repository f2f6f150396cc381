"""What a page says of its article, by the web's conventions: title, authors, dates, publisher, address, language."""

from datetime import UTC, datetime

import pytest

from ingest.extraction.authors import names_in, signed_by
from ingest.extraction.metadata import same_site
from ingest.extraction.publication import PUBLISHED_SOURCES
from ingest.sources.dates import parse_published
from tests.pages import PARAGRAPHS, article, json_ld, meta, page, read

NOON = datetime(2024, 5, 2, 12, tzinfo=UTC)


def test_json_ld_gives_all_fields() -> None:
    head = json_ld(
        headline="Harbour to grow",
        author=[{"@type": "Person", "name": "Ada Moreno"}, {"@type": "Person", "name": "Ben Okafor"}],
        datePublished="2024-05-02T14:00:00+02:00",
        dateModified="2024-05-03T08:30:00Z",
        publisher={"@type": "NewsMediaOrganization", "name": "Harbour Wire"},
        inLanguage="en-GB",
    )

    found = read(page(head=head), url="https://harbourwire.example/a/1")

    assert (found.title, found.authors) == ("Harbour to grow", ("Ada Moreno", "Ben Okafor"))
    assert (found.published_at, found.published_precision) == (NOON, "second")
    assert found.updated_at == datetime(2024, 5, 3, 8, 30, tzinfo=UTC)
    assert (found.publisher, found.language, found.url) == ("Harbour Wire", "en", "https://harbourwire.example/a/1")


def test_open_graph_and_article_names_give_all_fields() -> None:
    head = "".join(
        meta(name, content)
        for name, content in {
            "og:title": "Harbour to grow",
            "og:site_name": "Harbour Wire",
            "og:locale": "de_AT",
            "og:url": "https://harbourwire.example/a/1",
            "article:published_time": "2024-05-02T12:00:00Z",
            "article:author": "Ada Moreno",
        }.items()
    )

    found = read(page(head=head))

    assert (found.title, found.authors, found.publisher) == ("Harbour to grow", ("Ada Moreno",), "Harbour Wire")
    assert (found.published_at, found.language, found.url) == (NOON, "de", "https://harbourwire.example/a/1")


def test_microdata_gives_author_and_date() -> None:
    before = (
        '<span itemprop="author"><span itemprop="name">Ada Moreno</span>, editor</span>'
        '<time itemprop="datePublished" datetime="2024-05-02">yesterday</time>'
    )

    found = read(page(article(before=before)))

    assert (found.authors, found.published, found.published_precision) == (("Ada Moreno",), "2024-05-02", "day")


@pytest.mark.parametrize(
    "block",
    [
        '{"@graph": [{"@type": "WebSite", "name": "W"}, {"@type": ["Article", "NewsArticle"], "headline": "Right"}]}',
        '[{"@type": "BreadcrumbList"}, {"@type": "http://schema.org/NewsArticle", "headline": "Right"}]',
        '// <![CDATA[\n{"@type": "NewsArticle", "headline": "Right",}\n// ]]>',
        '{"@type": "NewsArticle", "headline": "Right", "description": "two\nlines"};',
    ],
)
def test_json_ld_is_read_in_the_forms_it_has_on_real_pages(block: str) -> None:
    head = f'<script type="application/ld+json">{block}</script>'

    assert read(page(head=head)).title == "Right"


def test_broken_json_ld_costs_nothing_but_itself() -> None:
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": </script>' + json_ld(
        headline="Right"
    )

    assert read(page(head=head)).title == "Right"


def test_entries_of_a_live_blog_are_not_taken_for_the_page() -> None:
    update = {"@type": "BlogPosting", "headline": "12:01", "datePublished": "2024-05-09", "author": {"name": "X Y"}}
    head = json_ld(**{"@type": "LiveBlogPosting"}, headline="Vote: live", liveBlogUpdate=[update])

    assert read(page(head=head)).title == "Vote: live"


def test_reference_to_an_author_is_followed() -> None:
    described = '{"@type": "NewsArticle", "headline": "H", "author": {"@id": "#a"}}'
    person = '{"@type": "Person", "@id": "#a", "name": "Ada Moreno"}'
    head = f'<script type="application/ld+json">{{"@graph": [{described}, {person}]}}</script>'

    assert read(page(head=head)).authors == ("Ada Moreno",)


def test_name_of_the_publisher_is_cut_off_the_title() -> None:
    head = meta("og:site_name", "Harbour Wire") + meta("og:title", "Harbour to grow | Harbour Wire")

    assert read(page(head=head)).title == "Harbour to grow"


def test_title_of_the_document_is_the_last_resort() -> None:
    body = article().replace("h1>", "div>")

    assert read(page(body, title="Harbour to grow")).title == "Harbour to grow"


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Ada Moreno and Ben Okafor", ["Ada Moreno", "Ben Okafor"]),
        ("Von Ada Moreno, Ben Okafor und Cem Yilmaz", ["Ada Moreno", "Ben Okafor", "Cem Yilmaz"]),
        ("José Ortega y Gasset", ["José Ortega y Gasset"]),
        ("Ada Moreno, Political Editor", ["Ada Moreno"]),
        ("Ada Moreno (amo)", ["Ada Moreno"]),
        ("Ada Moreno, Berlin", ["Ada Moreno"]),
        ("Martin King, Jr.", ["Martin King, Jr"]),
        ("ada.moreno@post.example", []),
        ("https://post.example/authors/ada", []),
        ("admin", []),
        ("责编：牛镛、岳弘彬", ["牛镛", "岳弘彬"]),
    ],
)
def test_bylines_are_parted_into_names(byline: str, names: list[str]) -> None:
    assert list(names_in(byline)) == names


def test_outlet_counts_as_author_only_where_no_person_is_named() -> None:
    outlet = json_ld(headline="H", author={"@type": "Organization", "name": "Harbour Wire"})

    assert read(page(head=outlet)).authors == ("Harbour Wire",)
    assert read(page(head=outlet + meta("author", "Ada Moreno"))).authors == ("Ada Moreno",)


@pytest.mark.parametrize(
    "before",
    [
        '<p class="byline">By Ada Moreno</p>',
        '<a rel="author" href="/ada">Ada Moreno</a>',
        "<div>Von Ada Moreno</div>",
        '<div class="c-author-name">Ada Moreno</div>',
    ],
)
def test_byline_below_the_headline_names_the_author(before: str) -> None:
    found = read(page(article(before=before)))

    assert found.authors == ("Ada Moreno",)
    assert "Moreno" not in found.text


def test_byline_of_another_articles_card_is_not_the_authors() -> None:
    card = (
        '<article><a href="/other"><span class="byline">By Eve Other</span> writes about the lighthouse</a></article>'
    )

    assert read(page(article() + card)).authors == ()


def test_signature_below_the_text_names_the_author() -> None:
    assert signed_by([*PARAGRAPHS, "Lê Phương"]) == ("Lê Phương",)
    assert signed_by([*PARAGRAPHS, "And so it ended."]) == ()


def test_sources_of_dates_are_asked_in_a_fixed_order() -> None:
    assert [name for name, _ in PUBLISHED_SOURCES] == [
        *("JSON-LD datePublished", "meta", "microdata datePublished", "JSON-LD dateCreated"),
        *("time element", "dated element", "feed or sitemap", "address"),
    ]


def test_earlier_source_of_a_date_counts_where_they_disagree() -> None:
    texts = {
        "JSON-LD": json_ld(headline="H", datePublished="2024-01-01"),
        "meta": meta("article:published_time", "2024-01-02"),
        "microdata": '<span itemprop="datePublished" content="2024-01-03"></span>',
        "time": '<time datetime="2024-01-04">then</time>',
        "dated": '<p class="post-date">Jan 5, 2024</p>',
    }
    known = {"url": "https://post.example/2024/01/07/vote", "listed": parse_published("2024-01-06")}

    found = []
    while texts:
        found.append(read(page(article(before="".join(texts.values()))), **known).published)
        del texts[next(iter(texts))]
    found.append(read(page(), **known).published)
    found.append(read(page(), url=known["url"]).published)

    assert found == [f"2024-01-0{day}" for day in range(1, 8)]


def test_date_in_an_address_is_a_day() -> None:
    assert read(page(), url="https://post.example/2024/05/02/vote").published_precision == "day"


def test_date_in_the_text_is_not_the_publication_date() -> None:
    text = "The council voted on 2 May 2024, said the clerk. <time>2024-05-02</time>"

    assert read(page(f"<div>{'<p>' + PARAGRAPHS[0] + '</p>'}<p>{text}</p></div>" * 4)).published_at is None


def test_date_in_the_future_is_kept() -> None:
    head = meta("article:published_time", "2099-01-01T00:00:00Z")

    assert read(page(head=head)).published == "2099-01-01"


def test_time_of_a_change_is_not_taken_for_the_publication() -> None:
    before = '<time class="updated" datetime="2024-05-09">x</time><time datetime="2024-05-02">y</time>'

    assert read(page(article(before=before))).published == "2024-05-02"


def test_change_before_the_publication_is_none() -> None:
    head = json_ld(headline="H", datePublished="2024-05-02T12:00:00Z", dateModified="2024-05-02T11:00:00Z")

    assert read(page(head=head)).updated_at is None


def test_canonical_address_of_the_same_site_is_the_articles() -> None:
    head = '<link rel="canonical" href="/news/vote">'

    assert read(page(head=head), url="https://m.post.example/amp/vote?x=1").url == "https://m.post.example/news/vote"


@pytest.mark.parametrize(
    "canonical", ["https://other.example/vote", "https://post.example/", "/", "javascript:x", "//"]
)
def test_canonical_address_of_another_site_or_the_home_page_is_not_believed(canonical: str) -> None:
    head = f'<link rel="canonical" href="{canonical}">'

    assert read(page(head=head), url="https://post.example/vote").url == "https://post.example/vote"


def test_saved_page_is_believed_on_its_address_unless_it_names_a_home_page() -> None:
    assert (
        read(page(head='<link rel="canonical" href="https://post.example/vote">')).url == "https://post.example/vote"
    )
    assert read(page(head='<link rel="canonical" href="https://post.example/">')).url is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.post.example/a", "https://m.post.example/b", True),
        ("https://a.co.uk/x", "https://b.co.uk/x", False),
        ("https://news.a.co.uk/x", "https://a.co.uk/x", True),
        ("http://10.0.0.1/", "http://10.0.0.2/", False),
    ],
)
def test_sites_are_told_apart(one: str, other: str, same: bool) -> None:
    assert same_site(one, other) is same
