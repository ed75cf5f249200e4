"""Rows found by where they stand, without looking at all of them: the same as if all were, whatever moved since."""

import random

import numpy as np
import pytest

from search.document import CODE_FIELDS
from search.places.geometry import chord2_of
from search.query import Box, Point
from search.sqlite import place_index
from search.sqlite.bits import Rows, to_rows
from search.sqlite.columns import Columns
from search.sqlite.place_index import PlaceIndex
from search.sqlite.places import chords_of
from search.sqlite.rows import ColumnRow

COMMUNES = ("13056", "13001", "75101", "97411", "")
AREAS = {1: '["com:13056", "dep:13"]', 2: '["dep:13"]', 3: '["fr"]', 4: '["dep:75", "reg:11"]'}
UNBOUND = (0, 3)
CENTRES = (Point(43.4, 5.05), Point(48.86, 2.35), Point(-21.1, 55.5), Point(43.0, 179.9), Point(89.5, 10.0))
ROWS = 300


def stood(chance: random.Random) -> ColumnRow:
    def place() -> tuple[float | None, float | None, str]:
        centre = chance.choice(CENTRES)
        if chance.random() < 0.2:
            return None, None, chance.choice(COMMUNES)
        latitude = max(-90.0, min(90.0, centre.latitude + chance.gauss(0, 0.7)))
        return latitude, (centre.longitude + chance.gauss(0, 0.7) + 180) % 360 - 180, chance.choice(COMMUNES)

    places = [place() for _ in range(chance.choice((0, 1, 1, 1, 2, 4)))]
    return ColumnRow(1, 0, 1, 0, 0, False, 0, chance.randrange(len(AREAS) + 1), [[] for _ in CODE_FIELDS], places)


def made(chance: random.Random) -> tuple[Columns, dict[int, ColumnRow]]:
    columns, held = Columns.blank(ROWS), {}
    for number, areas in AREAS.items():
        columns.area_sets.add(number, areas)
    for row in range(ROWS):
        held[row] = stood(chance)
        columns.apply(row, held[row], fresh=True)
    return columns, held


def live(columns: Columns, found: np.ndarray) -> set[int]:
    return set(to_rows(found & columns.flags["live"]).tolist())


def _is_in(box: Box, latitude: float | None, longitude: float | None, _commune: str) -> bool:
    return latitude is not None and longitude is not None and box.holds(latitude, longitude)


def check(columns: Columns, index: PlaceIndex, held: dict[int, ColumnRow]) -> None:
    for communes in (("13056",), ("13001", "75101", "99999"), (), COMMUNES):
        wanted = {row for row, value in held.items() if any(code and code in communes for *_, code in value.places)}
        assert live(columns, index.in_communes(columns, communes)) == wanted
    for areas in (("dep:13", "fr"), ("com:13056",), ("reg:11",), ("fr",), ()):
        sets = {number for number, said in AREAS.items() if any(f'"{area}"' in said for area in areas)}
        assert live(columns, index.in_areas(columns, areas)) == {row for row, v in held.items() if v.area in sets}
    for box in (Box(43.0, 4.5, 43.6, 5.3), Box(-90.0, -180.0, 90.0, 180.0), Box(43.4, 5.0, 43.4, 5.0)):
        wanted = {row for row, value in held.items() if any(_is_in(box, *place) for place in value.places)}
        assert live(columns, index.in_box(columns, box)) == wanted
    rows: Rows = np.array(sorted(held), dtype=np.int64)
    for centre in CENTRES:
        chords = chords_of(columns, centre, rows)
        for radius in (1.0, 30.0, 100.0):
            near = set(rows[chords <= chord2_of(radius)].tolist())
            assert live(columns, index.within(columns, centre, radius)) == near, (centre, radius)
            unbound = {row for row in near if held[row].area in UNBOUND}
            assert unbound <= live(columns, index.unbound_within(columns, centre, radius)) <= near, (centre, radius)


@pytest.mark.parametrize("most", [0, 500])
def test_rows_are_found_where_they_stand_now(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(place_index, "MOST_GROUPS", most)
    chance = random.Random(7)
    columns, held = made(chance)
    index = PlaceIndex(columns)
    check(columns, index, held)
    for _ in range(3):
        moved = chance.sample(range(ROWS + 20), 25)
        for row in moved:
            if chance.random() < 0.3:
                held.pop(row, None)
                columns.bury(row)
            else:
                held[row] = stood(chance)
                columns.apply(row, held[row])
        index.note_moved(columns, moved)
        check(columns, index, held)


def test_rows_beyond_the_room_there_was_are_found() -> None:
    columns, held = made(random.Random(8))
    index = PlaceIndex(columns)
    far = columns.capacity + 10
    columns.bury(far)
    index.note_moved(columns, [far])
    check(columns, index, held)
    held[far] = held[0]
    columns.apply(far, held[far])
    index.note_moved(columns, [far])
    check(columns, index, held)


def test_an_index_is_made_again_once_many_rows_moved() -> None:
    columns, _ = made(random.Random(9))
    index = PlaceIndex(columns)
    index.note_moved(columns, range(place_index.MOST_MOVED))
    assert not index.is_worn
    index.note_moved(columns, range(place_index.MOST_MOVED + 1))
    assert index.is_worn
