"""Sound sources of every kind that is read, and twenty ways to spoil them."""

import gzip
import json
import os
import random
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path

from tests.endurance.corpus import story
from tests.pdf_files import pdf
from tests.warc_files import crawl, packed, page

Spoiling = Callable[[bytes, random.Random], bytes]


def specimens(number: int) -> dict[str, bytes]:
    """Return one sound source of each of 25 kinds, by file name; those of another number say something else."""
    articles = [story(3 * number + n, passages=1) for n in range(3)]
    title, text = str(articles[0].title), articles[0].text
    records = [{"title": a.title, "text": a.text, "url": a.url, "date": a.published} for a in articles]
    lines = "".join(json.dumps(record) + "\n" for record in records).encode()
    rows = "".join(f'"{a.title}","{a.text}",{a.published}\n' for a in articles)
    table = f"title,text,date\n{rows}".encode()
    html = page(f"Łódź{number}")
    sheet = pdf([[title, *(text[at : at + 80] for at in range(0, len(text), 80))]])
    return {
        "a.txt": f"{title}\n\n{text}".encode(),
        "b.txt": f"{title}\n\n{text}".encode("utf-16"),
        "a.md": f"---\ntitle: {title}\ndate: 2025-06-09\n---\n{text}".encode(),
        "a.json": json.dumps(records).encode(),
        "b.json": json.dumps({"articles": records}, indent=1).encode(),
        "a.jsonl": lines,
        "a.jsonl.gz": gzip.compress(lines),
        "a.csv": table,
        "a.tsv": table.replace(b",", b"\t"),
        "a.csv.gz": gzip.compress(table),
        "a.html": html,
        "b.html": page(f"Łódź{number}", charset="iso-8859-2"),
        "c.html": page(f"Łódź{number}", charset="utf-16"),
        "a.xhtml": b'<?xml version="1.0"?>' + html,
        "a.html.gz": gzip.compress(html),
        "a.rss": rss(number),
        "a.atom": atom(number),
        "a.xml": sitemap(number),
        "a.warc": b"".join(crawl(f"a{number}", f"b{number}")),
        "a.warc.gz": packed(crawl(f"a{number}", f"b{number}")),
        "a.pdf": sheet,
        "a.pdf.gz": gzip.compress(sheet),
        "a.eml": newsletter(title, text),
        "b.eml": newsletter(title, text, html.decode()),
        "news": json.dumps(records[0]).encode(),
    }


def newsletter(title: str, text: str, html: str = "") -> bytes:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "The Post <post@news.example>", title
    mail["Date"] = "Mon, 09 Jun 2025 07:30:15 +0200"
    mail.set_content(text)
    if html:
        mail.add_alternative(html, subtype="html")
        mail.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="a.png")
    return bytes(mail)


def rss(number: int) -> bytes:
    entry = f"<item><title>Story {number}</title><link>https://news.example/{number}</link>"
    body = f"<content:encoded><![CDATA[<p>{story(number).text * 3}</p>]]></content:encoded></item>"
    head = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
    )
    return f"{head}<title>The Post</title>{entry}{body}</channel></rss>".encode()


def atom(number: int) -> bytes:
    entry = f'<entry><title>Story {number}</title><link href="https://news.example/{number}"/><id>urn:{number}</id>'
    body = f'<updated>2025-06-09T07:30:15Z</updated><content type="html">{story(number).text * 3}</content></entry>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>{entry}{body}</feed>'.encode()


def sitemap(number: int) -> bytes:
    url = f"<url><loc>https://news.example/{number}</loc><lastmod>2025-06-09</lastmod></url>"
    return f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{url}</urlset>'.encode()


# -- what can go wrong with the bytes -----------------------------------------------------------------------------


def _at(content: bytes, chance: random.Random) -> int:
    return chance.randrange(len(content) + 1)


def _insert(piece: bytes) -> Spoiling:
    def spoil(content: bytes, chance: random.Random) -> bytes:
        at = _at(content, chance)
        return content[:at] + piece + content[at:]

    return spoil


def _truncate(content: bytes, chance: random.Random) -> bytes:
    return content[: _at(content, chance)]


def _cut_out(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted((_at(content, chance), _at(content, chance)))
    return content[:start] + content[end:]


def _repeat(content: bytes, chance: random.Random) -> bytes:
    start, end = sorted((_at(content, chance), _at(content, chance)))
    return content[:end] + content[start:end] * 20 + content[end:]


def _flip(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(max(1, len(spoilt) // 100)):
        spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _shuffle(content: bytes, chance: random.Random) -> bytes:
    size = max(1, len(content) // 16)
    pieces = [content[at : at + size] for at in range(0, len(content), size)]
    chance.shuffle(pieces)
    return b"".join(pieces)


def _noise(content: bytes, chance: random.Random) -> bytes:
    return content[: len(content) // 2] + chance.randbytes(4_096) + content[len(content) // 2 :]


def _other_charset(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(
        chance.choice(["utf-16-le", "utf-32", "cp500", "utf-7"]), "replace"
    )


SPOILINGS: dict[str, Spoiling] = {
    "nothing": lambda content, chance: b"",
    "one byte": lambda content, chance: content[:1],
    "cut": _truncate,
    "a piece missing": _cut_out,
    "a piece 20 times": _repeat,
    "flipped bits": _flip,
    "shuffled": _shuffle,
    "noise": _noise,
    "another charset": _other_charset,
    "half letters": _insert(b"\xc3\xff\xed\xa0\x80\xf8"),
    "NUL": _insert(b"\0" * 100),
    "brackets": _insert(b"[" * 100_000),
    "tags": _insert(b"<div>" * 20_000),
    "quotation marks": _insert(b"\"'" * 10_000),
    "one long line": _insert(b"x" * 1_000_000),
    "no line ends": lambda content, chance: content.replace(b"\r", b"").replace(b"\n", b""),
    "packed and cut": lambda content, chance: gzip.compress(content)[:-5],
}
# -- and with the file --------------------------------------------------------------------------------------------


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _circle(path: Path) -> None:
    path.symlink_to(path.name)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


MISPLACED: dict[str, Callable[[Path], None]] = {"pipe": _pipe, "circle of links": _circle, "device": _device}


def spoilt(folder: Path, chance: random.Random, seeds: int, ways: int) -> Iterator[tuple[Path, str]]:
    """Write spoilt sources into a folder, each of the seeds spoilt in so many ways, and yield them with their way."""
    sound = [specimen for number in (0, 1) for specimen in specimens(number).items()]
    for number, (name, content) in enumerate(sound[:: len(sound) // seeds][:seeds]):
        for way in chance.sample([*SPOILINGS, *MISPLACED], ways):
            path = folder / f"{number:02}-{way.replace(' ', '-')}-{name}"
            if way in SPOILINGS:
                path.write_bytes(SPOILINGS[way](content, chance))
            else:
                MISPLACED[way](path)
            yield path, way
