"""Addresses of which only the commune is placed."""

from sqlalchemy import Connection, select

from directory.store.tables import place
from directory.store.tables.fiches import PLACE_TO_FIND


class UnplacedRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next(self, *, limit: int) -> list[int]:
        """Return fiches with an address that no geocoder was asked for."""
        query = select(place.c.resource_id).where(*PLACE_TO_FIND).distinct().order_by(place.c.resource_id)
        return list(self._connection.execute(query.limit(limit)).scalars())
