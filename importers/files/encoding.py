"""Which encoding a French file was written in.

Statistical detectors read French cp1252 as central European; what tells encodings apart is where accented letters
fall: between letters of a word, an ``é`` is likely and a ``Ž`` is not.
"""

import codecs
import re
from dataclasses import dataclass
from typing import BinaryIO

CHUNK_BYTES = 1 << 20
MIXED = "cp1252-dans-utf-8"
"""Error handler: bytes that are not UTF-8 are read as cp1252. Files pasted together from two sources need it."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CANDIDATES = ("cp1252", "mac_roman", "iso8859_15", "cp850")
_ACCENT = re.compile("[\x80-\ud7ff\ue000-\uffff]")
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_SPOT = re.compile(rb"[\x00-\x7f]?[\x80-\xff]{1,4}[\x00-\x7f]?")
_MOST_SPOTS = 20_000
_LOWER = frozenset("éèêëàâäçùûüîïôöœæÿ")
_UPPER = frozenset("ÉÈÊÀÂÇÙÛÎÏÔŒ")
_SIGNS = frozenset("’‘«»–—…€°·“”•\u00a0²³½ºª©®™")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec name, the error handler to use with it, and how many places were not in that encoding."""

    name: str
    errors: str = "strict"
    mended_places: int = 0


def _read_as_cp1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(MIXED, _read_as_cp1252)


def encoding_of(stream: BinaryIO) -> Encoding:
    """Return the encoding of a whole file; the stream is read to its end, in chunks."""
    start = stream.read(CHUNK_BYTES)
    for mark, name in _BOMS:
        if start.startswith(mark):
            return Encoding(name, "replace")
    wide = _without_mark(start)
    if wide:
        return Encoding(wide, "replace")
    if _is_utf8(start, stream):
        return Encoding("utf-8", "replace")
    stream.seek(0)
    start = stream.read(CHUNK_BYTES)
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    accents = bad = 0
    spots: list[bytes] = []
    chunk = start
    while chunk:
        if not chunk.isascii():
            text = decoder.decode(chunk)
            accents += len(_ACCENT.findall(text))
            bad += len(_NOT_UTF8.findall(text))
            spots.extend(_SPOT.findall(chunk)[: _MOST_SPOTS - len(spots)])
        else:
            bad += len(_NOT_UTF8.findall(decoder.decode(chunk)))
        chunk = stream.read(CHUNK_BYTES)
    if accents > 10 * bad:
        return Encoding("utf-8", MIXED, bad)
    return Encoding(max(_CANDIDATES, key=lambda name: _plausibility(spots, name)), "replace")


def _is_utf8(chunk: bytes, stream: BinaryIO) -> bool:
    """Tell whether all is UTF-8: most files are, and nothing has then to be counted."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk:
            if not chunk.isascii() or decoder.getstate()[0]:
                decoder.decode(chunk)
            chunk = stream.read(CHUNK_BYTES)
    except UnicodeDecodeError:
        return False
    # What the decoder still holds is a sequence cut by the end of the file: a truncation, not another encoding.
    return True


def _without_mark(start: bytes) -> str:
    """UTF-16 saved without its mark: every other byte of Latin text is zero."""
    sample = start[:4096]
    if len(sample) < 8:
        return ""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.7 * half and even < 0.1 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.1 * half:
        return "utf-16-be"
    return ""


def _plausibility(spots: list[bytes], name: str) -> float:
    return sum(_spot_score(spot.decode(name, "replace")) for spot in spots)


def _spot_score(text: str) -> float:
    score = 0.0
    for position, char in enumerate(text):
        if char <= "\x7f":
            continue
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        inside = before.isalpha() and after.isalpha()
        if char in _LOWER:
            score += 2.0 if char in "éèêàçôî" else 1.0
            if before.isupper() and after.isupper():
                score -= 2.0
        elif char in _UPPER:
            score += -1.0 if before.islower() else 1.0
        elif char in _SIGNS:
            score += 1.0 if not inside or char == "’" else -2.0
        else:
            score -= 3.0
    return score
