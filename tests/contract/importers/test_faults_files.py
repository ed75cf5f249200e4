"""Shapes of the files of faults: merged cells, titles below, repeated or read twice, a notice before the table."""

from pathlib import Path

import pytest

from importers.base import AcceptedRow
from importers.convert import convert, missing_columns
from importers.files.reading import read_rows
from importers.kept import KeptRow
from importers.native import native_mapping
from importers.recognition import recognised
from importers.registry import known_columns
from tests.contract.importers.faults import FOLDER, draft, notices, opened, read, told
from tests.contract.importers.known import context, needs_samples
from tests.invented import invented

pytestmark = [needs_samples, pytest.mark.samples]

MERGED = "coordonnees_fusionnees.xlsx"


@pytest.mark.parametrize("line", ["FU-2", "FU-3"])
def test_a_merged_cell_holds_for_all_its_lines_and_is_told(line: str) -> None:
    content = draft(MERGED, line).content
    assert (content.phone, content.hours) == ("04 65 71 00 00", "Mo-Fr 09:00-12:00")
    assert content.places[0].commune_code == "13004"
    assert told(MERGED, line) == [("cellules-fusionnees", "telephone, horaires, code_postal, commune")]


@pytest.mark.parametrize(
    "name, lines, kind",
    [
        ("titre_au_dessus.xlsx", ["TT-1", "TT-2"], "titres-plus-bas"),
        ("notice_puis_donnees.xlsx", ["NO-1"], "feuilles-ignorees"),
    ],
)
def test_titles_below_or_on_another_sheet_are_found_and_told(name: str, lines: list[str], kind: str) -> None:
    assert list(read(name)) == lines
    assert notices(name) == [kind]
    taken = recognised(read_rows(FOLDER / name, name, columns=known_columns()), context()).taken
    assert taken is not None and taken.name == "modele"


def test_a_line_that_repeats_the_titles_is_no_fiche_and_told() -> None:
    assert list(read("entete_repetee.csv")) == ["ER-1", "ER-2"]
    assert [kind for kind, _ in told("entete_repetee.csv", "ER-2")] == ["titres-repetes"]


def test_accents_read_twice_are_put_right_in_titles_too_and_told() -> None:
    content = draft("titres_double_utf8.csv", "DU-1").content
    assert (content.structure.name, content.phone) == ("Cœur du quartier", "04 65 71 00 30")
    assert notices("titres_double_utf8.csv") == ["accents-repares"]
    assert [kind for kind, _ in told("titres_double_utf8.csv", "DU-1")] == ["accents-repares"]
    assert "telephone" in {name.replace("é", "e") for name in opened("titres_double_utf8.csv").header}


@pytest.mark.parametrize("path", sorted(FOLDER.rglob("*.[cx][sl]*")), ids=lambda each: each.stem)
def test_a_fiche_says_nothing_that_its_row_does_not(path: Path) -> None:
    rows = read_rows(path, path.name, columns=known_columns())
    taken = recognised(rows, context()).taken
    mapping = taken.mapping if taken is not None else native_mapping()
    if missing_columns(rows.header, mapping):
        return
    items = convert(read_rows(path, path.name, columns=mapping.used_columns), mapping, context())
    accepted = [item for item in items if isinstance(item, AcceptedRow) and len(item.draft.lines) == 1]
    # The number of Nouméa is dialled with the code of its territory.
    found = [each for item in accepted for each in invented(KeptRow.of(item)) if not each.startswith("+687")]
    assert found == []
