"""Who holds a lease: a process, named ``host:pid``, and whether it is known to be gone."""

import os
import socket
from collections.abc import Callable


def this_process() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def is_gone(owner: str, *, host: str, runs: Callable[[int], bool]) -> bool:
    """Tell whether ``owner`` is a process of ``host`` that no longer runs: nobody has to wait for its lease to end.

    Nothing is known of other hosts: containers share a base, not their processes, and each has a host name of its own.
    A number that was given to another process meanwhile reads as running: that lease ends by itself.
    """
    where, _, pid = owner.rpartition(":")
    return where == host and pid.isdecimal() and not runs(int(pid))


def is_gone_from_here(owner: str) -> bool:
    return is_gone(owner, host=socket.gethostname(), runs=runs)


def runs(pid: int) -> bool:
    """Tell whether a process of this host has this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        # It runs, as another user.
        return True
    return True
