"""Rows come out of a file whatever its encoding and shape; or one exception says why they do not."""

import io
import json
import tracemalloc
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from importers.files.reading import Limits, UnreadableFile, read_rows
from importers.files.rows import Row, Rows

TEXT = "nom;ville\nPôle d’accueil où l’on reçoit;Évry\nCœur à l’écoute, déjà;Besançon\n"


def cells(rows: Rows) -> list[dict[str, str]]:
    return [row.cells for row in rows]


def errors(rows: Rows) -> list[tuple[int, str]]:
    return [(row.line, error.kind) for row in rows for error in row.errors]


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


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "vide"),
        (b" \n\n ", "vide"),
        (b"\xef\xbb\xbf", "vide"),
        (b"nom;ville\n", "sans-donnees"),
        (b"nom;ville\n;;\n\n", "sans-donnees"),
        (b"%PDF-1.7 blah", "pdf"),
        (b"\x89PNG\r\n", "image"),
        (b"\x1f\x8b\x08", "archive"),
        (b"<!DOCTYPE html><html><body>Connexion</body></html>", "html"),
        (b"<?xml version='1.0'?><a/>", "html"),
        (bytes(range(256)) * 20, "binaire"),
        (b"[]", "json-tronque"),
        (b'{"a": 1, "b": {', "json-sans-liste"),
        (b'{\n"a": [1, 2], "b": ["c"]}', "json-sans-liste"),
        (b'{"bbox": [1, 2', "json-sans-liste"),
        (b"[{", "json-tronque"),
        (b"PK\x03\x04 broken", "classeur-abime"),
    ],
)
def test_a_file_without_rows_says_what_is_wrong(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(content, "a")
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def archive(name: str, content: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(name, content)
    return buffer.getvalue()


def test_an_archive_that_is_no_workbook_is_told() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(archive("word/document.xml", b"<a/>"), "a.docx")
    assert caught.value.code == "archive"


def test_an_archive_that_swells_is_not_unpacked() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(archive("xl/workbook.xml", bytes(2_000_000)), "a.xlsx", limits=Limits(unpacked_bytes=1_000_000))
    assert caught.value.code == "trop-gros"


def test_a_cell_far_from_the_table_does_not_ask_for_all_the_memory() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"], sheet["XFD1048576"] = "nom", "Arles", "perdue"
    buffer = io.BytesIO()
    book.save(buffer)
    with pytest.raises(UnreadableFile) as caught:
        read_rows(buffer.getvalue(), "a.xlsx")
    assert caught.value.code == "trop-gros"


ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f"""<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>"""


def ods(rows: str) -> bytes:
    names = " ".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"' for prefix in ("office", "table", "text")
    )
    table = f'<table:table table:name="F">{rows}</table:table>'
    body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
    content = f"<office:document-content {names}>{body}</office:document-content>"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        file.writestr("META-INF/manifest.xml", MANIFEST)
        file.writestr("content.xml", content)
    return buffer.getvalue()


CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def test_an_ods_workbook_is_read_and_its_trailing_blanks_are_no_cells() -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    last = f'<table:table-row table:number-rows-repeated="1048000">{blank}</table:table-row>'
    rows = "".join(
        f"<table:table-row>{CELL.format('', left)}{CELL.format('', right)}</table:table-row>"
        for left, right in (("nom", "ville"), ("Accueil", "Arles"))
    )
    assert cells(read_rows(ods(rows + last), "a.ods")) == [{"nom": "Accueil", "ville": "Arles"}]


def test_an_ods_workbook_that_repeats_a_cell_without_end_is_not_opened() -> None:
    repeated = CELL.format(' table:number-columns-repeated="16000"', "x")
    content = ods(f'<table:table-row table:number-rows-repeated="1000000">{repeated}</table:table-row>')
    with pytest.raises(UnreadableFile) as caught:
        read_rows(content, "a.ods")
    assert caught.value.code == "trop-gros"


def test_limits_of_size_rows_and_columns_are_told() -> None:
    small = Limits(file_bytes=10, rows=2, columns=2)
    with pytest.raises(UnreadableFile, match="Mo") as caught:
        read_rows(b"a;b\n1;2\n3;4\n", "a.csv", limits=small)
    assert caught.value.code == "trop-gros"
    with pytest.raises(UnreadableFile) as caught:
        list(read_rows(b"a;b\n1;2\n3;4\n5;6\n", "a.csv", limits=Limits(rows=2)))
    assert caught.value.code == "trop-de-lignes"
    with pytest.raises(UnreadableFile) as caught:
        read_rows(b"a;b;c\n1;2;3\n", "a.csv", limits=Limits(columns=2))
    assert caught.value.code == "trop-de-colonnes"


def workbook(*rows: list[object], title: str = "Feuille") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.create_sheet("Vide")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_a_workbook_gives_cells_as_a_person_would_type_them() -> None:
    content = workbook(
        [],
        ["nom", "cp", "tel", "debut", "actif", "heure"],
        ["Arles", 13200.0, 442000000.0, date(2024, 3, 1), True, datetime.fromisoformat("2024-03-01T09:30")],
        [],
        ["Gap", 5000, "04 92 00 00 00", None, False, 1.5],
    )
    rows = list(read_rows(content, "a.xlsx"))
    assert [row.line for row in rows] == [3, 5]
    assert rows[0].cells == {
        "nom": "Arles",
        "cp": "13200",
        "tel": "442000000",
        "debut": "2024-03-01",
        "actif": "oui",
        "heure": "2024-03-01 09:30",
    }
    assert rows[1].cells["heure"] == "1.5"


def test_cells_beyond_the_last_title_of_a_workbook_are_an_error() -> None:
    assert errors(read_rows(workbook(["a", "b"], [1, 2, 3], [4, 5]), "a.xlsx")) == [(2, "ligne-trop-longue")]


def test_the_other_sheets_of_a_workbook_are_named() -> None:
    book = Workbook()
    for title in ("Un", "Deux"):
        sheet = book.create_sheet(title)
        sheet.append(["a"])
        sheet.append([title])
    buffer = io.BytesIO()
    book.save(buffer)
    rows = read_rows(buffer.getvalue(), "a.xlsx")
    assert cells(rows) == [{"a": "Un"}]
    assert "Deux" in rows.notices[0].text


ELEMENTS = [{"id": 1, "themes": ["a", "b"], "adresse": {"ville": "Arles"}, "actif": True, "vide": None}, {"id": "2"}]
FLAT = {"id": "1", "themes": "a|b", "adresse.ville": "Arles", "actif": "oui", "vide": ""}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(ELEMENTS),
        json.dumps({"total": 2, "meta": {"a": [1, 2]}, "services": ELEMENTS}),
        "\n".join(json.dumps(element) for element in ELEMENTS),
        json.dumps({"services": ELEMENTS}, indent=2),
    ],
)
def test_json_is_read_as_an_array_an_object_or_lines(content: str) -> None:
    rows = read_rows(content.encode(), "a.json")
    assert cells(rows)[0] == FLAT
    assert cells(rows)[1] == {"id": "2"}
    assert rows.header == tuple(FLAT)


def test_a_geojson_feature_gives_its_point() -> None:
    feature = {"type": "Feature", "properties": {"nom": "a"}, "geometry": {"type": "Point", "coordinates": [5.1, 43.2]}}
    content = json.dumps({"type": "FeatureCollection", "features": [feature]})
    assert cells(read_rows(content.encode(), "a.geojson")) == [{"nom": "a", "longitude": "5.1", "latitude": "43.2"}]


@pytest.mark.parametrize(
    "before",
    [
        {"bbox": [5.1, 43.2, 5.2, 43.3]},
        {"erreurs": []},
        {"erreurs": ["a", "b"], "tableau": [[1, [2]], [3]]},
        {"crs": {"liste": [{"pas": "ici"}]}, "vide": [], "nombres": [1]},
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_list_of_objects_is_found_after_other_lists(before: dict[str, object], indent: int | None) -> None:
    content = json.dumps(before | {"services": ELEMENTS, "apres": [1]}, indent=indent)
    alone = json.dumps({"services": ELEMENTS}, indent=indent)
    assert cells(read_rows(content.encode(), "a.json")) == cells(read_rows(alone.encode(), "a.json"))


@pytest.mark.parametrize("content", [b'{\n"services": []}', b'{\n"bbox": [1, 2], "features": []}'])
def test_a_json_file_whose_lists_are_empty_says_so(content: bytes) -> None:
    with pytest.raises(UnreadableFile, match="aucun élément"):
        read_rows(content, "a.json")


def test_a_cut_json_array_gives_what_comes_before() -> None:
    content = json.dumps(ELEMENTS)[:-8]
    rows = read_rows(content.encode(), "a.json")
    assert errors(rows) == [(2, "fichier-tronque")]
    assert cells(rows)[0]["id"] == "1"


def test_a_bad_line_of_ndjson_does_not_stop_the_others() -> None:
    rows = read_rows(b'{"id": 1}\n{"id": \n{"id": 3}\n', "a.ndjson")
    assert errors(rows) == [(2, "fichier-tronque")]
    assert [row.cells.get("id") for row in rows] == ["1", None, "3"]


def test_rows_can_be_read_twice() -> None:
    rows = read_rows(TEXT.encode(), "a.csv")
    assert list(rows) == list(rows)


def test_memory_does_not_grow_with_the_number_of_rows() -> None:
    def peak(count: int) -> int:
        content = b"a;b;c\n" + b"un;deux;trois mots ici\n" * count
        rows = read_rows(content, "a.csv")
        tracemalloc.start()
        assert sum(1 for _ in rows) == count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak(20_000) < peak(200) + 400_000


@given(st.binary(max_size=2_000))
def test_any_bytes_give_rows_or_say_they_are_unreadable(content: bytes) -> None:
    check_readable(content)


@given(
    st.text(alphabet=st.sampled_from("ab;,\t|\"'\n\r \u00a0\0é{}[]:1=<"), max_size=300),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_any_punctuation_gives_rows_or_is_unreadable(text: str, encoding: str) -> None:
    check_readable(text.encode(encoding))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_gives_rows_or_is_unreadable(value: object) -> None:
    check_readable(json.dumps(value).encode())


def check_readable(content: bytes) -> None:
    try:
        rows = read_rows(content, "a")
        found: list[Row] = list(rows)
    except UnreadableFile:
        return
    assert found
    for row in found:
        assert row.line >= 1
        if not row.errors and rows.kind in ("csv", "classeur"):
            assert tuple(row.cells) == rows.header
