"""Blanks of a document made fields to type in: Typst draws each as a link to ``champ:NAME``, pypdf turns it into one.

The link gives the field its place on the page, its rank in the order of reading and its element among the tags.
"""

import io
from collections.abc import Iterator, Mapping
from pathlib import Path

from fontTools.ttLib import TTFont
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

PREFIX = "champ:"
SEVERAL_LINES = 1 << 12
PRINTED = 4
FONT_PT = 11
TALL_PT = 30
"""A box as tall as that takes several lines."""
TICK_PT = 16
"""A box no wider than that is one to tick."""
ANNOTATION_OF_A_LINK = ("/A", "/Contents", "/Border", "/QuadPoints")


def with_fields(pdf: bytes, font: Path, fields: Mapping[str, str]) -> bytes:
    """Return a PDF in which each link to ``champ:NAME`` is a field to fill.

    font     embedded whole: nobody knows what will be typed.
    fields   name of each to how it is called aloud; a blank that is missing here raises KeyError.
    """
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pdf_header = "%PDF-1.7"
    _add_fields(writer, fields, font)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def page_count(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _add_fields(writer: PdfWriter, fields: Mapping[str, str], font_file: Path) -> None:
    tree = writer.root_object["/StructTreeRoot"].get_object()
    assert isinstance(tree, DictionaryObject)
    owners = dict(_entries(tree["/ParentTree"]))
    font = writer._add_object(_whole_font(writer, font_file))
    widgets = ArrayObject()
    for page in writer.pages:
        for reference in page.get("/Annots", ()):
            note = reference.get_object()
            target = str(note.get("/A", {}).get("/URI", ""))
            if not target.startswith(PREFIX):
                continue
            name = target.removeprefix(PREFIX)
            _become_field(writer, note, name, fields[name], font)
            note[NameObject("/P")] = page.indirect_reference
            owner = owners[int(note["/StructParent"])].get_object()
            assert isinstance(owner, DictionaryObject)
            owner[NameObject("/S")] = NameObject("/Form")
            widgets.append(reference)
    form = _dict(Fields=widgets, DA=_appearance(), DR=_dict(Font=_dict(Champ=font)))
    writer.root_object[NameObject("/AcroForm")] = writer._add_object(form)


def _entries(node: PdfObject) -> Iterator[tuple[int, PdfObject]]:
    """Give the pairs of a tree of numbers."""
    found = node.get_object()
    assert isinstance(found, DictionaryObject)
    numbers = found.get("/Nums", ())
    yield from zip(map(int, numbers[::2]), numbers[1::2], strict=True)
    for kid in found.get("/Kids", ()):
        yield from _entries(kid)


def _become_field(writer: PdfWriter, note: DictionaryObject, name: str, said: str, font: PdfObject) -> None:
    for key in ANNOTATION_OF_A_LINK:
        note.pop(key, None)
    left, bottom, right, top = (float(side) for side in note["/Rect"])  # type: ignore[attr-defined]  # four numbers
    size = (right - left, top - bottom)
    is_tick = size[0] <= TICK_PT
    note.update(
        _dict(
            Subtype=NameObject("/Widget"),
            FT=NameObject("/Btn" if is_tick else "/Tx"),
            T=TextStringObject(name),
            TU=TextStringObject(said),
            F=NumberObject(PRINTED),
            **(_tick_box(writer, size) if is_tick else _text_box(writer, size, font)),
        )
    )


def _tick_box(writer: PdfWriter, size: tuple[float, float]) -> dict[str, PdfObject]:
    right, top = size[0] - 3, size[1] - 3
    cross = f"q 1.5 w 3 3 m {right:.1f} {top:.1f} l 3 {top:.1f} m {right:.1f} 3 l S Q".encode()
    states = _dict(Oui=_drawing(writer, size, cross), Off=_drawing(writer, size, b""))
    off = NameObject("/Off")
    return {"V": off, "AS": off, "MK": _dict(CA=TextStringObject("8")), "AP": _dict(N=states)}


def _text_box(writer: PdfWriter, size: tuple[float, float], font: PdfObject) -> dict[str, PdfObject]:
    return {
        "Ff": NumberObject(SEVERAL_LINES if size[1] > TALL_PT else 0),
        "V": TextStringObject(""),
        "DA": _appearance(),
        "AP": _dict(N=_drawing(writer, size, b"/Tx BMC EMC", font)),
    }


def _appearance() -> TextStringObject:
    return TextStringObject(f"/Champ {FONT_PT} Tf 0 g")


def _drawing(
    writer: PdfWriter, size: tuple[float, float], content: bytes, font: PdfObject | None = None
) -> PdfObject:  # fmt: skip
    form = DecodedStreamObject()
    form.set_data(content)
    form.update(
        _dict(
            Type=NameObject("/XObject"),
            Subtype=NameObject("/Form"),
            BBox=ArrayObject(FloatObject(round(side, 2)) for side in (0, 0, *size)),
            Resources=_dict(Font=_dict(Champ=font)) if font is not None else DictionaryObject(),
        )
    )
    return writer._add_object(form)


def _whole_font(writer: PdfWriter, font_file: Path) -> DictionaryObject:
    """Embed every letter of Windows-1252."""
    font = TTFont(font_file)
    glyphs, metrics = font.getBestCmap(), font["hmtx"]
    letters = [bytes([code]).decode("cp1252", "replace") for code in range(32, 256)]
    widths = ArrayObject(_scaled(font, metrics[glyphs.get(ord(letter), ".notdef")][0]) for letter in letters)
    name = NameObject("/" + font["name"].getDebugName(6))
    return _dict(
        Type=NameObject("/Font"),
        Subtype=NameObject("/TrueType"),
        BaseFont=name,
        Encoding=NameObject("/WinAnsiEncoding"),
        FirstChar=NumberObject(32),
        LastChar=NumberObject(255),
        Widths=widths,
        FontDescriptor=writer._add_object(_descriptor(writer, font, font_file, name)),
    )


def _descriptor(writer: PdfWriter, font: TTFont, font_file: Path, name: NameObject) -> DictionaryObject:
    file = DecodedStreamObject()
    file.set_data(font_file.read_bytes())
    packed = file.flate_encode()
    packed[NameObject("/Length1")] = NumberObject(font_file.stat().st_size)
    head = font["head"]
    return _dict(
        Type=NameObject("/FontDescriptor"),
        FontName=name,
        Flags=NumberObject(32),
        FontBBox=ArrayObject(_scaled(font, side) for side in (head.xMin, head.yMin, head.xMax, head.yMax)),
        ItalicAngle=NumberObject(0),
        Ascent=_scaled(font, font["hhea"].ascent),
        Descent=_scaled(font, font["hhea"].descent),
        CapHeight=_scaled(font, font["OS/2"].sCapHeight),
        StemV=NumberObject(80),
        FontFile2=writer._add_object(packed),
    )


def _scaled(font: TTFont, number: float) -> NumberObject:
    return NumberObject(round(number * 1000 / font["head"].unitsPerEm))


def _dict(**items: PdfObject) -> DictionaryObject:
    return DictionaryObject({NameObject("/" + key): item for key, item in items.items()})
