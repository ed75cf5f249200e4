"""Accounts and the subjects bound to them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, or_, select, update

from directory.domain.accounts.account import Account, AccountState, Identity, mail_key
from directory.domain.accounts.filters import AccountFilter
from directory.store.mapping import columns_for, record_of, records_of, values_of
from directory.store.tables import account, identity, institution

_columns = (
    *columns_for(Account, account, without=("is_open",)),
    (~institution.c.retired).label("is_open"),
)  # fmt: skip
_joined = account.join(institution, institution.c.code == account.c.institution)
_select = select(*_columns).select_from(_joined)


class AccountRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: Account) -> Account:
        """Write a new account and return it with its number; the one it carries is not looked at."""
        query = insert(account).values(values_of(added, without=("id", "is_open"))).returning(account.c.id)
        found = self.get(int(self._connection.execute(query).scalar_one()))
        assert found is not None
        return found

    def save(self, saved: Account) -> None:
        """Write every value of a known account."""
        values = values_of(saved, without=("id", "is_open"))
        self._connection.execute(update(account).where(account.c.id == saved.id).values(values))

    def get(self, number: int) -> Account | None:
        return self._one(_select.where(account.c.id == number))

    def by_mail(self, mail: str) -> Account | None:
        """Return the account that holds an address; a closed one holds none."""
        return self._one(_select.where(account.c.mail_key == mail_key(mail)))

    def at_door(self, mail: str) -> Account | None:
        """Return the account that holds an address, for the same work whether one does: a record is read anyway.

        Who measures a thousand answers would otherwise see the tenth of a millisecond that reading one takes.
        """
        found = self._connection.execute(_select.where(account.c.mail_key == mail_key(mail))).mappings().one_or_none()
        anyone = self._connection.execute(_select.order_by(account.c.id).limit(1)).mappings().one_or_none()
        row = anyone if found is None else found
        record = None if row is None else record_of(Account, row)
        return None if found is None else record

    def by_ids(self, numbers: Collection[int]) -> dict[int, Account]:
        rows = self._connection.execute(_select.where(account.c.id.in_(numbers))).mappings()
        return {found.id: found for found in records_of(Account, rows)}

    def known_mails(self, mails: Sequence[str]) -> frozenset[str]:
        """Return, of some addresses, the keys of those that an account holds."""
        query = select(account.c.mail_key).where(account.c.mail_key.in_([mail_key(mail) for mail in mails]))
        return frozenset(self._connection.execute(query).scalars())

    def matching(self, wanted: AccountFilter, *, limit: int, offset: int = 0) -> list[Account]:
        """Return some accounts, in the order of names."""
        query = _select.where(*_conditions(wanted)).order_by(func.lower(account.c.name), account.c.id)
        return records_of(Account, self._connection.execute(query.limit(limit).offset(offset)).mappings())

    def count(self, wanted: AccountFilter) -> int:
        query = select(func.count()).select_from(_joined).where(*_conditions(wanted))
        return int(self._connection.execute(query).scalar_one())

    def rgcs_by_institution(self, codes: Collection[str]) -> dict[str, int]:
        """Return how many people can act as RGC of each institution, those without any left out."""
        query = (
            select(account.c.institution, func.count())
            .where(account.c.institution.in_(codes), account.c.is_rgc, account.c.state == AccountState.ACTIVE)
            .group_by(account.c.institution)
        )
        return {code: int(count) for code, count in self._connection.execute(query)}

    def has_demonstration(self) -> bool:
        """Say whether an account of the demonstration could still be used."""
        query = select(account.c.id).where(account.c.is_demonstration, account.c.state != AccountState.CLOSED).limit(1)
        return self._connection.execute(query).one_or_none() is not None

    def leave_office(self, office_id: int) -> int:
        """Take an antenne away from those who work in it; return how many."""
        query = update(account).where(account.c.office_id == office_id).values(office_id=None)
        return self._connection.execute(query).rowcount

    def count_in_office(self, office_id: int) -> int:
        """Return how many people who may enter work in an antenne."""
        query = select(func.count()).select_from(account)
        query = query.where(account.c.office_id == office_id, account.c.state == AccountState.ACTIVE)
        return int(self._connection.execute(query).scalar_one())

    def note_seen(self, number: int, day: date) -> None:
        self._connection.execute(update(account).where(account.c.id == number).values(last_seen=day))

    def unused_since(self, day: date, *, created_before: datetime) -> list[Account]:
        """Return the active accounts not seen since a day, never seen ones by the day they were created."""
        never = account.c.last_seen.is_(None) & (account.c.created_at < created_before)
        query = _select.where(account.c.state == AccountState.ACTIVE, or_(account.c.last_seen < day, never))
        return records_of(Account, self._connection.execute(query.order_by(account.c.id)).mappings())

    def closed_with_name(self) -> list[Account]:
        """Return the closed accounts whose name and address are still kept."""
        query = _select.where(account.c.state == AccountState.CLOSED, account.c.mail != "")
        return records_of(Account, self._connection.execute(query.order_by(account.c.id)).mappings())

    def identity(self, issuer: str, subject: str) -> Identity | None:
        query = select(*columns_for(Identity, identity)).where(
            identity.c.issuer == issuer, identity.c.subject == subject
        )
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(Identity, row)

    def identities_of(self, number: int) -> list[Identity]:
        query = select(*columns_for(Identity, identity)).where(identity.c.account_id == number)
        return records_of(Identity, self._connection.execute(query.order_by(identity.c.issuer)).mappings())

    def bind(self, bound: Identity) -> None:
        self._connection.execute(insert(identity).values(values_of(bound)))

    def unbind(self, number: int) -> int:
        """Forget the subjects bound to an account and return how many there were."""
        return self._connection.execute(delete(identity).where(identity.c.account_id == number)).rowcount

    def _one(self, query: Select[tuple[object, ...]]) -> Account | None:
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(Account, row)


def _conditions(wanted: AccountFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.institutions is not None:
        found.append(account.c.institution.in_(sorted(wanted.institutions)))
    if wanted.profile is not None:
        found.append(account.c.profile == wanted.profile)
    if wanted.state is not None:
        found.append(account.c.state == wanted.state)
    if wanted.rgc_only:
        found.append(account.c.is_rgc)
    if wanted.administrators_only:
        found.append(account.c.is_administrator)
    if wanted.reviewed_before is not None:
        found.append(func.coalesce(account.c.reviewed_at, account.c.created_at) < wanted.reviewed_before)
    # PostgreSQL keeps no NUL, and breaks when it is asked for one.
    found.extend(_holds(word.lower()) for word in wanted.words.replace("\0", " ").split())
    return found


def _holds(word: str) -> ColumnElement[bool]:
    in_name = func.lower(account.c.name).contains(word, autoescape=True)
    return or_(in_name, account.c.mail_key.contains(word, autoescape=True))
