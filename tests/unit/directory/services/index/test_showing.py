"""A save is in the searches when it is answered, whoever else is bringing the index in step."""

from dataclasses import dataclass, field

import pytest

from directory.services.index.showing import MOST_TURNS, Showing
from search.port import IndexBusy, IndexMissing


@dataclass
class Index:
    """An index that others bring in step: ``turns`` says what each look at the log does."""

    turns: list[Exception | int]
    cursor: int = 0
    waited: list[float] = field(default_factory=list)

    def follow(self, *, limit: int) -> int:
        turn = self.turns.pop(0)
        if isinstance(turn, Exception):
            raise turn
        self.cursor = turn
        return 1

    def wait_for(self, seq: int, *, within_s: float) -> bool:
        self.waited.append(within_s)
        return self.cursor >= seq


def test_a_save_is_shown_by_the_process_that_made_it() -> None:
    index = Index([5])
    assert Showing(lambda: index).show(5)
    assert index.waited == [0.0]


def test_a_save_made_while_another_process_brings_the_index_in_step_has_its_turn_after() -> None:
    index = Index([IndexBusy("live"), IndexBusy("live"), 6])
    assert Showing(lambda: index).show(6)
    assert index.turns == []


@pytest.mark.parametrize(
    "turns", [[IndexBusy("live")] * MOST_TURNS, [IndexMissing()], [3]], ids=["a rebuild", "no index", "far behind"]
)
def test_a_save_that_has_to_wait_says_so(turns: list[Exception | int]) -> None:
    assert not Showing(lambda: Index(turns)).show(9)
