"""What the samples are read against: the real gazetteer and the vocabularies of the product."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import directory.domain
from importers.cells.codes import CLOSED_LISTS, KnownCodes, Vocabulary
from importers.convert import ImportContext
from search.places.gazetteer import default_gazetteer

SAMPLES = Path(__file__).parents[4] / "shared" / "samples"
TRAPS = SAMPLES / "csv_traps"
TAXONOMY = Path(directory.domain.__file__).parent / "data" / "taxonomy.csv"

needs_samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples folder is not beside the checkout")


def known_codes() -> KnownCodes:
    rows = list(_taxonomy())
    lists = {
        "needs": Vocabulary({row["code_besoin"]: row["besoin"] for row in rows}),
        "families": Vocabulary({row["code_famille"]: row["famille"] for row in rows}),
    }
    return KnownCodes({**CLOSED_LISTS, **lists}, {row["code_besoin"]: row["code_famille"] for row in rows})


def _taxonomy() -> Iterator[dict[str, str]]:
    with TAXONOMY.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=";")


def context() -> ImportContext:
    return ImportContext(default_gazetteer(), known_codes(), date(2026, 11, 22))
