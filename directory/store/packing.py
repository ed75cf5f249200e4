"""A file as it is kept: shrunk while it is read, so that it is never held whole."""

import hashlib
import zlib
from dataclasses import dataclass
from typing import BinaryIO

CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Packed:
    """``content`` is shrunk; ``digest`` and ``size`` (bytes) are those of the file as it was given."""

    content: bytes
    digest: str
    size: int


def pack(stream: BinaryIO) -> Packed:
    """Read a file to its end, a megabyte at a time."""
    # Lists of services shrink to a tenth; level 1 is nearly as small as the slow ones.
    shrinking, digest, size, pieces = zlib.compressobj(1), hashlib.sha256(), 0, []
    while chunk := stream.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        pieces.append(shrinking.compress(chunk))
    pieces.append(shrinking.flush())
    return Packed(b"".join(pieces), digest.hexdigest(), size)
