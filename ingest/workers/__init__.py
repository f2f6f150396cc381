"""Processes that read sources while this one embeds: a page that crashes or hangs a parser costs its file alone."""

from ingest.workers.pool import Pool

__all__ = ["Pool"]
