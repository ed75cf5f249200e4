"""What the rows of a file become, kept from the look to the deed; and of what it depends."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from pathlib import Path

import fiche
import importers
from directory.domain.changes import Document, Json
from directory.domain.imports import Batch
from directory.services.imports.territory import BatchTerritory
from directory.store.conversions import Conversion
from directory.store.database import Database
from directory.store.types import to_json
from directory.store.unit_of_work import UnitOfWork
from importers.base import RowMessage
from importers.kept import Kept, KeptRow, packed, unpacked
from search import places, text

_PACKAGES = (importers, fiche, places, text)
_CONVERTING = ("mapping", "source", "without", "renamed", "reading")
"""Options of a batch that say how its file is read."""
_DATED = '"valid_to":'
TRIED_UNDER = "tried_under"
"""Key of what is kept of a file: the mark under which its rows were tidied and checked."""


def fingerprint(uow: UnitOfWork, batch: Batch) -> str:
    """Return a digest of all that decides what the rows of a batch become, but for the day and the territory."""
    options = {name: batch.options.get(name) for name in _CONVERTING}
    institutions = {code: each.name for code, each in uow.institutions.all().items()}
    # A batch of an older version does not tell its file from another.
    file = batch.digest or f"import {batch.id}"
    said = [file, batch.file_name, batch.format, options, institutions]
    return hashlib.sha256(to_json([*said, uow.taxonomy.version(), code_of_conversion()]).encode()).hexdigest()


@cache
def code_of_conversion() -> str:
    """Return a digest of what converts: a new version of the product may read the same file better."""
    return digest_of(Path(each) for package in _PACKAGES for each in package.__path__)


def digest_of(folders: Iterable[Path]) -> str:
    """Return a digest of what some folders hold: code, mappings, lists of words, gazetteer; not what Python makes."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(path.read_bytes())
    return digest.hexdigest()


class Keeper:
    """Keeps the items of one batch, slice after slice."""

    def __init__(self, database: Database, batch_id: int, mark: str, day: date, territory: BatchTerritory) -> None:
        self._database = database
        self._batch_id = batch_id
        self._mark = mark
        self._day = day
        self._territory = territory
        self._rank = 0
        self._is_dated = False
        self._tried_under: str | None = None

    def keep(self, items: Sequence[Kept], header: Sequence[str], mark: str) -> None:
        """Keep a slice; ``mark``: under what its rows were tidied."""
        if self._tried_under is None:
            self._tried_under = mark
        if mark != self._tried_under:
            # Somebody moved the classification meanwhile: the rows are kept, and tidied again when they are applied.
            for item in items:
                if isinstance(item, KeptRow):
                    item.ready = None
        self._is_dated = self._is_dated or any(isinstance(each, KeptRow) and _DATED in each.text for each in items)
        content = packed(items, header)
        with self._database.write() as uow:
            if not self._rank:
                # A look that was cut short, or made of other choices.
                uow.conversions.forget(self._batch_id)
            uow.conversions.add_slice(self._batch_id, self._rank, content)
        self._rank += 1

    def finish(self, head: Document) -> None:
        day = self._day if self._is_dated else None
        codes = self._territory.codes if self._territory.was_asked else None
        with self._database.write() as uow:
            if not self._rank:
                uow.conversions.forget(self._batch_id)
            whole = {**head, TRIED_UNDER: self._tried_under or ""}
            uow.conversions.finish(Conversion(self._batch_id, self._mark, day, codes, whole))


def kept_items(database: Database, batch_id: int, header: Sequence[str]) -> Iterator[Kept]:
    """Give back what was kept of a batch, one slice in memory at a time."""
    with database.read() as uow:
        ranks = uow.conversions.ranks(batch_id)
    for rank in ranks:
        with database.read() as uow:
            content = uow.conversions.slice(batch_id, rank)
        yield from unpacked(content, header)


def messages_json(messages: Sequence[RowMessage]) -> list[Json]:
    return [asdict(each) for each in messages]


def messages_from(value: Json) -> tuple[RowMessage, ...]:
    """Return the messages ``messages_json`` wrote."""
    found = value if isinstance(value, list) else []
    return tuple(RowMessage(**each) for each in found if isinstance(each, dict))  # type: ignore[arg-type]
