"""What of a fiche stands although a file says otherwise now: what a person wrote, what another source said first.

Two sources that feed one fiche never flip it from month to month; whatever is kept is told with both values.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from directory.domain.changes import Json, Version
from directory.domain.merging import UNITED, lists_all
from directory.domain.resource import BY_ITSELF, Resource, SaveOrigin
from directory.services.imports.drafts import emptied_by, is_same, revised
from directory.store.records import SourceRecord
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from fiche.parts import Place
from importers.base import Draft, RowMessage
from importers.flat import FLAT_FIELDS, OF_STRUCTURE, STRUCTURE, flat_values
from importers.plan import Revise
from search.text.french import NBSP

WRITTEN_SINCE, SAID_BEFORE = "ecrit-depuis", "dite-par-une-autre-source"
"""Kinds of what is told."""
LONGEST_SHOWN = 60
_BY_NOBODY = frozenset((SaveOrigin.IMPORT, SaveOrigin.UNDOING, SaveOrigin.DEMONSTRATION, *BY_ITSELF))
_OF_THE_FICHE = "institution"
"""No source's to say first."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What a fiche says once a line moved. ``emptied``: how many of its values that erases; ``told``: what is kept."""

    content: Content
    emptied: int = 0
    told: tuple[RowMessage, ...] = ()


class Standing:
    """What is known, beside what they say, of the fiches that a slice revises."""

    def __init__(self) -> None:
        self._records: Mapping[int, Sequence[SourceRecord]] = {}
        self._versions: Mapping[int, Sequence[Version]] = {}

    def load(self, uow: UnitOfWork, fiches: Sequence[Resource]) -> None:
        """Read who saved some fiches, and what sources last said of those that several feed."""
        self._records = uow.records.of_shared([each.id for each in fiches])
        # Nobody saved a first version since the import that made it.
        self._versions = uow.versions.of_many([each.id for each in fiches if each.version > 1])

    def is_shared(self, resource_id: int) -> bool:
        """Tell whether several sources feed a fiche."""
        return resource_id in self._records

    def revise(
        self, before: Resource, mine: SourceRecord, last: Draft, action: Revise, *, keeps: bool = False
    ) -> Revision:
        """Return what a fiche says once what moved in a file is written, but for what stands.

        mine   what the source of the file last said of it; ``last``: the same, read.
        keeps  nothing is emptied.
        """
        said, says = _flat(before.content), _flat(action.draft.content)
        may_empty = {name: may and not keeps for name, may in emptied_by(before.content, action.changes).items()}
        moved, mixed = [], []
        kept: dict[str, str] = {}
        for name, (was, _) in action.changes.items():
            if may_empty.get(name) is False:
                if keeps:
                    continue
                why = WRITTEN_SINCE
            elif name in UNITED:
                mixes = self.is_shared(before.id) or self._is_a_persons(before.id, name)
                why = WRITTEN_SINCE if mixes and not lists_all(said[name], getattr(last.content, name)) else ""
                if mixes and not why:
                    mixed.append(name)
            else:
                why = self._why_kept(before, mine, name, was, said.get(name))
            if why:
                kept[name] = why
            else:
                moved.append(name)
        content = revised(before.content, action.draft, moved, last=last, mixed=mixed)
        line = action.draft.lines[0] if action.draft.lines else 0
        told = [
            _told(line, name, why, said[name], says[name]) for name, why in kept.items() if says[name] != said[name]
        ]
        return Revision(content, sum(may_empty.get(name, False) for name in moved), tuple(told))

    def _why_kept(self, before: Resource, mine: SourceRecord, name: str, was: Json, now: object) -> str:
        """Return why a single value stays though its line moved, or nothing."""
        if name not in FLAT_FIELDS or name == _OF_THE_FICHE:
            return ""
        if self._is_anothers(before, mine, name, now):
            return SAID_BEFORE
        return WRITTEN_SINCE if not is_same(now, was) and self._is_a_persons(before.id, name) else ""

    def _is_a_persons(self, resource_id: int, name: str) -> bool:
        """Tell whether the last save that moved a field was a person's, or a program's that they trust."""
        field, member = (STRUCTURE, OF_STRUCTURE[name]) if name in OF_STRUCTURE else (name, "")
        for version in reversed(self._versions.get(resource_id, ())):
            if field in version.changes and _moved(version.changes[field], member):
                return version.origin.kind not in _BY_NOBODY
        return False

    def _is_anothers(self, before: Resource, mine: SourceRecord, name: str, now: object) -> bool:
        """Tell whether another source said a value first: among those whose value stands, else among all."""
        telling = [
            (each, draft[name])
            for each in _oldest_first(self._records.get(before.id, ()), before)
            if (draft := orjson.loads(each.draft)).get(name)
        ]
        standing = [each for each, value in telling if is_same(now, value)] or [each for each, _ in telling]
        return bool(standing) and standing[0] != mine


def filled(before: Resource, draft: Draft) -> Revision:
    """Return what a fiche says once a source that is new to it has filled its blanks; what differs is told, kept."""
    said, says = _flat(before.content), _flat(draft.content)
    gives = [name for name in FLAT_FIELDS if says[name] and name != _OF_THE_FICHE]
    blank = [name for name in gives if not said[name]]
    line = draft.lines[0] if draft.lines else 0
    told = [
        _told(line, name, SAID_BEFORE, said[name], says[name])
        for name in gives
        if said[name] and name not in UNITED and not is_same(said[name], _plain(says[name]))
    ]
    return Revision(revised(before.content, draft, blank), told=tuple(told))


def _oldest_first(records: Sequence[SourceRecord], fiche: Resource) -> list[SourceRecord]:
    """Return what sources say of a fiche: first that which made it."""
    first = fiche.origin.source, fiche.origin.source_id
    return sorted(records, key=lambda each: ((each.source, each.key) != first, each.batch_id, each.source, each.key))


def _flat(content: Content) -> dict[str, object]:
    return dict(zip(FLAT_FIELDS, flat_values(content), strict=True))


def _plain(value: object) -> Json:
    return value if isinstance(value, str) else None


def _moved(pair: Sequence[Json], member: str) -> bool:
    if not member:
        return True
    before, after = (each.get(member) if isinstance(each, dict) else None for each in pair)
    return before != after


def _told(line: int, name: str, why: str, said: object, says: object) -> RowMessage:
    label = FLAT_FIELDS[name].row.label
    who = "écrit par une personne" if why == WRITTEN_SINCE else "dit d’abord par une autre source"
    text = f"La fiche garde ce qui fut {who}{NBSP}: le fichier dit autre chose."
    value = f"«{NBSP}{_shown(said)}{NBSP}» sur la fiche, «{NBSP}{_shown(says)}{NBSP}» dans le fichier"
    advice = "Si le fichier a raison, corrigez la fiche."
    return RowMessage(
        line, why, text, label, value if says else f"{_shown(said)} sur la fiche, rien dans le fichier", advice
    )


def _shown(value: object) -> str:
    if isinstance(value, tuple):
        text = " ; ".join(_shown(each) for each in value)
    elif isinstance(value, Place):
        text = ", ".join(part for part in (value.address, value.postcode, value.commune_name) if part)
    else:
        text = str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"
