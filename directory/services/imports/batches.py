"""What applying an import and undoing it share: the batch, and who may go on with it."""

from collections.abc import Callable

from directory.domain.imports import Batch, BatchState
from directory.store.unit_of_work import UnitOfWork

Progress = Callable[[int], None]
"""Told how much is done after each slice; may raise, to stop the work there."""


class UnknownBatch(Exception):
    """There is no such import."""

    def __init__(self, batch_id: int) -> None:
        super().__init__(f"import {batch_id}")
        self.batch_id = batch_id


class UnknownFormat(Exception):
    """There is no such format of files."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class BatchNotReady(Exception):
    """What was asked does not fit the state of the import."""

    def __init__(self, state: BatchState) -> None:
        super().__init__(state.value)
        self.state = state


class BatchTaken(Exception):
    """Another worker went on with this import: stop at once."""

    def __init__(self, batch_id: int) -> None:
        super().__init__(f"import {batch_id}")
        self.batch_id = batch_id


def known_batch(uow: UnitOfWork, batch_id: int) -> Batch:
    """Return a batch as this unit of work sees it. Raises UnknownBatch."""
    batch = uow.batches.get(batch_id)
    if batch is None:
        raise UnknownBatch(batch_id)
    return batch
