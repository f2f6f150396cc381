"""When a question means: "last week" or "in June 2025" as a span of dates, by rule, and what is close to it."""

from ontherecord.temporal.moment import MONTH, Moment
from ontherecord.temporal.window import Window, find_window

__all__ = ["MONTH", "Moment", "Window", "find_window"]
