"""Words of a report that the command and the pages share."""

from collections.abc import Sequence

from fiche.parts import PLACE_FIELDS
from importers.formats.fields import FIELDS
from search.text.french import number_in_words

SHOWN_RANGES = 12
PLACE_ROWS = {row.column: row for row in PLACE_FIELDS.values()}
OTHER_NAMES = {
    "identifiant": "Identifiant de la fiche",
    "categorie": "Catégorie, qui décide du besoin",
    "point": "Latitude et longitude",
    "adresse_entiere": "Adresse entière",
    "horaires": "Horaires",
}


def line_ranges(ranges: Sequence[tuple[int, int]], lines: int) -> str:
    """Return ``lignes 3 à 7, 12 et 40 autres``.

    ranges   the first ones, as (first, last); ``lines`` how many lines there are in all.
    """
    merged: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    shown = merged[:SHOWN_RANGES]
    left = max(0, lines - sum(last - first + 1 for first, last in shown))
    said = ", ".join(str(a) if a == b else f"{a} et {b}" if b == a + 1 else f"{a} à {b}" for a, b in shown)
    more = f" et {number_in_words(left)} autres" if left > 1 else " et une autre" if left else ""
    return f"ligne{'s' if lines > 1 else ''} {said}{more}"


def name_of(field: str) -> str:
    """Return the words a person reads for a field that a column may be."""
    row = FIELDS[field].row if field in FIELDS else PLACE_ROWS.get(field)
    return OTHER_NAMES.get(field) or (row.label if row is not None else field)
