"""Which commune an address names, as files write it: a name and a postal code."""

from collections.abc import Sequence

from rapidfuzz import fuzz

from search.places.commune import Commune
from search.places.name_index import NameIndex
from search.places.names import POSTCODE_LENGTH, before_cedex, departments_of, expanded, name_words, read_postcode
from search.text.analysis import words

_SURELY_THE_SAME = 88.0


def by_name_and_postcode(name: str, postcode: str, index: NameIndex) -> Commune | None:
    """Return the commune of an address as files write it, or None when two are possible.

    Takes "MARSEILLE 11", "ST MARTIN DE CRAU", "13500 MARTIGUES CEDEX" in either cell, a CEDEX code (known to no list:
    the name then has to be the only one of the département), a hamlet or a misspelt name when the postal code decides,
    a postal code alone, a name alone. Two arrondissements that contradict each other give the city.
    """
    code, spelt = _cells(name, postcode)
    served = index.with_postcode(code) if code else []
    if not spelt:
        return _only(served)
    named = index.exact(spelt)
    if not code:
        return _only(named)
    return (
        _only([commune for commune in named if code in commune.postcodes and not _is_divided(commune, served)])
        or _district(named, served)
        or _undecided(named, served, index)
        or _only([commune for commune in named if commune.department in departments_of(code)])
        or _likely(spelt, served)
        or (None if named else _only(served))
    )


def _cells(name: str, postcode: str) -> tuple[str, list[str]]:
    """Return the postal code and the words of the name, whichever cell they stood in, without CEDEX."""
    found = words(name)
    code = read_postcode(postcode)
    if found and len(found[0]) == POSTCODE_LENGTH and found[0].isdecimal():
        code, found = code or found[0], found[1:]
    return code, expanded(before_cedex(found))


def _only(found: Sequence[Commune]) -> Commune | None:
    return found[0] if len(found) == 1 else None


def _is_divided(city: Commune, served: Sequence[Commune]) -> bool:
    return any(commune.parent == city.code for commune in served)


def _district(named: Sequence[Commune], served: Sequence[Commune]) -> Commune | None:
    """Return the arrondissement the postal code tells inside the city named."""
    cities = {commune.code for commune in named}
    return _only([commune for commune in served if commune.parent in cities])


def _undecided(named: Sequence[Commune], served: Sequence[Commune], index: NameIndex) -> Commune | None:
    """Return the city of an arrondissement named beside the postal code of another."""
    cities = {commune.parent for commune in named} & {commune.parent for commune in served} - {""}
    return index.get(cities.pop()) if len(cities) == 1 else None


def _likely(spelt: Sequence[str], served: Sequence[Commune]) -> Commune | None:
    """Return the one commune of the postal code whose name is nearly this: misspelt, cut short, or with a hamlet."""
    text = " ".join(spelt)
    names = [(" ".join(name_words(commune.name)), commune) for commune in served]
    begun = [(name, commune) for name, commune in names if text.startswith(name + " ")]
    longest = max((len(name) for name, _ in begun), default=0)
    return (
        _only([commune for name, commune in begun if len(name) == longest])
        or _only([commune for name, commune in names if name.startswith(text + " ")])
        or _only([commune for name, commune in names if fuzz.ratio(name, text) >= _SURELY_THE_SAME])
    )
