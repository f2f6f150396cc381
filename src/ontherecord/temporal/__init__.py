"""When a question means: "last week" or "in June 2025" as a span of dates, by rule."""

from ontherecord.temporal.window import Window, find_window

__all__ = ["Window", "find_window"]
