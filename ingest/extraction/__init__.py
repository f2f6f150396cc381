"""From the HTML of one page to the article on it."""

from ingest.extraction.page import read_page

__all__ = ["read_page"]
