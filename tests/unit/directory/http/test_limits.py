"""Requests counted by windows, in memory."""

from directory.http.limits import FORGET_ABOVE, ProcessStorage


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_hits_add_up_in_a_window_and_are_forgotten_after_it() -> None:
    clock = Clock()
    storage = ProcessStorage(clock=clock)
    assert [storage.incr("a", 60), storage.incr("a", 60), storage.incr("b", 60)] == [1, 2, 1]
    assert (storage.get("a"), storage.get_expiry("a")) == (2, 1060.0)
    clock.now_s += 60
    assert storage.get("a") == 0
    assert storage.incr("a", 60) == 1


def test_a_crowd_of_addresses_does_not_fill_the_memory() -> None:
    clock = Clock()
    storage = ProcessStorage(clock=clock)
    for number in range(FORGET_ABOVE):
        storage.incr(f"visitor {number}", 60)
    clock.now_s += 61
    storage.incr("one more", 60)
    assert storage.reset() == 1


def test_a_key_can_be_forgotten() -> None:
    storage = ProcessStorage()
    storage.incr("a", 60)
    storage.clear("a")
    storage.clear("never seen")
    assert storage.get("a") == 0
    assert storage.check()
