"""Titles of columns below a title, on another sheet, repeated; merged cells: read as a person would, and told."""

import io

import pytest
from openpyxl import Workbook

from importers.files.reading import read_rows
from importers.files.rows import Rows
from tests.unit.importers.files.opened import cells, workbook

COLUMNS = ("identifiant", "titre", "structure", "commune")
ONE = {"identifiant": "A-1", "titre": "Colis", "structure": "Maison du Gué", "commune": "Arles"}
TABLE = "identifiant;titre;structure;commune\nA-1;Colis;Maison du Gué;Arles\n"


def kinds(rows: Rows) -> list[str]:
    return [notice.kind for notice in rows.notices]


def book(sheets: dict[str, list[list[object]]], merged: tuple[str, ...] = ()) -> bytes:
    """Return a workbook of these sheets; ``merged``: ranges of the last one."""
    found = Workbook()
    found.remove(found.worksheets[0])
    for title, rows in sheets.items():
        sheet = found.create_sheet(title)
        for row in rows:
            sheet.append(row)
    for each in merged:
        found.worksheets[-1].merge_cells(each)
    buffer = io.BytesIO()
    found.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("columns", [(), COLUMNS])
@pytest.mark.parametrize(
    "above, line",
    [
        ("Partenaires du territoire;;;\n", 2),
        ("Partenaires du territoire\n\n", 3),
        ("Partenaires du territoire, version de novembre\n", 2),
        ("Annuaire;;;\nMis à jour le 12/11/2026;;;\n\n", 4),
    ],
)
def test_titles_are_found_below_what_a_list_is_called(above: str, line: int, columns: tuple[str, ...]) -> None:
    rows = read_rows((above + TABLE).encode(), "a.csv", columns=columns)
    assert (rows.separator, rows.header) == (";", COLUMNS)
    assert [(row.line, row.cells) for row in rows] == [(line + 1, ONE)]
    (notice,) = rows.notices
    assert notice.kind == "titres-plus-bas"
    assert f"ligne {line}" in notice.text and above.split(";")[0].split("\n")[0] in notice.text


def test_titles_below_titles_of_groups_are_those_expected() -> None:
    above = "Fiche;;Où;\n"
    assert read_rows((above + TABLE).encode(), "a.csv", columns=COLUMNS).header == COLUMNS


@pytest.mark.parametrize("text", [TABLE, "nom;ville\nAccueil;Arles\n", "titre\nColis\n", "a;;\n1;2;3\n4;5;6\n"])
def test_titles_on_the_first_line_are_never_passed_over(text: str) -> None:
    rows = read_rows(text.encode(), "a.csv", columns=COLUMNS)
    assert rows.header[0] == text.split(";")[0].split("\n")[0]
    assert kinds(rows) == []


@pytest.mark.parametrize("columns", [(), COLUMNS])
def test_the_sheet_of_a_notice_is_not_the_table(columns: tuple[str, ...]) -> None:
    notice = [["Comment remplir"], ["Une ligne par service"]]
    content = book({"Notice": notice, "Partenaires": [list(ONE), list(ONE.values())], "Listes": [["oui"], ["non"]]})
    rows = read_rows(content, "a.xlsx", columns=columns)
    assert cells(rows) == [ONE]
    assert (
        "Partenaires" in rows.notices[0].text and "Notice" in rows.notices[0].text and "Listes" in rows.notices[0].text
    )


def test_a_notice_that_explains_each_column_is_not_the_table() -> None:
    notice = [["Colonne", "Aide"], *([name, "À remplir"] for name in COLUMNS)]
    content = book({"Notice": notice, "Partenaires": [["Annuaire"], [], list(ONE), list(ONE.values())]})
    rows = read_rows(content, "a.xlsx", columns=COLUMNS)
    assert [(row.line, row.cells) for row in rows] == [(4, ONE)]
    assert kinds(rows) == ["feuilles-ignorees", "titres-plus-bas"]


# Repeated titles


def repeats(rows: Rows) -> list[tuple[int, list[int]]]:
    """Return the line of each row, with those that are told beside it to repeat the titles."""
    return [(row.line, [each.line for each in row.warnings if each.kind == "titres-repetes"]) for row in rows]


@pytest.mark.parametrize(
    "text, found",
    [
        ("a;b;c\n1;2;3\na;b;c\n4;5;6\n", [(2, []), (4, [3])]),
        ("a;b;c\n1;2;3\nA ; B;c\n4;5;6\n", [(2, []), (4, [3])]),
        ("a;b;c\na;b;c\n1;2;3\n", [(3, [2])]),
        ("a;b;c\n1;2;3\na;b;c\n", [(2, [3])]),
        ("a;b;c\n1;2;3\na;b;c\na;b;c\n4;5;6\na;b;c\n", [(2, []), (5, [3, 4, 6])]),
        ("a;b;c\n1;2;3\na;b;c\n4;5\n6;7;8\n", [(2, []), (4, []), (5, [3])]),
        ("a;a;b\n1;2;3\na;a;b\n4;5;6\n", [(2, []), (4, [3])]),
        ("a;b;c\n1;2;3\na;;\na;b;3\n", [(2, []), (3, []), (4, [])]),
        ("nom\nnom\nArles\n", [(2, []), (3, [])]),
    ],
)
def test_lines_that_repeat_the_titles_are_passed_and_told(text: str, found: list[tuple[int, list[int]]]) -> None:
    assert repeats(read_rows(text.encode(), "a.csv")) == found


def test_titles_repeated_in_a_workbook_are_passed_and_told() -> None:
    content = book({"Liste": [list(ONE), list(ONE.values()), list(ONE), list(ONE.values())]})
    assert repeats(read_rows(content, "a.xlsx")) == [(2, []), (4, [3])]


# Merged cells


def test_a_merged_cell_holds_for_all_its_lines_and_is_told() -> None:
    rows = [["titre", "structure", "ville"], ["Colis", "Maison", "Arles"], ["Écoute"], [], ["Repas", None, "Gap"]]
    found = list(read_rows(book({"Liste": rows}, ("B2:B5", "C2:C3")), "a.xlsx"))
    assert [row.cells for row in found] == [
        {"titre": "Colis", "structure": "Maison", "ville": "Arles"},
        {"titre": "Écoute", "structure": "Maison", "ville": "Arles"},
        {"titre": "Repas", "structure": "Maison", "ville": "Gap"},
    ]
    told = [(each.kind, each.line, each.value) for row in found for each in row.warnings]
    assert told == [
        ("cellules-fusionnees", 3, "structure, ville"), ("cellules-fusionnees", 5, "structure")
    ]  # fmt: skip


def test_a_cell_merged_across_columns_is_that_of_its_first_column() -> None:
    rows = [["titre", "tel", "mobile"], ["Colis", "04 65 71 00 00", None], ["Repas", "04 65 71 00 01", None]]
    found = list(read_rows(book({"Liste": rows}, ("B2:C2",)), "a.xlsx"))
    assert [row.cells["mobile"] for row in found] == ["", ""]
    assert [row.warnings for row in found] == [(), ()]


def test_titles_merged_over_two_lines_are_whole() -> None:
    rows = [
        ["titre", "structure", "Où", None],
        [None, None, "adresse", "commune"],
        ["Colis", "Maison", "1 rue A", "Arles"],
    ]
    content = book({"Liste": rows}, ("A1:A2", "B1:B2", "C1:D1"))
    found = read_rows(content, "a.xlsx", columns=("titre", "structure", "adresse", "commune"))
    assert cells(found) == [{"titre": "Colis", "structure": "Maison", "adresse": "1 rue A", "commune": "Arles"}]


def test_some_cells_of_a_table_are_those_of_all_its_rows() -> None:
    text = 'identifiant;titre;structure;commune\n A-1 ;Colis;Maison\nA-2;"Deux\nlignes";Maison;Arles\n\nA-3\n'
    rows = read_rows(text.encode(), "a.csv")
    assert [(row.line, row.cells) for row in rows.some(("identifiant",))] == [
        (row.line, {"identifiant": row.cells["identifiant"]}) for row in rows
    ]
    book_rows = read_rows(book({"Feuille": [["identifiant", "titre"], ["A-1", "Colis"]]}), "a.xlsx")
    assert [row.cells["identifiant"] for row in book_rows.some(("identifiant",))] == ["A-1"]


@pytest.mark.parametrize(
    "line", ["Total;;12", "TOTAUX;;", "Sous-total des aides;;1 234,5", "Total : 6 services;;", "Total général;;12 %"]
)
def test_a_line_of_total_is_left_aside_and_told(line: str) -> None:
    for rows in (
        read_rows(f"nom;ville;places\nRelais;Arles;4\n{line}\n".encode(), "a.csv"),
        read_rows(workbook(["nom", "ville", "places"], ["Relais", "Arles", 4], line.split(";")), "a.xlsx"),
    ):
        kept, total = list(rows)
        assert kept.left is None and total.left is not None and total.left.kind == "ligne-de-total"


@pytest.mark.parametrize("line", ["Total Énergie aide;Arles;4", "Totale écoute;;", "R3;Total;4", "Total;Arles;12"])
def test_a_line_that_says_more_than_a_total_is_a_row(line: str) -> None:
    (row,) = read_rows(f"nom;ville;places\n{line}\n".encode(), "a.csv")
    assert row.left is None
