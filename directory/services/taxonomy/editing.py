"""The classification: read by everyone, edited by administrators. A code once given keeps its meaning for ever."""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

from directory.domain.taxonomy import EmergencyNumber, Family, Need, Taxonomy
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import SIDES
from search.text.analysis import words

DATA = Path(__file__).parents[2] / "domain" / "data"
LONGEST_CODE_CHARS = 60

_cached: WeakKeyDictionary[Engine, tuple[str, Taxonomy]] = WeakKeyDictionary()


class TaxonomyError(Exception):
    """An edit that cannot be done.

    reason   ``inconnu``, ``vide``, ``deja-pris``, ``remplace``, ``retire``, ``sans-besoin`` or ``trop-long``.
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


class TaxonomyService:
    """The edits of an administrator. Each sends the fiches it touches to the change log, in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def rename_need(self, code: str, label: str, *, now: datetime) -> None:
        self._edit_need(code, lambda need: replace(need, label=said_label(label, code)), now)

    def set_search_words(self, code: str, search_words: Iterable[str], *, now: datetime) -> None:
        """Give the expressions by which people ask for a need."""
        kept = tuple(dict.fromkeys(word for each in search_words if (word := each.strip())))
        self._edit_need(code, lambda need: replace(need, search_words=kept), now)

    def move_need(self, code: str, family: str, *, now: datetime) -> None:
        """Put a need into another family."""
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            target = choosable_family(taxonomy, family)
            uow.taxonomy.save_needs([replace(_known_need(taxonomy, code), family=target.code)])
            send_again(uow, taxonomy, needs=(code,), now=now)

    def retire_need(self, code: str, *, now: datetime) -> None:
        """Offer a need no more. The fiches that have it keep it, and are still found by it."""
        self._edit_need(code, lambda need: replace(need, retired=True), now)

    def reopen_need(self, code: str, *, now: datetime) -> None:
        self._edit_need(code, lambda need: replace(need, retired=False), now)

    def merge_need(self, code: str, into: str, *, now: datetime) -> None:
        """Make ``code`` stand for ``into``, in old links and in fiches alike. There is no way back."""
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            merged, kept = _known_need(taxonomy, code), _known_need(taxonomy, into)
            _refuse_chain(code, merged.replaced_by, into, kept.replaced_by)
            if kept.retired:
                raise TaxonomyError("retire", into)
            words_of_both = tuple(dict.fromkeys((*kept.search_words, *merged.search_words)))
            uow.taxonomy.save_needs([replace(merged, replaced_by=into), replace(kept, search_words=words_of_both)])
            send_again(uow, taxonomy, needs=(code, into), now=now)

    def add_need(self, family: str, label: str, *, code: str = "") -> Need:
        """Add a need at the end of a family; its code is made of the label when none is given."""
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            target = choosable_family(taxonomy, family)
            text = said_label(label, code)
            rank = max((need.rank for need in taxonomy.needs.values()), default=0) + 1
            need = Need(new_code(taxonomy.needs, code, f"{target.code} {text}"), target.code, text, rank)
            uow.taxonomy.save_needs([need])
        return need

    def order_needs(self, codes: Sequence[str]) -> None:
        """Show needs in this order; no fiche is touched."""
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            chosen = [_known_need(taxonomy, code) for code in codes]
            ranks = sorted(need.rank for need in chosen)
            uow.taxonomy.save_needs(replace(need, rank=rank) for need, rank in zip(chosen, ranks, strict=True))

    def rename_family(self, code: str, label: str, *, now: datetime) -> None:
        self._edit_family(code, lambda family: replace(family, label=said_label(label, code)), now)

    def retire_family(self, code: str, *, now: datetime) -> None:
        self._edit_family(code, lambda family: replace(family, retired=True), now)

    def reopen_family(self, code: str, *, now: datetime) -> None:
        self._edit_family(code, lambda family: replace(family, retired=False), now)

    def merge_family(self, code: str, into: str, *, now: datetime) -> None:
        """Make ``code`` stand for ``into``, which takes its needs. There is no way back."""
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            merged, kept = _known_family(taxonomy, code), _known_family(taxonomy, into)
            _refuse_chain(code, merged.replaced_by, into, kept.replaced_by)
            moved = [replace(need, family=into) for need in taxonomy.needs.values() if need.family == code]
            uow.taxonomy.save_families([replace(merged, replaced_by=into)])
            uow.taxonomy.save_needs(moved)
            send_again(uow, taxonomy, needs=tuple(need.code for need in moved), families=(code, into), now=now)

    def add_family(self, part: str, label: str, *, code: str = "") -> Family:
        if part not in SIDES:
            raise TaxonomyError("inconnu", part)
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            text = said_label(label, code)
            rank = max((family.rank for family in taxonomy.families.values()), default=0) + 1
            family = Family(new_code(taxonomy.families, code, text), part, text, rank)
            uow.taxonomy.save_families([family])
        return family

    def order_families(self, codes: Sequence[str]) -> None:
        """Show families in this order; no fiche is touched."""
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            chosen = [_known_family(taxonomy, code) for code in codes]
            ranks = sorted(family.rank for family in chosen)
            uow.taxonomy.save_families(replace(family, rank=rank) for family, rank in zip(chosen, ranks, strict=True))

    def set_emergency_numbers(self, numbers: Iterable[EmergencyNumber]) -> None:
        with self._database.write() as uow:
            uow.taxonomy.replace_emergency_numbers(numbers)

    def _edit_need(self, code: str, edited: Callable[[Need], Need], now: datetime) -> None:
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            uow.taxonomy.save_needs([edited(_known_need(taxonomy, code))])
            send_again(uow, taxonomy, needs=(code,), now=now)

    def _edit_family(self, code: str, edited: Callable[[Family], Family], now: datetime) -> None:
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            uow.taxonomy.save_families([edited(_known_family(taxonomy, code))])
            send_again(uow, taxonomy, families=(code,), now=now)


def send_again(
    uow: UnitOfWork, taxonomy: Taxonomy, *, needs: Sequence[str] = (), families: Sequence[str] = (), now: datetime
) -> None:
    """Send the fiches classified under some needs, or in some families, to the change log."""
    touched = {each for code in needs for each in (code, *needs_read_as(taxonomy, code))}
    touched |= {need.code for need in taxonomy.needs.values() if need.family in families}
    uow.changes.append(uow.resources.classified(needs=sorted(touched), families=families), at=now)


def _known_need(taxonomy: Taxonomy, code: str) -> Need:
    need = taxonomy.needs.get(code)
    if need is None:
        raise TaxonomyError("inconnu", code)
    return need


def _known_family(taxonomy: Taxonomy, code: str) -> Family:
    family = taxonomy.families.get(code)
    if family is None:
        raise TaxonomyError("inconnu", code)
    return family


def choosable_family(taxonomy: Taxonomy, code: str) -> Family:
    """Return a family that needs can be put in. Raises TaxonomyError."""
    family = _known_family(taxonomy, code)
    if family.replaced_by:
        raise TaxonomyError("remplace", code)
    if family.retired:
        raise TaxonomyError("retire", code)
    return family


def _refuse_chain(code: str, replaced_by: str, into: str, into_replaced_by: str) -> None:
    if replaced_by:
        raise TaxonomyError("remplace", code)
    if into_replaced_by or into == code:
        raise TaxonomyError("remplace", into)


def next_rank(entries: Iterable[Need | Family]) -> int:
    """Return the place after the last of all needs, or of all families."""
    return max((each.rank for each in entries), default=0) + 1


def said_label(label: str, code: str) -> str:
    """Return a label without needless blanks. Raises TaxonomyError when nothing is left."""
    text = " ".join(label.split())
    if not text:
        raise TaxonomyError("vide", code)
    return text


def new_code(taken: Iterable[str], wanted: str, label: str) -> str:
    """Return the code wanted, or one made of a label when none is. Raises TaxonomyError when it was used before."""
    known = set(taken)
    if wanted in known:
        raise TaxonomyError("deja-pris", wanted)
    if wanted:
        return wanted
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
