"""What the base knows of the rows of a file, and what it already holds under other identifiers."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from directory.store.records import SourceRecord
from directory.store.unit_of_work import UnitOfWork
from importers.base import Draft, RowMessage
from importers.kept import Key
from importers.plan import Action, Create, Known
from search.text.french import NBSP

LONGEST_NUMBER = 14
"""Digits of the longest identifier that is looked for with other zeros: a SIRET."""


class Snapshot:
    """What the base knows of the rows of one slice; nothing is kept from one slice to the next.

    batch          number of the import that the slice is of.
    ignore_zeros   "71" stands for "0071" too, where the base knows one of them and the file does not name it.
    """

    def __init__(self, batch: int, *, ignore_zeros: bool = False) -> None:
        self._batch = batch
        self._ignore_zeros = ignore_zeros
        self.records: dict[Key, SourceRecord] = {}
        self.twins: Mapping[str, SourceRecord] = {}
        self.own: Mapping[Key, Known] = {}
        """What this base says now of the fiches that a file of its own names."""

    def load(self, uow: UnitOfWork, keys: Sequence[Key]) -> None:
        by_source: defaultdict[str, list[str]] = defaultdict(list)
        for source, key in dict.fromkeys(keys):
            by_source[source].append(key)
        self.records = {}
        for source, some in by_source.items():
            found = uow.records.by_keys(source, some)
            if self._ignore_zeros:
                found |= _but_for_zeros(uow, source, [key for key in some if key not in found], frozenset(some))
            self.records |= {(source, key): record for key, record in found.items()}

    def get(self, key: Key, /) -> Known | None:
        if key in self.own:
            return self.own[key]
        record = self.records.get(key)
        if record is None:
            return None
        return Known(record.resource_id, record.digest, record.draft)

    def told(self, uow: UnitOfWork, actions: Sequence[Action]) -> list[Action]:
        """Return the actions, with a warning for each fiche to create that the source gave under another identifier.

        What this import itself created is no such fiche: the report says the same whatever the size of a slice.
        """
        created = [action.digest for action in actions if isinstance(action, Create)]
        self.twins = uow.records.first_by_digests(created) if created else {}
        if not self.twins:
            return list(actions)
        mine = [digest for digest, twin in self.twins.items() if twin.batch_id == self._batch]
        before = {digest: twin for digest, twin in self.twins.items() if twin.batch_id != self._batch}
        before |= uow.records.first_by_digests(mine, but_batch=self._batch) if mine else {}
        return [_with_twin(action, before) for action in actions]


def _with_twin(action: Action, before: Mapping[str, SourceRecord]) -> Action:
    twin = before.get(action.digest) if isinstance(action, Create) else None
    if twin is None or not isinstance(action, Create) or twin.source != action.draft.source:
        return action
    return replace(action, warnings=(*action.warnings, _already_there(action.draft, twin)))


def _but_for_zeros(
    uow: UnitOfWork, source: str, unknown: Sequence[str], named: frozenset[str]
) -> dict[str, SourceRecord]:
    """Return the only record that each unknown key is but for the zeros it begins with."""
    others = {key: tuple(each for each in _other_zeros(key) if each not in named) for key in unknown}
    records = uow.records.by_keys(source, [each for some in others.values() for each in some])
    found = {key: [records[each] for each in some if each in records] for key, some in others.items()}
    return {key: some[0] for key, some in found.items() if len(some) == 1}


def _other_zeros(key: str) -> tuple[str, ...]:
    if not (key.isascii() and key.isdigit()):
        return ()
    bare = key.lstrip("0")
    return tuple(each for width in range(len(bare), LONGEST_NUMBER + 1) if (each := bare.zfill(width)) != key)


def _already_there(draft: Draft, twin: SourceRecord) -> RowMessage:
    named = "sans identifiant" if twin.key.startswith("#") else f"sous l’identifiant «{NBSP}{twin.key}{NBSP}»"
    lost = twin.key.lstrip("0") == draft.source_id.lstrip("0")
    advice = (
        "Le tableur a sans doute perdu des zéros. Pour mettre à jour la même fiche, recommencez avec --ignore-zeros."
        if lost
        else "Si c’est la même fiche, gardez le même identifiant d’un envoi à l’autre."
    )
    line = draft.lines[0] if draft.lines else 0
    return RowMessage(
        line,
        "deja-importee",
        f"Même contenu qu’une fiche déjà importée {named}{NBSP}: une seconde fiche sera créée.",
        value=draft.source_id,
        advice=advice,
    )
