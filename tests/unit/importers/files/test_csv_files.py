"""Text files: encodings, separators, line ends, quotes, lines that do not fit."""

import pytest

from importers.files.reading import Limits, read_rows
from tests.unit.importers.files.opened import TEXT, cells, errors


@pytest.mark.parametrize(
    "encoding, found",
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
        ("cp850", "cp850"),
    ],
)
def test_accents_are_right_in_every_encoding(encoding: str, found: str) -> None:
    text = TEXT if encoding != "cp850" else TEXT.replace("’", "'").replace("œ", "oe")
    rows = read_rows(text.encode(encoding), "a.csv")
    assert rows.encoding == found
    assert cells(rows)[0]["nom"] == text.splitlines()[1].split(";")[0]


def test_big_endian_utf16_with_its_mark_is_read() -> None:
    assert cells(read_rows(b"\xfe\xff" + TEXT.encode("utf-16-be"), "a.csv"))[1]["ville"] == "Besançon"


def test_a_file_pasted_from_two_encodings_is_mended_and_told() -> None:
    good = "".join(f"Écoute {number};Évreux\n" for number in range(40))
    content = f"nom;ville\n{good}".encode() + "Pôle;Étampes\n".encode("cp1252")
    rows = read_rows(content, "a.csv")
    assert cells(rows)[-1] == {"nom": "Pôle", "ville": "Étampes"}
    assert [notice.kind for notice in rows.notices] == ["encodage-melange"]


def test_accents_read_twice_by_another_program_are_repaired() -> None:
    twice = "Évry à côté".encode().decode("cp1252")
    assert cells(read_rows(f"nom;ville\n{twice};b\n".encode(), "a.csv"))[0]["nom"] == "Évry à côté"


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = TEXT.replace(";", separator).replace("écoute, déjà", "écoute déjà")
    rows = read_rows(text.encode(), "a.csv")
    assert rows.separator == separator
    assert [row.cells["ville"] for row in rows] == ["Évry", "Besançon"]


def test_the_separator_a_spreadsheet_announces_wins() -> None:
    rows = read_rows(b"sep=,\na,b\n1;2,3\n", "a.csv")
    assert rows.header == ("a", "b")
    assert cells(rows) == [{"a": "1;2", "b": "3"}]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_is_understood_and_lines_are_counted(end: str) -> None:
    text = 'nom;note\na;"deux\nlignes"\n\nb;x\n'.replace("\n", end)
    rows = list(read_rows(text.encode(), "a.csv"))
    assert [row.line for row in rows] == [2, 5]
    assert rows[0].cells["note"].split() == ["deux", "lignes"]


def test_a_quoted_cell_may_hold_separators_and_quotes() -> None:
    rows = read_rows(b'a;b\n"x;y";"dit ""oui"""\n', "a.csv")
    assert cells(rows) == [{"a": "x;y", "b": 'dit "oui"'}]


def test_headers_are_trimmed_named_and_told_apart() -> None:
    rows = read_rows("\u00a0 nom \u00a0;nom;;date  de début\n1;2;3;4\n".encode(), "a.csv")
    assert rows.header == ("nom", "nom (2)", "colonne 3", "date de début")
    assert [notice.kind for notice in rows.notices] == ["colonne-en-double"]


def test_a_row_with_too_few_or_too_many_cells_is_an_error_and_the_next_is_read() -> None:
    rows = read_rows(b"a;b;c\n1;2\n1;2;3;4\n1;2;3;;\n7;8;9\n", "a.csv")
    assert errors(rows) == [(2, "ligne-incomplete"), (3, "ligne-trop-longue")]
    assert [row.cells["a"] for row in rows if not row.errors] == ["1", "7"]


def test_a_file_cut_in_its_last_line_says_so() -> None:
    assert errors(read_rows(b"a;b;c\n1;2;3\n4;5", "a.csv")) == [(3, "fichier-tronque")]


def test_a_last_line_without_line_end_is_read() -> None:
    rows = read_rows(b"a;b\n1;2\n3;4", "a.csv")
    assert errors(rows) == []
    assert cells(rows)[-1] == {"a": "3", "b": "4"}


def test_a_quote_never_closed_is_a_truncated_file() -> None:
    assert errors(read_rows(b'a;b\n1;2\n3;"4\n5;6\n', "a.csv")) == [(3, "fichier-tronque")]


def test_a_cell_that_swallows_the_file_is_an_error_and_reading_goes_on() -> None:
    long = "x" * 300
    rows = read_rows(f'a;b\n1;"{long}\n2;3\n'.encode(), "a.csv", limits=Limits(cell_chars=200))
    assert errors(rows) == [(2, "cellule-trop-longue")]
    assert cells(rows)[-1] == {"a": "2", "b": "3"}


def test_nul_characters_are_dropped() -> None:
    assert cells(read_rows(b"a;b\nx\0y;z\n" * 1 + b"1;2\n" * 50, "a.csv"))[0] == {"a": "xy", "b": "z"}


def test_the_apostrophe_that_protects_a_formula_is_taken_away() -> None:
    rows = read_rows(b"a;b;c\n'=1+1;'+33 4 91;'08:3\n", "a.csv")
    assert cells(rows) == [{"a": "=1+1", "b": "+33 4 91", "c": "'08:3"}]
