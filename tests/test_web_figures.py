"""Charts: what is counted, that hostile names stay names, and that the numbers can be read without seeing."""

import json
import re
from datetime import date, timedelta
from itertools import product

import pytest

from ontherecord.reports import DayCount
from ontherecord.web.figures import (
    COLOURS,
    INK,
    PATTERNS,
    articles_by_day,
    articles_by_day_table,
    quotes_by_month,
    quotes_by_month_table,
)
from tests.hostile import PAYLOADS, Seen

FIRST = date(2025, 8, 1)
TAGS = {"details", "summary", "div", "table", "caption", "thead", "tbody", "tr", "th", "td", "bdi"}


def as_json(figure) -> dict:
    return json.loads(figure.to_json())


def bars(figure) -> dict[str, dict[str, int]]:
    """The bars of a chart: by name, then by day."""
    return {trace["name"]: dict(zip(trace["x"], trace["y"], strict=True)) for trace in as_json(figure)["data"]}


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 reckons it."""

    def luminance(colour: str) -> float:
        parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# -- hostile text ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_outlet_is_a_name_without_a_tag_an_entity_of_its_own_or_a_formula(payload):
    counts = [DayCount(FIRST, payload, 2)]
    (trace,) = as_json(articles_by_day(counts))["data"]

    assert not re.search(r"[<>$%{}\\\"'`]", trace["name"])
    assert re.fullmatch(r"(?:[^&]|&#\d+;)*", trace["name"])
    assert trace["hovertemplate"] == "%{x|%Y-%m-%d}: %{y:,}<extra>%{fullData.name}</extra>"
    seen = Seen(articles_by_day_table(counts))
    assert set(seen.tags) <= TAGS
    assert {name for name, _ in seen.attributes} <= {"class", "scope", "tabindex", "role", "aria-label"}


@pytest.mark.parametrize("name", ["<b>Bold</b>", "<a href='https://evil.example'>x</a>", "A & B", "a&lt;br&gt;b"])
def test_name_is_shown_as_it_is_written(name):
    import html

    (shown,) = bars(articles_by_day([DayCount(FIRST, name, 2)]))
    whole = html.unescape(shown)
    assert whole == name or name.startswith(whole.rstrip("…"))


def test_chart_asks_no_host_and_brings_no_template():
    figure = as_json(articles_by_day([DayCount(FIRST, "Island Paper", 2)]))

    assert figure["layout"]["template"] == {"data": {"scatter": [{"type": "scatter"}]}}
    assert "http" not in json.dumps(figure)
    assert {"sendChartToCloud", "toImage"} <= set(figure["layout"]["modebar"]["remove"])
    assert len(json.dumps(figure)) < 3000


# -- what is counted -------------------------------------------------------------------------------------------


def test_quotes_are_counted_by_month_and_told_apart_by_colour_and_pattern():
    direct, reported = [(date(2025, 7, 1), 4), (date(2025, 8, 1), 2)], [(date(2025, 8, 1), 3)]
    figure = quotes_by_month(direct, reported)

    assert bars(figure) == {"said": {"2025-07-01": 4, "2025-08-01": 2}, "reported": {"2025-08-01": 3}}
    markers = [trace["marker"] for trace in as_json(figure)["data"]]
    assert len({marker["color"] for marker in markers}) == 2
    assert len({marker["pattern"]["shape"] for marker in markers}) == 2
    assert all(marker["pattern"]["bgcolor"] == marker["color"] for marker in markers)
    assert as_json(figure)["layout"]["barmode"] == "stack"


def test_outlets_beyond_the_sixth_are_counted_together():
    counts = [DayCount(FIRST, f"Outlet {number}", 20 - number) for number in range(9)]
    counts += [DayCount(FIRST, None, 30)]
    found = bars(articles_by_day(counts))

    assert list(found) == ["outlet unknown", *(f"Outlet {number}" for number in range(5)), "other outlets"]
    assert found["other outlets"] == {"2025-08-01": 15 + 14 + 13 + 12}


@pytest.mark.parametrize(
    ("span", "first", "name"),
    [(120, "2025-08-01", "Day"), (121, "2025-07-28", "Week from"), (901, "2025-08-01", "Month")],
)
def test_days_of_a_long_time_are_gathered(span, first, name):
    counts = [DayCount(FIRST + timedelta(days=days), "Island Paper", 1) for days in (0, 1, span)]
    found = bars(articles_by_day(counts))["Island Paper"]

    assert next(iter(found)) == first
    assert sum(found.values()) == 3
    assert f'<th scope="col">{name}</th>' in articles_by_day_table(counts)


def test_single_bar_does_not_fill_the_width():
    axis = as_json(quotes_by_month([(FIRST, 2)], []))["layout"]["xaxis"]

    first, last = (date.fromisoformat(end[:10]) for end in axis["range"])
    assert first < FIRST < last
    assert (last - first).days > 200
    assert axis["tickvals"] == ["2025-08-01"]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_odd_date_is_charted_like_any_other(day):
    assert bars(articles_by_day([DayCount(day, "Island Paper", 1)])) == {"Island Paper": {day.isoformat(): 1}}


def test_nothing_to_count_is_said():
    for figure in (articles_by_day([]), quotes_by_month([], [])):
        assert as_json(figure)["layout"]["annotations"][0]["text"] == "Nothing with a date yet"
    assert articles_by_day_table([]) == quotes_by_month_table([], []) == ""


def test_table_holds_the_numbers_of_the_chart_the_newest_first():
    markup = quotes_by_month_table([(date(2025, 7, 1), 1400), (date(2025, 8, 1), 2)], [(date(2025, 8, 1), 3)])

    assert "<caption>Quotes by month</caption>" in markup
    assert re.findall(r"<tr>(.*?)</tr>", markup)[1:] == [
        '<th scope="row">2025-08</th><td>2</td><td>3</td>',
        '<th scope="row">2025-07</th><td>1,400</td><td>0</td>',
    ]


# -- how it looks ----------------------------------------------------------------------------------------------


def test_colours_stand_out_on_a_light_and_on_a_dark_page():
    for colour, page in product(COLOURS, ("#ffffff", "#1c1917")):
        assert contrast(colour, page) >= 3, (colour, page)
    assert min(contrast(INK, "#ffffff"), contrast(INK, "#1c1917")) > 4.1
    assert len(set(PATTERNS)) == len(PATTERNS) == len(set(COLOURS))
