"""Addresses of which only the commune is placed."""

from sqlalchemy import Connection, select

from directory.store.tables import place
from directory.store.tables.fiches import PLACE_TO_FIND


class UnplacedRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next(self, *, limit: int) -> list[int]:
        """Return fiches with an address that no geocoder was asked for."""
        # In a town that no table knows, nothing can be asked: it would be the first of the queue for ever.
        query = select(place.c.resource_id).where(*PLACE_TO_FIND, place.c.commune_code != "").distinct()
        return list(self._connection.execute(query.order_by(place.c.resource_id).limit(limit)).scalars())
