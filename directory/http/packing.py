"""A gzip stream put together from parts, most of them compressed before: a page that is kept, and what fills it."""

import struct
import zlib
from collections.abc import Iterable
from dataclasses import dataclass

LEVEL = 3
"""A page of results takes 0.3 ms less than at level 5 and 0.5 less than at level 6, for 1 to 2 kB more; what is kept is
kept for the minute at most, and is mostly sent once.
"""
_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_LAST_BLOCK = b"\x03\x00"


@dataclass(frozen=True, slots=True)
class Packed:
    """A part of a text: as it is, and compressed so that any other part may stand before or after it."""

    plain: bytes
    deflated: bytes


def packed(plain: bytes) -> Packed:
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return Packed(plain, packer.compress(plain) + packer.flush(zlib.Z_SYNC_FLUSH))


def gzipped(parts: Iterable[Packed]) -> bytes:
    """Return one gzip member that holds the parts, one after the other (RFC 1952)."""
    chunks, check, size = [_HEAD], 0, 0
    for part in parts:
        chunks.append(part.deflated)
        check = zlib.crc32(part.plain, check)
        size += len(part.plain)
    return b"".join((*chunks, _LAST_BLOCK, struct.pack("<LL", check, size & 0xFFFFFFFF)))
