"""PDF files made by hand, so that a test says itself what stands on a page."""

from collections.abc import Iterable, Sequence


def pdf(pages: Sequence[Iterable[str]], information: str = "") -> bytes:
    """Return a file with one line of text below the other on each page."""
    numbers = [4 + 2 * index for index in range(len(pages))]
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>".encode(),
        3: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    }
    for number, lines in zip(numbers, pages, strict=True):
        content = _content(lines)
        objects[number] = (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> "
            b"/Contents %d 0 R >>" % (number + 1)
        )
        objects[number + 1] = b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content)
    last = max(objects) + 1
    objects[last] = f"<< {information} >>".encode("latin-1")
    return _file(objects, last)


def _content(lines: Iterable[str]) -> bytes:
    shown = []
    for line in lines:
        escaped = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        shown.append(b"(%s) Tj T*" % escaped.encode("cp1252"))
    return b"BT /F1 12 Tf 14 TL 72 720 Td\n" + b"\n".join(shown) + b"\nET"


def _file(objects: dict[int, bytes], information: int) -> bytes:
    written = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in sorted(objects.items()):
        places.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(written)
    written += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    written += b"".join(b"%010d 00000 n \n" % place for place in places)
    written += b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        information,
        start,
    )
    return bytes(written)
