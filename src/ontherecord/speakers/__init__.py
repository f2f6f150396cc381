"""Whom names stand for: taken apart, and told together where they are one person's."""

from ontherecord.speakers.bearers import Bearer, asked_for, bearers, surname_of
from ontherecord.speakers.names import TITLES, name_of, plain

__all__ = ["TITLES", "Bearer", "asked_for", "bearers", "name_of", "plain", "surname_of"]
