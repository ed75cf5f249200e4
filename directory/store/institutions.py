"""The institutions."""

from sqlalchemy import Connection, insert, select, update

from directory.domain.institution import Institution
from directory.store.tables import institution

_columns = (
    institution.c.code, institution.c.name, institution.c.kind, institution.c.partner_of,
    institution.c.verification_months, institution.c.retired,
)  # fmt: skip


class InstitutionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Institution]:
        """Return every institution by code, retired ones included, in the order of names."""
        query = select(*_columns).order_by(institution.c.name, institution.c.code)
        return {row[0]: Institution(*row) for row in self._connection.execute(query)}

    def get(self, code: str) -> Institution | None:
        row = self._connection.execute(select(*_columns).where(institution.c.code == code)).one_or_none()
        return None if row is None else Institution(*row)

    def save(self, saved: Institution) -> None:
        """Write an institution, new or known."""
        values = {
            "name": saved.name, "kind": saved.kind, "partner_of": saved.partner_of,
            "verification_months": saved.verification_months, "retired": saved.retired,
        }  # fmt: skip
        known = self._connection.execute(
            update(institution).where(institution.c.code == saved.code).values(values)
        ).rowcount
        if not known:
            self._connection.execute(insert(institution).values(code=saved.code, **values))
