"""The way a fiche gets into the base, one or a thousand at a time: tidied, checked, compared, versioned, logged."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeAlias

from directory.domain.changes import Author, Version, difference
from directory.domain.institution import Institution
from directory.domain.resource import BY_ITSELF, Origin, Resource, SaveOrigin
from directory.domain.taxonomy import Taxonomy
from directory.services.fiches.checks import ContentError, check
from directory.services.fiches.demands import archived_unseen, is_touched, required_errors
from directory.services.fiches.tidying import Communes, Tidier
from directory.services.freshness.dates import keep_dates
from directory.store.resources import StoredResource
from directory.store.structures import KnownStructure
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from fiche.parts import Structure
from search.text.analysis import title_key


@dataclass(frozen=True, slots=True)
class Save:
    """One thing to save.

    before          the fiche as the base has it in this unit of work; None for a new one.
    structure_key   identity of the structure in the source's system, if it has one.
    confirmed       a person says now that the fiche is true.
    kept_before     but for its status, the base has kept this content already: it is not asked to follow the rules of
                    today, which may have changed since. So a fiche can always be archived, and an import taken back.
    asks_required   all that annexe 1 requires is asked of it.
    is_ready        the content was tidied and checked already, by the rules of today.
    """

    content: Content
    author: Author
    origin: Origin
    before: Resource | None = None
    structure_key: str = ""
    confirmed: bool = False
    kept_before: bool = False
    asks_required: bool = False
    is_ready: bool = False


Then: TypeAlias = Callable[[UnitOfWork, Resource], None]
"""What else is written with a save, in its transaction, given the fiche as kept: all of it is kept, or nothing."""


class Effect(StrEnum):
    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a ``Save``: the fiche as it now is."""

    resource: Resource
    effect: Effect


@dataclass(frozen=True, slots=True)
class Refused:
    """A ``Save`` that cannot be kept, and everything that is wrong with it."""

    errors: tuple[ContentError, ...]


class Saver:
    """Saves with one classification, one gazetteer and one list of institutions."""

    def __init__(self, taxonomy: Taxonomy, communes: Communes, institutions: Mapping[str, Institution]) -> None:
        self.taxonomy = taxonomy
        self.institutions = institutions
        self._communes = communes
        self._tidier = Tidier(taxonomy, communes)

    def ready(
        self, content: Content, before: Content | None = None, *, asks_required: bool = False
    ) -> Content | Refused:
        """Return ``content`` as it would be kept, or why it cannot be.

        before   what the fiche says already: what a save leaves as it was bars no road, whatever the rules of today.
        """
        tidy = self._tidier.tidy(content)
        errors = check(tidy, self.taxonomy, self._communes)
        if tidy.institution and tidy.institution not in self.institutions:
            errors.append(ContentError("institution", "valeur-inconnue", tidy.institution))
        if before is not None:
            errors = [error for error in errors if is_touched(error, before, tidy)]
            errors += archived_unseen(before, tidy)
        if asks_required:
            errors += required_errors(tidy)
        return Refused(tuple(errors)) if errors else tidy

    def _ready_to_save(self, save: Save) -> Content | Refused:
        before = None if save.before is None else save.before.content
        return self.ready(save.content, before, asks_required=save.asks_required)

    def save_many(self, uow: UnitOfWork, saves: Sequence[Save], *, now: datetime) -> list[Saved | Refused]:
        """Save what can be, in order; one answer for each. A save that changes nothing writes nothing."""
        outcomes: list[Saved | Refused] = []
        written: list[tuple[Save, Resource]] = []
        next_id = uow.resources.next_id()
        for save in saves:
            before = save.before
            content = save.content if save.kept_before or save.is_ready else self._ready_to_save(save)
            if isinstance(content, Refused):
                outcomes.append(content)
                continue
            if before is not None and before.content == content:
                outcomes.append(Saved(before, Effect.UNCHANGED))
                continue
            after = _after(save, content, next_id, now)
            if before is None:
                next_id += 1
            written.append((save, after))
            outcomes.append(Saved(after, Effect.REVISED if before is not None else Effect.CREATED))
        if written:
            _write(uow, written, self.institutions, now)
        return outcomes


def _after(save: Save, content: Content, next_id: int, now: datetime) -> Resource:
    before = save.before
    imported_at = now if save.origin.kind is SaveOrigin.IMPORT else None
    verified_at = now if save.confirmed else None
    if before is None:
        return Resource(next_id, 1, content, save.origin, now, now, verified_at, imported_at)
    return Resource(
        before.id,
        before.version + 1,
        content,
        before.origin,
        before.created_at,
        now,
        verified_at or before.verified_at,
        imported_at or before.imported_at,
        before.merged_into,
    )


def _write(
    uow: UnitOfWork, written: Sequence[tuple[Save, Resource]], institutions: Mapping[str, Institution], now: datetime
) -> None:
    structure_ids = _structure_ids(uow, written)
    created: list[StoredResource] = []
    revised: list[tuple[Resource, StoredResource]] = []
    versions: list[Version] = []
    for (save, after), structure_id in zip(written, structure_ids, strict=True):
        stored = StoredResource(after, structure_id)
        before = save.before
        if before is None:
            created.append(stored)
        else:
            revised.append((before, stored))
        changes = difference(None if before is None else before.content, after.content)
        versions.append(Version(after.id, after.version, now, save.author, save.origin, changes))
    uow.resources.insert_many(created)
    uow.resources.update_many(revised)
    uow.versions.insert_many(versions)
    keep_dates(uow, [(after, _keeper_of(save)) for save, after in written], institutions)
    uow.changes.append((after.id for _, after in written), at=now)


def _keeper_of(save: Save) -> int | None:
    """Return the account that is asked about a fiche from a save on; None leaves the one that was."""
    # Who divides a need classifies fiches that other people keep, and read none of them.
    return None if save.origin.kind in (SaveOrigin.DIVIDING, *BY_ITSELF) else save.author.account


def _structure_ids(uow: UnitOfWork, written: Sequence[tuple[Save, Resource]]) -> list[int | None]:
    """Return the structure of each fiche, described anew or added where needed; None where it did not move."""
    keys = [_structure_key(save, after) for save, after in written]
    wanted = {key: after.content.structure for key, (_, after) in zip(keys, written, strict=True) if key}
    known = uow.structures.by_keys(wanted)
    next_id = uow.structures.next_id() if len(known) < len(wanted) else 0
    added: dict[str, KnownStructure] = {}
    described: list[KnownStructure] = []
    for key, structure in wanted.items():
        if key not in known:
            added[key] = KnownStructure(next_id + len(added), structure)
        elif known[key].structure != structure:
            described.append(KnownStructure(known[key].id, structure))
    uow.structures.insert_many(added)
    uow.structures.update_many(described)
    found = known | added
    return [found[key].id if key else None for key in keys]


def _structure_key(save: Save, after: Resource) -> str:
    content, before = after.content, save.before
    if before is not None and before.content.structure == content.structure:
        return ""
    structure: Structure = content.structure
    if structure.siret:
        return f"siret:{structure.siret}"
    if save.structure_key:
        return f"source:{save.origin.source}:{save.structure_key}"
    commune = next((place.commune_code for place in content.places if place.commune_code), "")
    return f"nom:{title_key(structure.name)}:{commune}"
