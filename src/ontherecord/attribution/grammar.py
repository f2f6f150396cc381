"""The words by which rules read who says something: verbs of speech, what may be a subject, and what never is."""

import re

SAYING = frozenset(
    """said says say wrote writes added adds tweeted continued continues asked asks responded responds replied replies
    declared declares stated states explained explains concluded concludes reported noted notes admitted admits
    answered joked quipped remarked warned warns insisted insists argued argues urged announced acknowledged
    recalled recalls suggested suggests claimed claims charged exclaimed shouted yelled chanted cautioned vowed
    contended asserted observed countered retorted commented testified predicted pledged complained lamented boasted
    mused conceded alleged told tells posted promised thundered read reads repeated stressed emphasized called calls
    confirmed denied revealed emphasised reiterated proclaimed echoed joked mocks mocked jokes boomed gushed scoffed
    interjected snapped""".split()
)
SHARING = frozenset(
    """saying adding writing telling noting insisting calling asking declaring arguing warning claiming
    tweeting""".split()
)
PASSIVE = r"(?:was|were|is|are|been|being) (?:\w+ly )?quoted (?:\w+ ){0,4}?as saying"
VERB = re.compile(rf"\b(?:{PASSIVE}|{'|'.join(sorted(SAYING | SHARING, reverse=True))})\b")
# What a speaker is named behind: "said Lind", never "told Lind".
INVERTING = SAYING - frozenset("told tells called calls urged posted read reads denied confirmed".split())

PRONOUNS = frozenset("he she they it i we".split())
DETERMINERS = frozenset(
    "the a an his her its their our my one another some many several two three four five both each no every".split()
)
PREPOSITIONS = frozenset("of for from in at to with on by near close against about into under over during".split())
CONJUNCTIONS = frozenset("and or but as if when while that because although though before after since".split())
PARTICLES = frozenset("of the and for de del der la le von van bin al el du di da & on".split())
# Nouns that speak without a determiner.
SPEAKERS = frozenset(
    """police officials authorities aides advisers critics supporters prosecutors investigators lawyers researchers
    scientists experts analysts witnesses residents lawmakers democrats republicans activists organisers organizers
    sources friends doctors firefighters scholars economists historians observers voters others allies opponents
    attorneys detectives people protesters many some both spokesman spokeswoman spokesperson members senators
    campaigners ministers relatives neighbours neighbors strategists operatives""".split()
)
ADVERBS = frozenset(
    """also later then once has have had recently now even often still further just simply himself herself themselves
    again instead first always soon sometimes thus would will quickly twice""".split()
)
# What may follow a name that begins a sentence if it is its subject.
VERBS = frozenset(
    """is was has had will would did does went took left made got gave came told said wrote spoke stood sent hit put
    ran began then and also who shot fired kept met sat shook won lost saw felt thinks thought says
    tells told""".split()
)
# Capitals that begin a sentence or date it rather than name somebody.
NO_NAME = frozenset(
    """the a an but and or so yet in on at for to from by with of as if when while after before since though although
    because this that these those there here what who whom whose which why how yes no not now then also still
    meanwhile however instead once later earlier today yesterday tomorrow asked speaking monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september october november
    december""".split()
)
