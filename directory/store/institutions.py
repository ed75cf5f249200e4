"""The institutions."""

from sqlalchemy import Connection, insert, select, update

from directory.domain.institution import Institution
from directory.store.mapping import columns_for, record_of, records_of, values_of
from directory.store.tables import institution

_columns = columns_for(Institution, institution)


class InstitutionRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Institution]:
        """Return every institution by code, retired ones included, in the order of names."""
        query = select(*_columns).order_by(institution.c.name, institution.c.code)
        return {found.code: found for found in records_of(Institution, self._connection.execute(query).mappings())}

    def get(self, code: str) -> Institution | None:
        query = select(*_columns).where(institution.c.code == code)
        row = self._connection.execute(query).mappings().one_or_none()
        return None if row is None else record_of(Institution, row)

    def partners_of(self, code: str) -> frozenset[str]:
        """Return the codes of the institutions attached to one, retired ones included."""
        if not code:
            return frozenset()
        query = select(institution.c.code).where(institution.c.partner_of == code)
        return frozenset(self._connection.execute(query).scalars())

    def save(self, saved: Institution) -> None:
        """Write an institution, new or known."""
        values = values_of(saved)
        known = self._connection.execute(
            update(institution).where(institution.c.code == saved.code).values(values)
        ).rowcount
        if not known:
            self._connection.execute(insert(institution).values(values))
