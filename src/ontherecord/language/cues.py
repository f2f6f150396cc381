"""What the verbs that ascribe words say of them: that they were spoken, or only thought, wanted or felt."""

import re

# A report with one of these, unless it quotes, is of a mind, not of a statement.
_MIND = (
    "think|thinks|thought|thinking|believe|believes|believed|believing|want|wants|wanted|wanting|hope|hopes|hoped|hoping|"
    "feel|feels|felt|feeling|fear|fears|feared|fearing|expect|expects|expected|expecting|intend|intends|intended|"
    "plan|plans|planned|planning|wish|wishes|wished|know|knows|knew|known|doubt|doubts|doubted|suspect|suspects|"
    "suspected|consider|considers|considered|considering|seek|seeks|sought|seeking|decide|decides|decided|prefer|prefers|"
    "preferred|worry|worries|worried|worrying|see|sees|saw|seen|realise|realised|realize|realized|understand|understood|"
    "remember|remembered|like|likes|liked|love|loves|loved|hate|hates|hated|try|tries|tried|trying|aim|aims|aimed|"
    "determined|convinced|opinion|belief|hopes|fears|desire|support|supports|supported|oppose|opposes|opposed|"
    "agree|agrees|agreed|disagree|disagrees|disagreed|favor|favors|favored|back|backs|backed|views|viewed|regard|"
    "regards|regarded|willing|ready|eager|expectation|likely"
)
MIND = re.compile(rf"\b(?:{_MIND})\b", re.IGNORECASE)
_SPEECH = (
    "say|says|said|saying|tell|tells|told|telling|write|writes|wrote|written|tweet|tweets|tweeted|add|adds|added|adding|"
    "according|argue|argues|argued|announce|announced|claim|claims|claimed|statement|call|calls|called|calling"
)
SPEECH = re.compile(rf"\b(?:{_SPEECH})\b", re.IGNORECASE)


def of_mind(cue: str | None) -> bool:
    """Return whether a cue ascribes a thought or a wish: "believes", "wants to", but not "said he hoped"."""
    return cue is not None and bool(MIND.search(cue)) and not SPEECH.search(cue)
