"""Honorifics, titles and roles: the words that stand before a name, or for a person whom they described before."""

from collections.abc import Sequence
from dataclasses import dataclass

from ontherecord.attribution.first_names import Gender

HONORIFICS: dict[str, Gender | None] = {
    "mr": "he", "mister": "he", "sir": "he", "lord": "he", "king": "he", "prince": "he", "pope": "he", "duke": "he",
    "father": "he", "baron": "he", "emperor": "he", "mrs": "she", "ms": "she", "miss": "she", "dame": "she",
    "lady": "she", "queen": "she", "princess": "she", "duchess": "she", "sister": "she", "baroness": "she",
    "empress": "she", "dr": None, "rev": None, "hon": None, "st": None,
}  # fmt: skip
# Who has one of these is called by it and one name: "Pope Francis" is the name.
REGAL = frozenset("king queen prince princess pope saint mother duke duchess emperor empress".split())
# Words that stand before a name with a capital and are no part of it.
TITLES = (
    frozenset(
        """
acting activist actor actress adm admiral ag amb ambassador analyst archbishop artist assemblyman assemblywoman
assistant associate asst attorney author ayatollah billionaire bishop boss brig brigadier businessman capt captain
cardinal ceo cfo chair chairman chairwoman champion chancellor chancellor-elect chief cmdr co-chair co-founder
co-president coach col colonel columnist comedian commander commander-in-chief commissioner comptroller congressman
congresswoman conservative constable coroner correspondent coun councillor councilman councilmember councilwoman cpl
crown dem democrat democratic dep deputy det detective director director-general doctor editor editor-in-chief elect
emir entrepreneur envoy eu ex-president executive father filmmaker foreign former founder gen general goalkeeper gop
gov governor grand host imam inspector interim interior journalist judge justice labour lawmaker lawyer leader
liberal lieutenant lt maj major majority manager marshal mayor midfielder minister minority mp msp nominee ofc
officer official owner partner pastor pfc pm police premier pres presenter president president-elect prime pro
producer prof professor prosecutor pte pvt quarterback rabbi rapper rep reporter representative republican
researcher ret reverend sec secretary secretary-general sen senator senior sergeant sgt sheikh sheriff singer
solicitor speaker spokesman spokesperson spokeswoman staff star striker superintendent supt surgeon tem tempore then
tory treasurer tsar u.k u.n u.s uk un undersecretary us vice vp whip writer
""".split()
    )
    | (HONORIFICS.keys() - {"st", "prince", "king"})
    | {"prince", "king"}
)
# Of which somebody is secretary, chief or director; they end what stands before a name: "Chief of Staff Ron Klain".
OFFICES = frozenset(
    """
affairs agriculture army budget commerce commons court culture defence defense development education energy england
finance health intelligence interior justice labor lords medicine navy operations police representatives security
services sport staff state trade transportation treasury
""".split()
)

_SHORT = {
    "gov": "governor", "sen": "senator", "rep": "representative", "pres": "president", "gen": "general",
    "prof": "professor", "sgt": "sergeant", "lt": "lieutenant", "capt": "captain", "col": "colonel",
    "det": "detective", "ceo": "chief executive", "chief executive officer": "chief executive",
    "pm": "prime minister", "premier": "prime minister", "rev": "reverend", "spokeswoman": "spokesman",
    "spokesperson": "spokesman", "attorney": "lawyer", "solicitor": "lawyer", "barrister": "lawyer",
    "chairwoman": "chairman", "chair": "chairman", "chairperson": "chairman", "congressman": "representative",
    "congresswoman": "representative", "policeman": "officer", "policewoman": "officer", "police officer": "officer",
    "actress": "actor", "boss": "manager", "businesswoman": "businessman", "tory": "conservative", "mum": "mother",
    "mom": "mother", "dad": "father", "movie star": "star", "pop star": "singer", "popstar": "singer",
    "councilwoman": "councilman", "sen-elect": "senator", "dem": "democrat", "us president": "president",
    "head coach": "coach", "dr": "doctor", "physician": "doctor", "film-maker": "filmmaker",
}  # fmt: skip
ROLES = frozenset(
    """
activist, actor, actress, admiral, advocate, ambassador, analyst, anchor, anthropologist, archaeologist, archbishop,
artist, astronaut, astronomer, athlete, attorney, attorney general, aunt, author, banker, barrister, billionaire,
biologist, bishop, boss, boxer, broadcaster, brother, businessman, businesswoman, campaigner, candidate, capt,
captain, cardinal, ceo, chair, chairman, chairperson, chairwoman, champion, chancellor, chef, chemist, chief, chief
economist, chief executive, chief executive officer, chief justice, chief of staff, co-founder, coach, col, colonel,
columnist, comedian, commander, commentator, commissioner, congressman, congresswoman, conservative, consultant,
correspondent, councillor, councilman, councilwoman, cousin, dad, daughter, defendant, defender, defense minister,
defense secretary, delegate, democrat, designer, det, detective, developer, diplomat, director, director general,
dissident, district attorney, doctor, dr, driver, drummer, duchess, duke, ecologist, economist, editor, engineer,
entrepreneur, envoy, epidemiologist, expert, farmer, father, film-maker, filmmaker, finance minister, fire chief,
first lady, first minister, footballer, forecaster, foreign minister, foreign secretary, forward, founder, gen,
general, geologist, goalkeeper, golfer, gov, governor, granddaughter, grandfather, grandmother, grandson, guitarist,
gunman, gymnast, head, head coach, head teacher, health minister, health secretary, historian, home secretary, host,
husband, imam, influencer, inspector, interior minister, investor, journalist, judge, justice, king, lawmaker,
lawyer, leader, lieutenant, lt, major, majority leader, manager, mayor, meteorologist, midfielder, minister,
minority leader, model, mom, monarch, mother, movie star, mum, musician, neighbor, neighbour, nephew, niece,
nominee, novelist, nurse, officer, opposition leader, organiser, organizer, owner, painter, paleontologist, pastor,
pediatrician, physician, physicist, pilot, pitcher, player, pm, poet, police chief, police officer, policeman,
policewoman, politician, pollster, pontiff, pop star, pope, premier, presenter, president, press secretary, priest,
prime minister, prince, princess, principal, producer, prof, professor, prosecutor, psychiatrist, psychologist,
publisher, quarterback, queen, rabbi, rapper, rep, reporter, representative, republican, researcher, resident,
reverend, scholar, scientist, screenwriter, secretary, secretary general, secretary of defense, secretary of state,
sen, senator, sergeant, sgt, sheriff, singer, sister, skipper, sociologist, soldier, solicitor, son, songwriter,
speaker, spokesman, spokesperson, spokeswoman, sprinter, star, strategist, striker, student, superintendent,
supervisor, surgeon, surgeon general, survivor, suspect, swimmer, teacher, teenager, tory, trader, trainer, treasury
secretary, trustee, uncle, veteran, vice chancellor, vice president, victim, virologist, volunteer, whistleblower,
widow, wife, winger, witness, writer, youtuber
""".replace("\n", " ")
    .strip()
    .split(", ")
)

_GENDERED: dict[str, Gender] = {
    **dict.fromkeys(
        """actress spokeswoman congresswoman councilwoman chairwoman businesswoman policewoman queen princess duchess
        mother mum mom wife daughter sister widow aunt grandmother niece granddaughter woman girl schoolgirl lady
        heroine waitress goddess ballerina""".split(),
        "she",
    ),
    **dict.fromkeys(
        """spokesman congressman councilman businessman policeman king prince duke pope pontiff father dad husband son
        brother uncle grandfather nephew grandson man boy schoolboy gentleman cardinal imam priest gunman""".split(),
        "he",
    ),
}
_FORMER = frozenset("former ex ousted retired late ex-".split())
LONGEST_ROLE = 3
# "Chef Ana Torres".
TITLES |= {role for role in ROLES if " " not in role}


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is or was, in the form in which roles are compared, and where it stands among the words."""

    name: str
    former: bool
    first: int
    last: int


def plain_words(phrase: str) -> list[str]:
    """Return the words of a phrase in small letters, without the marks around them."""
    return [_plain(word) for word in phrase.replace("ex-", "former ").split()]


def roles_in(words: Sequence[str]) -> list[Role]:
    """Return the roles that plain words name, the longest at each place: `secretary of state`, not `secretary`."""
    found = list[Role]()
    place = 0
    while place < len(words):
        for size in range(LONGEST_ROLE, 0, -1):
            phrase = " ".join(words[place : place + size])
            if phrase in ROLES and place + size <= len(words):
                former = not _FORMER.isdisjoint(words[max(0, place - 2) : place])
                found.append(Role(_SHORT.get(phrase, phrase), former, place, place + size))
                break
        else:
            size = 1
        place += size
    return found


def gender_told(words: Sequence[str]) -> Gender | None:
    """Return the gender that a word for a man or a woman tells: `the actress`, `a mother of two`."""
    return next((_GENDERED[word] for word in words if word in _GENDERED), None)


def _plain(word: str) -> str:
    word = word.lower().strip(".,;:!?()\"“”‘’'").replace("’", "'")
    return word.replace("defence", "defense").replace("-general", " general").replace("film-maker", "filmmaker")
