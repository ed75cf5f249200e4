"""kill -9 at any moment of a save over HTTP: what was answered is there, what was typed too, nothing is there twice."""

import random
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from directory.domain.actors import Scope
from directory.domain.changes import content_after
from directory.services.accounts.callers import COMMAND
from directory.store.database import Database
from tests.accounts import Team
from tests.integration.crash.asker import Asker, entry_of, key_of
from tests.integration.crash.test_crashes import address, assert_sound
from tests.integration.crash.victims import Victim


def assert_kept(base: Database, account: int, seed: str, told: list[list[str]]) -> dict[int, int]:
    """See that each answer is kept; return rank to number of the fiches that were made."""
    numbers = {int(rank): int(number) for _, number, rank, *_ in told}
    with base.read() as uow:
        versions = uow.versions.of_many(list(numbers.values()))
        entries = {each.key: each.typed for each in uow.entries.of(account)}
    for what, number, rank, *text in told:
        saved = versions[int(number)]
        texts = {content_after(saved[:last]).description for last in range(1, len(saved) + 1)}
        is_typed = what == "typed" and text[0] in entries.get(entry_of(seed, int(rank)), "")
        assert what == "made" or is_typed or text[0] in texts
    return numbers


@pytest.mark.slow
def test_what_was_answered_over_http_is_there_once_and_what_was_typed_too(
    base: Database, tmp_path: Path, rounds: int
) -> None:
    team = Team(base)
    person = team.person("camille", "cd13")
    until = team.clock() + timedelta(days=30)
    secret = team.accounts.tokens.create(COMMAND, "cd13", name="essai", scopes={Scope.WRITE}, expires_at=until)
    doors = (address(base), str(tmp_path), secret, team.session(person))
    draw = random.Random(rounds)
    with closing(Asker(*doors)) as asker:
        for number in range(1, rounds // 2 + 1):
            victim = Victim("asker", (*doors, str(number)))
            victim.kill_after(draw.randrange(1, 25), draw)
            told = [line.split(" ", 3) for line in victim.whole_lines()]
            assert told
            assert_sound(base)
            ranks = assert_kept(base, person.id, str(number), told)
            # Whoever was given no answer asks again, as do those who were.
            again = {rank: asker.create(key_of(str(number), rank)) for rank in range(max(ranks) + 2)}
            assert ranks.items() <= again.items()
            with base.read() as uow:
                titles = [each.content.title for each in uow.resources.iterate(after_id=0, limit=100_000)]
            assert len(titles) == len(set(titles))
            assert {f"Fiche {key_of(str(number), rank)}" for rank in again} <= set(titles)
