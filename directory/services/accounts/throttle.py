"""Failures counted in the base, so that every process knows them: who fails waits, and nobody else does."""

from dataclasses import replace
from datetime import datetime

from directory.domain.accounts.account import Account, mail_key
from directory.domain.accounts.messages import MessageKind
from directory.domain.accounts.throttle import FREE_FAILURES, Failures
from directory.services.accounts.callers import Visit
from directory.services.accounts.mailing import dropped_mail, queue_mail
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.secret import digest_of
from directory.store.unit_of_work import UnitOfWork

FREE_FAILURES_OF_NETWORK = 60
"""An agency sits behind one address: what each of its people may fail is not much, all together it is."""
TELL_AFTER = 5


class Throttle:
    """What a sign-in by ``mail`` from ``visit`` must wait for.

    Failures count under the address typed × the network, or × the browser for one that signed in before: whoever
    fails elsewhere makes nobody wait here. A network as a whole waits too, its known browsers excepted.
    """

    def __init__(self, mail: str, visit: Visit, *, knows_browser: bool) -> None:
        place = f"navigateur {visit.browser_secret}" if knows_browser else f"reseau {visit.network}"
        self._mail = mail_key(mail)
        self._pair = digest_of(f"{self._mail} {place}")
        self._network = "" if knows_browser else digest_of(f"reseau {visit.network}")

    def check(self, uow: UnitOfWork, now: datetime) -> None:
        """Raise Refused while the next try is not heard."""
        until = max(self._waits(uow, now), default=now)
        if until > now:
            raise Refused(Reason.WAIT, until=until)

    def count(self, uow: UnitOfWork, account: Account | None, now: datetime) -> None:
        """Write down one more failure, and tell the person after five, once a day."""
        for key in filter(None, (self._pair, self._network)):
            uow.failures.save((uow.failures.get(key) or Failures(key, 0, now)).after_another(now))
        # Done for an address that nobody holds too, in a row of its own: the same work, whoever is named.
        whose = self._mail if account is None else account.mail_key
        told = digest_of(f"echecs {whose} {now:%Y-%m-%d}")
        today = (uow.failures.get(told) or Failures(told, 0, now)).after_another(now)
        uow.failures.save(today)
        if today.count != TELL_AFTER:
            return
        if account is not None and account.is_active:
            queue_mail(uow, MessageKind.FAILED_SIGN_INS, account, now, key=told)
        else:
            uow.messages.put(dropped_mail(MessageKind.FAILED_SIGN_INS, now, key=told))

    def forgive(self, uow: UnitOfWork) -> None:
        """Forget the failures of this person here: they got in."""
        uow.failures.remove(self._pair)

    def _waits(self, uow: UnitOfWork, now: datetime) -> list[datetime]:
        waits = []
        for key, free in ((self._pair, FREE_FAILURES), (self._network, FREE_FAILURES_OF_NETWORK)):
            failures = uow.failures.get(key) if key else None
            if failures is not None and not failures.are_forgotten(now):
                counted = replace(failures, count=failures.count - free + FREE_FAILURES)
                waits.append(counted.waits_until())
        return waits
