"""The language model that a setting names, within its bounds."""

from collections.abc import Callable, Sequence
from threading import Lock

from ontherecord.errors import SettingError
from ontherecord.llms.bounded import WAITS, Bounded
from ontherecord.llms.gguf import gguf_model
from ontherecord.llms.models import LanguageModel, Unbounded
from ontherecord.llms.servers import ollama_model, openai_model
from ontherecord.llms.talking import any_model
from ontherecord.settings import Settings

PATIENCE_S = 30.0
# A model that runs here loads and reads the prompt at the pace of this machine.
PATIENCE_HERE_S = 120.0

OFF = "off"

KINDS: dict[str, tuple[Callable[[str, Settings, float], Unbounded], float]] = {
    "openai": (openai_model, PATIENCE_S),
    "ollama": (ollama_model, PATIENCE_HERE_S),
    "gguf": (gguf_model, PATIENCE_HERE_S),
}


class Models:
    """The language models that one library was asked with, each made once."""

    def __init__(self, settings: Settings) -> None:
        """Make models as the settings have it."""
        self._settings = settings
        self._made = dict[str, LanguageModel]()
        self._making = Lock()

    def named(self, llm: object | None) -> LanguageModel | None:
        """Return the model of a name or of a LlamaIndex LLM, without one that of the settings; None for `off`.

        Raises SettingError.
        """
        named = self._settings.llm if llm is None else llm
        if named is None or named == OFF:
            return None
        if not isinstance(named, str):
            return language_model(named, self._settings)
        # Nothing is loaded yet; two of one file would be, side by side.
        with self._making:
            if named not in self._made:
                self._made[named] = language_model(named, self._settings)
            return self._made[named]


def language_model(named: object, settings: Settings, *, waits: Sequence[float] = WAITS) -> LanguageModel:
    """Return the model of a name (`openai:MODEL`, `ollama:MODEL`, `gguf:PATH`) or of a LlamaIndex LLM.

    Nothing is loaded or contacted before its first `stream`. `waits` are the seconds before each new attempt where
    one fails. Raises SettingError.
    """
    if not isinstance(named, str):
        if not hasattr(named, "stream_chat"):
            raise SettingError(f"{type(named).__name__} is no language model: pass a LlamaIndex LLM, or a name")
        return Bounded(any_model(named, settings), settings.llm_patience or PATIENCE_S, waits)
    kind, _, model = named.partition(":")
    if kind not in KINDS or not model.strip():
        raise SettingError(
            f"no language model is named {named!r}: name one as openai:MODEL, ollama:MODEL or gguf:PATH"
        )
    make, patience = KINDS[kind]
    patience = settings.llm_patience or patience
    return Bounded(make(model.strip(), settings, patience), patience, waits)
