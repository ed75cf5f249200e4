"""The classification arranged by administrators: needs and families added, put in another place."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from directory.domain.taxonomy import Family, Need, Taxonomy
from directory.domain.taxonomy_edits import MOST_LABEL_CHARS, Edit, EntryKind, Said
from directory.services.taxonomy.editing import TaxonomyError, choosable_family, new_code, next_rank, said_label
from directory.services.taxonomy.edits import entry_of, keep
from directory.store.database import Database
from fiche.codes import SIDES


class Arranging:
    """Every method raises TaxonomyError for a code that is unknown or was merged. Each edit can be undone."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def add(self, kind: EntryKind, inside: str, label: str, *, account_id: int) -> Edit:
        """Add a need at the end of a family, or a family at the end of a volet; its code was never used."""
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            text = said_label(label, inside)
            if len(text) > MOST_LABEL_CHARS:
                raise TaxonomyError("trop-long", inside)
            added: Need | Family
            if kind is EntryKind.NEED:
                family = choosable_family(taxonomy, inside).code
                code = new_code(taxonomy.needs, f"{family} {text}")
                added = Need(code, family, text, next_rank(taxonomy.needs.values()))
                uow.taxonomy.save_needs([added])
            elif inside in SIDES:
                code = new_code(taxonomy.families, text)
                added = Family(code, inside, text, next_rank(taxonomy.families.values()))
                uow.taxonomy.save_families([added])
            else:
                raise TaxonomyError("inconnu", inside)
            after = Said.of(added)
            # A code is for ever: who takes it back leaves it retired.
            return keep(uow, [self._edit(kind, added.code, replace(after, retired=True), after, account_id)])

    def place(self, kind: EntryKind, code: str, after: str, *, account_id: int) -> Edit | None:
        """Show an entry just after another of the same family or volet, first when ``after`` is empty.

        No fiche is touched. None when it stands there already.
        """
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            moved = entry_of(taxonomy, kind, code)
            others = [each for each in beside(taxonomy, moved) if each.code != code]
            codes = [each.code for each in others]
            if after and after not in codes:
                raise TaxonomyError("inconnu", after)
            spot = codes.index(after) + 1 if after else 0
            ordered = [*others[:spot], moved, *others[spot:]]
            ranks = sorted(each.rank for each in ordered)
            edits = [
                self._edit(kind, each.code, said, replace(said, rank=rank), account_id)
                for each, rank in zip(ordered, ranks, strict=True)
                if (said := Said.of(each)).rank != rank
            ]
            edits.sort(key=lambda edit: edit.code != code)
            return keep(uow, edits) if edits else None

    def _edit(self, kind: EntryKind, code: str, before: Said, after: Said, account_id: int) -> Edit:
        return Edit(kind, code, before, after, account_id, self._now())


def beside(taxonomy: Taxonomy, entry: Need | Family) -> Sequence[Need | Family]:
    """Return the entries shown with one, itself included, in display order: of its family, or of its volet."""
    if isinstance(entry, Need):
        return [each for each in taxonomy.needs.values() if each.family == entry.family and not each.replaced_by]
    return [each for each in taxonomy.families.values() if each.part == entry.part and not each.replaced_by]
