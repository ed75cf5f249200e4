"""What SQL keeps of an index: who writes it now, how far it has come, when it was last made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.store.database import Database
from directory.store.targets import Target, TargetRole
from directory.store.unit_of_work import UnitOfWork
from search.document import FINGERPRINT
from search.places.clock import local_day
from search.port import IndexBusy

LEASE_S = 60
BUILD_LEASE_S = 600
"""A rebuild writes nothing to SQL while the engine makes its text index, ten minutes at most.

Only where a process cannot be seen, on another host, is a lease that a killed rebuild left waited for.
"""


def never_gone(_owner: str) -> bool:
    return False


@dataclass
class Held:
    """A lease held. ``cursor``: what to write of the index as it is given back; None when nothing moved."""

    cursor: int | None = None


class IndexRecord:
    """The record of one index, written by one process.

    owner          names this process in the lease that keeps writers of an index apart.
    build_lease    name of the lease of who makes the index again; the index's own where following must then wait.
    is_gone        tells whether an owner is known to be lost: its lease is then taken over without waiting for its end.
    """

    def __init__(
        self,
        database: Database,
        target: str,
        *,
        owner: str,
        build_lease: str,
        now: Callable[[], datetime],
        is_gone: Callable[[str], bool] = never_gone,
    ) -> None:
        self._database = database
        self._target = target
        self._owner = owner
        self._build_lease = build_lease
        self._now = now
        self._is_gone = is_gone

    @contextmanager
    def building(self) -> Iterator[None]:
        """Be the one to rebuild, or to send everything again; note the day when it is done."""
        with self.build_leased():
            yield
            with self._database.write() as uow:
                self._know(uow, self._target, TargetRole.LIVE)
                uow.targets.mark_built(self._target, at=self._now(), fingerprint=FINGERPRINT)

    @contextmanager
    def build_leased(self) -> Iterator[None]:
        """Be the one to make the index again. Raises IndexBusy."""
        with self._leased(self._build_lease, BUILD_LEASE_S):
            yield

    @contextmanager
    def leased(self) -> Iterator[Held]:
        """Be the one to follow the log of changes. Raises IndexBusy."""
        with self._leased(self._target, LEASE_S) as held:
            yield held

    @contextmanager
    def _leased(self, name: str, lease_s: int) -> Iterator[Held]:
        with self._database.write_lightly() as uow:
            self._know(uow, name, TargetRole.LIVE if name == self._target else TargetRole.BUILDING)
            held = uow.targets.get(name)
            gone = held.lease_owner if held is not None and self._is_gone(held.lease_owner) else ""
            if not uow.targets.acquire(name, owner=self._owner, now=self._now(), lease_s=lease_s, gone=gone):
                raise IndexBusy(name)
        mine = Held()
        try:
            yield mine
        finally:
            # The engine has its own cursor, from which it goes on: a power cut makes this one late, and no more.
            with self._database.write_lightly() as uow:
                if mine.cursor is not None:
                    uow.targets.advance(name, owner=self._owner, cursor=mine.cursor)
                uow.targets.release(name, owner=self._owner)

    def _know(self, uow: UnitOfWork, name: str, role: TargetRole) -> None:
        if uow.targets.get(name) is None:
            uow.targets.add(Target(name, role, 0, FINGERPRINT, self._now() - timedelta(days=1)))

    def renew(self) -> None:
        """Hold the lease of who makes the index again for as long once more."""
        with self._database.write() as uow:
            uow.targets.acquire(self._build_lease, owner=self._owner, now=self._now(), lease_s=BUILD_LEASE_S)

    def rolled_today(self) -> bool:
        """Tell whether the index was made today (Paris time)."""
        with self._database.read() as uow:
            target = uow.targets.get(self._target)
        return target is not None and local_day(target.created_at) == local_day(self._now())

    def note(self, cursor: int) -> None:
        """Write the engine's cursor where administrators and the web read it."""
        with self._database.write() as uow:
            uow.targets.advance(self._target, owner=self._owner, cursor=cursor)
