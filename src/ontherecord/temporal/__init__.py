"""When a question means: "last week" or "in June 2025" as a span of dates, by rule, and what is close to it."""

from ontherecord.temporal.calendar import RELATIVE, Day, dates, spoken_of
from ontherecord.temporal.moment import MONTH, Moment
from ontherecord.temporal.window import Window, find_window

__all__ = ["MONTH", "RELATIVE", "Day", "Moment", "Window", "dates", "find_window", "spoken_of"]
