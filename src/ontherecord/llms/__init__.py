"""A language model, where one is named: any that LlamaIndex speaks to, behind one small protocol."""

from ontherecord.llms.choosing import Models, language_model
from ontherecord.llms.models import LanguageModel, Prompt

__all__ = ["LanguageModel", "Models", "Prompt", "language_model"]
