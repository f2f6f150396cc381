"""The two search indexes that follow the archive, and the exact scan that stands in for one of them."""

from ontherecord.indexes.indexes import Indexes

__all__ = ["Indexes"]
