"""A row as the fiche that would be kept, tidied and checked once: by the trial; the application takes it as it is.

It does so only while all that tidying and checking look at is what it was: the classification, the institutions, the
owner given with the import, the code.
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from directory import domain
from directory.domain.imports import Batch
from directory.services import fiches
from directory.services.fiches.saving import Refused, Saver
from directory.services.imports.keeping import code_of_conversion, digest_of
from directory.store.types import to_json
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from importers.kept import Kept, KeptRow, Key


class Readied:
    """What the rows of one slice after another are once tidied and checked.

    tried_under   mark under which the rows were tried; empty where they never were.
    mark          that of the slice: equal marks, equal fiches.
    """

    def __init__(self, batch: Batch, tried_under: str) -> None:
        self._owner = str(batch.options.get("institution", ""))
        self._tried_under = tried_under
        self._saver: Saver | None = None
        self._items: Mapping[Key, Kept] = {}
        self._found: dict[Key, Content | Refused] = {}
        self.mark = ""

    def begin(self, uow: UnitOfWork, saver: Saver, keys: Sequence[Key], items: Sequence[Kept]) -> None:
        """Begin a slice; ``keys``: those of its items."""
        self._saver = saver
        self._items = dict(zip(keys, items, strict=True))
        self._found = {}
        said = [uow.taxonomy.version(), sorted(saver.institutions), self._owner, code_of_conversion(), _code()]
        self.mark = hashlib.sha256(to_json(said).encode()).hexdigest()

    def taken(self, key: Key) -> Content | None:
        """Return what the trial made of a row; None where it made nothing, or would make something else today."""
        item = self._items.get(key)
        return item.ready if isinstance(item, KeptRow) and self.mark == self._tried_under else None

    def of(self, key: Key, content: Content) -> Content | Refused:
        """Return a row as it would be kept, or why it cannot be. ``content``: what it says."""
        found = self._found.get(key)
        if found is None:
            assert self._saver is not None
            taken = self.taken(key)
            found = self._found[key] = self._saver.ready(content) if taken is None else taken
        return found

    def keep(self, item: Kept, content: Content) -> None:
        """Have the fiche that a row makes kept with it."""
        if isinstance(item, KeptRow) and item.moved is None:
            item.ready = content


@cache
def _code() -> str:
    """Return a digest of what tidies and checks."""
    return digest_of(Path(each) for package in (fiches, domain) for each in package.__path__)
