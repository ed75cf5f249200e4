"""The classification: read by everyone, edited by administrators. A code once given keeps its meaning for ever."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from directory.domain.taxonomy import EmergencyNumber, Family, Need, Taxonomy
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.text.analysis import words

DATA = Path(__file__).parents[2] / "domain" / "data"
LONGEST_CODE_CHARS = 60

_cached: WeakKeyDictionary[Engine, tuple[str, Taxonomy]] = WeakKeyDictionary()


class TaxonomyError(Exception):
    """An edit that cannot be done.

    reason   ``inconnu``, ``vide``, ``remplace``, ``retire``, ``sans-besoin`` or ``trop-long``.
    """

    def __init__(self, reason: str, code: str) -> None:
        super().__init__(f"{reason}: {code}")
        self.reason = reason
        self.code = code


def load_taxonomy(uow: UnitOfWork) -> Taxonomy:
    """Return the classification, read again only when it has moved."""
    version = uow.taxonomy.version()
    known = _cached.get(uow.connection.engine)
    if known is None or known[0] != version:
        known = (version, uow.taxonomy.load())
        _cached[uow.connection.engine] = known
    return known[1]


def needs_read_as(taxonomy: Taxonomy, code: str) -> tuple[str, ...]:
    """Return every code that stands for the need ``code`` today: its own, and those merged into it."""
    current = taxonomy.current_need(code)
    if current is None:
        return ()
    return tuple(each for each in taxonomy.needs if taxonomy.current_need(each) is current)


def read_seed(folder: Path = DATA) -> Taxonomy:
    """Return the classification that a new base starts with."""
    families: dict[str, Family] = {}
    needs: list[Need] = []
    for row in _rows(folder / "taxonomy.csv"):
        code = row["code_famille"]
        families.setdefault(code, Family(code, row["volet"], row["famille"], len(families) + 1))
        if row["code_besoin"]:
            needs.append(
                Need(row["code_besoin"], code, row["besoin"], int(row["ordre"]), _listed(row.get("mots") or ""))
            )
    numbers = [
        EmergencyNumber(row["numero"], row["libelle"], row["description"], _listed(row["besoins"]))
        for row in _rows(folder / "emergency.csv")
    ]
    return Taxonomy.of(families.values(), needs, numbers)


def seed(database: Database, taxonomy: Taxonomy) -> bool:
    """Give a new base its classification; one that has any is left as its administrators made it."""
    with database.write() as uow:
        if uow.taxonomy.version():
            return False
        uow.taxonomy.save_families(taxonomy.families.values())
        uow.taxonomy.save_needs(taxonomy.needs.values())
        uow.taxonomy.replace_emergency_numbers(taxonomy.emergency_numbers)
    return True


def send_again(
    uow: UnitOfWork, taxonomy: Taxonomy, *, needs: Sequence[str] = (), families: Sequence[str] = (), now: datetime
) -> None:
    """Send the fiches classified under some needs, or in some families, to the change log."""
    touched = {each for code in needs for each in (code, *needs_read_as(taxonomy, code))}
    touched |= {need.code for need in taxonomy.needs.values() if need.family in families}
    uow.changes.append(uow.resources.classified(needs=sorted(touched), families=families), at=now)


def choosable_family(taxonomy: Taxonomy, code: str) -> Family:
    """Return a family that needs can be put in. Raises TaxonomyError."""
    family = taxonomy.families.get(code)
    if family is None:
        raise TaxonomyError("inconnu", code)
    if family.replaced_by:
        raise TaxonomyError("remplace", code)
    if family.retired:
        raise TaxonomyError("retire", code)
    return family


def next_rank(entries: Iterable[Need | Family]) -> int:
    """Return the place after the last of all needs, or of all families."""
    return max((each.rank for each in entries), default=0) + 1


def said_label(label: str, code: str) -> str:
    """Return a label without needless blanks. Raises TaxonomyError when no word is left."""
    text = " ".join(label.split())
    if not words(text):
        raise TaxonomyError("vide", code)
    return text


def new_code(taken: Iterable[str], label: str) -> str:
    """Return a code made of a label, which was never given to anything else."""
    known = set(taken)
    base = "-".join(words(label))[:LONGEST_CODE_CHARS].strip("-")
    candidate, number = base, 2
    while candidate in known:
        candidate, number = f"{base}-{number}", number + 1
    return candidate


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for each in text.split("|") if (part := each.strip())))
