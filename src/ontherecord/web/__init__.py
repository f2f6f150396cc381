"""What the web chat shows: pure functions from the data model to HTML, with its style and its script."""

from importlib.resources import files

__all__ = ["CLIENT", "STYLE"]

STYLE = files(__name__).joinpath("assets", "style.css").read_text(encoding="utf-8")
CLIENT = files(__name__).joinpath("assets", "client.js").read_text(encoding="utf-8")
