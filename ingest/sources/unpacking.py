"""Unpacking gzip member by member, so that damage is noticed and a small file cannot unpack to a huge one unseen."""

import io
import zlib

from ontherecord import SourceError

BLOCK = 1 << 16
# The largest growth of whole files is 1,032 times. Articles grow 3 times (61,557,463 bytes of JSON Lines), crawls of
# web pages 4 to 6 times; below the first number of bytes any growth is allowed.
ANY_GROWTH = 200_000_000
LARGEST_GROWTH = 100
# A web archive packs each of its records, of 300 bytes and more, as a member of its own.
FEW_MEMBERS = 10_000
SMALLEST_MEMBERS = 100

MAGIC = b"\x1f\x8b"
_GZIP = 31


class Gunzip(io.BufferedIOBase):
    """The unpacked bytes of a gzip stream; a read may return fewer bytes than asked for, but b"" only at the end.

    A read raises SourceError where the stream is damaged, ends early, or unpacks to more than 200 MB and more than
    100 times its size.
    """

    def __init__(self, packed: io.BufferedIOBase) -> None:
        self._packed = packed
        self._block = b""
        self._member: zlib._Decompress | None = None
        self._members = self._taken = self._given = 0

    def readable(self) -> bool:
        """Whether bytes can be read: always."""
        return True

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes, all that are left without a size."""
        if size is None or size < 0:
            return b"".join(iter(self.read1, b""))
        return self.read1(size)

    def read1(self, size: int = -1, /) -> bytes:
        """Return the next bytes, at most as many as asked for and 64 KiB."""
        size = min(size, BLOCK) if size > 0 else BLOCK
        while True:
            if not self._block:
                self._block = self._packed.read1(BLOCK)
                self._taken += len(self._block)
            ended = not self._block
            if self._member is None and not self._next_member():
                if ended:
                    return b""
                continue
            if data := self._unpack(size):
                self._must_not_grow_too_much(len(data))
                return data
            if ended and self._member is not None:
                raise SourceError("the gzip file ends early: get the file again, it was not copied whole")

    def _next_member(self) -> bool:
        if self._members:
            # Zeros fill up the last block of a tape.
            self._block = self._block.lstrip(b"\0")
            if not self._block:
                return False
        self._members += 1
        self._member = zlib.decompressobj(_GZIP)
        if self._members > FEW_MEMBERS and self._given < SMALLEST_MEMBERS * self._members:
            raise SourceError(f"it is packed in {self._members:,} parts with next to nothing in them: pack it anew")
        return True

    def _unpack(self, size: int) -> bytes:
        member = self._member
        if member is None:
            return b""
        try:
            data = member.decompress(self._block, size)
        except zlib.error as error:
            raise SourceError(f"not a sound gzip file ({error}): get it again, or unpack it with gzip -d") from None
        self._block = member.unused_data if member.eof else member.unconsumed_tail
        if member.eof:
            self._member = None
        return data

    def _must_not_grow_too_much(self, size: int) -> None:
        self._given += size
        if self._given > max(ANY_GROWTH, LARGEST_GROWTH * (self._taken - len(self._block))):
            raise SourceError(
                f"it unpacks to more than {ANY_GROWTH:,} bytes and {LARGEST_GROWTH} times its size: "
                "articles do not, so look what it is"
            )
