"""The two search indexes that follow the archive, and the exact scan that stands in for one of them."""

from ontherecord.indexes.indexes import Indexes
from ontherecord.indexes.lexical import STOP_WORDS, stem

__all__ = ["STOP_WORDS", "Indexes", "stem"]
