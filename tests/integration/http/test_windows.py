"""Requests counted by windows in a file, by several processes and threads at once."""

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from directory.http.windows import TRIED, WINDOW, WINDOWS, SharedWindows

NOW = 1_000.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "made" / "limits"


@pytest.fixture
def windows(path: Path) -> Iterator[SharedWindows]:
    opened = SharedWindows(path)
    yield opened
    opened.close()


def test_hits_add_up_in_a_window_and_are_forgotten_after_it(windows: SharedWindows) -> None:
    counted = [windows.add(key, lasting_s=60, now=NOW) for key in ("a", "a", "b")]
    assert counted == [1, 2, 1]
    assert windows.read("a", now=NOW + 59) == (2, NOW + 60)
    assert windows.read("a", now=NOW + 60) == (0, NOW + 60)
    assert windows.add("a", lasting_s=60, now=NOW + 60) == 1


def test_another_process_sees_the_same_windows(path: Path, windows: SharedWindows) -> None:
    windows.add("a", lasting_s=60, now=NOW)
    other = SharedWindows(path)
    assert other.add("a", lasting_s=60, now=NOW) == 2
    other.close()


def _count(path: Path) -> None:
    opened = SharedWindows(path)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: opened.add("a", lasting_s=600, now=NOW), range(400)))
    opened.close()


def test_no_hit_is_lost_between_processes_and_threads(path: Path, windows: SharedWindows) -> None:
    started = multiprocessing.get_context("spawn")
    processes = [started.Process(target=_count, args=(path,)) for _ in range(3)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert windows.read("a", now=NOW) == (1_200, NOW + 600)


def test_a_crowd_is_counted_in_a_file_that_does_not_grow(path: Path, windows: SharedWindows) -> None:
    for number in range(5_000):
        windows.add(f"visitor {number}", lasting_s=60, now=NOW)
    assert all(windows.read(f"visitor {number}", now=NOW)[0] == 1 for number in range(0, 5_000, 97))
    assert path.stat().st_size == WINDOW.size * WINDOWS


def test_where_every_place_is_taken_the_window_that_ends_first_gives_way(windows: SharedWindows) -> None:
    # Every place says that it is taken by somebody, for longer and longer.
    for place in range(WINDOWS):
        WINDOW.pack_into(windows._table, place * WINDOW.size, b"x" * 16, NOW + 10 + place % TRIED, 9)
    assert windows.add("a", lasting_s=60, now=NOW) == 1
    assert windows.add("a", lasting_s=60, now=NOW) == 2


def test_the_file_holds_no_address(path: Path, windows: SharedWindows) -> None:
    windows.add("192.0.2.17", lasting_s=60, now=NOW)
    assert b"192.0.2.17" not in path.read_bytes()
