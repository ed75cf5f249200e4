"""Judge the guessing of columns on tables whose fields are known, titles hidden, then shown.

    python tools/columns_read.py                    # the tables of the tests, then the samples when they are there
    python tools/columns_read.py --held-out         # tables kept aside: looked at once, at the end

A table begins with a line of fields, one for each column: several accepted ones apart by a bar, none for a column
that no field is made of. Right: a column that has a field is proposed one of those. Wrong: a column, whatever it is, is
proposed another one.
"""

import argparse
import csv
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from importers.columns.guess import SAMPLE_ROWS, guess_columns  # noqa: E402 - the project is found first
from importers.files.reading import read_rows  # noqa: E402
from importers.registry import known_columns  # noqa: E402
from tests.contract.importers.known import SAMPLES, context  # noqa: E402

TABLES = ROOT / "tests" / "contract" / "importers" / "columns"


@dataclass(frozen=True, slots=True)
class Table:
    """``fields``: column to the fields accepted for it, none being the empty text."""

    name: str
    fields: Mapping[str, tuple[str, ...]]
    rows: list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Of one table: columns, those that have a field, those right at first; faults are (column, accepted, proposed)."""

    name: str
    columns: int
    with_field: int
    right: int
    wrong: tuple[tuple[str, str, str], ...]
    missed: tuple[tuple[str, str], ...]


def tables(folder: Path = TABLES) -> Iterator[Table]:
    """Give the tables of a folder, in the order of their names."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            fields, header, *rows = csv.reader(file, delimiter=";")
        accepted = {title: tuple(field.split("|")) for title, field in zip(header, fields, strict=True)}
        yield Table(path.stem, accepted, [dict(zip(header, row, strict=True)) for row in rows])


def samples() -> Iterator[Table]:
    """Give the samples whose fields are known, when their folder is there."""
    known = json.loads((TABLES / "samples.json").read_text(encoding="utf-8"))
    for name, fields in known.items() if SAMPLES.is_dir() else ():
        rows = read_rows(SAMPLES / name, name, columns=known_columns())
        some = [row.cells for row in islice(rows, SAMPLE_ROWS)]
        yield Table(name, {title: tuple(fields[title].split("|")) for title in rows.header}, some)


def judged(table: Table, *, hidden: bool) -> Judged:
    """Guess the columns of a table, its titles taken away when ``hidden``, and compare."""
    titles = {f"colonne {rank}": title for rank, title in enumerate(table.fields, 1)}
    shown = list(titles) if hidden else list(table.fields)
    back = titles if hidden else {title: title for title in table.fields}
    rows = [{title: row.get(back[title], "") for title in shown} for row in table.rows]
    known = context()
    right, wrong, missed = 0, [], []
    for guess in guess_columns(shown, rows, known.gazetteer, known.known_codes):
        title = back[guess.column]
        accepted = table.fields[title]
        if guess.field in accepted:
            right += "" not in accepted
        elif guess.field:
            wrong.append((title, "|".join(accepted), guess.field))
        else:
            missed.append((title, "|".join(accepted)))
    with_field = sum("" not in accepted for accepted in table.fields.values())
    return Judged(table.name, len(table.fields), with_field, right, tuple(wrong), tuple(missed))


def shares(found: list[Judged]) -> tuple[float, float]:
    """Return the share right at first of the columns that have a field, and the share wrong of all columns."""
    return (
        sum(each.right for each in found) / sum(each.with_field for each in found),
        sum(len(each.wrong) for each in found) / sum(each.columns for each in found),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held-out", action="store_true", help="judge the tables kept aside")
    asked = parser.parse_args()
    looked = list(tables(TABLES / "held_out")) if asked.held_out else [*tables(), *samples()]
    for hidden in (True, False):
        found = [judged(table, hidden=hidden) for table in looked]
        for each in found:
            say(f"{each.name:56} {each.right:3}/{each.with_field:<3} {len(each.wrong)} wrong")
            for title, accepted, proposed in each.wrong:
                say(f"    wrong   {title}: {proposed}, not {accepted or 'nothing'}")
            for title, accepted in () if hidden else each.missed:
                say(f"    missed  {title}: {accepted}")
        right, wrong = shares(found)
        say(f"titles {'hidden' if hidden else 'shown'}: {right:.1%} right at first, {wrong:.1%} wrong\n")


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    main()
