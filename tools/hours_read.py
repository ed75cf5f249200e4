"""Print how much of the hours of files is understood, and whether any of those read by eye is read wrongly.

    python tools/hours_read.py file.csv another.csv        # a column "horaires", separated by semicolons

Understood: written whole in OpenStreetMap syntax, its remarks beside it. The rest is kept as text, shown as it is.
Wrong: another answer than the one that a person gave, in ``tests/unit/importers/cells/hours_read_by_eye.csv``, where
no answer means that the hours cannot be said without guessing.
"""

import csv
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from importers.cells.hours import read_hours  # noqa: E402 - the project is found first

READ_BY_EYE = ROOT / "tests" / "unit" / "importers" / "cells" / "hours_read_by_eye.csv"
COLUMN = "horaires"


def values_of(file: Path) -> Iterable[str]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines, delimiter=";"):
            if value := (row.get(COLUMN) or "").strip():
                yield value


def kind_of(value: str) -> str:
    hours = read_hours(value)
    if not hours.osm:
        return "kept as text"
    return "understood, with a remark" if hours.text else "understood"


def wrong_answers() -> list[tuple[str, str, str]]:
    """Return the values read by eye that are read otherwise: value, what is right, what was read."""
    with READ_BY_EYE.open(encoding="utf-8", newline="") as lines:
        judged = [(row[COLUMN], row["opening_hours"]) for row in csv.DictReader(lines, delimiter=";")]
    read = ((value, right, read_hours(value).osm) for value, right in judged)
    return [(value, right, found) for value, right, found in read if found and found != right]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(files: list[str]) -> int:
    for file in map(Path, files):
        kinds = Counter(kind_of(value) for value in values_of(file))
        total = sum(kinds.values()) or 1
        told = ", ".join(f"{kind} {100 * count / total:.1f} %" for kind, count in kinds.most_common())
        say(f"{file.name}: {sum(kinds.values())} values, {told}")
    wrong = wrong_answers()
    say(f"read by eye: {len(wrong)} wrong")
    for value, right, found in wrong:
        say(f"  {value!r}: {right!r} is right, {found!r} was read")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
