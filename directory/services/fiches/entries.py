"""Entries in progress: what is typed is kept on the server, offered again on any machine, and only to who typed it."""

import json
from collections.abc import Callable
from datetime import datetime

from directory.domain.entries import LIFE, MOST_ENTRIES, Entry, Typed
from directory.store.database import Database

MOST_CHARS = 200_000
"""Of an entry, as it is kept: a form that holds more is kept by the page alone."""


class Entries:
    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def keep(
        self, account_id: int, key: str, revision: int, typed: Typed, *, resource_id: int | None, base_version: int
    ) -> bool:
        """Keep what a form holds; False when it is too much, or older than what is kept."""
        now, said = self._now(), json.dumps(typed, ensure_ascii=False)
        if len(said) > MOST_CHARS:
            return False
        entry = Entry(key, account_id, resource_id, base_version, revision, said, now)
        with self._database.write() as uow:
            uow.entries.forget_before(account_id, now - LIFE)
            kept = uow.entries.of(account_id)
            before = next((each for each in kept if each.key == key), None)
            if before is None:
                if uow.entries.is_taken(key):
                    return False
                for old in kept[MOST_ENTRIES - 1 :]:
                    uow.entries.remove(account_id, old.key)
                uow.entries.add(entry)
                return True
            if before.revision >= revision:
                return False
            uow.entries.replace(entry)
            return True

    def of(self, account_id: int, resource_id: int | None) -> list[Entry]:
        """Return what a person began for a fiche, or for new ones, the latest first."""
        with self._database.read() as uow:
            kept = uow.entries.of(account_id)
        return [each for each in kept if each.resource_id == resource_id and each.at >= self._now() - LIFE]

    def get(self, account_id: int, key: str) -> Entry | None:
        with self._database.read() as uow:
            return uow.entries.get(account_id, key)

    def drop(self, account_id: int, key: str) -> None:
        """Forget an entry that was saved or given up; one that is not there is forgotten already."""
        with self._database.write() as uow:
            uow.entries.remove(account_id, key)
