"""What the web chat shows: pure functions from answers to HTML and Markdown, and the style of the page."""

from ontherecord.web.rendering import Turn, Turns, masthead, messages, sources
from ontherecord.web.style import CSS, HEAD, SETTLE

__all__ = ["CSS", "HEAD", "SETTLE", "Turn", "Turns", "masthead", "messages", "sources"]
