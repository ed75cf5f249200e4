"""Rows of imports that wait: somebody says which fiche they are about, or that they are about none."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import orjson

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.actors import Actor
from directory.domain.duplicates import PairState, pair
from directory.domain.import_matches import Match, MatchState
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action, may
from directory.services.accounts.reach import institutions_in_reach
from directory.services.accounts.trail import note
from directory.services.fiches.checks import ContentError
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Refused, Save
from directory.services.imports.batches import known_batch
from directory.services.imports.desk import Importer
from directory.services.imports.drafts import content_of
from directory.services.imports.reaching import Offers
from directory.services.imports.standing import filled
from directory.store.database import Database
from directory.store.records import SourceRecord
from directory.store.unit_of_work import UnitOfWork
from importers.base import Draft
from importers.drafts import draft_from_json


class UnknownRow(Exception):
    """No such row waits for who asks."""


class NotThatFiche(Exception):
    """The fiche that was named is none of those that the row may be about, or it is published no more."""


class NotKept(Exception):
    """What the row says cannot be kept. ``errors``: why."""

    def __init__(self, errors: tuple[ContentError, ...]) -> None:
        super().__init__(len(errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A row, what it says, the published fiches that it may be about, and the file it came from."""

    match: Match
    draft: Draft
    fiches: tuple[Resource, ...]
    file_name: str


class WaitingRows:
    """Every row is shown and answered by who may import for its institution. Methods raise UnknownRow for any other."""

    def __init__(self, database: Database, resources: ResourceService, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._resources = resources
        self._now = now

    def listed(self, actor: Actor, *, limit: int, offset: int = 0) -> list[WaitingRow]:
        """Return the rows that wait, the first asked first."""
        with self._database.read() as uow:
            owners = institutions_in_reach(actor, Action.IMPORT)
            return [_row(uow, each) for each in uow.import_matches.waiting(owners, limit=limit, offset=offset)]

    def count(self, actor: Actor) -> int:
        with self._database.read() as uow:
            return uow.import_matches.count_waiting(institutions_in_reach(actor, Action.IMPORT))

    def count_of(self, batch_id: int) -> int:
        """Return how many rows of one import wait."""
        with self._database.read() as uow:
            return uow.import_matches.count_of(batch_id)

    def get(self, actor: Actor, number: int) -> WaitingRow:
        with self._database.read() as uow:
            return _row(uow, _asked(uow, actor, number))

    def is_same(self, importer: Importer, number: int, resource_id: int) -> Resource:
        """Say that a row is about a fiche: its blanks are filled, its source feeds it from then on.

        A fiche out of reach is not touched: what the row brings is proposed to those who keep it. Raises NotThatFiche.
        """
        now = self._now()
        with self._database.write() as uow:
            match = _asked(uow, importer.actor, number)
            row = _row(uow, match)
            fiche = next((each for each in row.fiches if each.id == resource_id), None)
            if fiche is None:
                raise NotThatFiche
            content = filled(fiche, row.draft).content
            if may(importer.actor, Action.WRITE, owner=fiche.content.institution):
                save = Save(content, importer.author, _origin(match, row.draft), fiche, row.draft.structure_key)
                (outcome,) = self._resources.save_many(uow, [save], now=now)
                if isinstance(outcome, Refused):
                    raise NotKept(outcome.errors)
                fiche = outcome.resource
            else:
                offers = Offers(known_batch(uow, match.batch_id))
                offers.load(uow, [fiche.id])
                made = offers.of(fiche, content)
                offers.keep(uow, [made] if made is not None else [])
            _feed(uow, match, fiche.id)
            self._settle(uow, importer, match, MatchState.SAME, now)
        return fiche

    def is_another(self, importer: Importer, number: int) -> Resource:
        """Say that a row is about none of the fiches that it looks like: its own is created. Raises NotKept."""
        now = self._now()
        with self._database.write() as uow:
            match = _asked(uow, importer.actor, number)
            draft = _draft(match)
            institution = str(known_batch(uow, match.batch_id).options.get("institution", ""))
            content = content_of(draft, institution=institution)
            save = Save(content, importer.author, _origin(match, draft), None, draft.structure_key)
            (outcome,) = self._resources.save_many(uow, [save], now=now)
            if isinstance(outcome, Refused):
                raise NotKept(outcome.errors)
            made = outcome.resource
            for each in match.candidates:
                apart = pair(made.id, each.resource_id, each.reasons, each.degree, at=now)
                uow.duplicates.settle(apart, PairState.APART, at=now, by=importer.author.account)
            _feed(uow, match, made.id)
            self._settle(uow, importer, match, MatchState.OTHER, now)
        return made

    def _settle(self, uow: UnitOfWork, importer: Importer, match: Match, state: MatchState, now: datetime) -> None:
        uow.import_matches.settle(match.id, state, at=now, by=importer.author.account)
        detail = {"reponse": state.value, "ligne": str(match.line)}
        act, kind = Act.IMPORT_ROW_SETTLED, ObjectKind.IMPORT
        note(uow, act, importer.caller, now, kind, str(match.batch_id), match.institution, detail)


def _asked(uow: UnitOfWork, actor: Actor, number: int) -> Match:
    match = uow.import_matches.get(number)
    if match is None or match.state is not MatchState.WAITING:
        raise UnknownRow
    if not may(actor, Action.IMPORT, owner=match.institution):
        raise UnknownRow
    return match


def _row(uow: UnitOfWork, match: Match) -> WaitingRow:
    found = {each.id: each for each in uow.resources.by_ids([each.resource_id for each in match.candidates])}
    # One of them may have been made one with another since: that one stands for it.
    moved = {each.merged_into for each in found.values() if each.merged_into is not None} - set(found)
    found |= {each.id: each for each in uow.resources.by_ids(sorted(moved))}
    ids = (found[each.resource_id].merged_into or each.resource_id for each in match.candidates)
    fiches = tuple(found[number] for number in dict.fromkeys(ids) if number in found)
    published = tuple(each for each in fiches if each.content.is_published)
    return WaitingRow(match, _draft(match), published, known_batch(uow, match.batch_id).file_name)


def _draft(match: Match) -> Draft:
    return draft_from_json(orjson.loads(match.draft))


def _origin(match: Match, draft: Draft) -> Origin:
    return Origin(SaveOrigin.IMPORT, draft.source, draft.source_id, match.batch_id)


def _feed(uow: UnitOfWork, match: Match, resource_id: int) -> None:
    """Write that a row feeds a fiche from now on."""
    # A later file may have created its own fiche, and have been taken back.
    uow.records.forget_silent(match.source, match.key)
    record = SourceRecord(match.source, match.key, resource_id, match.batch_id, match.digest, match.draft)
    uow.records.add_many([record])
