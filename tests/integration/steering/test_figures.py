"""Figures equal counts made another way, fiche by fiche, on random bases; each list holds exactly its fiches."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from directory.domain.resource import Resource
from directory.domain.steering.counts import Metric
from directory.domain.steering.periods import period_of
from directory.services.steering.coverage import Cover, State, cover_of, covering, on_site
from directory.services.steering.figures import BY_KEY, FIGURES
from directory.services.steering.reckoned import Reckoned, Scope
from directory.services.steering.snapshot import Snapshot
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from search.places.geometry import haversine_km
from tests.fiches import NOW, TAXONOMY
from tests.integration.steering.answers import check_outcomes
from tests.integration.steering.bases import (
    COMMUNES,
    MAP,
    NEEDS,
    OWNERS,
    QUARTER,
    TERRITORIES,
    TODAY,
    base_file,
    random_base,
)
from tests.integration.steering.counted import Counted, check_delay

BASES = range(20)


@pytest.mark.parametrize("seed", BASES)
def test_figures_equal_counts_made_another_way(seed: int, migrated_sqlite_file: Path, tmp_path: Path) -> None:
    database = base_file(tmp_path, migrated_sqlite_file, seed)
    quarters = random_base(database, seed)
    draw = random.Random(seed)
    period = period_of("2026-T1")
    assert period is not None
    quarters.keep(QUARTER)
    kept = quarters.reckoned(period)
    assert kept is not None
    with database.read() as uow:
        for narrowed in ({}, {"institution": draw.choice(OWNERS)}, {"territoire": draw.choice(TERRITORIES)}):
            reckoned, counted = kept.within(Scope(narrowed)), Counted(uow, narrowed)
            for key, expected in counted.lists().items():
                figure = BY_KEY[key]
                assert figure.fiches is not None
                assert sorted(figure.fiches(reckoned)) == expected, (key, narrowed)
                assert figure.value(reckoned).number == len(expected), (key, narrowed)
            _check_breakdown(reckoned, counted)
        _check_denominators(kept, Counted(uow, {}))
        _check_coverage(kept.last, Counted(uow, {}))
        _check_use(kept, uow)
        check_outcomes(kept, uow)
    database.close()


def _check_breakdown(reckoned: Reckoned, counted: Counted) -> None:
    families = {need.code: need.family for need in TAXONOMY.needs.values()}
    codes: dict[str, Callable[[Content], set[str]]] = {
        "institution": lambda content: {content.institution},
        "besoin": lambda content: set(content.needs),
        "famille": lambda content: {families[need] for need in content.needs} | set(content.families),
        "volet": lambda content: {
            TAXONOMY.families[code].part for code in {families[need] for need in content.needs} | set(content.families)
        },
        "departement": lambda content: {place.commune_code[:2] for place in content.places},
        "territoire": lambda content: {
            code for code, inside in COMMUNES.items() if inside & {place.commune_code for place in content.places}
        },
    }
    for name, of in codes.items():
        expected = Counter(code for each in counted.published for code in of(each.content))
        if name == "departement":
            # Overseas, a département has three digits.
            expected = Counter({"972" if code == "97" else code: count for code, count in expected.items()})
        found = {code: count for code, count in reckoned.breakdown(name).items() if code != "epci:249720061"}
        assert found == expected, name


def _check_denominators(reckoned: Reckoned, counted: Counted) -> None:
    whole = {"situees": sum(not each.content.is_remote_only for each in counted.published)}
    for figure in FIGURES:
        if figure.fiches is not None and figure.unit == "%":
            assert figure.value(reckoned).of == whole.get(figure.key, len(counted.published)), figure.key
    people = counted.uow.connection.exec_driver_sql(
        "SELECT institution, state, profile, last_seen, id FROM account"
    ).all()
    said = counted.uow.connection.exec_driver_sql
    fiches = {each.id: each for each in counted.all}
    acts = said(
        "SELECT author_account, at, resource_id FROM version WHERE number = 1 OR changes != '{}' UNION ALL "
        "SELECT author_account, at, resource_id FROM verification WHERE withdrawn_at IS NULL"
    )
    acted = {
        who for who, at, number in acts
        if counted.is_now(datetime.fromisoformat(at).replace(tzinfo=NOW.tzinfo), fiches[number])
    }  # fmt: skip
    may = {row[0] for row in people if row[1] == "actif" and row[2] == "mise-a-jour"}
    found = BY_KEY["institutions-actives"].value(reckoned)
    assert (found.number, found.of) == (len(may & {row[0] for row in people if row[4] in acted}), len(may))
    check_delay(reckoned, counted)
    active = [row for row in people if row[1] == "actif"]
    large = {row[0] for row in active if sum(each[0] == row[0] for each in active) >= 5}
    told = [row for row in active if row[0] in large]
    came = [row for row in told if row[3] is not None and TODAY - date.fromisoformat(row[3]) <= timedelta(days=90)]
    accounts = BY_KEY["comptes-actifs"].value(reckoned)
    assert (accounts.number, accounts.of) == (len(came), len(told))


def _check_coverage(snapshot: Snapshot, counted: Counted) -> None:
    for need in NEEDS:
        fiches = [each for each in counted.published if need in each.content.needs]
        for territory in TERRITORIES:
            here = [
                each for each in fiches
                if not each.content.is_remote_only
                and any(place.commune_code in COMMUNES[territory] for place in each.content.places)
            ]  # fmt: skip
            reached = [each for each in fiches if each not in here and _covers(each, territory)]
            assert snapshot.numbers(on_site(snapshot, need, territory)) == [each.id for each in here]
            assert snapshot.numbers(covering(snapshot, need, territory)) == [each.id for each in reached]
            fresh = any(counted.is_fresh(each) for each in here)
            expected = (
                (State.REMOTE if reached else State.NONE) if not here else State.SINGLE if len(here) == 1
                else State.COVERED if fresh else State.CHECK
            )  # fmt: skip
            assert cover_of(snapshot, need, territory) == Cover(expected, len(here), len(reached))
        here = [
            each.id for each in fiches
            if not each.content.is_remote_only and any(at.commune_code[:2] == "13" for at in each.content.places)
        ]  # fmt: skip
        assert snapshot.numbers(on_site(snapshot, need, "dep:13")) == here
        most = [
            each.id for each in fiches
            if each.id not in here and set(each.content.service_areas) & {"dep:13", "fr", "com:13004"}
        ]  # fmt: skip
        assert snapshot.numbers(covering(snapshot, need, "dep:13")) == most, "two towns of three have most inhabitants"
        points = [
            (place.latitude, place.longitude) for each in fiches if not each.content.is_remote_only
            for place in each.content.places if place.latitude is not None and place.longitude is not None
        ]  # fmt: skip
        towns = [MAP.get(code) for code in ("13004", "13103", "13201")]
        far = [
            town.code for town in towns
            if town is not None and town.latitude is not None and town.longitude is not None
            and all(haversine_km(town.latitude, town.longitude, *point) > 20 for point in points)
        ]  # fmt: skip
        assert list(snapshot.far[need]) == far
    assert snapshot.populations == {"13004": 50_000, "13103": 45_000, "13201": 40_000}


def _covers(fiche: Resource, territory: str) -> bool:
    """Say whether areas hold the most peopled commune of a territory of the tests: it has more than half."""
    largest = {"secteur:marseille": "13201"}.get(territory) or next(iter(COMMUNES[territory]))
    return not frozenset(fiche.content.service_areas).isdisjoint(MAP.chain(largest))


def _check_use(reckoned: Reckoned, uow: UnitOfWork) -> None:
    cells: dict[str, dict[tuple[str, str], int]] = {each.value: {} for each in Metric}
    rows = uow.connection.exec_driver_sql("SELECT metric, need, territory, value, day FROM daily_count")
    for metric, need, territory, value, day in rows:
        if day >= "2026-01-01":
            cells[metric][need, territory] = cells[metric].get((need, territory), 0) + value
    searches, without = cells["recherches"], cells["sans-reponse"]
    found = reckoned.used(Metric.SEARCHES)
    values = searches.values()
    assert (found.value, found.hidden) == (sum(v for v in values if v >= 5), sum(0 < v < 5 for v in values))
    told = {
        cell: value for cell, value in without.items()
        if value >= 5 and not (searches.get(cell, 0) >= 5 and 0 < searches[cell] - value < 5)
    }  # fmt: skip
    found = reckoned.used(Metric.UNANSWERED)
    assert (found.value, found.hidden) == (sum(told.values()), len(without) - len(told))
    share = BY_KEY["sans-reponse"].value(reckoned)
    hidden = without.keys() - told.keys()
    assert share.of == sum(value for cell, value in searches.items() if value >= 5 and cell not in hidden)
