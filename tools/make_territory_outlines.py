"""Generate the outlines of the territories of the steering figures, beside the file of their secteurs.

Run ``python -m tools.make_territory_outlines directory/demo/data/sectors.csv 13`` where pip reaches its registry:
``sectors.outlines.json`` holds, by the code of a territory, rings of degrees, longitude first. They are unions of the
communes', simplified together so that neighbours keep one border.
"""

import json
from collections import defaultdict
from pathlib import Path

import click
import shapely
from shapely.geometry.base import BaseGeometry

from directory.services.steering.territories import Territories, read_sectors
from search.places.gazetteer import default_gazetteer
from tools.published import CACHE, shapes_of

TOLERANCE_DEG = 0.008
SMALLEST_PART_DEG2 = 2e-4
DECIMALS = 3


def outlines(sectors: Path, departments: tuple[str, ...], cache: Path) -> dict[str, list[list[list[float]]]]:
    """Return the rings of each territory that has a commune in some départements; islets and holes are left out."""
    territories = Territories(default_gazetteer(), read_sectors(sectors))
    shown = {each.code for each in territories.shown(departments)}
    members: defaultdict[str, list[BaseGeometry]] = defaultdict(list)
    for (kind, code), shape in shapes_of(cache).items():
        territory = territories.of_commune(code)
        if kind == "COM" and shape.outline is not None and territory in shown:
            members[territory].append(shape.outline)
    codes = sorted(members)
    unions = [shapely.union_all(members[code]) for code in codes]
    simple = shapely.coverage_simplify(unions, TOLERANCE_DEG)
    return {code: _rings(outline) for code, outline in zip(codes, simple, strict=True)}


def _rings(outline: BaseGeometry) -> list[list[list[float]]]:
    parts = [part for part in shapely.get_parts(outline) if part.geom_type == "Polygon"]
    largest = max(part.area for part in parts)
    kept = [part for part in parts if part.area in (largest,) or part.area > SMALLEST_PART_DEG2]
    return [[[round(x, DECIMALS), round(y, DECIMALS)] for x, y in part.exterior.coords] for part in kept]


@click.command()
@click.argument("sectors", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("departments", nargs=-1, required=True)
@click.option("--cache", type=click.Path(path_type=Path), default=CACHE, help="Where downloads are kept.")
def main(sectors: Path, departments: tuple[str, ...], cache: Path) -> None:
    """Write the outlines beside SECTORS, for some DEPARTMENTS."""
    output = sectors.with_suffix(".outlines.json")
    output.write_text(json.dumps(outlines(sectors, departments, cache), separators=(",", ":")) + "\n", encoding="utf-8")
    click.echo(f"{output}: {output.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
