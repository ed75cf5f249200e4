"""Edits written: the classification and the change log follow in the same transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from directory.domain.taxonomy import Family, Need, Taxonomy
from directory.domain.taxonomy_edits import Edit, EntryKind, Said
from directory.services.taxonomy.editing import TaxonomyError, send_again
from directory.store.unit_of_work import UnitOfWork


def entries_of(taxonomy: Taxonomy, kind: EntryKind) -> Mapping[str, Need | Family]:
    return taxonomy.needs if kind is EntryKind.NEED else taxonomy.families


def said_of(uow: UnitOfWork, taxonomy: Taxonomy, kind: EntryKind, code: str) -> Said:
    """Return what is said today of an entry that is there, merged or not, or of a list of words."""
    return Said("", uow.taxonomy.lines(kind)) if kind.is_list else Said.of(entries_of(taxonomy, kind)[code])


def entry_of(taxonomy: Taxonomy, kind: EntryKind, code: str) -> Need | Family:
    """Return an entry that stands for itself. Raises TaxonomyError when it is unknown or was merged."""
    found = entries_of(taxonomy, kind).get(code)
    if found is None:
        raise TaxonomyError("inconnu", code)
    if found.replaced_by:
        raise TaxonomyError("remplace", code)
    return found


def keep(uow: UnitOfWork, edits: Sequence[Edit]) -> Edit:
    """Write the edits of one gesture, of entries that are there, and return the first one with its number."""
    taxonomy = uow.taxonomy.load()
    needs = {each.code: each.after for each in edits if each.kind is EntryKind.NEED}
    families = {each.code: each.after for each in edits if each.kind is EntryKind.FAMILY}
    if needs:
        uow.taxonomy.save_needs([said.on_need(taxonomy.needs[code]) for code, said in needs.items()])
    if families:
        uow.taxonomy.save_families([said.on_family(taxonomy.families[code]) for code, said in families.items()])
    for each in edits:
        if each.kind.is_list:
            uow.taxonomy.save_lines(each.kind, each.after.search_words)
    told = [each for each in edits if _is_told(each)]
    # As things were: who was merged and is no longer is still read with those it stood with.
    send_again(
        uow,
        taxonomy,
        needs=[each.code for each in told if each.kind is EntryKind.NEED],
        families=[each.code for each in told if each.kind is EntryKind.FAMILY],
        now=edits[0].at,
    )
    first = uow.taxonomy_edits.add(edits[0])
    for each in edits[1:]:
        uow.taxonomy_edits.add(replace(each, comes_with=first.id))
    return first


def _is_told(edit: Edit) -> bool:
    """Return whether fiches say anything else after an edit: places and descriptions are not theirs."""
    return _of_fiches(edit.before) != _of_fiches(edit.after)


def _of_fiches(said: Said) -> Said:
    return replace(said, description="", rank=0)
