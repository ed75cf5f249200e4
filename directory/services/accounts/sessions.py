"""Sessions: opened at sign-in, looked up at each request, ended by the person, by time or by a change of state."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.audit import Act
from directory.domain.accounts.messages import MessageKind
from directory.domain.accounts.sessions import LIFE, SUDO, Session
from directory.services.accounts.callers import Signed, Visit
from directory.services.accounts.mailing import queue_mail
from directory.services.accounts.secret import digest_of, new_secret
from directory.services.accounts.trail import note_by_person, note_on_account
from directory.store.database import Database
from directory.store.still import Still
from directory.store.unit_of_work import UnitOfWork

MOST_KEPT = 500
"""People whose session and rights a process keeps while nothing is committed: a page asks twice the base for them."""


def open_session(
    uow: UnitOfWork, account: Account, door: Door, visit: Visit, now: datetime, *, has_factor: bool, id_token: str = ""
) -> str:
    """Open a session for a person who was let in, and return the secret for the browser.

    A browser never seen with this account is told by mail, unless it is the person's first.
    """
    secret = new_secret()
    uow.sessions.add(
        Session(
            digest_of(secret), account.id, door, now, now, now + LIFE, sudo_until=now + SUDO, has_factor=has_factor,
            network=visit.network, browser=visit.browser, id_token=id_token,
        )
    )  # fmt: skip
    if visit.browser_secret:
        digest = digest_of(visit.browser_secret)
        if not uow.sessions.knows_browser(account.id, digest) and account.last_seen is not None:
            queue_mail(uow, MessageKind.NEW_BROWSER, account, now, facts={"browser": visit.browser})
        uow.sessions.note_browser(account.id, digest, now)
    if account.last_seen != now.date():
        uow.accounts.note_seen(account.id, now.date())
    note_by_person(uow, Act.SIGNED_IN, account, now, door=door.value, network=visit.network)
    return secret


class Sessions:
    """The sessions of a base.

    factor_for_duties   whether a duty counts only once a second factor was shown.
    """

    def __init__(self, database: Database, *, now: Callable[[], datetime], factor_for_duties: bool) -> None:
        self._database = database
        self._now = now
        self._factor_for_duties = factor_for_duties
        self._still: Still[str, Signed | None] = Still(database, MOST_KEPT)

    def signed(self, secret: str) -> Signed | None:
        """Return who holds a session; None when it ended or the state of the account refuses it."""
        now, digest = self._now(), digest_of(secret)
        found = self._still.get(digest, lambda uow: self._find(uow, digest, now))
        if found is None or not _may_enter(found.session, found.account, now):
            return None
        if not (found.session.is_to_renew or found.session.is_worth_noting(now)):
            return found
        return self._note(found, now)

    def of(self, signed: Signed) -> list[Session]:
        """Return the sessions of a person that are alive, the last seen first."""
        with self._database.read() as uow:
            return [each for each in uow.sessions.of(signed.account.id) if each.is_alive(self._now())]

    def end(self, signed: Signed) -> None:
        """Sign out of this browser."""
        with self._database.write() as uow:
            uow.sessions.remove(signed.session.digest)
            note_on_account(uow, Act.SIGNED_OUT, signed.account, signed.caller, self._now())

    def forget(self, secret: str) -> None:
        """End what a browser held until then, as another session takes its place there; nothing when it held none."""
        with self._database.write() as uow:
            uow.sessions.remove(digest_of(secret))

    def end_other(self, signed: Signed, start_of_digest: str) -> bool:
        """End another session of the same person, named by the start of its digest; False when there is none."""
        with self._database.write() as uow:
            for each in uow.sessions.of(signed.account.id):
                if len(start_of_digest) >= 8 and each.digest.startswith(start_of_digest):
                    uow.sessions.remove(each.digest)
                    note_on_account(uow, Act.SESSION_ENDED, signed.account, signed.caller, self._now())
                    return True
        return False

    def end_others(self, signed: Signed) -> int:
        """End all the sessions of a person but this one, and return how many there were."""
        with self._database.write() as uow:
            ended = uow.sessions.remove_of(signed.account.id, but=signed.session.digest)
            note_on_account(uow, Act.SESSION_ENDED, signed.account, signed.caller, self._now(), combien=str(ended))
        return ended

    def _find(self, uow: UnitOfWork, digest: str, now: datetime) -> Signed | None:
        session = uow.sessions.get(digest)
        account = uow.accounts.get(session.account_id) if session is not None else None
        if session is None or account is None or not _may_enter(session, account, now):
            return None
        actor = account.acts_as(uow.institutions.partners_of(account.institution) if account.is_rgc else frozenset())
        if self._factor_for_duties and not session.has_factor:
            actor = replace(actor, duties=frozenset())
        return Signed(account, session, actor)

    def _note(self, found: Signed, now: datetime) -> Signed | None:
        """Write that a session was seen, its token changed where the rights of the person were."""
        with self._database.write() as uow:
            before = found.session.digest
            again = self._find(uow, before, now)
            if again is None:
                return None
            secret = new_secret() if again.session.is_to_renew else ""
            digest = digest_of(secret) if secret else before
            session = replace(again.session, digest=digest, seen_at=now, is_to_renew=False)
            uow.sessions.save(session, digest=before)
            if again.account.last_seen != now.date():
                uow.accounts.note_seen(again.account.id, now.date())
        return replace(again, session=session, new_secret=secret)


def _may_enter(session: Session, account: Account, now: datetime) -> bool:
    return session.is_alive(now) and account.may_enter(Door.SESSION, now)
