"""What finds quotes, by the setting that names it."""

from ontherecord.attribution.attributions import Attributor
from ontherecord.settings import Attribution


def attributor(setting: Attribution) -> Attributor | None:
    """Return what finds quotes by a setting; None where none are to be found."""
    if setting == "off":
        return None
    # Loaded here because a library that is only asked needs none of it.
    from ontherecord.attribution.attributing import ArticleAttributor, method

    return ArticleAttributor(method(setting))
