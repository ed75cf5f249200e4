"""Refused lines come back as a file a person corrects and sends again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.base import RefusedRow, RowMessage
from importers.files.reading import read_rows
from importers.files.refused import protected, refused_csv


def file_of(header: tuple[str, ...], cells: dict[str, str]) -> bytes:
    error = RowMessage(2, "titre-absent", "Le titre manque.", "titre", "", "Donnez-en un.")
    return "".join(refused_csv(header, [RefusedRow(2, cells, (error,))])).encode()


def test_the_file_opens_in_a_french_spreadsheet_and_says_what_is_wrong() -> None:
    content = file_of(("id", "titre", "erreurs"), {"id": "1", "titre": ""})
    assert content.startswith(b"\xef\xbb\xbfid;titre;erreurs\r\n")
    assert "[titre] Le titre manque. Donnez-en un." in content.decode()


@pytest.mark.parametrize(
    "cell", ["=1+1", "+33 4 91 00 00 00", "@x", "-a", "'=x", "''=x", "\t=1", "-1.5", "4,5", "texte"]
)
def test_no_cell_is_run_as_a_formula_and_each_comes_back_as_it_was(cell: str) -> None:
    assert protected(cell)[:1] not in ("=", "+", "@", "\t")
    read = next(iter(read_rows(file_of(("id", "note"), {"id": "1", "note": cell.strip()}), "a.csv"))).cells["note"]
    assert read == cell.strip() or cell.startswith("'")


@given(st.text(alphabet="=+-@'\";\n\ré1a ", min_size=1, max_size=12))
def test_what_was_read_is_read_again(text: str) -> None:
    first = next(iter(read_rows(file_of(("id", "note"), {"id": "1", "note": text}), "a.csv"))).cells["note"]
    again = next(iter(read_rows(file_of(("id", "note"), {"id": "1", "note": first}), "a.csv"))).cells["note"]
    assert again == first
