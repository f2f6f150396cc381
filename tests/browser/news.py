"""What the libraries of these tests hold: a part of the starter corpus, and a few reports written for them."""

from datetime import UTC, datetime
from pathlib import Path

from ingest import ingest
from ontherecord import Article, Library, Settings

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
# Cartels, the World Cup, a moon mission told twice, a government that fell: enough to ask about, quick to read.
PARTS = ("2025-*", "2022-11-1[89]*", "2022-12-1[2789]*", "2022-10-2[0-7]*")

FERRY = "https://islandpaper.example/ferry-strike"
WIRE = (
    "Ferry crews in Vigo voted on Tuesday to go back to work after a strike of nine days that had cut off the "
    "islands of the bay. The crews of the harbour company had asked for higher wages and for shorter shifts.\n\n"
    "“We got what we asked for,” said Ada Moreno, who leads the seafarers' union of the port. “The winter will tell "
    "whether they keep their word.” About four hundred people had stood at the quay when the count was read out.\n\n"
    "The company agreed to raise wages by {raise_} percent from September. It also promised to hire thirty sailors "
    "before the storms begin, and to repair the oldest of its ships, which had stopped twice in the spring.\n\n"
    "The first ferry left the harbour at six in the evening with its flags up. Shopkeepers on the largest of the "
    "islands said that the shelves of their stores would be full again by the end of the week."
)
CORRECTION = "\n\nCorrection: An earlier version of this article said that wages rise by seven percent."


def report(text: str, title: str, **fields: object) -> Article:
    """Return an article of the island's paper."""
    known = {"publisher": "Island Paper", "language": "en", "published_at": datetime(2025, 6, 3, 9, tzinfo=UTC)}
    return Article(text=text, title=title, **{"published_precision": "time", **known, **fields})


def ferry_strike() -> tuple[Article, Article, Article]:
    """Return a report as it was first, as it was corrected, and as another outlet printed it."""
    title = "Ferry crews in Vigo end nine-day strike"
    first = report(WIRE.format(raise_="seven"), title, url=FERRY)
    later = datetime(2025, 6, 4, 9, tzinfo=UTC)
    corrected = report(WIRE.format(raise_="four") + CORRECTION, title, url=FERRY, updated_at=later)
    copy = report(WIRE.format(raise_="four"), title, publisher="Bay Courier", url="https://baycourier.example/strike")
    return first, corrected, copy


def island_reports() -> list[Article]:
    """Return the newest reports of the island, each of another thing; one is in German."""
    told = {
        "Bees return to the hills": "Beekeepers in Wales counted more hives this spring than in any year since 1998.",
        "Old bridge opens again": "The stone bridge over the Drina opened again on Sunday, with new cables.",
        "Comet with a green tail": "Astronomers at Paranal photographed a comet with a green tail on Wednesday.",
        "Baker wins the chess cup": "A baker from Lindholm won the chess cup of the island on Sunday in forty moves.",
        "Lighthouse is painted": "The lighthouse of Gull Point was painted red this week by six volunteers.",
    }
    reports = [
        report(text, title, url=f"https://islandpaper.example/{number}")
        for number, (title, text) in enumerate(told.items())
    ]
    german = "Die Brücke über den Rhein bei Lindau wurde am Montag nach drei Jahren für den Verkehr geöffnet."
    return [
        *reports,
        report(german, "Brücke offen", publisher="Seeblatt", language="de", url="https://seeblatt.example/b"),
    ]


def fill_reading_room(folder: Path) -> None:
    """Make a library of the corpus and of a story that was corrected and copied, its quotes found."""
    sources = [path for part in PARTS for path in sorted(CORPUS.glob(f"{part}.md"))]
    first, corrected, copy = ferry_strike()
    with Library.open(folder, Settings(attribution="tagger")) as library:
        library.add([first])
        library.add([corrected, copy, island_reports()[-1]])
        assert ingest(sources, library).ok


def fill_desk(folder: Path) -> None:
    """Make a small library to add to and to remove from."""
    with Library.open(folder, Settings(attribution="off")) as library:
        many = [
            report(
                f"Notice number {number} of the harbour master of Lindholm.",
                f"Notice {number}",
                url=f"https://islandpaper.example/notice/{number}",
                published_at=datetime(2025, 5, 1, tzinfo=UTC),
            )
            for number in range(20)
        ]
        assert library.add([*ferry_strike()[1:], *island_reports(), *many]).ok
