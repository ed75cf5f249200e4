"""What time does to accounts: the unused are told, then suspended; the closed lose their name; reviews are asked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import structlog

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.accounts.filters import AccountFilter, AuditFilter
from directory.domain.accounts.messages import MessageKind
from directory.domain.institution import Institution
from directory.domain.jobs import Job
from directory.domain.once import LIFE
from directory.domain.selections import LIFE as SELECTION_LIFE
from directory.domain.team_notes import LIFE as NOTE_LIFE
from directory.services.accounts.callers import WORKER
from directory.services.accounts.mailing import queue_mail
from directory.services.accounts.people import suspend_account
from directory.services.accounts.reach import check_not_last
from directory.services.accounts.refusals import Refused
from directory.services.accounts.trail import note, note_on_account
from directory.services.selections.ending import tell_endings
from directory.services.work.daily import DailyWork
from directory.store.unit_of_work import UnitOfWork

YEAR = timedelta(days=365)
TOLD_BEFORE = timedelta(days=30)
"""From the mail that warns of it to the suspension."""
MOST_RGCS = 50
FORGOTTEN_AT_ONCE = 500

logger = structlog.get_logger()


class Keeping(DailyWork):
    """The work of each night on accounts. Done twice, it changes nothing more: what was done is in the trail."""

    kind = "tenue-des-comptes"

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        steps = (
            self.tell_unused, self.suspend_unused, self.forget_closed, self.ask_reviews, self.drop_old_acts,
            self.forget_done_requests, self.tell_selections, self.forget_selections,
            self.forget_notes,
        )  # fmt: skip
        for step in steps:
            alive()
            logger.info("accounts.kept", step=step.__name__, count=step())

    def tell_unused(self) -> int:
        """Tell who has not come for eleven months that their account will be suspended; return how many."""
        now, told = self._now(), 0
        for account in self._unused(now - YEAR + TOLD_BEFORE):
            with self._database.write() as uow:
                current = uow.accounts.get(account.id)
                if current != account or _was_told(uow, account, before=now):
                    continue
                until = max(_last_use(account) + YEAR, now.date() + TOLD_BEFORE)
                queue_mail(uow, MessageKind.UNUSED, account, now, facts={"until": until.strftime("%d/%m/%Y")})
                note_on_account(uow, Act.UNUSED_TOLD, account, WORKER, now)
                told += 1
        return told

    def suspend_unused(self) -> int:
        """Suspend who has not come for twelve months and was told thirty days ago; return how many.

        The last administrator stays: nobody could open the doors again.
        """
        now, suspended = self._now(), 0
        for account in self._unused(now - YEAR):
            with self._database.write() as uow:
                current = uow.accounts.get(account.id)
                if current != account or not _was_told(uow, account, before=now - TOLD_BEFORE):
                    continue
                try:
                    check_not_last(uow, WORKER, account)
                except Refused:
                    logger.warning("accounts.unused_but_last", account=account.id)
                    continue
                suspend_account(uow, WORKER, account, now)
                suspended += 1
        return suspended

    def forget_closed(self) -> int:
        """Take their name off the accounts closed for twelve months, and off what they wrote; return how many."""
        now, forgotten = self._now(), 0
        with self._database.read() as uow:
            named, institutions = uow.accounts.closed_with_name(), uow.institutions.all()
        for account in named:
            with self._database.write() as uow:
                wanted = _on_account(account, Act.CLOSED, since=now - YEAR)
                # A line older than that is dropped from the trail: no line means closed for longer.
                if uow.audit.matching(wanted, limit=1):
                    continue
                label = _nameless(institutions.get(account.institution))
                uow.accounts.save(replace(account, name=label, mail=""))
                uow.versions.rename_author(account.id, label)
                uow.batches.rename_author(account.id, label)
                forgotten += 1
        return forgotten

    def ask_reviews(self) -> int:
        """Ask RGCs, once a year, to review the accounts of their institution; return how many institutions."""
        now, asked = self._now(), 0
        with self._database.read() as uow:
            institutions = [each for each in uow.institutions.all().values() if not each.retired]
        for institution in institutions:
            with self._database.write() as uow:
                asked += _ask_review(uow, institution, now)
        return asked

    def drop_old_acts(self) -> int:
        """Drop the lines of the trail older than twelve months; return how many."""
        with self._database.write() as uow:
            return uow.audit.forget_before(self._now() - YEAR)

    def forget_done_requests(self) -> int:
        """Forget what machines asked for once, a day later; return how many requests."""
        with self._database.write() as uow:
            return uow.once.forget_before(self._now() - LIFE)

    def tell_selections(self) -> int:
        """Tell people of their selections that end within a week; return how many mails."""
        return tell_endings(self._database, self._now())

    def forget_selections(self) -> int:
        """Forget the selections that nobody touched for sixty days; return how many."""
        forgotten = 0
        while True:
            with self._database.write() as uow:
                old = uow.selections.untouched_since(self._now() - SELECTION_LIFE, limit=FORGOTTEN_AT_ONCE)
                uow.selections.remove(old)
            forgotten += len(old)
            if len(old) < FORGOTTEN_AT_ONCE:
                return forgotten

    def forget_notes(self) -> int:
        """Forget the notes of antennes that nobody wrote again for twelve months; return how many."""
        with self._database.write() as uow:
            return uow.team_notes.forget_before(self._now() - NOTE_LIFE)

    def _unused(self, since: datetime) -> list[Account]:
        with self._database.read() as uow:
            return uow.accounts.unused_since(since.date() + timedelta(days=1), created_before=since)


def _ask_review(uow: UnitOfWork, institution: Institution, now: datetime) -> bool:
    code = institution.code
    wanted = AccountFilter(frozenset({code}), state=AccountState.ACTIVE, reviewed_before=now - YEAR)
    count = uow.accounts.count(wanted)
    done = AuditFilter(
        act=Act.REVIEW_ASKED, object_kind=ObjectKind.INSTITUTION, object_id=code, since=now - YEAR
    )  # fmt: skip
    if not count or uow.audit.matching(done, limit=1):
        return False
    rgcs = _rgcs(uow, code) or (_rgcs(uow, institution.partner_of) if institution.partner_of else [])
    for rgc in rgcs:
        queue_mail(
            uow, MessageKind.REVIEW, rgc, now, facts={"institution": institution.name, "count": str(count)}
        )  # fmt: skip
    if rgcs:
        note(uow, Act.REVIEW_ASKED, WORKER, now, ObjectKind.INSTITUTION, code, code, {"combien": str(count)})
    return bool(rgcs)


def _rgcs(uow: UnitOfWork, code: str) -> list[Account]:
    wanted = AccountFilter(frozenset({code}), state=AccountState.ACTIVE, rgc_only=True)
    return uow.accounts.matching(wanted, limit=MOST_RGCS)


def _was_told(uow: UnitOfWork, account: Account, *, before: datetime) -> bool:
    """Say whether a person was told, before an instant, of a suspension to come, and has not come since."""
    came = datetime.combine(_last_use(account), time(), tzinfo=UTC)
    found = uow.audit.matching(_on_account(account, Act.UNUSED_TOLD, since=came), limit=1)
    return bool(found) and found[0].at <= before


def _on_account(account: Account, act: Act, *, since: datetime) -> AuditFilter:
    return AuditFilter(act=act, object_kind=ObjectKind.ACCOUNT, object_id=str(account.id), since=since)


def _last_use(account: Account) -> date:
    return account.last_seen or account.created_at.date()


def _nameless(institution: Institution | None) -> str:
    return "Compte fermé" if institution is None else f"Compte fermé, {institution.name}"
