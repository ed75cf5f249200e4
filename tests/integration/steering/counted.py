"""Figures counted another way: fiche by fiche, from what a fiche is and its history."""

from datetime import date, datetime
from statistics import median

from directory.domain.resource import REQUIRED, Resource, missing_fields
from directory.services.freshness.dates import due_of
from directory.services.steering.figures import BY_KEY
from directory.services.steering.reckoned import Reckoned
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day
from tests.fiches import NOW
from tests.integration.steering.bases import COMMUNES, QUARTER, TODAY

FIRST = date(2026, 1, 1)


class Counted:
    """What happened between two days, and what stands today."""

    def __init__(
        self, uow: UnitOfWork, scope: dict[str, str], first: date = FIRST, last: date = QUARTER.last_day
    ) -> None:
        self.uow = uow
        self.first, self.last = first, last
        self.all = uow.resources.iterate(after_id=0, limit=1000)
        self.institutions = uow.institutions.all()
        self.inside = {each.id: each for each in self.all if self.is_inside(each, scope)}
        self.published = [each for each in self.inside.values() if self.is_offered(each)]

    def is_inside(self, fiche: Resource, scope: dict[str, str]) -> bool:
        territory = scope.get("territoire")
        is_there = territory is None or any(each.commune_code in COMMUNES[territory] for each in fiche.content.places)
        return is_there and scope.get("institution", fiche.content.institution) == fiche.content.institution

    def is_offered(self, fiche: Resource) -> bool:
        content = fiche.content
        return content.is_published and (content.valid_to is None or content.valid_to >= TODAY)

    def late(self, fiche: Resource) -> int:
        return (TODAY - due_of(fiche, self.institutions).on).days

    def is_fresh(self, fiche: Resource) -> bool:
        return fiche.verified_at is not None and self.late(fiche) <= 0

    def is_now(self, at: datetime, fiche: Resource) -> bool:
        communes = [each.commune_code for each in fiche.content.places if each.commune_code]
        return self.first <= local_day(at, communes[0] if communes else "") <= self.last

    def lists(self) -> dict[str, list[int]]:
        """Return the fiches behind each figure, as often as they count."""
        found: dict[str, list[int]] = {
            "publiees": [each.id for each in self.published],
            "sans-responsable": [each.id for each in self.published if not each.content.institution],
            "a-jour": [each.id for each in self.published if self.is_fresh(each)],
            "jamais": [each.id for each in self.published if each.verified_at is None],
            "completes": [each.id for each in self.published if not missing_fields(each.content)],
            "situees": [
                each.id for each in self.published
                if not each.content.is_remote_only and any(at.precision == "adresse" for at in each.content.places)
            ],
        }  # fmt: skip
        for days in (30, 60, 90):
            found[f"retard-{days}"] = [each.id for each in self.published if self.late(each) > days]
        for key in REQUIRED:
            found[f"manque-{key}"] = [each.id for each in self.published if key in missing_fields(each.content)]
        for name in ("creees", "modifiees", "archivees", "confirmees"):
            found[name] = []
        for fiche in self.inside.values():
            self._live(fiche, found)
        self._reported(found)
        return {name: sorted(numbers) for name, numbers in found.items()}

    def _live(self, fiche: Resource, found: dict[str, list[int]]) -> None:
        versions = [each for each in self.uow.versions.of(fiche.id) if self.is_now(each.at, fiche)]
        found["creees"] += [fiche.id for each in versions if each.number == 1]
        if any(each.number > 1 and each.changes for each in versions):
            found["modifiees"].append(fiche.id)
        moves = [each.changes["status"] for each in versions if "status" in each.changes]
        found["archivees"] += [fiche.id for _, after in moves if after == "archivee"]
        confirmed = self.uow.connection.exec_driver_sql(
            f"SELECT at FROM verification WHERE resource_id = {fiche.id} AND withdrawn_at IS NULL"
        )
        instants = [datetime.fromisoformat(at).replace(tzinfo=NOW.tzinfo) for (at,) in confirmed]
        found["confirmees"] += [fiche.id for at in instants if self.is_now(at, fiche)]

    def _reported(self, found: dict[str, list[int]]) -> None:
        for name in ("signalements-recus", "signalements-traites", "ouverts-7", "ouverts-21"):
            found[name] = []
        rows = self.uow.connection.exec_driver_sql("SELECT resource_id, at, state, answered_at FROM report")
        for number, at, state, answered in rows:
            fiche = self.inside.get(number)
            if fiche is None:
                continue
            told = datetime.fromisoformat(at).replace(tzinfo=NOW.tzinfo)
            if self.is_now(told, fiche):
                found["signalements-recus"].append(number)
            if answered and self.is_now(datetime.fromisoformat(answered).replace(tzinfo=NOW.tzinfo), fiche):
                found["signalements-traites"].append(number)
            if state == "ouvert":
                commune = next((each.commune_code for each in fiche.content.places if each.commune_code), "")
                age = (TODAY - local_day(told, commune)).days
                found["ouverts-7"] += [number] * (age > 7)
                found["ouverts-21"] += [number] * (age > 21)


def check_delay(reckoned: Reckoned, counted: Counted) -> None:
    fiches = {each.id: each for each in counted.all}
    told = counted.uow.connection.exec_driver_sql(
        "SELECT resource_id, at, answered_at FROM report WHERE answered_at IS NOT NULL"
    )
    days = [
        (day_of(answered, fiches[number]) - day_of(at, fiches[number])).days for number, at, answered in told
        if counted.is_now(datetime.fromisoformat(answered).replace(tzinfo=NOW.tzinfo), fiches[number])
    ]  # fmt: skip
    assert BY_KEY["delai"].value(reckoned).number == (median(days) if days else None)


def day_of(said: str, fiche: Resource) -> date:
    commune = next((each.commune_code for each in fiche.content.places if each.commune_code), "")
    return local_day(datetime.fromisoformat(said).replace(tzinfo=NOW.tzinfo), commune)
