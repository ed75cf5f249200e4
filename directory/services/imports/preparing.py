"""What is done to a batch beside its fiches: its file read through, how far a dry run is, a stop asked for."""

from collections.abc import Callable
from datetime import datetime

from directory.domain.imports import BatchState
from directory.services.imports.batches import known_batch
from directory.services.imports.corrected import READING, corrections_from
from directory.services.imports.looks import look_into, look_json
from directory.services.imports.reports import LINES
from directory.store.database import Database
from importers.files.source import PackedFile
from search.places.gazetteer import Gazetteer


class Preparing:
    def __init__(self, database: Database, gazetteer: Gazetteer, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._gazetteer = gazetteer
        self._now = now

    def look_into(self, batch_id: int) -> None:
        """Read the file of a batch through and keep what it is. Raises UnknownBatch."""
        with self._database.read() as uow:
            batch, content = known_batch(uow, batch_id), PackedFile(uow.batches.packed(batch_id))
        said = corrections_from(batch.options.get(READING))
        look = look_into(self._database, self._gazetteer, content, batch.file_name, now=self._now(), said=said)
        with self._database.write() as uow:
            uow.batches.save_look(batch_id, look_json(look))

    def note_tried(self, batch_id: int, lines: int) -> None:
        """Write how far a dry run is, for those who look. Raises UnknownBatch."""
        with self._database.write() as uow:
            batch = known_batch(uow, batch_id)
            if batch.state in (BatchState.RECEIVED, BatchState.UNREADABLE):
                counts = {LINES: lines}
                uow.batches.save_progress(batch_id, state=batch.state, counts=counts, checkpoint=batch.checkpoint)

    def stop(self, batch_id: int) -> None:
        """Stop a batch that is being applied, at the end of its slice: what is done stays. Raises UnknownBatch."""
        self._turn(batch_id, BatchState.APPLYING, BatchState.STOPPED)

    def go_on(self, batch_id: int) -> None:
        """Let a batch that was stopped be applied again from where it was. Raises UnknownBatch."""
        self._turn(batch_id, BatchState.STOPPED, BatchState.APPLYING)

    def _turn(self, batch_id: int, before: BatchState, after: BatchState) -> None:
        with self._database.write() as uow:
            batch = known_batch(uow, batch_id)
            if batch.state is before:
                uow.batches.save_progress(batch_id, state=after, counts=batch.counts, checkpoint=batch.checkpoint)
