"""Words with a capital that are no part of a person's name, and what a name that holds them is instead."""

import re

from ontherecord.language.mentions import LANDMARK, OPENERS, ORGANISATION
from ontherecord.language.places import CONTINENTS, COUNTRIES, STATES

# They begin a sentence or a caption. "Will Smith", "Mark Kelly" and "May" are names.
FILLERS = (
    OPENERS
    | frozenset(
        """
above across added additionally advertisement afp again allegedly almost along alongside also always amid any ap
apparently approximately around asked back because behind below beneath beside besides beyond both breaking can't
caption clearly considering copyright couldn't credit currently dear despite didn't does don't either elsewhere
enough especially eventually every everybody everyone everything exclusive fellow few file finally following former
formerly fortunately given he'd he'll he's hello here's hey hi however i'd i'll i'm i've if image including
initially inside instead interestingly ironically isn't it's lately least less let's like listen live look may've
maybe meantime might more moreover mostly ms much neither never nevertheless next nobody nonetheless nor notably
nothing often oh ok okay once opinion originally outside overall particularly per perhaps photo please presumably
previously privately publicly quite rather read recently regarding reportedly roughly sadly said say says see
separately several she'd she'll she's shortly sign similarly simply since somebody someone something sometimes soon
specifically subscribe suddenly sure surprisingly thank thanks that's thence there's therefore they're they've this
thursday's thus today told tonight too toward towards ultimately unfortunately unless unlike updated upon usually
very via video wasn't watch we'll we're we've well what's whatever whenever whereas wherever whether while whoever
whom whose why won't yeah yes you're you've
""".split()
    )
) - {"will", "mark", "may", "mr", "mrs", "ms"}
NO_PERSONS = frozenset(
    """
airbnb airbus al-qaeda al-qaida amazon americans android apple arsenal asian atlanta barcelona beijing berlin bible
black boeing boko boston brexit britons brits brussels californians capitol catholics central chelsea chicago
christians christmas cnn congress conservatives covid crimea dallas delhi democrats denver detroit disney donbas
downing earth east easter eastern eu europeans evangelicals everton facebook fbi floridians ford gaza god google gop
grammys halloween hamas hawaiians hezbollah hispanic hollywood houston houthis indigenous instagram internet ipad
iphone islam jews juventus kiev kremlin kurds kyiv labour latino liberals liverpool london lyft maga manchester mars
meta miami microsoft moderna moon moscow muslims nasa native nato nazis netflix north northern nypd olympics oscars
palestinians paris parliament pentagon pfizer philadelphia phoenix putinism quran ramadan republicans reuters
scripture seattle senate shiites south southern spacex sun sunnis taliban tesla texans thanksgiving tiktok tokyo
tories tottenham twitter uber wall washington web west western westminster white whitehall wifi wimbledon windows
xbox youtube
""".split()
)
_PEOPLES = frozenset(
    """
afghan african alaskan albanian algerian american angolan arab argentine argentinian armenian asian australian
austrian azerbaijani azeri bahraini bangladeshi basque belarusian belgian bolivian bosnian brazilian british briton
bulgarian burmese californian cambodian cameroonian canadian catalan catholic chechen chilean chinese christian
colombian congolese croat croatian cuban cypriot czech dane danish democrat democratic dutch ecuadorian egyptian
emirati english eritrean estonian ethiopian european filipino finn finnish floridian french gambian gazan georgian
german ghanaian greek guatemalan haitian hawaiian hindu honduran hungarian icelandic indian indonesian iranian iraqi
irish islamic israeli italian ivorian jamaican japanese jew jewish jordanian kazakh kenyan korean kosovar kurd
kurdish kuwaiti kyrgyz lao laotian latvian lebanese liberian libyan lithuanian londoner macedonian malaysian malian
maltese mexican moldovan mongolian montenegrin moroccan mozambican muslim namibian nepalese nepali nicaraguan
nigerian norwegian omani pakistani palestinian panamanian paraguayan parisian persian peruvian pole polish
portuguese puerto-rican qatari republican romanian russian rwandan salvadoran saudi scot scots scottish senegalese
serb serbian sikh singaporean slovak slovakian slovene slovenian somali soviet spaniard spanish sudanese swede
swedish swiss syrian taiwanese tajik tanzanian texan thai tibetan tunisian turk turkish turkmen ugandan ukrainian
uruguayan uyghur uzbek venezuelan vietnamese welsh yemeni zambian zimbabwean
""".split()
)
_THING = re.compile(
    r"\b(?:Act|Awards?|Cup|Day|Week|Month|Year|War|Games|Series|Championships?|Prize|Festival|News|Times|Post|Press|"
    r"Journal|Tribune|Herald|Magazine|Network|Theat(?:re|er)|Hall|Building|Hotel|Plaza|Project|Fund|Trust|Society|"
    r"Initiative|Alliance|Coalition|Federation|Forces?|Guard|Army|Navy|Corps|Police|Authority|Board|Bureau|Office|"
    r"Senate|Congress|Parliament|Assembly|Cabinet|Campaign|Capital|Partners|Holdings|Industries|Technologies|Systems|"
    r"Software|Entertainment|Media|Sports?|Field|Open|Prix|Region|Province|District|Peninsula|Hills?|Heights|Springs|"
    r"Falls|Creek|Forest|Gulf|Strip|Wall|States?|Kingdom|Republic|Nations|Laws?|Amendment|Constitution|Order|Plan|Deal|"
    r"Treaty|Agreement|Accords?|Protocol|Conference|Summit|Forum|Theory|Movement|Matter|Friday|Saturday|Sunday|Monday|"
    r"Tuesday|Wednesday|Thursday|Cross|Fed|Reserve|Dodgers|Yankees|Lakers|Patriots|Giants|Eagles|Cowboys|Packers|"
    r"Warriors|Rangers|Rovers|Hotspur|Madrid|Angeles|York|Francisco|Vegas|Diego|Orleans|Jersey|Hampshire|Korea|"
    r"Zealand|Kong|Lanka|Rica|Salvador|America|Asia|Europe|Britain|Show|Today|Tonight|Daily|Weekly|Online|"
    r"Democrats|Republicans|Labs?|Research|Analytics|Policy|Affairs|Science|Sciences|Medicine|Health|Rights|Security|"
    r"Intelligence|Defen[cs]e|Treasury|Insurance|Airport|Station|Railway|Rail|Oil|Gas|Steel|Foods?|Pharma\w*|Medical|"
    r"Hurricane|Typhoon|Cyclone|Storm|Foundations|Olympics|Band|Orchestra|Choir|Securities|Investments?|Management|Advisors|Advisers|Associates|International|Global|National|World|Bowl|"
    r"Twitter|Facebook|Google|Instagram|Supreme|Royal|Saints|Jets|Bears|Bulls|Heat|Lightning|Panthers|Dolphins|"
    r"Raiders|Chiefs|Ravens|Steelers|Browns|Bengals|Texans|Colts|Titans|Jaguars|Broncos|Chargers|Seahawks|Cardinals|"
    r"Buccaneers|Falcons|Vikings|Lions|Commanders|Knicks|Celtics|Nets|Sixers|Nuggets|Suns|Mets|Astros|Phillies|Cubs|"
    r"Braves|Democratic|Labour|Conservatives?|Mount|Lake|Fort|Port|Saint|Premier|Grand|Golden|Silver|Ministry)\b"
)
# "Felicia Day", not "Veterans Day".
ALSO_SURNAMES = frozenset(
    """
bank banks bay brown browns church coast court cross day diego field fields golden grand guard hall hill hills house
jersey jets jordan lake law lion madrid nation order park post press royal saint silver steel sun wall york
""".split()
)
COMPOUND = re.compile(r"-(?:[a-z]+ed|based|era|style|like|born|area|wide|run|owned|led|made|type|size|free|elect)$")


def is_place(name: str) -> bool:
    """Return whether a name is that of a country, a state or a continent."""
    plain = name.lower()
    return plain in COUNTRIES or plain in STATES or plain in CONTINENTS


def is_thing(name: str) -> bool:
    """Return whether the words of a name tell that it is no person's: `Supreme Court`, `Fort Myers Beach`."""
    return bool(ORGANISATION.search(name) or LANDMARK.search(name) or _THING.search(name))


def is_group(word: str) -> bool:
    """Return whether a word is for a people or a party, or for who belongs to it: `Ukrainian`, `Democrats`."""
    plain = word.lower()
    return plain in _PEOPLES or plain.removesuffix("s") in _PEOPLES
