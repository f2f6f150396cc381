"""Characters that no reader sees and that spell a text all the same."""

import re

# Tags repeat ASCII unseen; three flags are spelled with them: England's, Scotland's and Wales's. One variation
# selector follows a character, and one or two joiners or spaces without width: a row of them is a code.
_INVISIBLE = re.compile(
    "(?P<flag>\U0001f3f4\U000e0067\U000e0062(?:\U000e0065\U000e006e\U000e0067|\U000e0073\U000e0063\U000e0074|"
    "\U000e0077\U000e006c\U000e0073)\U000e007f)|[\U000e0000-\U000e007f]+|[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}|"
    "[\u200b-\u200f\u2060-\u2064\ufeff]{4,}"
)


def without_invisible(text: str) -> str:
    """Return a text without characters that spell something unseen."""
    return _INVISIBLE.sub(lambda match: match["flag"] or "", text)
