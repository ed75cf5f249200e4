"""What must hold every month; each returns sentences about what does not."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from bench.life.world import World
from directory.domain.changes import content_after
from directory.services.freshness.dates import due_of
from directory.services.freshness.ladder import MOST_A_MAIL


def everything(world: World, homes: dict[int, list[tuple[date, str]]]) -> list[str]:
    """Return every fault. ``homes``: account to the institutions in its reach, each from a day on."""
    if not world.indexer.rolled_today():
        world.indexer.roll_hours()
    world.indexer.follow()
    difference = world.indexer.verify()
    found = [] if difference.is_empty else [f"index ≠ SQL: {difference}"]
    found += list(history_and_dates(world))
    found += list(reach(world, homes))
    found += [f"fiche {key[0]} asked {count} times on rung {key[3]}" for key, count in world.asked.items() if count > 1]
    return found + list(mails(world))


def history_and_dates(world: World) -> Iterator[str]:
    """Every version rebuilt gives the fiche as it is; every date is what the rule says."""
    after = 0
    while True:
        with world.database.read() as uow:
            some = uow.resources.iterate(after_id=after, limit=900)
            versions = uow.versions.of_many([each.id for each in some])
            dues = uow.dues.by_ids([each.id for each in some])
            institutions = uow.institutions.all()
        if not some:
            return
        after = some[-1].id
        for each in some:
            kept = versions[each.id]
            if [one.number for one in kept] != list(range(1, each.version + 1)):
                yield f"fiche {each.id}: versions {[one.number for one in kept]} of {each.version}"
            elif content_after(kept) != each.content:
                yield f"fiche {each.id}: its versions do not give what it says"
            if each.content.is_published != (each.id in dues):
                yield f"fiche {each.id}: published or not, its date says otherwise"
            elif each.content.is_published and not dues[each.id].asks_as(due_of(each, institutions)):
                yield f"fiche {each.id}: due {dues[each.id].on}, the rule says {due_of(each, institutions).on}"


def reach(world: World, homes: dict[int, list[tuple[date, str]]]) -> Iterator[str]:
    """Nobody saved or confirmed a fiche that was not in their reach that day."""
    after = 0
    while True:
        with world.database.read() as uow:
            some = uow.resources.iterate(after_id=after, limit=900)
            versions = uow.versions.of_many([each.id for each in some])
            given = {each.id: list(uow.versions.verifications(each.id)) for each in some}
        if not some:
            return
        after = some[-1].id
        for each in some:
            owners = [
                (one.at, str(one.changes["institution"][1]))
                for one in versions[each.id]
                if "institution" in one.changes
            ]
            acts = [(one.at, one.author.account, "institution" in one.changes) for one in versions[each.id][1:]]
            acts += [(one.at, one.author.account, False) for one in given[each.id]]
            for at, account, hands_over in acts:
                if account is None:
                    continue
                # Handing over is done by who holds the fiche before it: the owner an instant earlier counts. Whoever
                # holds it then may act on it the same day, which is one instant here.
                held = [owner for since, owner in owners if since < at or (since == at and not hands_over)]
                known = held or [owner for _, owner in owners[:1]]
                if known[-1] not in {code for since, code in homes[account] if since <= at.date()}:
                    yield f"fiche {each.id}: account {account} acted on one of {known[-1]}"


def mails(world: World) -> Iterator[str]:
    """No mail twice, one a week to each, and no more than twenty fiches in it."""
    ids = Counter(letter.message_id for _, letter in world.postbox.taken)
    yield from (f"mail {one} left {count} times" for one, count in ids.items() if count > 1)
    by_person: dict[tuple[str, bool], list[date]] = {}
    for at, letter in world.postbox.taken:
        asks = "/v/" in letter.text
        by_person.setdefault((letter.to, asks), []).append(at.date())
        if letter.text.count("/v/") > MOST_A_MAIL:
            yield f"{letter.text.count('/v/')} fiches in one mail"
        links = [line for line in letter.text.splitlines() if "/v/" in line]
        if any(len(line) > 70 for line in links):
            yield "a link longer than a line"
    for days in by_person.values():
        if any(later - sooner < timedelta(days=7) for sooner, later in pairwise(days)):
            yield "two reminders to one person within a week"
