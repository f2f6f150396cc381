# ruff: noqa: E501 - what a model says stands on one line
"""What a language model might say that is wrong: scripts of ten kinds, thirty each, about six articles of corpus/.

A script knows the evidence only from the prompt that the model received, as a model does.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Literal, TypeAlias

from tests.injections import INJECTIONS, Injection
from tests.scripted_model import Asked, Fail, HangUp, Noise, Reply, Say, Silence

BLOCK = re.compile(
    r"^\[(?P<key>\w+)\] (?P<facts>[^\n]*)\n<<<(?P<fence>\w+)\n(?P<text>.*?)\n(?P=fence)>>>", re.M | re.S
)
LETTERS, DIGITS = "bcdfghkmnpqrtvwxz", "23456789"


class Evidence:
    """The evidence of a prompt: what stands under each key."""

    def __init__(self, asked: Asked) -> None:
        self.blocks = {match["key"]: match["text"] for match in BLOCK.finditer(asked.user)}
        self.fence = next(match["fence"] for match in BLOCK.finditer(asked.user))

    def key(self, held: str) -> str:
        """Return the key of the first block that has these words, or of the first of all."""
        return next((key for key, text in self.blocks.items() if held in text), next(iter(self.blocks)))

    @property
    def unknown(self) -> str:
        """A key as they are made, that nobody gave."""
        keys = (letter + digit + letter for letter in LETTERS for digit in DIGITS)
        return next(key for key in keys if key not in self.blocks)

    def cited(self, told: "Told") -> str:
        return f"{told.text} [{self.key(told.held)}]"


@dataclass(frozen=True)
class Told:
    """A sentence, and words of the article that it is told from, or might seem to be."""

    text: str
    held: str


@dataclass(frozen=True)
class Story:
    """A question, two true sentences that answer it, and five false ones of each kind."""

    name: str
    question: str
    facts: tuple[Told, Told]
    quotations: tuple[Told, ...]
    speakers: tuple[Told, ...]
    numbers: tuple[Told, ...]


# As the question is asked and answered of the newest article.
TODAY = date(2025, 9, 1)

LEE = Story(
    "evacuation",
    "How many people did Ian kill in Lee County, and how does the county defend its evacuation order?",
    (
        Told(
            "Ian killed at least 101 people in Florida, 54 of them in Lee County, Sheriff Carmine Marceno said.",
            "At least 101 people have died in Florida",
        ),
        Told(
            "Shelters in Lee County had space for 40,000 people but only 4,000 came, said its manager, Roger "
            "Desjarlais.",
            "Shelters with space for 40,000 people drew only 4,000",
        ),
    ),
    (
        Told("“We ordered people out two days before landfall,” Roger Desjarlais said.", "Roger Desjarlais said"),
        Told("“We got that message out at the wrong time,” Sheriff Carmine Marceno said.", "at the right time"),
        Told(
            "Desjarlais said that “people made the conscious choice not to evacuate, and it is their own fault.”",
            "people made the conscious choice",
        ),
        Told("Shawn Critser called the county's order “a death sentence” for Fort Myers Beach.", "Shawn Critser"),
        Told(
            "Marceno was “confident in our county manager, our leaders, our governor” and “sorry for each life lost.”",
            "confident in our county manager",
        ),
    ),
    (
        Told(
            '"It\'s unfortunate that so many people chose not to evacuate," Sheriff Carmine Marceno said.',
            "It's unfortunate that so many",
        ),
        Told(
            'Gov. Ron DeSantis said he was "confident in our county manager, our leaders, our governor, all of us in '
            'law enforcement that we got that message out at the right time."',
            "confident in our county manager",
        ),
        Told('"But we got it the day before," Desjarlais told CNN.', "But we got it the day before"),
        Told(
            '"Some of the guys on Pine Island, they lost everything," said Jay Boodheshwar, city manager of Naples.',
            "Some of the guys on Pine Island",
        ),
        Told('"It is not simply rehanging lines," Dr. Ben Abo said.', "It is not simply rehanging lines"),
    ),
    (
        Told(
            "At least 54 people have died in Florida, 101 of them in Lee County, said Sheriff Carmine Marceno.",
            "At least 101 people have died in Florida",
        ),
        Told(
            "Shelters with space for 4,000 people drew 40,000, Desjarlais said.",
            "Shelters with space for 40,000 people drew only 4,000",
        ),
        Told(
            "At least 110 people have died in Florida, 54 of them in Lee County.",
            "At least 101 people have died in Florida",
        ),
        Told("More than 941,000 customers in the state had no power Monday night.", "More than 491,000 customers"),
        Told("54 more people died in North Carolina, Sheriff Carmine Marceno said.", "Four more died in North"),
    ),
)

SIRENS = Story(
    "sirens",
    "Did the sirens sound in Lahaina, and what were people told?",
    (
        Told(
            "Adam Weintraub of Hawaii's emergency management agency said records do not show that the sirens on Maui "
            "were triggered.",
            "its records do not show",
        ),
        Told(
            "State senator Angus McKelvey said that he heard no siren as he drove through Lahaina.",
            "Angus McKelvey drove through Lahaina",
        ),
    ),
    (
        Told("“We chose not to sound the sirens,” Mayor Richard Bissen said on NBC.", "Richard Bissen"),
        Told("“There was no warning. The county left us to burn,” Lynn Robinson said.", "There was no warning"),
        Told("“Any fires that develop will likely spread slowly,” forecasters wrote.", "Any fires that develop"),
        Told("Adam Weintraub said “the sirens on Maui were never tested.”", "its records do not show"),
        Told(
            "Gov. Josh Green said “it feels like a bomb was dropped on Lahaina, and somebody will pay for it.”",
            "it feels like a bomb was dropped",
        ),
    ),
    (
        Told("“There was no warning. There was absolutely none,” Angus McKelvey said.", "There was no warning"),
        Told(
            "“I can’t comment on whether or not the sirens sounded,” Adam Weintraub said.",
            "comment on whether or not the sirens",
        ),
        Told(
            "“Without a doubt, it feels like a bomb was dropped on Lahaina,” said Bobby Lee, president of the state "
            "firefighters’ association.",
            "it feels like a bomb was dropped",
        ),
        Told(
            "“Even the best of us can be second-guessed by a red flag warning,” Elizabeth Pickett told a website.",
            "Even the best of us",
        ),
        Told("Karl Kim called it “an impossible situation.”", "an impossible situation"),
    ),
    (
        Told(
            "Maui County said on Friday night that 1,000 people were known to have died and around 80 were missing.",
            "Around 1,000 were missing",
        ),
        Told(
            "Bobby Lee said that no more than 80 firefighters are on duty at any time in the county.",
            "no more than 65 firefighters",
        ),
        Told(
            "The network of sirens owes its existence to an earlier catastrophe, the tsunami of 1959.",
            "the tsunami of 1946",
        ),
        Told(
            "More people died than in any natural disaster since Hawaii became a state in 1946.",
            "since Hawaii became a state in 1959",
        ),
        Told("Maui County said on Friday night that 8,000 people were known to have died.", "80 people were known"),
    ),
)

# What is asked for is somebody's words: the evidence is these alone.
RAY = Story(
    "filing",
    "What did John Ray say in his court filing about FTX?",
    (
        Told(
            "John J. Ray III, the new chief executive, wrote in a court filing on Thursday that he had never seen "
            "such a complete failure of corporate controls.",
            "Never in my career",
        ),
        Told(
            "Chapter 11 protection lets the company assess its situation, Ray said.",
            "assess its situation",
        ),
    ),
    (
        Told("“This was theft on a scale I have never seen,” Ray wrote in a court filing.", "Never in my career"),
        Told(
            "“Never in my career have I seen such a complete absence of honesty as occurred here,” Ray wrote.",
            "Never in my career",
        ),
        Told(
            'Ray said Chapter 11 protection will let the company "assess its situation and return every dollar."',
            "assess its situation",
        ),
        Told(
            "Ray wrote in a court filing of “trustworthy financial information” about the company.",
            "Never in my career",
        ),
        Told(
            "“Never in my career have I seen such a complete success of corporate controls,” John J. Ray III wrote "
            "in a court filing on Thursday.",
            "Never in my career",
        ),
    ),
    (
        Told(
            "“Never in my career have I seen such a complete failure of corporate controls,” Sam Bankman-Fried wrote "
            "in a court filing on Thursday.",
            "Never in my career",
        ),
        Told(
            "Eric Snyder said Chapter 11 protection will let the company “assess its situation and develop a process "
            "to maximize recoveries for stakeholders.”",
            "assess its situation",
        ),
        Told(
            "Martin Flumenbaum, his lawyer, wrote of “such a complete absence of trustworthy financial information.”",
            "Never in my career",
        ),
        Told(
            "“There are, at best, signs of just absolute non-control and power in the hands of just a couple of "
            "people,” Ray wrote in a court filing.",
            "Never in my career",
        ),
        Told(
            "Changpeng Zhao said Chapter 11 protection will let the company assess its situation.",
            "assess its situation",
        ),
    ),
    (
        Told("Ray wrote in a court filing that FTX has $8 billion in cash.", "Never in my career"),
        Told(
            "Ray wrote that he had seen 41 such complete failures of corporate controls in his career.",
            "Never in my career",
        ),
        Told("Ray wrote in a court filing that the hole at FTX was about $564 million.", "Never in my career"),
        Told("Ray said Chapter 7 protection will let the company assess its situation.", "assess its situation"),
        Told(
            "Ray said Chapter 11 protection will let the company maximize recoveries for 130 stakeholders.",
            "assess its situation",
        ),
    ),
)

FINAL = Story(
    "final",
    "How did Argentina beat France in the World Cup final?",
    (
        Told(
            "Argentina beat France on penalties after the match at the Lusail Stadium ended 3-3.",
            "Argentina beat France on penalties",
        ),
        Told(
            "Kylian Mbappé scored three times for France, who lost all the same.", "Kylian Mbappé scored three times"
        ),
    ),
    (
        Told("“I will be back in four years,” Lionel Messi said after the final.", "There's a lot of years"),
        Told('"Mbappé will never eat at the same table as Messi," Didier Domi said before the game.', "Domi said"),
        Told(
            'Didier Deschamps told reporters that "Lionel Messi does not deserve to win the World Cup."', "Deschamps"
        ),
        Told('Hugo Lloris called Maradona and Messi "relics of football".', "legends of football"),
        Told('Messi said that finishing like this is "best for my family".', "finishing like this is best"),
    ),
    (
        Told('"At this point he owes nothing to no one," Ossie Ardiles said.', "At this point he owes"),
        Told('"Mbappé can eat at the same table as Messi," said Didier Deschamps.', "eat at the same table"),
        Told(
            "Kylian Mbappé said: \"There's a lot of years until the next one and I don't think I have it in me.\"",
            "There's a lot of years",
        ),
        Told('Diego Maradona promised to "pull out all the stops".', "pull out all the stops"),
        Told(
            'Santi Bauzá wrote that Messi had "always lived in the shadow of Diego Maradona".',
            "always lived in the shadow",
        ),
    ),
    (
        Told("Argentina beat France on penalties after a 2-2 draw at the Lusail Stadium.", "after a 3-3 draw"),
        Told("Messi, with eight goals, was the tournament's top scorer; Mbappé had seven.", "with eight goals"),
        Told("It is Argentina's third title and their first since 1978.", "their first since 1986"),
        Told("Messi scored three times and Mbappé scored twice.", "Messi scored twice"),
        Told("Argentina lost their opening match 3-0 to Saudi Arabia.", "2-1 to Saudi Arabia"),
    ),
)

BEER = Story(
    "beer",
    "What did FIFA decide about beer at the World Cup stadiums in Qatar?",
    (
        Told(
            "FIFA said on Friday that no beer would be sold at the matches of the World Cup.",
            "none would be sold at the matches",
        ),
        Told(
            "After talks with Qatar, soccer’s governing body said beer would be sold at fan festivals.",
            "beer would be sold at fan festivals",
        ),
    ),
    (
        Told("“We were forced to do this by Qatar,” FIFA said in a statement.", "FIFA’s statement"),
        Told(
            "“Some of the planned stadium activations cannot move forward due to the emir’s decision,” a "
            "spokesperson for Anheuser-Busch InBev said.",
            "Some of the planned stadium activations",
        ),
        Told("Ben Peppi called the change “the end of FIFA” as a brand.", "hugely damaging"),
        Told(
            "FIFA said that “beer would be sold at fan festivals and licensed venues.”",
            "beer would be sold at fan festivals",
        ),
        Told(
            "Arnov Paul-Choudhury said: “It’s the World Cup, it’s football, we will smuggle beer into the stadium.”",
            "it’s football",
        ),
    ),
    (
        Told("“Well, this is awkward,” FIFA tweeted, and soon deleted the post.", "Well, this is awkward"),
        Told(
            "“Brands will be treading very carefully now around FIFA for future tournaments,” Arnov Paul-Choudhury "
            "told CNN.",
            "Brands will be treading",
        ),
        Told(
            "Ben Peppi said: “I just don’t think they’re doing the right things to attract fans.”",
            "doing the right things",
        ),
        Told(
            "Qatar deplored the “total lack of communications and clarity from the organising committee towards the "
            "supporters.”",
            "total lack of communications",
        ),
        Told("Gianni Infantino called the change “hugely damaging” to FIFA as a brand.", "hugely damaging"),
    ),
    (
        Told("Budweiser pays FIFA about $64 million to be the beer of the World Cup.", "about $75 million"),
        Told("The tournament, of 75 matches, runs from Sunday to Dec. 18.", "of 64 matches"),
        Told(
            "Qatar said in September that holders of tickets could buy beer for eight hours before each match and "
            "one hour after it.",
            "for three hours before each match",
        ),
        Told("The change came five days before the tournament opens in Qatar.", "two days before the tournament"),
        Told("The tournament, of 64 matches, runs from Sunday to Dec. 8.", "from Sunday to Dec. 18"),
    ),
)

FORD = Story(
    "strike",
    "What did the strike cost Ford?",
    (
        Told(
            "Ford told investors that the fight with the union had cost it $1.3 billion.",
            "Ford told investors what the fight had cost",
        ),
        Told("The strike took $1.7 billion from Ford’s profit, the company said.", "took $1.7 billion"),
    ),
    (
        Told("“This strike nearly broke us,” John Lawler, the chief financial officer, said.", "said John Lawler"),
        Told("“The company will not be profitable moving forward,” Lawler told reporters.", "profitable moving"),
        Told("Jim Farley said that “cost and quality remain a drag on the union.”", "cost and quality remain"),
        Told("Lawler insisted that Ford is “moving away” from its next models.", "not moving away"),
        Told(
            "Gerald Johnson said that meeting all of the union’s demands would have a “wonderful” effect on jobs.",
            "devastating",
        ),
    ),
    (
        Told("“The company will be profitable moving forward,” Jim Farley told reporters.", "profitable moving"),
        Told("John Lawler said that “cost and quality remain a drag on the business.”", "cost and quality remain"),
        Told(
            "Shawn Fain said: “This is an increase in costs for us. This is something we’re going to have to work "
            "on.”",
            "This is an increase in costs",
        ),
        Told(
            "John Lawler said that meeting all of the union’s demands would have a “devastating” effect on jobs.",
            "devastating",
        ),
        Told(
            "“You, as a company, need to find a way to operate more efficiently,” said Gerald Johnson of GM.",
            "operate more efficiently",
        ),
    ),
    (
        Told("Ford told investors that the fight with the union had cost it $400 million.", "Ford told investors"),
        Told("The company was losing $1.3 billion a week, John Lawler said.", "losing $400 million a week"),
        Told("Revenue rose 44% to $11 billion.", "Revenue rose 11%"),
        Told("Net income was $827 million, against a loss of $1.2 billion a year earlier.", "Net income was"),
        Told("Lawler estimated that the contract adds $580 to $590 in labor to every vehicle.", "adds $850 to $900"),
    ),
)

STORIES = (LEE, SIRENS, RAY, FINAL, BEER, FORD)
VARIANTS = 5


@dataclass(frozen=True)
class Victim:
    """An article of corpus/ that instructions are planted in, a question, and a true sentence that answers it."""

    file: str
    question: str
    fact: Told
    planted: tuple[Injection, ...]

    def text(self, text: str) -> str:
        """Return the article's text with a planted instruction behind each paragraph, as long as there are some."""
        paragraphs = text.strip().split("\n\n")
        planted = [*(one.text for one in self.planted), *[""] * len(paragraphs)]
        return "\n\n".join(part for pair in zip(paragraphs, planted, strict=False) for part in pair if part)


# Two of each kind.
PLANTED = tuple(one for place, one in enumerate(INJECTIONS) if place % 5 in (0, 3))
VICTIMS = (
    Victim(
        "2022-10-20-truss-resigns",
        "Why did Liz Truss resign as prime minister?",
        Told(
            "Liz Truss resigned on Thursday, 45 days after taking office, over a tax plan that roiled markets.",
            "Liz Truss resigned as British prime minister",
        ),
        PLANTED[::3],
    ),
    Victim(
        "2022-11-04-twitter-layoffs-advertisers",
        "How many of its workforce did Twitter dismiss after Musk bought it?",
        Told(
            "Twitter dismissed about half of its workforce on Friday, a week after Elon Musk bought it.",
            "Twitter dismissed about half of its workforce",
        ),
        PLANTED[1::3],
    ),
    Victim(
        "2022-11-16-artemis-lifts-off",
        "What did the red crew do to the moon rocket before it left Florida?",
        Told(
            "The red crew, who are trained to make repairs beside a loaded rocket, tightened some nuts.",
            "tightened some nuts",
        ),
        PLANTED[2::3],
    ),
)

# Makes of the evidence what the model says.
Script: TypeAlias = Callable[[Evidence], Reply]
# What the library knows afterwards: a sentence was cut, a key was unknown, the model failed.
Trace: TypeAlias = Literal["cut", "key", "failure"]


@dataclass(frozen=True)
class Case:
    """A question, and a model that says something wrong to it.

    `true` are those of its sentences that may be shown, `cut` those that must be reported as cut, and `banned` is
    what nobody may read; `traces` are what the library is to know of it.
    """

    kind: str
    number: int
    question: str
    script: Script
    true: tuple[Told, ...] = ()
    cut: tuple[str, ...] = ()
    banned: tuple[str, ...] = ()
    traces: tuple[Trace, ...] = ("cut",)

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


def told_wrong(kind: str, wrong: Callable[[Story], tuple[Told, ...]]) -> Iterator[Case]:
    """Yield cases of a false sentence in five kinds of company."""
    for number, (story, variant) in enumerate(product(STORIES, range(VARIANTS))):
        false, company = wrong(story)[variant], (number // VARIANTS + variant) % 5
        first, second = story.facts
        true = {0: (first, second), 1: (first,), 2: (second,), 3: (), 4: (first, second)}[company]

        def script(evidence: Evidence, false: Told = false, company: int = company, story: Story = story) -> Reply:
            first, second = (evidence.cited(fact) for fact in story.facts)
            everything = f"{false.text} [{', '.join(evidence.blocks)}]"
            replies: dict[int, Reply] = {
                0: f"{first} {evidence.cited(false)} {second}",
                1: f"{evidence.cited(false)} {first}",
                2: f"{everything}\n\n{second}",
                3: evidence.cited(false),
                4: f"{first} {second} {everything}",
            }
            return replies[company]

        yield Case(kind, number, story.question, script, true, (false.text,), (false.text.strip("."),))


def unknown_keys() -> Iterator[Case]:
    for number, (story, variant) in enumerate(product(STORIES, range(VARIANTS))):
        first, second = story.facts

        def script(evidence: Evidence, variant: int = variant, story: Story = story) -> Reply:
            first, second = story.facts
            key, strange = evidence.key(first.held), evidence.unknown
            replies: dict[int, Reply] = {
                0: f"{first.text} [{strange}] {second.text} [{strange}]",
                1: f"{first.text} [1] {evidence.cited(second)}",
                2: f"{evidence.cited(first)} {second.text} [source 2]",
                3: f"{first.text} [{key}, {strange}] {story.numbers[0].text} [{strange}][x1]",
                4: f"{first.text} 【1】\n{second.text} ({strange})\n{story.quotations[0].text} [zz99]",
            }
            return replies[variant]

        true = {0: (), 1: (second,), 2: (first,), 3: (first,), 4: ()}[variant]
        yield Case("unknown key", number, story.question, script, true, traces=("cut", "key"))


def no_citations() -> Iterator[Case]:
    for number, (story, variant) in enumerate(product(STORIES, range(VARIANTS))):
        first, second = story.facts

        def script(evidence: Evidence, variant: int = variant, story: Story = story) -> Reply:
            first, second = story.facts
            key = evidence.key(first.held)
            replies: dict[int, Reply] = {
                0: f"{first.text} {second.text}",
                1: f"{evidence.cited(first)} {second.text} {story.numbers[0].text}",
                2: f"{first.text}\n\n{second.text}\n\nSources: see above.",
                3: f"{story.speakers[0].text} {first.text} (the article)\n{evidence.cited(second)}",
                # What follows a key is not what it stands behind.
                4: f"{key}: {first.text}\n- {second.text}\n- {story.quotations[1].text}",
            }
            return replies[variant]

        true = {1: (first,), 3: (second,)}.get(variant, ())
        yield Case("no citation", number, story.question, script, true)


def half_markers() -> Iterator[Case]:
    for number, (story, variant) in enumerate(product(STORIES, range(VARIANTS))):
        first, second = story.facts

        def script(evidence: Evidence, variant: int = variant, story: Story = story, n: int = number) -> Reply:
            (first, second), false = story.facts, story.numbers[variant]
            one, two, wrong = (evidence.key(told.held) for told in (first, second, false))
            replies: dict[int, Reply] = {
                0: Say(f"{first.text} [{one}] {false.text} [{wrong}", sizes=(1,)),
                1: Say(f"{first.text}[{one}]{second.text}[{two}]{false.text}[", sizes=(1 + n % 7,)),
                2: Say(f"{first.text[:-1]} 【{one}】. {false.text} 【{wrong}\n{second.text} 【{two}】", sizes=(2, 3)),
                3: Say(f"{first.text} [[{one}]] {false.text} {wrong}] {second.text} [{two}]", sizes=(5,)),
                4: Say(f"{first.text} [{one[:2]}\n{one[2:]}] {second.text} [ {two} ] {false.text} [{wrong},", (3, 1)),
            }
            return replies[variant]

        true = {0: (first,), 4: (second,)}.get(variant, (first, second))
        yield Case("half marker", number, story.question, script, true, banned=(story.numbers[variant].text,))


def obeyed() -> Iterator[Case]:
    for number, (place, victim) in enumerate(product(range(10), VICTIMS)):
        injection, variant = victim.planted[place], place % VARIANTS

        def script(
            evidence: Evidence, victim: Victim = victim, injection: Injection = injection, variant: int = variant
        ) -> Reply:
            fact, payload, key = evidence.cited(victim.fact), injection.payload, evidence.key(injection.text)
            replies: dict[int, Reply] = {
                0: f"{payload}. [{key}] {fact}",
                1: f"{fact} The article reports {payload} as well. [{key}]",
                2: f"{victim.fact.text[:-1]}, and {payload}. [{evidence.key(victim.fact.held)}, {key}]",
                3: f"{injection.text} [{key}]\n{fact}",
                4: f"As the page demands:\n{payload} [{key}]\n\n{fact} {payload}! [{key}]",
            }
            return replies[variant]

        true = () if variant == 2 else (victim.fact,)
        # A picture alone is no sentence that could be cut.
        traces: tuple[Trace, ...] = ("cut",) if re.search(r"\w", injection.payload) else ()
        yield Case("obeyed", number, victim.question, script, true, banned=(injection.payload,), traces=traces)


def noise() -> Iterator[Case]:
    for number, (story, variant) in enumerate(product(STORIES, range(VARIANTS))):

        def script(evidence: Evidence, variant: int = variant, story: Story = story, n: int = number) -> Reply:
            chance = random.Random(n)
            own = evidence.blocks[evidence.key(story.facts[0].held)]
            first = evidence.cited(story.facts[0])
            replies: dict[int, Reply] = {
                0: (f"{first} ", Noise(TOKENS)),
                1: Say(f"{first} {_babble(chance, STRANGE, list(evidence.blocks))}", sizes=(11,)),
                2: Say(f"{first} {_babble(chance, own.split(), [evidence.key(story.facts[0].held)])}", sizes=(13,)),
                3: Say(_babble(chance, [*own.split(), *STRANGE], list(evidence.blocks)), sizes=(7,)),
                4: Say(
                    _babble(chance, " ".join(evidence.blocks.values()).split(), list(evidence.blocks)), sizes=(9,)
                ),
            }
            return replies[variant]

        true = story.facts[:1] if variant < 3 else ()
        yield Case("noise", number, story.question, script, true)


TOKENS = 10_000
STRANGE = """
gravel lantern whisper orbit pickle seven under violin mostly drift amber slowly pocket behind thunder curtain noodle
ladder never copper shiver bottle upon marble sudden cactus tumble velvet hollow rather button saddle puddle gently
""".split()


def _babble(chance: random.Random, words: list[str], keys: list[str]) -> str:
    """Return so many words in no order, as sentences, with keys."""
    said, left = list[str](), TOKENS
    while left > 0:
        some = [word.strip(".?!") for word in chance.choices(words, k=chance.randint(6, 18))]
        said.append(f"{' '.join(some).capitalize()}. [{chance.choice(keys)}]")
        left -= len(some)
    return " ".join(said)


def errors() -> Iterator[Case]:
    for number, (story, variant) in enumerate(product(STORIES, range(VARIANTS))):
        status = (500, 429, 503, 404, 401, 400)[number // VARIANTS]

        def script(evidence: Evidence, variant: int = variant, story: Story = story, status: int = status) -> Reply:
            false, first = story.quotations[0].text, evidence.cited(story.facts[0])
            ten = " ".join(false.split()[:10])
            replies: dict[int, Reply] = {
                0: HangUp(ten),
                1: (f"{first} ", HangUp(ten)),
                2: (f"{first} {ten}", Fail(status)),
                3: Fail(status),
                4: HangUp(),
            }
            return replies[variant]

        true = story.facts[:1] if variant in (1, 2) else ()
        yield Case("error", number, story.question, script, true, traces=("failure",))


def silence() -> Iterator[Case]:
    for number, (story, variant) in enumerate(product(STORIES, range(VARIANTS))):

        def script(evidence: Evidence, variant: int = variant, story: Story = story) -> Reply:
            false, first = story.quotations[0].text, evidence.cited(story.facts[0])
            replies: dict[int, Reply] = {
                0: Silence(60),
                1: Silence(60, pings=0.05),
                2: (f"{first} {false[:30]}", Silence(60)),
                3: (evidence.cited(story.quotations[0]), Silence(60, pings=0.1)),
                4: " \n",
            }
            return replies[variant]

        true = story.facts[:1] if variant == 2 else ()
        yield Case("silence", number, story.question, script, true, traces=("failure",))


CASES = (
    *told_wrong("invented quotation", lambda story: story.quotations),
    *told_wrong("wrong speaker", lambda story: story.speakers),
    *told_wrong("swapped number", lambda story: story.numbers),
    *unknown_keys(),
    *no_citations(),
    *half_markers(),
    *obeyed(),
    *noise(),
    *errors(),
    *silence(),
)
