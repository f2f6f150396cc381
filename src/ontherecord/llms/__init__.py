"""A language model, where one is named: any that LlamaIndex speaks to, behind one small protocol."""

from ontherecord.llms.choosing import language_model
from ontherecord.llms.models import LanguageModel, Prompt

__all__ = ["LanguageModel", "Prompt", "language_model"]
