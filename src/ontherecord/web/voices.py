"""Whose words a quote is, and how they are given."""

from collections.abc import Mapping

from ontherecord.phrases import cut
from ontherecord.schema import Quote, QuoteKind
from ontherecord.web.acting import button
from ontherecord.web.escaping import line

LONGEST_SPEAKER = 120
KINDS: Mapping[QuoteKind, str] = {"direct": "said", "mixed": "partly quoted", "indirect": "reported"}


def voice(quote: Quote) -> str:
    """Return the speaker of a quote, who leads to all of their quotes, and how the words are given."""
    doubt = "" if quote.sure else ", <em>it seems</em>"
    return f'<span class="speaker">{speaker(quote)}</span> <span class="how">{KINDS[quote.kind]}{doubt}</span>'


def speaker(quote: Quote) -> str:
    """Return the speaker of a quote: a button where the name is known, else what the article calls them."""
    if quote.speaker:
        name = cut(quote.speaker, LONGEST_SPEAKER)
        return button(name, "speaker", f"{name}: all quotes", speaker=quote.speaker)
    return f"<bdi>{line(cut(quote.mention or '', LONGEST_SPEAKER)) or 'nobody named'}</bdi>"
