"""Second factors: the application of codes, recovery codes, passkeys."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from directory.domain.accounts.factors import Factors, Passkey, Totp
from directory.store.mapping import columns_for, record_of, records_of, values_of
from directory.store.tables import passkey, recovery_code, totp

_passkey_columns = columns_for(Passkey, passkey)


class FactorRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, account_id: int) -> Factors:
        query = select(func.count()).select_from(recovery_code).where(recovery_code.c.account_id == account_id)
        left = int(self._connection.execute(query).scalar_one())
        return Factors(self.totp_of(account_id), tuple(self._passkeys_of(account_id)), left)

    def totp_of(self, account_id: int) -> Totp | None:
        query = select(*columns_for(Totp, totp)).where(totp.c.account_id == account_id)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(Totp, row)

    def save_totp(self, saved: Totp) -> None:
        self._connection.execute(delete(totp).where(totp.c.account_id == saved.account_id))
        self._connection.execute(insert(totp).values(values_of(saved)))

    def take_totp_step(self, account_id: int, period: int) -> bool:
        """Note that the code of a period was accepted; False when it, or a later one, already was."""
        query = update(totp).where(totp.c.account_id == account_id, totp.c.last_step < period)
        return self._connection.execute(query.values(last_step=period)).rowcount == 1

    def put_recovery_codes(self, account_id: int, digests: Sequence[str]) -> None:
        """Put codes in the place of the former ones."""
        self._connection.execute(delete(recovery_code).where(recovery_code.c.account_id == account_id))
        if digests:
            rows = [{"account_id": account_id, "digest": digest} for digest in digests]
            self._connection.execute(insert(recovery_code), rows)

    def spend_recovery_code(self, account_id: int, digest: str) -> bool:
        """Use up a code; False when it is not one of this person's, or no longer."""
        query = delete(recovery_code).where(recovery_code.c.account_id == account_id, recovery_code.c.digest == digest)
        return self._connection.execute(query).rowcount == 1

    def passkey(self, credential_id: str) -> Passkey | None:
        query = select(*_passkey_columns).where(passkey.c.credential_id == credential_id)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(Passkey, row)

    def add_passkey(self, added: Passkey) -> None:
        self._connection.execute(insert(passkey).values(values_of(added, without=("id",))))

    def note_passkey_use(self, number: int, *, sign_count: int, at: datetime) -> None:
        query = update(passkey).where(passkey.c.id == number)
        self._connection.execute(query.values(sign_count=sign_count, used_at=at))

    def remove_totp(self, account_id: int) -> None:
        self._connection.execute(delete(totp).where(totp.c.account_id == account_id))

    def remove_passkey(self, account_id: int, number: int) -> bool:
        query = delete(passkey).where(passkey.c.account_id == account_id, passkey.c.id == number)
        return self._connection.execute(query).rowcount == 1

    def remove_all(self, account_id: int) -> None:
        self.remove_totp(account_id)
        self.put_recovery_codes(account_id, ())
        self._connection.execute(delete(passkey).where(passkey.c.account_id == account_id))

    def _passkeys_of(self, account_id: int) -> list[Passkey]:
        query = select(*_passkey_columns).where(passkey.c.account_id == account_id).order_by(passkey.c.id)
        return records_of(Passkey, self._connection.execute(query).mappings())
