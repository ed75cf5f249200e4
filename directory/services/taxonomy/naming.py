"""Where codes of the classification are named: the mappings by which files are read."""

from directory.store.unit_of_work import UnitOfWork
from importers.registry import codes_named


def mappings_naming(uow: UnitOfWork, code: str) -> tuple[str, ...]:
    """Return what reads files into a code: labels of packaged formats, then sources read by a mapping of their own."""
    packaged = [label for label, texts in codes_named().items() if code in texts]
    return (*sorted(packaged), *uow.batches.sources_naming(code))
