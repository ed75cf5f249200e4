"""What each row of a slice does: decided against the base, nothing written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from directory.domain.import_matches import Match
from directory.domain.imports import Batch
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.fiches.saving import Save, Saver
from directory.services.imports.drafts import content_of, emptied_by, revised
from directory.services.imports.matching import Matcher, New, told
from directory.services.imports.opening import Opened
from directory.services.imports.reaching import Offers, reach_of, refused_owner
from directory.services.imports.readied import Readied
from directory.services.imports.snapshot import Snapshot
from directory.services.imports.standing import Revision, Standing, filled
from directory.store.records import SourceRecord
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from importers.base import Draft, RowMessage
from importers.kept import Kept, KeptRow, Key
from importers.plan import Action, Create, Planner, Refuse, Revise, lines_of

OVERWRITE, IGNORE_ZEROS = "overwrite", "ignore_zeros"
KEEP_VALUES, CREATE_DOUBTFUL = "keep_values", "create_doubtful"
"""Options of a batch, said by who imports."""
_NO_KEY: Key = ("", "")


@dataclass(frozen=True, slots=True)
class Step:
    """One row decided: its action and what it saves, if anything.

    emptied   values of the fiche that it erases.
    kept      what is said of the values of the fiche that stand although the row says otherwise.
    offered   what it would save of a fiche out of reach: it is proposed to those who keep the fiche.
    match     the fiches that a row which is new to the base may be about.
    """

    item: Kept
    action: Action
    key: Key = _NO_KEY
    save: Save | None = None
    known: SourceRecord | None = None
    emptied: int = 0
    kept: tuple[RowMessage, ...] = ()
    offered: Save | None = None
    match: Match | None = None

    @property
    def waits(self) -> bool:
        """Whether nothing is done of the row before a person answered."""
        return self.match is not None and self.save is None and self.offered is None


class Deciding:
    """Decides the rows of one batch, slice after slice."""

    def __init__(self, batch: Batch, opened: Opened) -> None:
        self._batch = batch
        self._institution = str(batch.options.get("institution", ""))
        self._snapshot = Snapshot(batch.id, ignore_zeros=bool(batch.options.get(IGNORE_ZEROS)))
        self._planner = Planner(self._snapshot, overwrites=bool(batch.options.get(OVERWRITE)), silent=opened.silent)
        self._own = opened.own
        self._reach = reach_of(batch.options)
        self._offers = Offers(batch)
        self._keeps = bool(batch.options.get(KEEP_VALUES))
        self._shared: set[int] = set()
        """Fiches of this slice into which another was merged: several sources feed them."""
        self._standing = Standing()
        self._creates_doubtful = bool(batch.options.get(CREATE_DOUBTFUL))
        self._matcher = Matcher(batch, self._institution)
        self.readied = Readied(batch, opened.tried_under)
        self.matches: Mapping[Key, Match] = {}
        """What the rows of this slice that are new to the base may be about."""

    def decide(self, uow: UnitOfWork, items: Sequence[Kept], saver: Saver, *, is_trial: bool = False) -> list[Step]:
        """Decide a slice against the base as this unit of work sees it.

        is_trial   nothing is saved: what rows may be about is looked up. Else it is what the trial found.
        """
        keys = [item.key if isinstance(item, KeptRow) else _NO_KEY for item in items]
        self.readied.begin(uow, saver, keys, items)
        self._snapshot.load(uow, [key for key in keys if key[1]])
        self._snapshot.own = (
            {} if self._own is None else self._own.known(uow, [item for item in items if isinstance(item, KeptRow)])
        )
        actions = self._snapshot.told(uow, [self._planner.decide(item) for item in items])
        self.matches = self._matched(uow, zip(keys, actions, strict=True), is_trial=is_trial)
        ids = [action.resource_id for action in actions if isinstance(action, Revise)]
        sure = [each.likeliest.resource_id for each in self.matches.values() if each.is_sure]
        current = {found.id: found for found in uow.resources.by_ids([*ids, *sure])}
        self._shared = uow.merges.standing_in(ids)
        self._standing.load(uow, list(current.values()))
        self._offers.load(uow, [number for number, found in current.items() if self._is_out_of_reach(found.content)])
        return [self._step(*each, current) for each in zip(items, actions, keys, strict=True)]

    def _step(self, item: Kept, action: Action, key: Key, current: dict[int, Resource]) -> Step:
        if isinstance(action, Create):
            ready = self.readied.taken(key)
            content = content_of(action.draft, institution=self._institution) if ready is None else ready
            if self._is_out_of_reach(content):
                return Step(item, Refuse(refused_owner(item, content), lines_of(action)), key)
            made = Step(item, action, key, self._save(action.draft, content, None, is_ready=ready is not None))
            match = self.matches.get(key)
            return made if match is None else self._step_of(match, made, action, current)
        if not isinstance(action, Revise):
            return Step(item, action, key)
        known, before = self._snapshot.records.get(key), current[action.resource_id]
        revision = self._revised(key, known, before, action)
        save = self._save(action.draft, revision.content, before)
        if self._is_out_of_reach(before.content):
            return Step(item, action, key, known=known, offered=save)
        if self._is_out_of_reach(revision.content):
            # A column of institutions gives no fiche away.
            save = replace(save, content=replace(revision.content, institution=before.content.institution))
        return Step(item, action, key, save, known, emptied=revision.emptied, kept=revision.told)

    def _step_of(self, match: Match, made: Step, action: Create, current: Mapping[int, Resource]) -> Step:
        """Return what is done of a row that may be about a fiche which is there. ``made``: what creates another."""
        line = lines_of(action)[0]
        fiche = current.get(match.likeliest.resource_id) if match.is_sure else None
        if fiche is None or not fiche.content.is_published:
            said = (told(match, line, waits=not self._creates_doubtful),)
            return replace(made, save=made.save if self._creates_doubtful else None, kept=said, match=match)
        revision = filled(fiche, action.draft)
        save = self._save(action.draft, revision.content, fiche)
        if self._is_out_of_reach(fiche.content):
            return replace(made, save=None, offered=save, match=match, kept=(told(match, line, waits=False),))
        return replace(made, save=save, match=match, kept=(told(match, line, waits=False), *revision.told))

    def _matched(
        self, uow: UnitOfWork, decided: Iterable[tuple[Key, Action]], *, is_trial: bool
    ) -> Mapping[Key, Match]:
        created = [(key, action) for key, action in decided if isinstance(action, Create)]
        if not is_trial:
            return uow.import_matches.tried(self._batch.id, [key for key, _ in created])
        twins = self._snapshot.twins
        news = [
            New(key, action, twins[action.digest].resource_id if action.digest in twins else None)
            for key, action in created
        ]
        return self._matcher.find(uow, news, self.readied.of, self._planner.has_seen)

    def _is_out_of_reach(self, content: Content) -> bool:
        return self._reach is not None and content.institution not in self._reach

    def _revised(self, key: Key, mine: SourceRecord | None, before: Resource, action: Revise) -> Revision:
        """Return what a fiche says once a line moved."""
        known = self._snapshot.get(key)
        last = known.draft if known is not None else None
        if last is not None and (mine is None or key in self._snapshot.own):
            # A file of this base: what its rows are compared with is what the fiche says now.
            may_empty = emptied_by(before.content, action.changes)
            if self._keeps:
                may_empty = dict.fromkeys(may_empty, False)
            moved = [name for name in action.changes if may_empty.get(name, True)]
            return Revision(revised(before.content, action.draft, moved), sum(may_empty.values()))
        if last is not None and mine is not None:
            return self._standing.revise(before, mine, last, action, keeps=self._keeps)
        if before.id in self._shared or self._standing.is_shared(before.id):
            # Its creation was undone, then it was merged: the fiche that stands for it speaks for others too.
            return Revision(before.content)
        # Its creation was undone: the fiche comes back whole.
        return Revision(content_of(action.draft, institution=self._institution))

    def _save(self, draft: Draft, content: Content, before: Resource | None, *, is_ready: bool = False) -> Save:
        origin = Origin(SaveOrigin.IMPORT, draft.source, draft.source_id, self._batch.id)
        return Save(content, self._batch.author, origin, before, draft.structure_key, is_ready=is_ready)
