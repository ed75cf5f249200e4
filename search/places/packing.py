"""What the gazetteer is asked, worked out of its communes once: names in order, what each begins, areas, points."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from search.places.area import areas_of, packed_areas
from search.places.cedex import Cedex
from search.places.commune import Commune
from search.places.commune_table import row_of
from search.places.flat import Arrays, key_arrays, text_arrays
from search.places.geometry import unit_vectors
from search.places.names import DISTRICTS, LINKS, LONGEST_DISTRICT_WORDS, name_words, without_article

Name = tuple[str, ...]
NO_AREA = -1


def pack(
    communes: Iterable[Commune],
    territories: Mapping[str, str],
    former: Iterable[tuple[str, str, str]],
    cedex: Mapping[str, Cedex],
) -> Arrays:
    """Return the arrays of a ``Gazetteer``: its arguments say what these are."""
    listed = list({commune.code: commune for commune in communes}.values())
    ordered = sorted(listed, key=lambda commune: (-commune.population, commune.code))
    position = {commune.code: at for at, commune in enumerate(ordered)}
    names = [tuple(name_words(commune.name)) for commune in ordered]
    merged = [(code, name, position[today]) for code, name, today in former if today in position]
    listed_at = [position[commune.code] for commune in listed]
    return {
        **_table(ordered, listed_at),
        **_names(ordered, names),
        **_beginnings(names),
        **_spellings(names),
        **_former(merged),
        **_points(listed, position),
        **_members(listed, position),
        **packed_areas(listed, territories),
        **key_arrays("cedex", ((code, at) for at, code in enumerate(cedex))),
        **text_arrays("cedex_communes", (each.commune for each in cedex.values())),
    }


def _table(ordered: Sequence[Commune], listed_at: Sequence[int]) -> Arrays:
    return {
        **text_arrays("rows", map(row_of, ordered)),
        **key_arrays("codes", ((commune.code, at) for at, commune in enumerate(ordered))),
        "code": np.array([commune.code for commune in ordered], dtype=np.str_),
        "department": np.array([commune.department for commune in ordered], dtype=np.str_),
        "population": np.array([commune.population for commune in ordered], dtype=np.int64),
        "listed": np.array(listed_at, dtype=np.int32),
        "districts": np.array([at for at in listed_at if ordered[at].parent], dtype=np.int32),
    }


def _names(ordered: Sequence[Commune], names: Sequence[Name]) -> Arrays:
    short, glued = [], []
    longest = dict.fromkeys(DISTRICTS, LONGEST_DISTRICT_WORDS)
    for at, (name, commune) in enumerate(zip(names, ordered, strict=True)):
        longest[name[0]] = max(len(name), longest.get(name[0], 0))
        if len(name) > 1:
            glued.append(("".join(name), at))
        if without_article(name) != name:
            short.append((" ".join(without_article(name)), at))
        if "(" in commune.name:  # "Bors (Canton de Charente-Sud)"
            short.append((" ".join(name_words(commune.name.partition("(")[0])), at))
    return {
        **key_arrays("whole", ((" ".join(name), at) for at, name in enumerate(names))),
        **key_arrays("short", short),
        **key_arrays("glued", glued),
        **key_arrays("longest", longest.items()),
        **key_arrays("postcodes", ((code, at) for at, one in enumerate(ordered) for code in one.postcodes)),
    }


def _beginnings(names: Sequence[Name]) -> Arrays:
    """Return every word that a name may be asked by, with what follows: its article left out or not, and inside."""
    entries = []
    for at, name in enumerate(names):
        starts = (0, len(name) - len(without_article(name)))
        for first, word in enumerate(name):
            if first in starts or word not in LINKS:
                entries.append((" ".join(name[first:]), at, first in starts))
    entries.sort()
    return {
        **key_arrays("beginnings", ((key, at) for key, at, _ in entries)),
        "at_start": np.array([is_start for _, _, is_start in entries], dtype=np.bool_),
        **key_arrays("run_together", (("".join(name), at) for at, name in enumerate(names))),
    }


def _spellings(names: Sequence[Name]) -> Arrays:
    spelt = [" ".join(name) for name in names]
    lengths = np.array([len(name) for name in spelt], dtype=np.int64)
    by_length = np.argsort(lengths, kind="stable")
    return {
        **text_arrays("spellings", spelt),
        **text_arrays("by_length", (spelt[at] for at in by_length)),
        "by_length_of": by_length.astype(np.int32),
        "length_bounds": np.searchsorted(lengths[by_length], np.arange(int(lengths.max(initial=0)) + 2)),
    }


def _former(merged: Sequence[tuple[str, str, int]]) -> Arrays:
    return {
        **key_arrays("former_codes", ((code, today) for code, _, today in merged)),
        **key_arrays("former", ((" ".join(name_words(name)), today) for _, name, today in merged if name)),
        **text_arrays("former_names", (name for _, name, _ in merged)),
        "former_today": np.array([today for _, _, today in merged], dtype=np.int32),
    }


def _points(listed: Sequence[Commune], position: Mapping[str, int]) -> Arrays:
    """Return the points of communes: once for the nearest one, without divided cities; once from south to north."""
    divided = {commune.parent for commune in listed}
    placed = [
        (commune.latitude, commune.longitude, commune.code)
        for commune in listed
        if commune.latitude is not None and commune.longitude is not None
    ]
    whole = [each for each in placed if each[2] not in divided]
    northward = sorted(placed)
    return {
        "whole_vectors": unit_vectors((latitude, longitude) for latitude, longitude, _ in whole),
        "whole_at": np.array([position[code] for _, _, code in whole], dtype=np.int32),
        "northward_vectors": unit_vectors((latitude, longitude) for latitude, longitude, _ in northward),
        "northward_at": np.array([position[code] for _, _, code in northward], dtype=np.int32),
        "latitudes": np.array([latitude for latitude, _, _ in northward], dtype=np.float64),
        "longitudes": np.array([longitude for _, longitude, _ in northward], dtype=np.float64),
    }


def _members(listed: Sequence[Commune], position: Mapping[str, int]) -> Arrays:
    """Return which communes are of each area, and which areas each commune is of."""
    members: defaultdict[str, list[int]] = defaultdict(list)
    number: dict[str, int] = {}
    of_commune = np.full((3, len(position)), NO_AREA, dtype=np.int32)
    for commune in listed:
        for kind, code in enumerate(areas_of(commune)):
            members[code].append(position[commune.code])
            of_commune[kind, position[commune.code]] = number.setdefault(code, len(number))
    bounds = np.cumsum([0, *map(len, members.values())])
    return {
        **key_arrays("areas_held", ((code, at) for at, code in enumerate(members))),
        **text_arrays("area_codes", members),
        "members": np.array([at for each in members.values() for at in each], dtype=np.int32),
        "member_bounds": bounds.astype(np.int32),
        "areas_of": of_commune,
    }
