"""Which holders of a lease are known to be gone."""

import pytest

from directory.services.work.owners import is_gone

RUNNING = 41


def gone(owner: str) -> bool:
    return is_gone(owner, host="web-1", runs=lambda pid: pid == RUNNING)


def test_a_process_of_this_host_that_no_longer_runs_is_gone() -> None:
    assert gone("web-1:42")
    assert not gone(f"web-1:{RUNNING}")


@pytest.mark.parametrize("owner", ["web-2:42", "web-10:42", "web:1:42", "", "web-1", "web-1:", "web-1:-42", "web-1:x"])
def test_nothing_is_known_of_other_hosts_nor_of_other_names(owner: str) -> None:
    assert not gone(owner)


def test_a_host_whose_name_holds_a_colon_is_read() -> None:
    assert is_gone("fe80::1:42", host="fe80::1", runs=lambda _: False)
