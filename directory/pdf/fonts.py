"""The two faces that documents are drawn with, made at set-up (tools/setup_vendor.py)."""

import unicodedata
from functools import cache
from pathlib import Path

import typst
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent.parent / "static" / "vendor" / "print"
REGULAR = FOLDER / "400-normal.ttf"
FACES = (REGULAR, FOLDER / "700-normal.ttf")


@cache
def fonts() -> typst.Fonts:
    """Return ours alone, so that every machine draws the same; read once in each process, after its fork."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FOLDER)])


@cache
def drawn_signs() -> frozenset[str]:
    """Return the signs that both faces draw, less those that only change their neighbours."""
    signs = set.intersection(*(set(map(chr, TTFont(face).getBestCmap())) for face in FACES))
    return frozenset(sign for sign in signs if unicodedata.category(sign)[0] not in "CM")
