"""The words that step 4 asks about are those that the mapping will read."""

import json

import pytest

from directory.services.imports.choosing import answers_of, parts_of
from directory.services.imports.looks import ColumnValues, FileLook
from importers.base import AcceptedRow
from importers.cells.codes import CLOSED_LISTS, KnownCodes, Vocabulary
from importers.columns.building import built_mapping
from importers.columns.guess import Guess
from importers.convert import ImportContext, convert
from importers.files.reading import read_rows
from importers.formats.mapping import parse_mapping
from tests.unit.importers.examples import GAZETTEER, TODAY

KNOWN = KnownCodes({**CLOSED_LISTS, "needs": Vocabulary({}), "families": Vocabulary({})}, {})


@pytest.mark.parametrize(
    "cell, shown, read",
    [
        ("Jeunes (16-25 ans; sans emploi); Familles", ["Jeunes (16-25 ans; sans emploi)", "Familles"],
         ("familles", "jeunes")),
        ("Jeunes [16-25 ans, RSA], Familles", ["Jeunes [16-25 ans, RSA]", "Familles"], ("familles", "jeunes")),
        ("Jeunes et familles", ["Jeunes", "familles"], ("familles", "jeunes")),
        ("Chats | Jeunes / Familles", ["Chats", "Jeunes", "Familles"], ("familles", "jeunes")),
        ("Familles, chats", ["Familles, chats"], ()),
        ("Jeunes (moins de 26 ans, Familles", ["Jeunes (moins de 26 ans, Familles"], ("jeunes",)),
    ],
)  # fmt: skip
def test_a_cell_is_shown_cut_where_it_is_cut(cell: str, shown: list[str], read: tuple[str, ...]) -> None:
    """Story 24."""
    assert parts_of(cell, "public", KNOWN) == shown
    header, fields = ("nom", "public", "tel"), ("structure", "public", "telephone")
    guesses = tuple(Guess(title, field, 1.0) for title, field in zip(header, fields, strict=True))
    look = FileLook(header=header, guesses=guesses, values={"public": ColumnValues(1, ((cell, 1),))})
    mapping = built_mapping(answers_of(look, {"title": "structure"}, KNOWN), name="essai", label="Essai")
    file = json.dumps([{"nom": "Maison du Cap", "public": cell, "tel": "04 65 71 00 10"}]).encode()
    context = ImportContext(GAZETTEER, KNOWN, TODAY)
    (item,) = convert(read_rows(file, "a.json"), parse_mapping(json.dumps(mapping), "essai"), context)
    assert isinstance(item, AcceptedRow) and item.draft.content.audiences == read
