"""Who lives in the département: institutions, editors of several kinds, RGCs."""

from dataclasses import dataclass, field
from enum import StrEnum
from random import Random

from directory.domain.accounts.account import Account, AccountState, mail_key
from directory.domain.actors import Duty, Profile
from directory.domain.institution import Institution
from directory.store.unit_of_work import UnitOfWork

SIGNATORIES = ("cd", "pe")


class Habit(StrEnum):
    """How somebody treats what is asked of them, and how many of a hundred do."""

    PROMPT = "confirms from the mail within days"
    WEEKLY = "opens À faire now and then"
    LATE = "answers a mail in two out of five, weeks later"
    FORGETFUL = "one mail in ten"


SHARES = {Habit.PROMPT: 35, Habit.WEEKLY: 30, Habit.LATE: 22, Habit.FORGETFUL: 13}


@dataclass(slots=True)
class Person:
    """``left``: they read no mail any more, whether their account was suspended or not."""

    account: Account
    habit: Habit
    left: bool = False
    later: dict[int, int] = field(default_factory=dict)
    """Number of a fiche to the day on which they will see to it."""


def institutions(count: int) -> list[Institution]:
    """Return two signatories and their partners, whose periods differ."""
    found = [Institution(code, f"Signataire {code}", "signataire") for code in SIGNATORIES]
    for rank in range(count - len(SIGNATORIES)):
        months = (6, 6, 6, 12, 9, 4)[rank % 6]
        found.append(
            Institution(
                f"i{rank:02}", f"Institution {rank}", partner_of=SIGNATORIES[rank % 3 == 2], verification_months=months
            )
        )
    return found


def habit_of(chance: Random) -> Habit:
    return chance.choices(list(SHARES), list(SHARES.values()))[0]


def hire(uow: UnitOfWork, world_now: object, name: str, institution: str, *, is_rgc: bool = False) -> Account:
    """Put somebody in the base who has accepted their invitation already."""
    mail = f"{name}@{institution}.example"
    duties = {Duty.RGC} if is_rgc else set()
    return uow.accounts.add(
        Account(
            0, name, mail, mail_key(mail), institution, Profile.UPDATE, Duty.RGC in duties, False, AccountState.ACTIVE,
            "", world_now, charter_at=world_now,  # type: ignore[arg-type]
        )
    )  # fmt: skip
