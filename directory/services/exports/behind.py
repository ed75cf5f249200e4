"""Files that take long, written by the worker and kept for a day; those of the night are ready before."""

import io
from collections.abc import Callable, Iterator, Mapping

import structlog

from directory.domain.actors import Actor
from directory.domain.exports import KEPT_FOR, ExportFile
from directory.domain.jobs import Job
from directory.domain.rights import Action, may_somewhere
from directory.services.exports.formats import EXPORT_FORMATS, ExportFormat
from directory.services.exports.writing import ExportWriter, people_of
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.exports import EXPORT_PIECE_BYTES

logger = structlog.get_logger()

WRITE = "ecrire-export"
Alive = Callable[[], None]


class UnknownExport(Exception):
    """There is no such file for who asks."""


class KeptExports:
    """What pages and API ask of them. A file is given to who asked alone, as long as they may see what it holds."""

    def __init__(self, writer: ExportWriter) -> None:
        self.writer, self._database, self._now = writer, writer.database, writer.now

    def ask(self, actor: Actor, form: ExportFormat) -> int:
        """Have the whole base written in a form; return the number of the file, that of the one under way if any.

        One asked for while other contacts could be seen is not the same.
        """
        now, people, total = self._now(), people_of(actor), self.writer.everything().total
        with self._database.write() as uow:
            known = uow.exports.latest_of(actor.account, form.code)
            is_under_way = known is not None and known.ready_at is None and not known.is_late(now)
            if known is not None and is_under_way and known.people == people:
                return known.id
            number = uow.exports.add(actor.account, form.code, people, total=total, at=now)
            uow.jobs.add(WRITE, {"export": number}, key=f"{WRITE}-{number}", due_at=now, now=now)
        return number

    def get(self, actor: Actor, number: int) -> ExportFile:
        """Return a file that somebody asked for. Raises UnknownExport."""
        with self._database.read() as uow:
            found = uow.exports.get(number)
        is_mine = found is not None and found.account is not None and found.account == actor.account
        if found is None or not is_mine or not may_somewhere(actor, Action.EXPORT):
            raise UnknownExport
        if not found.people <= people_of(actor) or self._now() - found.asked_at > KEPT_FOR:
            raise UnknownExport
        return found

    def of_the_night(self, form: ExportFormat) -> ExportFile | None:
        """Return the last whole file of a form that a night made."""
        with self._database.read() as uow:
            return uow.exports.latest_of(None, form.code, ready=True)

    def bytes_of(self, found: ExportFile) -> "Pieces":
        return Pieces(self._database, found)


class Pieces(io.RawIOBase):
    """The bytes of a kept file, any part of them: the base is let go between two pieces."""

    def __init__(self, database: Database, found: ExportFile) -> None:
        self._database, self._file, self._at = database, found, 0

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        assert whence == io.SEEK_SET
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def __iter__(self) -> "Pieces":
        return self

    def __next__(self) -> bytes:
        if self._at >= self._file.size:
            raise StopIteration
        rank, begun = divmod(self._at, EXPORT_PIECE_BYTES)
        with self._database.read() as uow:
            piece = uow.exports.piece(self._file.id, rank)[begun:]
        if not piece:
            # Dropped meanwhile: the connection ends short of the length that was told.
            raise UnknownExport
        self._at += len(piece)
        return piece


class ExportWork(DailyWork):
    """What the worker does: the files of each night, and those that people ask for."""

    kind = "exports-de-la-nuit"

    def __init__(self, writer: ExportWriter, jobs: JobService) -> None:
        super().__init__(writer.database, jobs, now=writer.now)
        self._writer = writer

    def handlers(self) -> Mapping[str, Callable[[Job, Alive], None]]:
        return {**super().handlers(), WRITE: self.write_asked}

    def run(self, job: Job, alive: Alive) -> None:
        self.nightly(alive)

    def nightly(self, alive: Alive = lambda: None) -> list[ExportFile]:
        """Write the whole base in each form, without the name of any contact; drop the files of the days before."""
        made = []
        for form in EXPORT_FORMATS.values():
            with self._database.write() as uow:
                number = uow.exports.add(None, form.code, frozenset(), total=0, at=self._now())
            made.append(self._write(number, alive))
        with self._database.write() as uow:
            dropped = uow.exports.drop_before(self._now() - KEPT_FOR, keep=frozenset(each.id for each in made))
        logger.info("exports.night", files=len(made), dropped=dropped)
        return made

    def write_asked(self, job: Job, alive: Alive) -> None:
        number = job.payload["export"]
        assert isinstance(number, int)
        with self._database.read() as uow:
            found = uow.exports.get(number)
        if found is not None and found.ready_at is None:
            self._write(number, alive)

    def _write(self, number: int, alive: Alive) -> ExportFile:
        with self._database.read() as uow:
            asked = uow.exports.get(number)
        assert asked is not None
        written = 0

        def progress(fiches: int) -> None:
            nonlocal written
            written = fiches
            alive()

        export = self._writer.export(
            EXPORT_FORMATS[asked.form], self._writer.everything(), people=asked.people, progress=progress
        )
        with self._database.write() as uow:
            uow.exports.begin(number, total=export.total, tag=export.tag, file_name=export.file_name)
        size = 0
        for rank, piece in enumerate(_of_one_length(export.body)):
            size += len(piece)
            with self._database.write() as uow:
                uow.exports.put_piece(number, rank, piece, written=written)
        with self._database.write() as uow:
            uow.exports.finish(number, size=size, at=self._now())
            found = uow.exports.get(number)
        assert found is not None
        return found


def _of_one_length(pieces: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) >= EXPORT_PIECE_BYTES:
            yield bytes(held[:EXPORT_PIECE_BYTES])
            del held[:EXPORT_PIECE_BYTES]
    if held:
        yield bytes(held)
