"""Edges of a quarter: the days of the place on both sides of a figure, and small counts that meet over quarters."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from directory.domain.changes import Author
from directory.domain.resource import Origin, SaveOrigin
from directory.domain.steering.counts import Counted, Metric
from directory.domain.steering.periods import Quarter, period_of
from directory.domain.steering.shown import Shown
from directory.services.fiches.editing import ResourceService
from directory.services.steering.figures import BY_KEY
from directory.services.steering.quarters import Quarters
from directory.services.steering.reckoned import Reckoned, Scope
from directory.services.steering.territories import Territories
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from fiche.parts import Place
from tests.fiches import TAXONOMY, fiche
from tests.integration.steering.bases import MAP, MARTINIQUE, SECTORS, base_file

AFTER = datetime(2026, 4, 10, 12, tzinfo=UTC)
SALON = "secteur:salon"
AUTHOR = Author(None, "Essai")


@pytest.fixture
def database(migrated_sqlite_file: Path, tmp_path: Path) -> Iterator[Database]:
    made = base_file(tmp_path, migrated_sqlite_file, 0)
    seed(made, TAXONOMY)
    yield made
    made.close()


def reckoned(database: Database, code: str) -> Reckoned:
    quarters = Quarters(database, Territories(MAP, SECTORS), ("13",), now=lambda: AFTER)
    for rank in (1, 2):
        quarters.keep(Quarter(2026, rank))
    period = period_of(code)
    assert period is not None
    found = quarters.reckoned(period)
    assert found is not None
    return found


def create(database: Database, at: datetime, *moves: tuple[datetime, str], far: bool = False) -> int:
    """Create a fiche at an instant, in Arles or in Fort-de-France, and move its status at others."""
    resources = ResourceService(database, MAP)
    place = Place("1 rue", "", "97200", MARTINIQUE.name, MARTINIQUE.code, precision="commune")
    content = fiche("Un service", **({"places": (place,)} if far else {}))
    kept = resources.create(content, author=AUTHOR, origin=Origin(SaveOrigin.FORM), now=at).resource
    for when, status in moves:
        kept = resources.revise(
            kept.id, replace(kept.content, status=status), author=AUTHOR, origin=Origin(SaveOrigin.FORM), now=when,
            expected_version=kept.version,
        ).resource  # fmt: skip
    return kept.id


def check(database: Database, key: str, first: list[int], second: list[int]) -> None:
    """Check the fiches behind a figure in both quarters and in their half-year, and that it counts as many."""
    figure = BY_KEY[key]
    assert figure.fiches is not None
    for code, expected in {"2026-T1": first, "2026-T2": second, "2026-S1": first + second}.items():
        found = reckoned(database, code)
        assert sorted(figure.fiches(found)) == sorted(expected), (key, code)
        assert figure.value(found).number == len(expected), (key, code)


def test_a_fiche_is_of_the_quarter_that_it_was_where_it_is(database: Database) -> None:
    """Story 30: half past midnight in Paris on 1 April is March in UTC, and March in Martinique."""
    late = create(database, datetime(2026, 3, 31, 21, 30, tzinfo=UTC))
    new = create(database, datetime(2026, 3, 31, 22, 30, tzinfo=UTC))
    far = create(database, datetime(2026, 4, 1, 2, 30, tzinfo=UTC), far=True)
    check(database, "creees", [late, far], [new])


def test_what_was_archived_counts_among_what_was_made_on_both_sides(database: Database) -> None:
    night = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    gone = create(database, datetime(2026, 2, 3, tzinfo=UTC), (night, "archivee"))
    back = create(
        database, datetime(2026, 2, 3, tzinfo=UTC),
        (datetime(2026, 3, 1, tzinfo=UTC), "archivee"), (datetime(2026, 3, 2, tzinfo=UTC), "publiee"),
        (datetime(2026, 4, 2, tzinfo=UTC), "archivee"),
    )  # fmt: skip
    check(database, "creees", [gone, back], [])
    check(database, "archivees", [back], [gone, back])


def test_a_fiche_of_no_place_is_of_the_day_of_paris(database: Database) -> None:
    resources = ResourceService(database, MAP)
    content = fiche("À distance", places=(), receptions=("a-distance",))
    at = datetime(2026, 3, 31, 22, 30, tzinfo=UTC)
    made = resources.create(content, author=AUTHOR, origin=Origin(SaveOrigin.FORM), now=at).resource.id
    check(database, "creees", [], [made])


def count(database: Database, *said: tuple[date, Metric, int]) -> None:
    with database.write() as uow:
        for day, metric, value in said:
            uow.counts.add({Counted(day, metric, "famille-garde", SALON): value})


MARCH, APRIL = date(2026, 3, 31), date(2026, 4, 1)


def test_two_small_quarters_do_not_make_a_large_half_year(database: Database) -> None:
    """Story 29: 2 and 3 stay hidden though they are five together; so is one beside a quarter that is told."""
    count(database, (MARCH, Metric.SEARCHES, 2), (APRIL, Metric.SEARCHES, 3))
    assert reckoned(database, "2026-S1").used(Metric.SEARCHES) == Shown(0, 2)
    count(database, (MARCH, Metric.SEARCHES, 38))
    assert [reckoned(database, code).used(Metric.SEARCHES) for code in ("2026-T1", "2026-T2", "2026-S1")] == [
        Shown(40), Shown(0, 1), Shown(40, 1),
    ]  # fmt: skip


def test_a_part_that_is_hidden_in_one_quarter_is_not_given_back_by_the_share_of_the_half_year(
    database: Database,
) -> None:
    count(
        database, (MARCH, Metric.SEARCHES, 12), (MARCH, Metric.UNANSWERED, 12), (APRIL, Metric.SEARCHES, 20),
        (APRIL, Metric.UNANSWERED, 17),
    )  # fmt: skip
    # Three of April were answered: the seventeen that leave them are hidden too, and out of what the share is of.
    half = reckoned(database, "2026-S1")
    assert (half.used(Metric.SEARCHES), half.used(Metric.UNANSWERED)) == (Shown(32), Shown(12, 1))
    share = BY_KEY["sans-reponse"].value(half)
    assert (share.number, share.of) == (12, 12)


def test_a_territory_less_the_others_gives_back_no_small_count(database: Database) -> None:
    count(database, (MARCH, Metric.SEARCHES, 3))
    with database.write() as uow:
        uow.counts.add({Counted(MARCH, Metric.SEARCHES, "famille-garde", "secteur:marseille"): 9})
        uow.counts.add({Counted(MARCH, Metric.SEARCHES, "mobilite-permis", SALON): 6})
    found = reckoned(database, "2026-T1")
    whole = found.used(Metric.SEARCHES, need="famille-garde")
    assert whole.value - found.used(Metric.SEARCHES, need="famille-garde", territory="secteur:marseille").value == 0
    narrowed = found.within(Scope({"territoire": SALON}))
    assert narrowed.used(Metric.SEARCHES) == Shown(6, 1)
    assert narrowed.used_by_need(Metric.SEARCHES) == {"mobilite-permis": Shown(6), "famille-garde": Shown(0, 1)}
