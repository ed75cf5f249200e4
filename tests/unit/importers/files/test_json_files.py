"""JSON files: arrays, objects, lines, GeoJSON; what comes before a cut is read."""

import json

import pytest

from importers.files.reading import UnreadableFile, read_rows
from tests.unit.importers.files.opened import cells, errors

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


def test_a_text_too_long_or_too_many_members_are_refused() -> None:
    rows = read_rows(json.dumps([{"a": "x" * 200_000, "b": "1"}, {"a": "2"}]).encode(), "a.json")
    assert errors(rows) == [(1, "cellule-trop-longue")]
    many = json.dumps([{f"k{rank}": rank for rank in range(20_000)}]).encode()
    with pytest.raises(UnreadableFile, match="20000 membres"):
        read_rows(many, "a.json")
    assert read_rows(b'[{"a": "\\ud800"}]', "a.json").header == ("a",)
