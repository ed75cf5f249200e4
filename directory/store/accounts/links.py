"""Links sent by mail, and steps of a sign-in under way."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from directory.domain.accounts.links import LinkKind, MailedLink, Step, StepKind
from directory.store.mapping import columns_for, record_of, values_of
from directory.store.tables import mailed_link, step


class LinkRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: MailedLink) -> None:
        self._connection.execute(insert(mailed_link).values(values_of(added)))

    def get(self, digest: str) -> MailedLink | None:
        query = select(*columns_for(MailedLink, mailed_link)).where(mailed_link.c.digest == digest)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(MailedLink, row)

    def spend(self, digest: str, now: datetime) -> bool:
        """Use up a link; False when somebody has just done so, or it is over."""
        query = update(mailed_link).where(
            mailed_link.c.digest == digest, mailed_link.c.used_at.is_(None), mailed_link.c.expires_at > now
        )
        return self._connection.execute(query.values(used_at=now)).rowcount == 1

    def withdraw(self, account_id: int, *, kind: LinkKind | None = None) -> None:
        """Make the links of a person good for nothing, all of them or those of a kind; used ones stay, to say so."""
        query = delete(mailed_link).where(mailed_link.c.account_id == account_id, mailed_link.c.used_at.is_(None))
        self._connection.execute(query if kind is None else query.where(mailed_link.c.kind == kind))

    def forget_ended(self, before: datetime) -> None:
        self._connection.execute(delete(mailed_link).where(mailed_link.c.expires_at < before))

    def add_step(self, added: Step) -> None:
        self._connection.execute(insert(step).values(values_of(added)))

    def step(self, digest: str, kind: StepKind, now: datetime) -> Step | None:
        """Return a step that is still good, and leave it."""
        query = select(*columns_for(Step, step)).where(
            step.c.digest == digest, step.c.kind == kind, step.c.expires_at > now
        )
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(Step, row)

    def spend_step(self, digest: str) -> bool:
        """Use up a step; False when somebody has just done so."""
        return self._connection.execute(delete(step).where(step.c.digest == digest)).rowcount == 1

    def forget_steps(self, account_id: int) -> None:
        self._connection.execute(delete(step).where(step.c.account_id == account_id))

    def forget_ended_steps(self, now: datetime) -> None:
        self._connection.execute(delete(step).where(step.c.expires_at <= now))
