"""The port of documents, with Typst and pypdf behind it."""

from collections.abc import Mapping

from directory.domain.documents import Data, Document
from directory.pdf.text import Cleaner

DENSITIES = ("1", "2", "3")
"""Of sheet.typ, after the airiest: letters and blanks that give way until what must hold in a page does."""


class TypstRenderer:
    """Loads what draws at the first document: a process that makes none is not slowed down, nor made heavier."""

    def sheet(self, data: Mapping[str, Data], *, qr: str, pages: int) -> Document:
        from directory.pdf.fields import page_count
        from directory.pdf.fonts import drawn_signs
        from directory.pdf.typesetting import drawn

        cleaner = Cleaner(drawn_signs())
        texts = _cleaned(cleaner, data)
        pdf = drawn("sheet.typ", texts, qr=qr, density="0")
        for density in DENSITIES:
            if page_count(pdf) <= pages:
                break
            pdf = drawn("sheet.typ", texts, qr=qr, density=density)
        return Document(pdf, cleaner.unprintable)

    def liaison(self, data: Mapping[str, Data], *, fields: Mapping[str, str]) -> Document:
        from directory.pdf.fields import with_fields
        from directory.pdf.fonts import REGULAR, drawn_signs
        from directory.pdf.typesetting import drawn

        cleaner = Cleaner(drawn_signs())
        pdf = drawn("liaison.typ", _cleaned(cleaner, data))
        return Document(with_fields(pdf, REGULAR, fields), cleaner.unprintable)

    def report(self, data: Mapping[str, Data], *, picture: str) -> Document:
        from directory.pdf.fonts import drawn_signs
        from directory.pdf.tables import with_row_heads
        from directory.pdf.typesetting import drawn

        cleaner = Cleaner(drawn_signs())
        pdf = drawn("report.typ", _cleaned(cleaner, data), picture=picture)
        return Document(with_row_heads(pdf), cleaner.unprintable)


def _cleaned(cleaner: Cleaner, data: Mapping[str, Data]) -> Mapping[str, Data]:
    cleaned = cleaner.cleaned(data)
    assert isinstance(cleaned, Mapping), "a structure stays one"
    return cleaned
