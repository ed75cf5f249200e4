"""The files that sources give each night: fetched, tried, applied when nothing in them asks for a person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import ClassVar

import structlog

from directory.domain.accounts.account import Door
from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.accounts.messages import MessageKind
from directory.domain.changes import Author
from directory.domain.imports import Batch, BatchState, ImportSource
from directory.domain.jobs import Job
from directory.services.accounts.callers import COMMAND
from directory.services.accounts.mailing import queue_mail
from directory.services.accounts.trail import note
from directory.services.imports.batches import BatchNotReady, BatchTaken, UnknownBatch
from directory.services.imports.corrected import READING
from directory.services.imports.preparing import Preparing
from directory.services.imports.receiving import source_options
from directory.services.imports.remote import Fetcher, Unfetched
from directory.services.imports.reports import CREATED, EMPTIED, REFUSED, REVISED, WAITING
from directory.services.imports.schedule import (
    BadSchedule,
    Schedule,
    Where,
    folder_of,
    newest_in,
    schedule_from,
    schedule_json,
)
from directory.services.imports.service import ImportService
from directory.services.imports.sources import identity_of
from directory.services.imports.vanished import Vanishing, told_from
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.packing import Packed, pack
from search.places.clock import local_day
from search.places.gazetteer import Gazetteer

AUTHOR = Author(None, "import programmé")
_CUT_SHORT = (BatchState.RECEIVED, BatchState.PREVIEWED, BatchState.APPLYING)
logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class NightTerms:
    """What a site is set to.

    root          folder under which those of sources are; None for none.
    most_bytes    of a file.
    most_changed  share of the fiches of a source, in hundredths, that may change without anybody looking.
    home          codes of the départements that the site serves.
    sends         whether a mail server is there.
    """

    root: Path | None
    most_bytes: int
    most_changed: int
    home: tuple[str, ...] = ()
    sends: bool = False


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    packed: Packed
    etag: str = ""


class NightlyImports(DailyWork):
    """Looks at the place of each source once a night."""

    kind: ClassVar[str] = "imports-de-nuit"

    def __init__(
        self,
        database: Database,
        jobs: JobService,
        gazetteer: Gazetteer,
        imports: ImportService,
        preparing: Preparing,
        vanishing: Vanishing,
        terms: NightTerms,
        *,
        now: Callable[[], datetime],
        fetcher: Fetcher | None = None,
    ) -> None:
        super().__init__(database, jobs, now=now)
        self._gazetteer = gazetteer
        self._imports = imports
        self._preparing = preparing
        self._vanishing = vanishing
        self._terms = terms
        self._fetcher = fetcher or Fetcher(most_bytes=terms.most_bytes)

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        """Look at each source that was not looked at today: done again after a crash, it does what was left."""
        today = local_day(self._now()).isoformat()
        with self._database.read() as uow:
            sources = uow.import_sources.of_institutions(None)
        for source in sources:
            schedule = schedule_from(source.schedule)
            if schedule.where is not Where.NOWHERE and schedule.tried_on != today:
                alive()
                self._look_at(source, schedule, today, alive)

    def _look_at(self, source: ImportSource, schedule: Schedule, today: str, alive: Callable[[], None]) -> None:
        try:
            file = self._file(schedule)
        except (Unfetched, BadSchedule) as error:
            logger.warning("imports.night_failed", source=source.id)
            if not schedule.failure:
                self._tell(source, schedule, error.message)
            self._keep(source, replace(schedule, tried_on=today, failure=error.message))
            return
        if file is None or file.packed.digest == schedule.digest:
            self._keep(source, replace(schedule, tried_on=today, failure=""))
            return
        number = self._received(source, file)
        try:
            reason = self._done(source, number, alive)
        except (BatchTaken, BatchNotReady, UnknownBatch):
            # Somebody leads it by hand meanwhile.
            reason = ""
        if reason:
            self._tell(source, schedule, reason)
        done = replace(schedule, etag=file.etag, digest=file.packed.digest, tried_on=today, failure="")
        self._keep(source, done)

    def _file(self, schedule: Schedule) -> _File | None:
        """Return the file of a source, None when its server says that it is still the same. Raises Unfetched."""
        if schedule.where is Where.ADDRESS:
            fetched = self._fetcher.fetch(schedule.place, schedule.etag)
            if fetched is None:
                return None
            return _File(fetched.name, pack(BytesIO(fetched.content)), fetched.etag)
        try:
            found = newest_in(folder_of(schedule.place, self._terms.root))
            if found is None:
                return None
            if found.stat().st_size > self._terms.most_bytes:
                raise Unfetched(f"Le fichier pèse plus de {self._terms.most_bytes // (1024 * 1024)}\u00a0Mo.")
            with found.open("rb") as stream:
                return _File(found.name, pack(stream))
        except OSError as error:
            raise Unfetched("Ce dossier, ou un de ses fichiers, ne peut pas être lu.") from error

    def _received(self, source: ImportSource, file: _File) -> int:
        """Keep a file of a source, once: the one of a night that was cut short is gone on with."""
        with self._database.write() as uow:
            last = next(iter(uow.batches.of_source(source.id, limit=1)), None)
            is_same = last is not None and last.digest == file.packed.digest and last.author == AUTHOR
            if last is not None and is_same and last.state in _CUT_SHORT:
                return last.id
            options = source_options(uow, self._gazetteer, source, self._terms.home)
            return uow.batches.add(
                source=identity_of(source), format_name=source.format, file_name=file.name, file=file.packed,
                options={**options, READING: source.reading}, author=AUTHOR, now=self._now(),
                institution=source.institution, source_id=source.id,
            )  # fmt: skip

    def _done(self, source: ImportSource, number: int, alive: Callable[[], None]) -> str:
        """Try a file, and apply it when nothing in it asks for a person; else return what does, in French."""
        if self._imports.batch(number).state is BatchState.APPLYING:
            return self._applied(source, number, alive)
        self._preparing.look_into(number)
        if not source.format:
            return "Les colonnes de cette source n’ont pas encore été dites."
        report = self._imports.dry_run(number, progress=lambda _: alive())
        if report.unreadable is not None:
            return report.unreadable.text
        self._vanishing.note(number)
        reason = self._why_wait(source, self._imports.batch(number))
        return reason or self._applied(source, number, alive)

    def _applied(self, source: ImportSource, number: int, alive: Callable[[], None]) -> str:
        self._imports.apply(number, progress=lambda _: alive())
        with self._database.write() as uow:
            detail = {"fichier": self._imports.batch(number).digest[:12]}
            note(
                uow,
                Act.IMPORT_APPLIED,
                COMMAND,
                self._now(),
                ObjectKind.IMPORT,
                str(number),
                source.institution,
                detail,
            )
        return ""

    def _why_wait(self, source: ImportSource, batch: Batch) -> str:
        with self._database.read() as uow:
            known = uow.records.count_of(batch.source)
        if not known:
            return "C’est le premier fichier de cette source."
        if told_from(batch.report).count:
            return "Des fiches ont disparu du fichier."
        changed = sum(batch.counts.get(name, 0) for name in (CREATED, REVISED))
        if 100 * changed >= self._terms.most_changed * known and changed:
            return f"Le fichier change {changed} des {known} fiches de la source."
        if any(batch.counts.get(name) for name in (EMPTIED, REFUSED, WAITING)):
            return "Des lignes sont refusées ou attendent un avis, ou des valeurs seraient vidées."
        return ""

    def _tell(self, source: ImportSource, schedule: Schedule, reason: str) -> None:
        """Queue one mail to the administrator who set the schedule."""
        with self._database.write() as uow:
            account = uow.accounts.get(schedule.account or 0)
            if account is None or not self._terms.sends or not account.may_enter(Door.SESSION, self._now()):
                return
            facts = {"source": source.name, "reason": reason, "number": str(source.id)}
            queue_mail(uow, MessageKind.IMPORT_WAITS, account, self._now(), facts=facts)

    def _keep(self, source: ImportSource, schedule: Schedule) -> None:
        with self._database.write() as uow:
            fresh = uow.import_sources.get(source.id)
            if fresh is None or schedule_from(fresh.schedule).place != schedule.place:
                # Somebody set it otherwise meanwhile.
                return
            uow.import_sources.save(replace(fresh, schedule=schedule_json(schedule)))
