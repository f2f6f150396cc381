"""Text as HTML that shows it and does nothing else.

What an article, a question, a file name or an error says is hostile here: it passes `escape` on its way into the
page, and after that it can be nothing but text.
"""

import re

PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
# They would turn round the text behind them, markers included.
BIDI_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")


def escape(text: str) -> str:
    """Return text for HTML and its attributes; neither these nor any kind of template find a sign in it."""
    sound = text.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    return PUNCTUATION.sub(lambda sign: f"&#{ord(sign[0])};", sound)


def line(text: str) -> str:
    """Return text escaped as one line that keeps its direction to itself."""
    return escape(" ".join(BIDI_CONTROLS.sub("", text).split()))
