"""A slice of an import, tried in a dry run or written in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime

from directory.domain.changes import Json, difference
from directory.domain.duplicates import Degree, Pair, Reason, pair
from directory.domain.imports import Batch, Refusal
from directory.domain.reports.proposal import Proposal
from directory.domain.resource import Resource
from directory.services.fiches.checks import ContentError
from directory.services.fiches.faults import label_of, told
from directory.services.fiches.saving import Effect, Refused, Save, Saved, Saver
from directory.services.imports.deciding import Deciding, Step
from directory.services.imports.opening import Opened
from directory.services.imports.reports import (
    CREATED,
    DUPLICATES,
    EMPTIED,
    LEFT,
    LINES,
    PROPOSED,
    REFUSED,
    REPEATED,
    REVISED,
    UNCHANGED,
    WAITING,
    Example,
    ReportBuilder,
)
from directory.store.records import SourceRecord
from directory.store.types import to_json
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from importers.base import RowMessage
from importers.drafts import draft_json
from importers.kept import Kept, KeptRow, Key
from importers.plan import Action, Create, Leave, Refuse, Revise, Unchanged, lines_of


class ChunkWork(Deciding):
    """Tries or writes the rows of one batch, slice after slice."""

    def __init__(self, batch: Batch, *, report: ReportBuilder, opened: Opened) -> None:
        super().__init__(batch, opened)
        self._report = report

    def pass_over(self, items: Sequence[Kept], refused: Mapping[int, Sequence[RowMessage]]) -> None:
        """Remember rows written before an interruption, so that later ones are judged as if nothing had happened.

        refused   line → what was said of the rows refused then: the base is not asked again what it thought of them.
        """
        self._snapshot.records, self._snapshot.own = {}, {}
        for item in items:
            action = self._planner.decide(item)
            _say_what_was_read(self._report, action)
            if not isinstance(action, Refuse):
                self._report.say(refused.get(lines_of(action)[0], ()), refuses=True)

    def try_out(self, saver: Saver, steps: Sequence[Step]) -> list[Refusal]:
        """Count what a slice would do and show examples; return the rows it would refuse."""
        refusals: list[Refusal] = []
        for step in steps:
            self._count_read(step)
            if step.offered is not None:
                self._count_offered(saver, step.offered)
                continue
            if step.save is None:
                self._settle(step, None, refusals)
                continue
            content = self._tidied(saver, step, step.save)
            self._settle(step, content if isinstance(content, Refused) else _effect(step.save, content), refusals)
            if not isinstance(content, Refused):
                self._show(step, step.save, content)
                self._report.counts[DUPLICATES] += step.match is not None and step.save.before is None
        return refusals

    def _tidied(self, saver: Saver, step: Step, save: Save) -> Content | Refused:
        if save.before is not None:
            return saver.ready(save.content, save.before.content)
        content = self.readied.of(step.key, save.content)
        if isinstance(content, Content):
            self.readied.keep(step.item, content)
        return content

    def write(self, uow: UnitOfWork, saver: Saver, steps: Sequence[Step], *, now: datetime) -> list[Refusal]:
        """Save a slice with what its source said, and count it; return the rows refused."""
        outcomes = iter(saver.save_many(uow, [step.save for step in steps if step.save is not None], now=now))
        refusals: list[Refusal] = []
        new: list[SourceRecord] = []
        created: list[SourceRecord] = []
        replaced: list[tuple[SourceRecord, SourceRecord]] = []
        offers: list[Proposal] = []
        for step in steps:
            self._count_read(step)
            if step.offered is not None:
                made = self._count_offered(saver, step.offered)
                offers += [made] if made is not None else []
                continue
            outcome = None if step.save is None else next(outcomes)
            self._settle(step, outcome.effect if isinstance(outcome, Saved) else outcome, refusals)
            if isinstance(outcome, Saved) and isinstance(step.action, Create | Revise):
                key = step.key if step.known is None else (step.known.source, step.known.key)
                record = self._record(key, step.action, outcome.resource)
                if step.known is None:
                    new.append(record)
                    created += [record] if outcome.effect is Effect.CREATED else []
                else:
                    replaced.append((step.known, record))
        self._offers.keep(uow, offers)
        self._flag_duplicates(uow, created, now)
        waiting = [step.match for step in steps if step.match is not None and step.waits]
        said = [(match.source, match.key) for match in waiting] + [(record.source, record.key) for record in new]
        uow.import_matches.replace(self._batch.id, said)
        uow.import_matches.wait(waiting)
        uow.records.add_many(new)
        uow.records.replace_many(replaced)
        return refusals

    def _count_offered(self, saver: Saver, save: Save) -> Proposal | None:
        """Count a row about a fiche out of reach; return what it proposes to those who keep it."""
        content = saver.ready(save.content, None if save.before is None else save.before.content)
        made = None if isinstance(content, Refused) else self._offers.of(save.before, content)
        self._report.counts[UNCHANGED if made is None else PROPOSED] += 1
        return made

    def _record(self, key: Key, action: Create | Revise, saved: Resource) -> SourceRecord:
        text = action.text or to_json(draft_json(action.draft))
        return SourceRecord(key[0], key[1], saved.id, self._batch.id, action.digest, text)

    def _count_read(self, step: Step) -> None:
        self._report.counts[LINES] += len(lines_of(step.action))
        _say_what_was_read(self._report, step.action)
        self._report.say(step.kept, refuses=False, is_of_fiches=True)

    def _settle(self, step: Step, outcome: Effect | Refused | None, refusals: list[Refusal]) -> None:
        """Count one row, and put it among the refusals if it is one."""
        counts = self._report.counts
        if isinstance(step.action, Refuse):
            row = step.action.row
            counts[REFUSED] += 1
            refusals.append(_refusal(row.line, row.cells, row.errors))
        elif isinstance(step.action, Unchanged) and step.action.repeats:
            counts[REPEATED] += 1
        elif isinstance(step.action, Leave):
            counts[LEFT] += 1
        elif step.waits:
            counts[WAITING] += 1
        elif isinstance(outcome, Refused) and isinstance(step.item, KeptRow):
            line = lines_of(step.action)[0]
            errors = tuple(_message(line, error, institution=self._institution) for error in outcome.errors)
            counts[REFUSED] += 1
            self._report.say(errors, refuses=True)
            refusals.append(_refusal(line, step.item.cells, errors))
        elif isinstance(outcome, Effect):
            counts[EMPTIED] += step.emptied * (outcome is Effect.REVISED)
            counts[{Effect.CREATED: CREATED, Effect.REVISED: REVISED, Effect.UNCHANGED: UNCHANGED}[outcome]] += 1
        else:
            counts[UNCHANGED] += 1

    def _show(self, step: Step, save: Save, content: Content) -> None:
        line = lines_of(step.action)[0]
        if save.before is None:
            self._report.show_created(Example(line, content.title, content.structure.name, None, {}))
        elif save.before.content != content:
            changes = difference(save.before.content, content)
            self._report.count_moved(changes)
            self._report.show_revised(Example(line, content.title, content.structure.name, save.before.id, changes))

    def _flag_duplicates(self, uow: UnitOfWork, new: Sequence[SourceRecord], now: datetime) -> None:
        """Flag the new fiches that say exactly what another one says: people decide, nothing is merged here."""
        first = {digest: twin.resource_id for digest, twin in self._snapshot.twins.items()}
        flags: list[Pair] = []
        for record in new:
            twin = first.setdefault(record.digest, record.resource_id)
            if twin != record.resource_id:
                flags.append(pair(record.resource_id, twin, (Reason.SAME_CONTENT,), Degree.NEARLY_SURE, at=now))
        if flags:
            uow.duplicates.flag(flags)
            self._report.counts[DUPLICATES] += len(flags)


def _effect(save: Save, content: Content) -> Effect:
    if save.before is None:
        return Effect.CREATED
    return Effect.UNCHANGED if save.before.content == content else Effect.REVISED


def _say_what_was_read(report: ReportBuilder, action: Action) -> None:
    if isinstance(action, Refuse):
        report.say(action.row.errors, refuses=True)
    elif isinstance(action, Leave):
        report.say((action.row.reason,), refuses=False)
    elif isinstance(action, Create | Revise | Unchanged):
        report.say(action.warnings, refuses=False)


def _refusal(line: int, cells: dict[str, str], errors: Sequence[RowMessage]) -> Refusal:
    return Refusal(line, cells, [_json(error) for error in errors])


def messages_of(refusal: Refusal) -> tuple[RowMessage, ...]:
    """Return what was said of a refused row, as it was kept."""
    return tuple(RowMessage(**error) for error in refusal.errors)  # type: ignore[arg-type]


def _json(message: RowMessage) -> dict[str, Json]:
    return {name: value for name, value in asdict(message).items() if value}


def _message(line: int, error: ContentError, *, institution: str) -> RowMessage:
    """Say what is wrong; ``institution``: the owner given with the import, which no cell of the file can correct."""
    label, found = label_of(error.field), told(error)
    if error.field == "institution" and error.value == institution:
        return RowMessage(line, error.code, found.message, "", error.value, "Recommencez avec une institution connue.")
    advice = "Corrigez la cellule, ou videz-la\u00a0: la fiche sera créée sans cette valeur."
    return RowMessage(line, error.code, found.message, label, error.value, advice)
