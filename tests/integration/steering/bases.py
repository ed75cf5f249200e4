"""Random bases of fiches, saves, confirmations, reports and counts, some of them far from Paris."""

import random
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from directory.domain.accounts.account import Account, AccountState
from directory.domain.actors import Profile
from directory.domain.changes import Author
from directory.domain.institution import Institution
from directory.domain.outcomes import CHOICES
from directory.domain.reports.report import Report, ReportKind, ReportState
from directory.domain.resource import Origin, SaveOrigin
from directory.domain.steering.counts import Counted, Metric
from directory.domain.steering.periods import Quarter
from directory.services.fiches.editing import ResourceService
from directory.services.steering.quarters import Quarters
from directory.services.steering.territories import Sector, Territories
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from fiche.parts import Place, Structure
from search.places.clock import day_begins, local_day
from search.places.gazetteer import Commune, Gazetteer
from tests.fiches import GAZETTEER, NOW, TAXONOMY, fiche

MARTINIQUE = Commune("97209", "Fort-de-France", "972", "02", "249720061", ("97200",), 76_000, 14.6037, -61.0594)
SALON = Commune("13103", "Salon-de-Provence", "13", "93", "200054807", ("13300",), 45_000, 43.6403, 5.0970)
MAP = Gazetteer(
    [*GAZETTEER.all(), MARTINIQUE, SALON],
    {"dep:13": "Bouches-du-Rhône", "epci:200054807": "Métropole", "epci:241300417": "CA d'Arles"},
)
SECTORS = (
    Sector("secteur:marseille", "Marseille", "Marseille", frozenset({"13055"})),
    Sector("secteur:salon", "Pays salonais", "Salon", frozenset({"13103"})),
)
PLACES = tuple(
    Place("1 rue", "", each.postcodes[0], each.name, each.code, each.latitude, each.longitude, precision)
    for each in (GAZETTEER.get("13201"), GAZETTEER.get("13004"), MARTINIQUE, SALON)
    for precision in ("adresse", "commune")
    if each is not None
)
AREAS = ((), ("dep:13",), ("epci:241300417",), ("com:13103",), ("fr",), ("com:13201", "com:13004"))
NEEDS = ("mobilite-permis", "mobilite-transport", "famille-garde")
QUARTER = Quarter(2026, 1)
TODAY = local_day(NOW)
COMMUNES = {"secteur:marseille": {"13055", "13201"}, "secteur:salon": {"13103"}, "epci:241300417": {"13004"}}
"""Those of each territory of the tests."""
TERRITORIES = tuple(COMMUNES)
OWNERS = ("", "cd13", "caf-13")


class Draw(random.Random):
    """Chance, as of an instant."""

    def __init__(self, seed_number: int, at: datetime) -> None:
        super().__init__(seed_number)
        self.at = at
        self.edges = [day_begins(Quarter.of(local_day(at)).first_day), datetime(2026, 2, 28, tzinfo=NOW.tzinfo)]


def random_base(database: Database, seed_number: int, at: datetime = NOW) -> Quarters:
    """Fill a base with what happened in four months; return what reckons its quarters, as of the instant they end."""
    draw = Draw(seed_number, at)
    seed(database, TAXONOMY)
    with database.write() as uow:
        for rank, code in enumerate(OWNERS[1:]):
            uow.institutions.save(Institution(code, code, "signataire", verification_months=3 + rank))
    people = _people(database, draw)
    resources = ResourceService(database, MAP)
    made = [_made(resources, draw, people) for _ in range(draw.randrange(8, 24))]
    for number in made:
        _live(database, resources, draw, number, people)
    with database.write() as uow:
        for _ in range(30):
            day = local_day(_instant(draw))
            metric, need = draw.choice(list(Metric)[:3]), draw.choice((*NEEDS, ""))
            key = Counted(day, metric, need, draw.choice(("secteur:salon", "")))
            uow.counts.add({key: draw.randrange(1, 7)})
        for _ in range(draw.randrange(10, 80)):
            # Few fiches have most of the answers, as of any service that is known.
            month = draw.choice(("2025-12", "2026-01", "2026-02", "2026-03"))
            uow.outcomes.add(draw.choice(made[: draw.randrange(1, 9)]), month, draw.choice(list(CHOICES.values())))
    return Quarters(database, Territories(MAP, SECTORS), ("13",), now=lambda: at)


def _people(database: Database, draw: Draw) -> list[Author]:
    people = []
    with database.write() as uow:
        for rank in range(draw.randrange(2, 14)):
            seen = draw.choice([None, local_day(NOW), local_day(NOW - timedelta(days=draw.randrange(80, 100)))])
            state = draw.choice([AccountState.ACTIVE] * 3 + [AccountState.SUSPENDED])
            mail = f"c{rank}@exemple.fr"
            account = Account(
                0, f"Compte {rank}", mail, mail, draw.choice(OWNERS[1:]), draw.choice(list(Profile)), False, False,
                state, "", NOW, last_seen=seen,
            )  # fmt: skip
            people.append(Author(uow.accounts.add(account).id, account.name))
    return people


def _instant(draw: Draw) -> datetime:
    """Return an instant near the quarter, often near midnight of its first or last day."""
    if draw.random() < 0.4:
        return draw.choice(draw.edges) + timedelta(hours=draw.randrange(-8, 8))
    return draw.at - timedelta(hours=draw.randrange(1, 24 * 120))


def _made(resources: ResourceService, draw: Draw, people: list[Author]) -> int:
    said = {
        "structure": Structure("Association"),
        "needs": tuple(sorted(draw.sample(NEEDS, draw.randrange(3)))),
        "families": draw.choice(((), ("emploi",))),
        "receptions": draw.choice(((), ("sur-place",), ("a-distance",), ("a-distance", "sur-place"))),
        "places": tuple(draw.sample(PLACES, draw.randrange(3))),
        "service_areas": draw.choice(AREAS),
        "institution": draw.choice(OWNERS),
        "confirmed_every": draw.choice(("", "1")),
        "hours": draw.choice(("", "Mo-Fr 09:00-12:00")),
        "status": draw.choice(("publiee", "publiee", "publiee", "archivee", "brouillon")),
        "valid_to": draw.choice((None, None, local_day(NOW), local_day(NOW - timedelta(days=1)))),
    }
    at = _instant(draw) - timedelta(days=draw.choice((0, 0, 200)))
    origin = Origin(draw.choice((SaveOrigin.FORM, SaveOrigin.IMPORT)), "fichier", str(draw.random()))
    return resources.create(
        fiche("Un service", **said), author=draw.choice(people), origin=origin, now=at, confirmed=draw.random() < 0.5
    ).resource.id


def _live(database: Database, resources: ResourceService, draw: Draw, number: int, people: list[Author]) -> None:
    for _ in range(draw.randrange(3)):
        current = resources.get(number)
        at = max(_instant(draw), current.modified_at + timedelta(seconds=1))
        content = replace(current.content, description=f"Texte {draw.random()}")
        if draw.random() < 0.3 and current.content.has_page:
            content = replace(current.content, status=draw.choice(("archivee", "publiee")))
        resources.revise(
            number, content, author=draw.choice(people), origin=Origin(SaveOrigin.FORM), now=at,
            expected_version=current.version, confirmed=draw.random() < 0.3,
        )  # fmt: skip
    for _ in range(draw.randrange(2)):
        at = _instant(draw)
        answered = draw.choice((None, at + timedelta(days=draw.randrange(30))))
        state = ReportState.OPEN if answered is None or answered > draw.at else ReportState.SETTLED
        with database.write() as uow:
            uow.reports.add(
                Report(
                    number, ReportKind.PHONE, "", "", None, "", "", 1, at, state,
                    answered_at=answered if state is ReportState.SETTLED else None,
                )
            )  # fmt: skip


def base_file(folder: Path, empty: Path, seed_number: int) -> Database:
    target = folder / f"{seed_number}.sqlite3"
    target.write_bytes(empty.read_bytes())
    return Database(f"sqlite:///{target}")
