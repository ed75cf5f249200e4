"""What a file is read from: a path, its whole content, or its content as it is kept, shrunk."""

import io
import zlib
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, TypeAlias

CHUNK_BYTES = 1 << 16


class PackedFile:
    """A file shrunk by zlib, never held whole: it is unpacked each time that it is read."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    def open(self) -> BinaryIO:
        return io.BufferedReader(_Unpacking(self._content), CHUNK_BYTES)

    @cached_property
    def size(self) -> int:
        """Bytes of the file as it was given."""
        with self.open() as stream:
            return sum(map(len, iter(lambda: stream.read(CHUNK_BYTES), b"")))


Source: TypeAlias = Path | bytes | PackedFile


def open_source(source: Source) -> BinaryIO:
    if isinstance(source, bytes):
        return io.BytesIO(source)
    return source.open() if isinstance(source, PackedFile) else source.open("rb")


def whole(source: Source) -> bytes:
    """Return the whole content: for files that are not read piece by piece."""
    if isinstance(source, bytes):
        return source
    with open_source(source) as stream:
        return stream.read()


def size_of(source: Source) -> int:
    if isinstance(source, bytes):
        return len(source)
    return source.size if isinstance(source, PackedFile) else source.stat().st_size


class _Unpacking(io.RawIOBase):
    """Reads from the start; the only place to go back to is the start."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._begin()

    def _begin(self) -> None:
        self._unpacker = zlib.decompressobj()
        self._given = 0
        self._left: bytes = b""
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if (offset, whence) == (0, io.SEEK_SET):
            self._begin()
        elif (offset, whence) != (0, io.SEEK_CUR):
            raise io.UnsupportedOperation("a packed file is read from its start")
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = b""
        while not piece and not self._unpacker.eof:
            if not self._left:
                self._left = self._content[self._given : self._given + CHUNK_BYTES]
                self._given += CHUNK_BYTES
                if not self._left:
                    break
            piece = self._unpacker.decompress(self._left, len(buffer))
            self._left = self._unpacker.unconsumed_tail
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
