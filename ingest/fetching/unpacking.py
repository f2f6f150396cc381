"""Bodies unpacked block by block, so that a small body that unpacks to a huge one fills nothing."""

import zlib
from collections.abc import Callable, Iterable, Iterator

from ontherecord import SourceError

BLOCK = 1 << 16
GZIP_MAGIC = b"\x1f\x8b"
_GZIP, _ZLIB, _RAW = 31, 15, -15


def unpacked(blocks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """Yield a body as it was before a Content-Encoding, in blocks of at most 64 KiB.

    Raises SourceError for codings other than gzip and deflate, and for damaged or incomplete bodies.
    """
    if coding in {"", "identity"}:
        return iter(blocks)
    if coding in {"gzip", "x-gzip"}:
        return _guarded(_gunzipped(blocks))
    if coding == "deflate":
        return _guarded(_inflated(blocks))
    raise SourceError(f"the server packed the page by {coding!r} although it was not asked to: try again later")


def whole(largest: int) -> Callable[[Iterator[bytes]], bytes]:
    """Return a function that joins blocks and raises SourceError where they come to more than `largest` bytes."""

    def join(blocks: Iterator[bytes]) -> bytes:
        body = bytearray()
        for block in blocks:
            body += block
            if len(body) > largest:
                raise SourceError(f"larger than {largest:,} bytes: save the page and ingest the file")
        return bytes(body)

    return join


def beginning(size: int) -> Callable[[Iterator[bytes]], bytes]:
    """Return a function that joins the first `size` bytes of blocks and reads no further."""

    def join(blocks: Iterator[bytes]) -> bytes:
        body = bytearray()
        for block in blocks:
            body += block
            if len(body) >= size:
                break
        return bytes(body[:size])

    return join


def _guarded(blocks: Iterator[bytes]) -> Iterator[bytes]:
    try:
        yield from blocks
    except zlib.error as error:
        raise SourceError(f"the page came packed and damaged ({error}): try again later") from None


def _gunzipped(blocks: Iterable[bytes]) -> Iterator[bytes]:
    member, members = None, 0
    for block in blocks:
        while block:
            if member is None:
                # Several members in a row are one body; anything else behind the last one is padding.
                if members and not block.startswith(GZIP_MAGIC[:1]):
                    return
                member, members = zlib.decompressobj(_GZIP), members + 1
            yield from _grow(member, block)
            if not member.eof:
                break
            block, member = member.unused_data, None
    if member is not None:
        _must_have_ended(member)


def _inflated(blocks: Iterable[bytes]) -> Iterator[bytes]:
    member = None
    for block in blocks:
        if member is None and block:
            # Sent both with and without the header that the standard demands.
            member = zlib.decompressobj(_ZLIB if block[0] & 0x0F == 8 and block[0] >> 4 <= 7 else _RAW)
        if member is not None:
            yield from _grow(member, block)
    if member is not None:
        _must_have_ended(member)


def _grow(member: "zlib._Decompress", block: bytes) -> Iterator[bytes]:
    # All input may be taken while output is still to come, so an empty piece is the end and not an empty rest.
    while not member.eof and (piece := member.decompress(block, BLOCK)):
        yield piece
        block = member.unconsumed_tail


def _must_have_ended(member: "zlib._Decompress") -> None:
    if not member.eof:
        raise SourceError("the page came packed and not whole: try again later")
