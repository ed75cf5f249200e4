"""Imports as people lead them: a file given, whose it is, how it is read, tried, applied, stopped, taken back.

The right on each batch is asked here, whatever page asks; what is out of reach is not there.
"""

from dataclasses import replace

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.changes import Document, Json
from directory.domain.imports import Batch, BatchState, ImportSource
from directory.services.accounts.trail import note
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.choosing import with_mapping
from directory.services.imports.jobs import APPLY, LOOK, TRY
from directory.services.imports.receiving import OPEN, Importer, Receiving
from directory.services.imports.schedule import Schedule, checked, schedule_json
from directory.services.imports.service import DONE, TRIED_AT, ImportService
from directory.services.imports.sources import NewSource, identity_for
from directory.services.imports.vanished import ARCHIVING, Told, told_from

__all__ = ["OPEN", "FichesMoved", "ImportDesk", "Importer", "stamp"]


class FichesMoved(Exception):
    """Fiches that the import touches, or what it would do, changed since it was tried."""


class ImportDesk(Receiving):
    @property
    def engine(self) -> ImportService:
        """What reads and writes: its answers about a batch that ``get`` gave may be shown."""
        return self._imports

    def belongs_to(self, importer: Importer, number: int, source_id: int) -> Batch:
        """Say that a file comes from a source that is known. Raises UnknownBatch, UnknownSource, BatchNotReady."""
        batch = self._open(importer.actor, number)
        self._settle(importer, batch, self.source(importer.actor, source_id))
        return self.get(importer.actor, number)

    def belongs_to_new(self, importer: Importer, number: int, new: NewSource) -> Batch:
        """Make the source that a file comes from. Raises UnknownBatch, BadSource, BatchNotReady."""
        batch = self._open(importer.actor, number)
        new.check(importer.actor)
        with self._database.write() as uow:
            made = uow.import_sources.add(
                ImportSource(
                    0,
                    new.name,
                    new.institution,
                    new.contact,
                    identity_for(uow, new),
                    new.format,
                    "",
                    {},
                    (),
                    self._now(),
                    importer.author.label,
                )
            )
        self._settle(importer, batch, made)
        return self.get(importer.actor, number)

    def settle(self, importer: Importer, number: int, source: ImportSource, **options: Json) -> None:
        """Write how a file is read, and ask for a dry run. Raises UnknownBatch, BatchNotReady."""
        self._settle(importer, self._open(importer.actor, number), source, **options)

    def schedule(self, importer: Importer, source: ImportSource, said: Schedule) -> None:
        """Write where the next files of a source are found each night. Raises BadSchedule, UnknownSource.

        Who asks has the right to operate the site: the route asks for it.
        """
        kept = checked(replace(said, account=importer.actor.account), self._root)
        self.keep_source(importer, replace(source, schedule=schedule_json(kept)))

    def choose(self, importer: Importer, number: int, source: ImportSource, choices: Document) -> None:
        """Keep what was answered about a file with its source; it is read so from then on once it is all known."""
        self._open(importer.actor, number)
        self.keep_source(importer, replace(source, choices=choices))

    def choose_all(self, importer: Importer, number: int, source: ImportSource, choices: Document) -> None:
        """Make the mapping that the answers about a file give, and ask for a dry run. Raises BadMapping."""
        batch = self._open(importer.actor, number)
        look = self.look(batch)
        if look is None or look.unreadable is not None:
            raise BatchNotReady(batch.state)
        kept = self.keep_source(importer, with_mapping(source, look, choices, self.known()))
        self._settle(importer, batch, kept)

    def apply(self, importer: Importer, number: int, *, seen: str) -> None:
        """Ask for what the dry run showed to be done.

        seen   ``stamp`` of the dry run that was looked at.
        Raises UnknownBatch, BatchNotReady; FichesMoved when another dry run was made, or fiches moved since.
        """
        batch = self._open(importer.actor, number)
        if batch.state is not BatchState.PREVIEWED:
            raise BatchNotReady(batch.state)
        if stamp(batch) != seen or self.has_moved(batch):
            self._note_job(number, self._import_jobs.ask_to_try(number))
            raise FichesMoved
        self._note_job(number, self._import_jobs.ask_to_apply(number))
        self._note(importer, Act.IMPORT_APPLIED, batch)

    def ask_again(self, importer: Importer, number: int) -> None:
        """Ask again for the work of a batch that failed, or that nobody was asked for.

        Raises UnknownBatch; BatchNotReady when nothing failed; FichesMoved when fiches moved since it was tried.
        """
        batch = self._open(importer.actor, number)
        failed = self.job(batch)
        if failed is not None and not failed.has_failed:
            raise BatchNotReady(batch.state)
        kind = failed.kind if failed is not None else _never_asked(batch)
        if kind == APPLY and self.has_moved(batch):
            self._note_job(number, self._import_jobs.ask_to_try(number))
            raise FichesMoved
        self._note_job(number, self._ask(kind, number))
        if kind == APPLY:
            self._note(importer, Act.IMPORT_APPLIED, batch)

    def stop(self, importer: Importer, number: int) -> None:
        """Stop a batch that is applied: what is done stays. Raises UnknownBatch."""
        batch = self.get(importer.actor, number)
        self._preparing.stop(number)
        self._note(importer, Act.IMPORT_STOPPED, batch)

    def go_on(self, importer: Importer, number: int) -> None:
        """Go on with a batch that was stopped. Raises UnknownBatch, BatchNotReady."""
        batch = self.get(importer.actor, number)
        if batch.state is not BatchState.STOPPED:
            raise BatchNotReady(batch.state)
        self._preparing.go_on(number)
        self._import_jobs.ask_to_apply(number, after=int(str(batch.checkpoint.get(DONE, 0))) + 1)
        self._note(importer, Act.IMPORT_APPLIED, batch)

    def undo(self, importer: Importer, number: int) -> None:
        """Ask for a batch to be taken back. Raises UnknownBatch, BatchNotReady."""
        batch = self.get(importer.actor, number)
        if batch.state not in (BatchState.APPLYING, BatchState.STOPPED, BatchState.APPLIED):
            raise BatchNotReady(batch.state)
        self._import_jobs.ask_to_undo(number, author=importer.author)
        self._note(importer, Act.IMPORT_UNDONE, batch)

    def archive_vanished(self, importer: Importer, number: int) -> bool:
        """Have the fiches archived that the file of a batch no longer names; False when somebody else must agree.

        Somebody else: an administrator who did not ask for it. Raises UnknownBatch, BatchNotReady.
        """
        batch = self.get(importer.actor, number)
        told = told_from(batch.report)
        if batch.state is not BatchState.APPLIED or not told.count:
            raise BatchNotReady(batch.state)
        asked = batch.report.get(ARCHIVING)
        agrees = (
            isinstance(asked, dict)
            and importer.actor.is_administrator
            and asked.get("account") != importer.actor.account
        )
        if self.is_much(told) and not agrees:
            asking: Document = {"account": importer.actor.account, "label": importer.author.label}
            self._report(batch, {**batch.report, ARCHIVING: asking})
            return False
        self._note_job(number, self._import_jobs.ask_to_archive(number, author=importer.author))
        self._note(importer, Act.IMPORT_ARCHIVED, batch)
        return True

    def is_much(self, told: Told) -> bool:
        """Say whether so many fiches of a source are archived only when two people agree."""
        return 100 * told.count > self._most_archived * told.of

    def keep_vanished(self, importer: Importer, number: int) -> None:
        """Give up an archiving that was asked for. Raises UnknownBatch."""
        batch = self.get(importer.actor, number)
        self._report(batch, {name: value for name, value in batch.report.items() if name != ARCHIVING})

    def _report(self, batch: Batch, report: Document) -> None:
        with self._database.write() as uow:
            uow.batches.save_progress(
                batch.id, state=batch.state, counts=batch.counts, checkpoint=batch.checkpoint, report=report
            )

    def drop(self, importer: Importer, number: int) -> None:
        """Give up a batch of which nothing was applied. Raises UnknownBatch, BatchNotReady."""
        self._open(importer.actor, number)
        with self._database.write() as uow:
            uow.conversions.forget(number)
            uow.batches.drop(number)

    def _ask(self, kind: str, number: int) -> int:
        asks = {
            LOOK: self._import_jobs.ask_to_look,
            TRY: self._import_jobs.ask_to_try,
            APPLY: self._import_jobs.ask_to_apply,
        }
        return asks[kind](number)

    def _note(self, importer: Importer, act: Act, batch: Batch) -> None:
        with self._database.write() as uow:
            note(
                uow, act, importer.caller, self._now(), ObjectKind.IMPORT, str(batch.id), batch.institution,
                {"fichier": batch.digest[:12]},
            )  # fmt: skip


def _never_asked(batch: Batch) -> str:
    """Return the work that a batch waits for though nobody has it to do: whoever was to ask was lost before.

    Raises BatchNotReady when it waits for a person.
    """
    if not batch.look:
        return LOOK
    if batch.state is BatchState.PREVIEWED or not batch.format:
        raise BatchNotReady(batch.state)
    return TRY


def stamp(batch: Batch) -> str:
    """Return what tells one dry run from another: the file, the moment, what was chosen."""
    return f"{batch.digest[:12]}-{batch.report.get(TRIED_AT) or ''}"
