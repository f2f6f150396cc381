"""Whom names stand for: taken apart, and told together where they are one person's."""

from ontherecord.speakers.bearers import Bearer, asked_for, bearers, surname_of
from ontherecord.speakers.names import plain

__all__ = ["Bearer", "asked_for", "bearers", "plain", "surname_of"]
