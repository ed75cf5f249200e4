"""Sessions, browsers known, failures."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from directory.domain.accounts.sessions import IDLE, Session
from directory.domain.accounts.throttle import Failures
from directory.store.mapping import columns_for, record_of, records_of, values_of
from directory.store.tables import failure, known_browser, session

_columns = columns_for(Session, session)


class SessionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: Session) -> None:
        self._connection.execute(insert(session).values(values_of(added)))

    def get(self, digest: str) -> Session | None:
        row = self._connection.execute(select(*_columns).where(session.c.digest == digest)).mappings().one_or_none()
        return None if row is None else record_of(Session, row)

    def save(self, saved: Session, *, digest: str = "") -> None:
        """Write a known session. ``digest``: what it was known by, when its token changes."""
        known_by = digest or saved.digest
        self._connection.execute(update(session).where(session.c.digest == known_by).values(values_of(saved)))

    def of(self, account_id: int) -> list[Session]:
        """Return the sessions of a person, the last seen first."""
        query = select(*_columns).where(session.c.account_id == account_id)
        rows = self._connection.execute(query.order_by(session.c.seen_at.desc(), session.c.digest)).mappings()
        return records_of(Session, rows)

    def remove(self, digest: str) -> bool:
        return self._connection.execute(delete(session).where(session.c.digest == digest)).rowcount == 1

    def remove_of(self, account_id: int, *, but: str = "") -> int:
        """End the sessions of a person, one excepted, and return how many were."""
        query = delete(session).where(session.c.account_id == account_id, session.c.digest != but)
        return self._connection.execute(query).rowcount

    def renew_of(self, account_id: int) -> None:
        """Make every session of a person change its token at its next request, and lose what was proven."""
        query = update(session).where(session.c.account_id == account_id)
        self._connection.execute(query.values(is_to_renew=True, sudo_until=None))

    def forget_ended(self, now: datetime) -> None:
        self._connection.execute(delete(session).where((session.c.until <= now) | (session.c.seen_at <= now - IDLE)))

    def knows_browser(self, account_id: int, digest: str) -> bool:
        """Say whether a person has signed in with this browser before."""
        query = select(known_browser.c.digest).where(
            known_browser.c.account_id == account_id, known_browser.c.digest == digest
        )
        return self._connection.execute(query).one_or_none() is not None

    def note_browser(self, account_id: int, digest: str, now: datetime) -> None:
        known = self._connection.execute(
            update(known_browser)
            .where(known_browser.c.account_id == account_id, known_browser.c.digest == digest)
            .values(seen_at=now)
        )
        if not known.rowcount:
            values = {"account_id": account_id, "digest": digest, "seen_at": now}
            self._connection.execute(insert(known_browser).values(values))

    def forget_browsers_of(self, account_id: int) -> None:
        self._connection.execute(delete(known_browser).where(known_browser.c.account_id == account_id))


class FailureRepository:
    """Failures in a row, by key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> Failures | None:
        query = select(*columns_for(Failures, failure)).where(failure.c.key == key)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(Failures, row)

    def save(self, saved: Failures) -> None:
        known = self._connection.execute(update(failure).where(failure.c.key == saved.key).values(values_of(saved)))
        if not known.rowcount:
            self._connection.execute(insert(failure).values(values_of(saved)))

    def remove(self, key: str) -> None:
        self._connection.execute(delete(failure).where(failure.c.key == key))

    def forget_before(self, at: datetime) -> None:
        self._connection.execute(delete(failure).where(failure.c.last_at < at))
