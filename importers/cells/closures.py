"""Periods of closure written in one cell: "01/08/2025-31/08/2025 : congés | 24/12/2025"."""

import re
from datetime import date

from fiche.parts import Closure
from importers.cells.cleaning import Flaw, Flaws, read_date
from importers.cells.plain_text import clean_text, is_blank

_DAY = r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}"
_PERIOD = re.compile(
    rf"^(?:du\s+)?({_DAY})(?:\s*(?:-|–|/|à|au)\s*({_DAY}))?\s*(?::\s*(.*))?$", re.DOTALL | re.IGNORECASE
)


def read_closures(text: str) -> tuple[tuple[Closure, ...], Flaws]:
    """Return the periods, in order; ``|`` or a line break separates them, a colon introduces a message."""
    if is_blank(text):
        return (), ()
    found: list[Closure] = []
    flaws: list[Flaw] = []
    for part in filter(None, map(str.strip, re.split(r"[|\n]", clean_text(text)))):
        closure = _period(part)
        if closure is None:
            flaws.append(
                Flaw(
                    "fermeture-illisible",
                    "Cette période de fermeture n’a pas été comprise : elle est laissée de côté.",
                    part,
                    "Écrivez-la 01/08/2025-31/08/2025 : message.",
                )
            )
        else:
            found.append(closure)
    return tuple(sorted(found, key=lambda closure: (closure.first_day, closure.last_day))), tuple(flaws)


def _period(text: str) -> Closure | None:
    match = _PERIOD.match(text)
    if match is None:
        return None
    first, last = read_date(match[1])[0], read_date(match[2] or match[1])[0]
    if not first or not last or last < first:
        return None
    return Closure(date.fromisoformat(first), date.fromisoformat(last), match[3] or "")
