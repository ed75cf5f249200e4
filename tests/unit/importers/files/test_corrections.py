"""A file is read as somebody says; what each answer would give is told."""

import io

import pytest
from openpyxl import load_workbook

from importers.files.corrections import NO_TITLES, Corrections
from importers.files.reading import read_rows
from tests.unit.importers.files.opened import TEXT, cells, workbook

TITLED = "Annuaire;\nédité en novembre;\nnom;ville\nRelais;Arles\nGarage;Istres\n"


def test_an_encoding_and_a_separator_are_corrected() -> None:
    rows = read_rows(TEXT.encode("cp1252"), "a.csv", said=Corrections(encoding="mac_roman"))
    assert rows.encoding == "mac_roman" and "Pôle" not in str(cells(rows))
    rows = read_rows(b"nom;ville,code\nRelais;Arles,1\n", "a.csv", said=Corrections(separator=","))
    assert rows.header == ("nom;ville", "code")
    assert cells(rows) == [{"nom;ville": "Relais;Arles", "code": "1"}]


def test_a_mark_at_the_beginning_goes_before_what_is_said() -> None:
    rows = read_rows(TEXT.encode("utf-8-sig"), "a.csv", said=Corrections(encoding="cp1252"))
    assert cells(rows)[0]["nom"].startswith("Pôle")


@pytest.mark.parametrize(
    "line, header, count",
    [
        (None, ("nom", "ville"), 2),
        (3, ("nom", "ville"), 2),
        (4, ("Relais", "Arles"), 1),
        (NO_TITLES, ("colonne 1", "colonne 2"), 5),
        (99, ("nom", "ville"), 2),
    ],
)
def test_the_line_of_the_titles_is_corrected(line: int | None, header: tuple[str, ...], count: int) -> None:
    rows = read_rows(TITLED.encode(), "a.csv", columns=("nom", "ville"), said=Corrections(titles=line))
    assert rows.header == header and len(cells(rows)) == count
    book = workbook(*(each.split(";") for each in TITLED.splitlines()))
    rows = read_rows(book, "a.xlsx", columns=("nom", "ville"), said=Corrections(titles=line))
    assert rows.header == header and len(cells(rows)) == count


def test_another_sheet_is_read() -> None:
    book = load_workbook(io.BytesIO(workbook(["nom", "ville"], ["Relais", "Arles"])))
    other = book.create_sheet("Autre")
    for each in (["code", "sens"], ["1", "un"]):
        other.append(each)
    out = io.BytesIO()
    book.save(out)
    rows = read_rows(out.getvalue(), "a.xlsx")
    assert rows.sheet == "Feuille"
    assert rows.others().sheets == (("Feuille", "nom · ville"), ("Autre", "code · sens"))
    rows = read_rows(out.getvalue(), "a.xlsx", said=Corrections(sheet="Autre"))
    assert cells(rows) == [{"code": "1", "sens": "un"}] and not rows.notices
    assert read_rows(out.getvalue(), "a.xlsx", said=Corrections(sheet="Partie")).sheet == "Feuille"


def test_what_other_answers_would_give_is_told() -> None:
    others = read_rows(TITLED.encode("cp1252"), "a.csv", columns=("nom", "ville")).others()
    assert dict(others.encodings)["cp1252"] == "édité" and dict(others.encodings)["utf-8"] == "\ufffddit\ufffd"
    assert dict(others.separators) == {";": 2, ",": 1, "\t": 1, "|": 1}
    assert others.lines[0] == (1, "Annuaire") and others.lines[2] == (3, "nom · ville")
    mixed = ("é" * 40 + ";ville\n").encode() + "là;Évry\n".encode() * 40 + "où;Arles\n".encode("cp1252")
    assert read_rows(mixed, "a.csv").others().mended == ((42, "o\ufffd", "où"),)
