"""Heads of rows, which Typst cannot say of a table yet: the first cell of each row of a body becomes one."""

import io
from collections.abc import Iterator

from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, PdfObject


def with_row_heads(pdf: bytes) -> bytes:
    """Return a tagged PDF whose tables have heads of rows too."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    writer.pdf_header = "%PDF-1.7"
    root = writer.root_object["/StructTreeRoot"]
    for body in _elements(root, "/TBody"):
        for row in _elements(body, "/TR"):
            _head(list(_elements(row, "/TD")))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _head(cells: list[DictionaryObject]) -> None:
    if not cells:
        return
    first, *others = cells
    first[NameObject("/S")] = NameObject("/TH")
    scope = DictionaryObject({NameObject("/O"): NameObject("/Table"), NameObject("/Scope"): NameObject("/Row")})
    first[NameObject("/A")] = scope
    for cell in others:
        # The list names the head of the column only; without it, readers go by the scopes of both heads.
        said = cell.get("/A", ())
        for each in said if isinstance(said, ArrayObject) else [said]:
            attributes = each.get_object() if isinstance(each, PdfObject) else None
            if isinstance(attributes, DictionaryObject):
                attributes.pop("/Headers", None)


def _elements(node: PdfObject, kind: str) -> Iterator[DictionaryObject]:
    held = node.get_object()
    kids = held.get("/K", ()) if isinstance(held, DictionaryObject) else ()
    for kid in kids if isinstance(kids, ArrayObject) else [kids]:
        found = kid.get_object() if isinstance(kid, PdfObject) else None
        if isinstance(found, DictionaryObject) and "/S" in found:
            if str(found["/S"]) == kind:
                yield found
            else:
                yield from _elements(found, kind)
