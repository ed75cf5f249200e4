"""Tokens of institutions."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from directory.domain.accounts.tokens import Token
from directory.store.mapping import columns_for, record_of, records_of, values_of
from directory.store.tables import institution, token

_select = select(
    *columns_for(Token, token, without=("is_open",)), (~institution.c.retired).label("is_open")
).select_from(token.join(institution, institution.c.code == token.c.institution))  # fmt: skip


class TokenRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, added: Token) -> int:
        query = insert(token).values(values_of(added, without=("id", "is_open"))).returning(token.c.id)
        return int(self._connection.execute(query).scalar_one())

    def get(self, number: int) -> Token | None:
        row = self._connection.execute(_select.where(token.c.id == number)).mappings().one_or_none()
        return None if row is None else record_of(Token, row)

    def by_digest(self, digest: str) -> Token | None:
        row = self._connection.execute(_select.where(token.c.digest == digest)).mappings().one_or_none()
        return None if row is None else record_of(Token, row)

    def of(self, institutions: Collection[str] | None) -> list[Token]:
        """Return the tokens of some institutions, newest first; None for all institutions."""
        query = _select if institutions is None else _select.where(token.c.institution.in_(sorted(institutions)))
        return records_of(Token, self._connection.execute(query.order_by(token.c.id.desc())).mappings())

    def note_use(self, number: int, at: datetime) -> None:
        self._connection.execute(update(token).where(token.c.id == number).values(used_at=at))

    def revoke(self, number: int, at: datetime) -> bool:
        query = update(token).where(token.c.id == number, token.c.revoked_at.is_(None))
        return self._connection.execute(query.values(revoked_at=at)).rowcount == 1
