"""Who can be asked about the fiches of an institution: those still there, whose mailbox takes mails."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.filters import AccountFilter
from directory.domain.actors import Profile
from directory.domain.freshness import Due, Rung
from directory.store.unit_of_work import UnitOfWork

MOST_PEOPLE = 500


@dataclass(slots=True)
class Addressees:
    """The editors of an institution, and the RGCs who answer for it, by number.

    room   how many more fiches each may be asked about today.
    """

    editors: Mapping[int, Account]
    rgcs: Mapping[int, Account]
    room: dict[int, int] = field(default_factory=dict)

    def of(self, rung: Rung) -> Mapping[int, Account]:
        return self.rgcs if rung is Rung.RGC else self.editors

    @property
    def is_anybody(self) -> bool:
        return bool(self.editors or self.rgcs)

    def is_lost(self, due: Due) -> bool:
        """Say whether who was asked last about a fiche can no longer answer."""
        return due.asked_id is not None and due.asked_id not in self.of(due.rung)

    def who(self, due: Due, rung: Rung, *, is_late: bool) -> Account | None:
        """Return whom to ask: its keeper, or else always the same one of the others; anyone with room once it waited
        for long. None while they have no room left.
        """
        people = self.of(rung)
        numbers = sorted(people)
        usual = due.keeper_id if due.keeper_id in people else numbers[due.resource_id % len(numbers)]
        assert usual is not None, "nobody is asked about a fiche without an addressee"
        if not self.room[usual] and is_late:
            usual = max(numbers, key=lambda number: (self.room[number], -number))
        if not self.room[usual]:
            return None
        self.room[usual] -= 1
        return people[usual]


def addressees(uow: UnitOfWork, code: str) -> Addressees:
    """Return who can be asked about the fiches of an institution; nobody where there is none, or it is closed."""
    institution = uow.institutions.get(code) if code else None
    if institution is None:
        return Addressees({}, {})
    own = _reachable(uow, code) if not institution.retired else []
    editors = {each.id: each for each in own if each.profile is Profile.UPDATE}
    rgcs = {each.id: each for each in own if each.is_rgc}
    if not rgcs and institution.partner_of:
        rgcs = {each.id: each for each in _reachable(uow, institution.partner_of) if each.is_rgc}
    return Addressees(editors, rgcs)


def _reachable(uow: UnitOfWork, code: str) -> list[Account]:
    wanted = AccountFilter(frozenset({code}), state=AccountState.ACTIVE)
    found = [each for each in uow.accounts.matching(wanted, limit=MOST_PEOPLE) if each.is_open]
    dead = uow.mailboxes.dead([each.mail_key for each in found if each.mail_key])
    return [each for each in found if each.mail_key not in dead]
