"""Charts of what a library holds over time, each with its numbers as a table."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

from ontherecord.phrases import cut
from ontherecord.reports import DayCount
from ontherecord.web.escaping import line

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Months: TypeAlias = Sequence[tuple[date, int]]

SAID, REPORTED, UNKNOWN, OTHERS = "said", "reported", "outlet unknown", "other outlets"
# They reach a contrast of 3:1 on white and on nearly black alike; patterns tell them apart without their colours.
COLOURS = ("#4a7fb5", "#b8653a", "#5a8a4a", "#8a6bb0", "#96782f", "#3f8a86", "#84796f")
PATTERNS = ("", "/", ".", "\\", "x", "|", "-")
# As far from white as from nearly black.
INK, GRID, CLEAR = "#7c7c7c", "rgba(124,124,124,0.25)", "rgba(0,0,0,0)"
FONT = "system-ui, sans-serif"
# Many names take more lines above the bars.
HEIGHT, ROOM_FOR_NAMES = 220, 40
OUTLETS, LONGEST_NAME = 6, 28
MOST_DAYS, MOST_WEEKS_OF_DAYS = 120, 900
DAY = 86_400_000
# The last two would send the chart to its maker's service.
BUTTONS = (
    *("zoom2d", "pan2d", "select2d", "lasso2d", "zoomIn2d", "zoomOut2d", "autoScale2d", "resetScale2d", "toImage"),
    *("sendChartToCloud", "sendDataToCloud"),
)
# Fewer bars than these do not fill the width.
FEWEST_BARS, MOST_TICKS = 8, 10


@dataclass(frozen=True, slots=True)
class Step:
    """The stretch of time that a bar stands for: what it is called, where a day's begins, and how it is written."""

    name: str
    first: Callable[[date], date]
    days: int
    written: str


DAYS = Step("Day", lambda day: day, 1, "%Y-%m-%d")
WEEKS = Step("Week from", lambda day: day - timedelta(days=day.weekday()), 7, "%Y-%m-%d")
MONTHS = Step("Month", lambda day: day.replace(day=1), 28, "%Y-%m")


@dataclass(frozen=True, slots=True)
class Row:
    """Bars that belong together, by the first day of each."""

    name: str
    bars: Mapping[date, int]


def quotes_by_month(direct: Months, reported: Months) -> "Figure":
    """Return a chart of how many quotes there are of each month, words and reports of words told apart."""
    return _chart(_by_kind(direct, reported), MONTHS)


def quotes_by_month_table(direct: Months, reported: Months) -> str:
    """Return the numbers of `quotes_by_month` as a table, folded."""
    return _table("Quotes by month", _by_kind(direct, reported), MONTHS)


def articles_by_day(counts: Sequence[DayCount]) -> "Figure":
    """Return a chart of how many articles each outlet published on each day; over long times by week or month."""
    step = _step(counts)
    return _chart(_by_outlet(counts, step), step)


def articles_by_day_table(counts: Sequence[DayCount]) -> str:
    """Return the numbers of `articles_by_day` as a table, folded."""
    step = _step(counts)
    return _table("Articles by outlet", _by_outlet(counts, step), step)


def _by_kind(direct: Months, reported: Months) -> list[Row]:
    named = ((SAID, direct), (REPORTED, reported))
    return [Row(name, _gathered(MONTHS, counts)) for name, counts in named if counts]


def _by_outlet(counts: Sequence[DayCount], step: Step) -> list[Row]:
    """Return the outlets with the most articles, the first ones by name, all others together."""
    totals = Counter[str | None]()
    for one in counts:
        totals[one.publisher] += one.articles
    ranked = sorted(totals, key=lambda outlet: (-totals[outlet], outlet or ""))
    named, others = ranked[:OUTLETS], set(ranked[OUTLETS:])
    rows = [
        Row(
            outlet or UNKNOWN, _gathered(step, [(one.day, one.articles) for one in counts if one.publisher == outlet])
        )
        for outlet in named
    ]
    rest = [(one.day, one.articles) for one in counts if one.publisher in others]
    return rows + ([Row(OTHERS, _gathered(step, rest))] if rest else [])


def _step(counts: Sequence[DayCount]) -> Step:
    days = [one.day for one in counts]
    span = (max(days) - min(days)).days if days else 0
    if span > MOST_WEEKS_OF_DAYS:
        return MONTHS
    return WEEKS if span > MOST_DAYS else DAYS


def _gathered(step: Step, counts: Months) -> dict[date, int]:
    gathered = Counter[date]()
    for day, count in counts:
        gathered[step.first(day)] += count
    return dict(sorted(gathered.items()))


def _shown(name: str) -> str:
    """Return a name as a chart shows it: what looks like a tag or a formula in it is text, as in HTML."""
    return line(cut(name, LONGEST_NAME))


def _chart(rows: Sequence[Row], step: Step) -> "Figure":
    """Return stacked bars in a look that fits a light and a dark page."""
    from plotly.graph_objects import Bar, Figure

    bars = [
        Bar(
            name=_shown(row.name),
            x=[day.isoformat() for day in row.bars],
            y=list(row.bars.values()),
            width=step.days * DAY * 0.85,
            marker={
                "color": COLOURS[number],
                "line": {"width": 0},
                "pattern": _pattern(number),
            },
            hovertemplate=f"%{{x|{step.written}}}: %{{y:,}}<extra>%{{fullData.name}}</extra>",
        )
        for number, row in enumerate(rows)
    ]
    return Figure(bars, _layout(rows, step))


def _pattern(number: int) -> dict[str, Any]:
    colour = {"fillmode": "overlay", "bgcolor": COLOURS[number], "fgcolor": "#ffffff", "fgopacity": 0.7}
    return {"shape": PATTERNS[number], "size": 5, "solidity": 0.25, **colour}


def _time_axis(rows: Sequence[Row], step: Step) -> dict[str, Any]:
    """Return how far the axis of time reaches, and one tick a bar where there are few."""
    days = sorted({day for row in rows for day in row.bars})
    if not days:
        return {}
    span = (days[-1] - days[0]).days
    margin = max(step.days, (FEWEST_BARS * step.days - span) // 2)
    reach: dict[str, Any] = {"range": [_moved(days[0], -margin).isoformat(), _moved(days[-1], margin).isoformat()]}
    if span > step.days * MOST_TICKS:
        return reach | {"nticks": 8}
    return reach | {"tickvals": [day.isoformat() for day in days], "tickformat": step.written}


def _moved(day: date, days: int) -> date:
    """Return a day so many days on, or the last one that there is."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def _layout(rows: Sequence[Row], step: Step) -> dict[str, Any]:
    axis: dict[str, Any] = {"fixedrange": True, "showline": False, "zeroline": False, "color": INK}
    layout: dict[str, Any] = {
        # Without one of its own, a chart brings along the template of the day.
        "template": "none",
        "barmode": "stack",
        "height": HEIGHT + (ROOM_FOR_NAMES if len(rows) > 3 else 0),
        "margin": {"l": 8, "r": 8, "t": 8, "b": 8},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": FONT, "size": 12, "color": INK},
        "dragmode": False,
        "hovermode": "closest",
        "hoverlabel": {"namelength": -1, "font": {"family": FONT}},
        "showlegend": True,
        "legend": {"orientation": "h", "traceorder": "normal", "x": 0, "y": 1.02, "yanchor": "bottom"},
        "modebar": {"remove": list(BUTTONS), "bgcolor": CLEAR},
        "xaxis": {**axis, "type": "date", "showgrid": False, "automargin": True, **_time_axis(rows, step)},
        "yaxis": {**axis, "rangemode": "tozero", "gridcolor": GRID, "automargin": True, "nticks": 4},
    }
    if not rows:
        nothing = {"text": "Nothing with a date yet", "showarrow": False, "xref": "paper", "yref": "paper"}
        layout |= {"annotations": [nothing], "xaxis": {"visible": False}, "yaxis": {"visible": False}}
    elif max(max(row.bars.values(), default=0) for row in rows) < 3:
        # Else there would be ticks between whole numbers.
        layout["yaxis"]["dtick"] = 1
    return layout


def _table(caption: str, rows: Sequence[Row], step: Step) -> str:
    days = sorted({day for row in rows for day in row.bars})
    if not days:
        return ""
    heads = "".join(f'<th scope="col"><bdi>{line(cut(row.name, 100))}</bdi></th>' for row in rows)
    body = "".join(
        f'<tr><th scope="row">{day.strftime(step.written)}</th>'
        + "".join(f"<td>{row.bars.get(day, 0):,}</td>" for row in rows)
        + "</tr>"
        for day in reversed(days)
    )
    head = f'<thead><tr><th scope="col">{step.name}</th>{heads}</tr></thead>'
    return (
        '<details class="numbers"><summary>Show as a table</summary>'
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption>{caption}</caption>'
        f"{head}<tbody>{body}</tbody></table></div></details>"
    )
