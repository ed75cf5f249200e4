"""Generate ``static/geo/departements.topo.json``: the outlines shown behind the map when no tile server is set.

Run ``python -m tools.make_outlines`` where npm and pip reach their registries. They are unions of the communes',
simplified together so that neighbours keep one border, for a map of the whole country; métropole and the five DROM.
"""

import gzip
import json
import subprocess
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import click
import shapely
from shapely.geometry import LinearRing, MultiPolygon, Polygon, mapping
from shapely.geometry.base import BaseGeometry

from tools.published import CACHE, ROOT, shapes_of, territory_file

OUTPUT = ROOT / "static" / "geo" / "departements.topo.json"
TOPOJSON_PACKAGES = ("topojson-server@3.0.1", "topojson-client@3.1.0")
TOLERANCE_DEG = 0.01
SMALLEST_PART_DEG2 = 2e-5
QUANTISATION = 3e4


def department_of(code: str) -> str:
    """Return the département a commune's INSEE code begins with."""
    return code[:3] if code.startswith("97") else code[:2]


def outlines(cache: Path) -> dict[str, BaseGeometry]:
    """Return the simplified outline of each département, by code."""
    members: dict[str, list[BaseGeometry]] = defaultdict(list)
    for (kind, code), shape in shapes_of(cache).items():
        if kind == "COM" and shape.outline is not None:
            members[department_of(code)].append(shape.outline)
    unions = {code: shapely.union_all(members[code]) for code in sorted(members)}
    whole = [_without_gaps(union, unions.values()) for union in unions.values()]
    return {
        code: _without_specks(outline)
        for code, outline in zip(unions, shapely.coverage_simplify(whole, TOLERANCE_DEG), strict=True)
    }


def _polygons(geometry: BaseGeometry) -> list[Polygon]:
    return [part for part in shapely.get_parts(geometry) if isinstance(part, Polygon)]


def _without_gaps(geometry: BaseGeometry, others: Iterable[BaseGeometry]) -> BaseGeometry:
    """Fill the holes left by the eight communes without outline, and keep those where another département lies."""
    candidates = list(others)

    def is_enclave(ring: LinearRing) -> bool:
        inside = shapely.point_on_surface(Polygon(ring))
        return any(other.contains(inside) for other in candidates)

    parts = _polygons(geometry)
    return MultiPolygon([Polygon(part.exterior, list(filter(is_enclave, part.interiors))) for part in parts])


def _without_specks(geometry: BaseGeometry) -> BaseGeometry:
    """Leave out islets too small to be seen, but never the whole of a territory."""
    parts = sorted(_polygons(geometry), key=lambda part: part.area, reverse=True)
    return MultiPolygon([parts[0], *(part for part in parts[1:] if part.area > SMALLEST_PART_DEG2)])


def topology(features: dict[str, object], work: Path) -> str:
    """Return ``features`` as TopoJSON, quantised, made by the topojson packages in the folder ``work``."""
    work.mkdir(parents=True, exist_ok=True)
    install = [
        "npm",
        "install",
        "--ignore-scripts",
        "--silent",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(work),
        *TOPOJSON_PACKAGES,
    ]
    subprocess.run(install, check=True)
    (work / "departements.json").write_text(json.dumps(features), encoding="utf-8")
    server = [str(work / "node_modules" / ".bin" / "geo2topo"), f"departements={work / 'departements.json'}"]
    made = subprocess.run(server, check=True, capture_output=True).stdout
    client = [str(work / "node_modules" / ".bin" / "topoquantize"), str(int(QUANTISATION))]
    return subprocess.run(client, check=True, capture_output=True, input=made).stdout.decode()


@click.command()
@click.option("--cache", type=click.Path(path_type=Path), default=CACHE, help="Where downloads are kept.")
def main(cache: Path) -> None:
    """Write static/geo/departements.topo.json."""
    names = {entry["code"]: entry["nom"] for entry in territory_file("departements", cache)}
    features: list[object] = [
        {"type": "Feature", "id": code, "properties": {"code": code, "nom": names[code]}, "geometry": mapping(outline)}
        for code, outline in outlines(cache).items()
    ]
    text = topology({"type": "FeatureCollection", "features": features}, cache / "topojson")
    OUTPUT.parent.mkdir(parents=True, exist_ok=True)
    OUTPUT.write_text(text.strip() + "\n", encoding="utf-8")
    packed = len(gzip.compress(OUTPUT.read_bytes()))
    click.echo(f"{len(features)} outlines, {OUTPUT.stat().st_size / 1000:.0f} kB, {packed / 1000:.0f} kB compressed")


if __name__ == "__main__":
    main()
