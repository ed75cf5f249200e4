"""Whether the product can answer, for whoever watches over it."""

from dataclasses import dataclass

from sqlalchemy.exc import SQLAlchemyError

from directory.store.database import Database
from search.port import EngineStatus, SearchEngine, SearchUnavailable


@dataclass(frozen=True, slots=True)
class HealthReport:
    """State of what a request needs.

    engine   None when the index does not answer; ``search_problem`` then says why.
    lag      changes that the index has not seen yet; None when unknown.
    """

    sql: bool
    engine: EngineStatus | None
    search_problem: str
    lag: int | None

    @property
    def is_ready(self) -> bool:
        return self.sql and self.engine is not None


class Health:
    def __init__(self, database: Database, engine: SearchEngine) -> None:
        self._database = database
        self._engine = engine

    def report(self) -> HealthReport:
        last: int | None
        try:
            with self._database.read() as uow:
                last = uow.changes.max_seq()
        except SQLAlchemyError:
            last = None
        try:
            engine = self._engine.status()
        except SearchUnavailable as error:
            return HealthReport(last is not None, None, error.reason, None)
        return HealthReport(last is not None, engine, "", None if last is None else max(0, last - engine.cursor))
