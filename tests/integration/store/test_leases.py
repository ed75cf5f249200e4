"""Leases left by processes that were killed: on this host they hold nobody up."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable

import pytest

from directory.services.index.indexing import Indexer, Manner
from directory.services.index.record import BUILD_LEASE_S
from directory.services.work.owners import is_gone_from_here, this_process
from directory.store.database import Database
from directory.store.targets import Target, TargetRole
from search.port import IndexBusy
from search.reference import ReferenceEngine
from tests.fiches import NOW

MANNERS = [pytest.param(Manner.ALONE, "live", id="alone"), pytest.param(Manner.TOGETHER, "live-build", id="together")]


@pytest.fixture
def killed() -> str:
    """The name, in leases, of a process of this host that was killed."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]) as process:
        process.kill()
    return f"{socket.gethostname()}:{process.pid}"


def leave(database: Database, name: str, owner: str) -> None:
    """Leave the lease of a rebuild that just began."""
    with database.write() as uow:
        uow.targets.add(Target(name, TargetRole.LIVE, 0, "f", NOW))
        assert uow.targets.acquire(name, owner=owner, now=NOW, lease_s=BUILD_LEASE_S)


@pytest.fixture
def indexer(database: Database) -> Callable[[Manner], Indexer]:
    def made(manner: Manner) -> Indexer:
        return Indexer(
            database, ReferenceEngine(), target="live", owner="me", now=lambda: NOW, manner=manner,
            is_gone=is_gone_from_here,
        )  # fmt: skip

    return made


@pytest.mark.parametrize("manner, lease", MANNERS)
def test_a_rebuild_killed_here_holds_up_nobody(
    database: Database, indexer: Callable[[Manner], Indexer], killed: str, manner: Manner, lease: str
) -> None:
    leave(database, lease, killed)
    assert indexer(manner).rebuild() == 0


@pytest.mark.parametrize("manner, lease", MANNERS)
@pytest.mark.parametrize(
    "owner",
    [
        pytest.param(f"{socket.gethostname()}:{os.getpid()}", id="running"),
        pytest.param("another-host:1", id="elsewhere"),
        pytest.param("worker", id="unknown"),
    ],
)
def test_a_rebuild_that_runs_or_may_run_elsewhere_is_waited_for(
    database: Database, indexer: Callable[[Manner], Indexer], manner: Manner, lease: str, owner: str
) -> None:
    leave(database, lease, owner)
    with pytest.raises(IndexBusy):
        indexer(manner).rebuild()


def test_a_change_is_waited_for_only_while_somebody_brings_the_index_in_step(
    database: Database, indexer: Callable[[Manner], Indexer]
) -> None:
    alone = indexer(Manner.ALONE)
    leave(database, "live", "another-host:1")
    assert not alone.wait_for(1, within_s=0.01)
    with database.write() as uow:
        uow.targets.release("live", owner="another-host:1")
    # For ever, were it waited for.
    assert not alone.wait_for(1, within_s=float("inf"))


def test_a_process_that_runs_is_not_gone(killed: str) -> None:
    assert is_gone_from_here(killed)
    assert not is_gone_from_here(this_process())
    # Of another user, where the tests are not run by root.
    assert not is_gone_from_here(f"{socket.gethostname()}:1")
