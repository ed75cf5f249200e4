"""Accents read twice: UTF-8 taken for cp1252 by another program, so that "é" became "Ã©"; how they are put right."""

import re
from collections.abc import Iterable

from importers.base import RowMessage

_BYTES = {char: byte for byte in range(0x80, 0xC0) for char in (chr(byte), bytes([byte]).decode("cp1252", "ignore"))}
_BYTES |= {char: char.encode("cp1252")[0] for char in "ÂÃÅâï"}
_TAIL = re.escape("".join(char for char in _BYTES if char and char not in "ÂÃÅâï"))
# A no-break space was "Â" and itself, which programs make a plain one: "02Â 99".
TWICE = re.compile(f"[ÂÃÅ][{_TAIL}]|â[€‚][{_TAIL}]|ï»¿|Â (?=[\\d:;!?»€%])")
# "à" ends with a no-break space, which programs trim or make a plain one.
_LOST_BLANK = re.compile(r"Ã(?: (?= ))?(?= |$)")


def mended(text: str) -> str:
    """Return ``text`` with each accent read twice put right; what is no such accent is left as it is."""
    if text.isascii() or not _may_hold(text) or not TWICE.search(text):
        return text
    return _LOST_BLANK.sub("à", TWICE.sub(_read_once, text))


def told(line: int, texts: Iterable[str]) -> tuple[RowMessage, ...]:
    """Return the message about the cells of a line that ``mended`` changes; nothing for nearly every line."""
    written = " ".join(texts)
    if not _may_hold(written):
        return ()
    found = TWICE.search(written)
    if found is None:
        return ()
    # The sign may end with the blank that words are cut at.
    sign = found.group().strip()
    word = next(each for each in written.split(" ") if TWICE.search(each) or sign in each or "Ã" in each)
    text = "Des accents avaient été lus deux fois par un autre logiciel : ils ont été réparés."
    return (RowMessage(line, "accents-repares", text, "", word, "Vérifiez les accents dans l’aperçu."),)


def _may_hold(text: str) -> bool:
    """Look for the signs such accents begin with: many times faster than the expression, on lines that have none."""
    return "Ã" in text or "Â" in text or "Å" in text or "â€" in text or "â‚" in text or "ï»" in text


def _read_once(match: re.Match[str]) -> str:
    if match.group() == "Â ":
        return "\u00a0"
    try:
        read = bytes(_BYTES[char] for char in match.group()).decode("utf-8")
    except UnicodeDecodeError:
        return match.group()
    if read == "\ufeff":
        return ""
    return read if read.isprintable() or read == "\u00a0" else match.group()
