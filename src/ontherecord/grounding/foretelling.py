"""Whether a written sentence tells as done what its sources only expect."""

import re

from ontherecord.grounding.basis import Basis
from ontherecord.grounding.tokens import behind, tokens

# What stands behind these has not happened yet, or may never.
_AHEAD = (
    r"will|would|could|(?-i:may)|might|should|shall|can|expected to|set to|due to|plan(?:s|ned|ning)? to|going to|"
    r"preparing (?:to|for)|scheduled to|poised to|likely to|hop(?:es|ed|ing) to|aim(?:s|ed|ing)? to|about to|"
    r"intend(?:s|ed)? to|want(?:s|ed)? to|seek(?:s|ing)? to|projected to|forecast to|possible|potential"
)
# A sentence with one of these leaves it open too.
_OPEN = (
    r"plan\w*|expect\w*|propos\w+|inten[dt]\w*|likely|project\w*|forecast\w*|predict\w*|promis\w+|pledg\w+|vow\w*|"
    r"prepar\w+|upcoming|next|soon|ahead|tomorrow|schedul\w*|hop\w+|aim\w*|seek\w*|want\w*|consider\w*|if|due|set|"
    r"perhaps|possib\w+|potential\w*|future|eventual\w*|able|chance|warn\w*|suggest\w*|urg\w+|ask\w*|calls? for|"
    r"to be|ought|must|allow\w*|let\w*|would-be|estimate\w*"
)
AHEAD = re.compile(rf"\b(?:{_AHEAD})\b|[’']ll\b", re.IGNORECASE)
OPEN = re.compile(rf"{AHEAD.pattern}|\b(?:{_OPEN})\b", re.IGNORECASE)
# Words behind such a one that say what is expected. Of 1,100 true sentences 11 are cut for it.
SCOPE = 2


def is_foretold(written: str, basis: Basis) -> bool:
    """Return whether a sentence leaves nothing open and says what its slices say will or may happen."""
    if OPEN.search(written):
        return False
    said = {token.stem for token in tokens(written)}
    return any(
        expected <= said and not expected <= done for text in basis.texts for expected, done in _expected(text)
    )


def _expected(text: str) -> list[tuple[set[str], set[str]]]:
    """Return the words that say what a text expects, each time with those that it has elsewhere."""
    found = list(tokens(text))
    scopes = [behind(found, text, match.end(), SCOPE) for match in AHEAD.finditer(text)]
    ahead = {token for scope in scopes for token in scope}
    done = {token.stem for token in found if token not in ahead}
    return [({token.stem for token in scope}, done) for scope in scopes if scope]
