"""Countries and what their people are called: Mexico and Mexican are akin, Austria and Australia are not."""

from functools import lru_cache

from ontherecord.attribution.name_words import is_group
from ontherecord.language.places import CONTINENTS, COUNTRIES, STATES

# What may stand for what; in capitals, where only these are meant.
SAME = tuple(
    frozenset(names.split(","))
    for names in (
        "US,USA,america,american,americans,united states",
        "UK,britain,british,briton,britons,united kingdom",
        "EU,european union",
        "UN,united nations",
        "UAE,emirati,emiratis,united arab emirates",
        "france,french,frenchman", "netherlands,dutch,holland", "wales,welsh", "ireland,irish",
        "spain,spanish,spaniard", "denmark,danish,dane,danes", "switzerland,swiss", "turkey,turkiye,turkish,turks",
        "greece,greek,greeks", "scotland,scottish,scots", "thailand,thai", "norway,norwegian,norwegians",
        "czech republic,czech,czechs,czechia",
        "sweden,swedish,swede,swedes", "finland,finnish,finn,finns", "portugal,portuguese", "peru,peruvian,peruvians",
        "cyprus,cypriot,cypriots", "panama,panamanian,panamanians", "ghana,ghanaian,ghanaians", "congo,congolese",
        "niger,nigerien,nigeriens", "laos,lao,laotian", "philippines,philippine,filipino,filipinos",
        "myanmar,burma,burmese", "ivory coast,ivorian,ivorians", "catalonia,catalan,catalans",
        "chechnya,chechen,chechens", "venice,venetian", "moscow,muscovite,muscovites",
        "GOP,republican,republicans", "new york city,NYC", "washington,DC", "los angeles,LA",
        "sen,senator,senators,sens", "rep,representative,representatives,reps", "gov,governor,governors",
        "gen,general", "lt,lieutenant", "col,colonel", "capt,captain", "sgt,sergeant", "prof,professor", "st,saint",
        "CEO,chief executive", "PM,prime minister,premier",
    )
)  # fmt: skip
PHRASES = tuple(name for same in SAME for name in same if " " in name)
# From the end of a place's name to that of its people's: Russ-ia, Ital-y, Ukrain-e, Kosov-o, Pol-and, Uzbek-istan.
ENDINGS = (
    ("", "an ian ese i ish ic er n".split()),
    ("a", "an ian ese e".split()),
    ("ia", ["", *"i e".split()]),
    ("y", ["", "ian"]),
    ("ey", ["ish"]),
    ("e", "ian an ean ish".split()),
    ("o", "an ar in".split()),
    ("land", ["", *"er ish ic".split()]),
    ("and", ["ish"]),
    ("istan", [""]),
    ("stan", [""]),
    ("en", ["ish"]),
    ("on", ["ese"]),
    ("um", ["an"]),
    ("as", ["an"]),
)
# No Nigerian is from Niger.
STRANGERS = frozenset({("niger", "nigerian")})
PLACES = frozenset(place.split()[-1] for place in COUNTRIES | STATES | CONTINENTS) - {
    *("republic", "islands", "kingdom", "states", "emirates", "coast", "island")
}
# Shorter ones are no towns, but names that the names of peoples begin with, such as Chin.
SHORTEST_TOWN = 4


def stand_for(name: str) -> frozenset[str]:
    """Return what else a name in small letters may be called, itself among it; nothing where nothing is known."""
    return frozenset[str]().union(*(same for same in SAME if name in same or name.upper() in same))


@lru_cache(maxsize=50_000)
def are_akin(one: str, other: str) -> bool:
    """Return whether of two words in small letters one is a place or people, and the other made from it."""
    return one[:2] == other[:2] and (_is_of(one, other) or _is_of(other, one))


def _is_of(people: str, place: str) -> bool:
    single = people.removesuffix("s")
    if (place, single) in STRANGERS or len(place) < SHORTEST_TOWN:
        return False
    called = is_group(single)
    return (called or place in PLACES) and any(
        place.endswith(end) and place.removesuffix(end) + made in (people, single) and (made or called)
        for end, endings in ENDINGS
        for made in endings
    )
