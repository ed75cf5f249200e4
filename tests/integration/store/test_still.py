"""What was read is given again only while nothing is committed."""

from directory.domain.institution import Institution
from directory.store.database import Database
from directory.store.still import Still
from directory.store.unit_of_work import UnitOfWork

CAF = Institution("caf-13", "Caf")


class Names:
    """Reads names of institutions, and counts how often."""

    def __init__(self, database: Database, most: int = 10) -> None:
        self.still: Still[str, str | None] = Still(database, most)
        self.read = 0

    def of(self, code: str) -> str | None:
        def read(uow: UnitOfWork) -> str | None:
            self.read += 1
            found = uow.institutions.get(code)
            return found.name if found is not None else None

        return self.still.get(code, read)


def save(database: Database, *institutions: Institution) -> None:
    with database.write() as uow:
        for institution in institutions:
            uow.institutions.save(institution)


def test_nothing_outlives_a_commit(database: Database) -> None:
    names = Names(database)
    save(database, CAF)
    assert [names.of("caf-13") for _ in range(3)] == ["Caf"] * 3
    assert names.read == (1 if database.is_sqlite else 3)
    save(database, Institution("caf-13", "Caf des Bouches-du-Rhône"))
    assert names.of("caf-13") == "Caf des Bouches-du-Rhône"
    assert Names(database).of("caf-13") == "Caf des Bouches-du-Rhône"


def test_what_is_not_there_is_looked_for_each_time_and_the_oldest_gives_way(sqlite_database: Database) -> None:
    names = Names(sqlite_database, most=2)
    save(sqlite_database, *(Institution(code, code.upper()) for code in ("a", "b", "c")))
    assert names.of("x") is names.of("x") is None
    assert names.read == 2
    assert [names.of(code) for code in ("a", "b", "c", "b", "c")] == ["A", "B", "C", "B", "C"]
    assert names.read == 5
    assert names.of("a") == "A"
    assert names.read == 6
