"""What an address of steering asks for: a period, and which fiches."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from flask import abort, request

from directory.domain.steering.periods import Period, Quarter, period_of
from directory.http.request import current_services
from directory.services.steering.coverage import Coverage, coverage_of
from directory.services.steering.reckoned import DIMENSIONS, Reckoned, Scope
from directory.services.steering.territories import Territory
from directory.services.taxonomy.vocabularies import Vocabularies

PAGE = "/pilotage"
NOBODY = "aucune"
"""What an address says for the fiches that no institution keeps."""


@dataclass(frozen=True)
class Asked:
    """A period that is kept, and the scope of its figures. ``need``: the one of the map; empty for none."""

    period: Period
    reckoned: Reckoned
    before: Reckoned | None
    need: str

    @property
    def scope(self) -> Scope:
        return self.reckoned.scope

    @cached_property
    def words(self) -> Vocabularies:
        return current_services().words.current()

    @cached_property
    def territories(self) -> tuple[Territory, ...]:
        """The territories of the figures, or the one asked for."""
        every = every_territory(self.reckoned)
        return tuple(each for each in every if self.scope.territory in ("", each.code))

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The needs that can be chosen, in the order of the classification."""
        current = (
            need.code for need in self.words.taxonomy.needs.values() if not need.retired and not need.replaced_by
        )
        return tuple(code for code in current if self.scope.need in ("", code))

    @cached_property
    def coverage(self) -> Coverage:
        """What each of the needs finds in each of the territories, whoever keeps the fiches."""
        return coverage_of(self.reckoned.last, self.needs, self.territories)

    def address(self, path: str = PAGE, **more: str) -> str:
        """Return the address of a page on the same period and fiches."""
        return address_of(path, {**self.parameters, **more})

    @property
    def parameters(self) -> Mapping[str, str]:
        said = {"periode": self.period.code, **self.scope.narrowed}
        if "institution" in said:
            said["institution"] = said["institution"] or NOBODY
        return said


def address_of(path: str, said: Mapping[str, str]) -> str:
    """Return an address with what is said in it, empty values left out."""
    kept = {name: value for name, value in said.items() if value}
    return f"{path}?{urlencode(kept)}" if kept else path


def asked() -> Asked:
    """Read the address of the request."""
    return asked_of(request.args)


def asked_of(said: Mapping[str, str]) -> Asked:
    """Read the parameters of an address; what is not known answers 404, since pages link only to what is."""
    quarters = current_services().steering.quarters
    period = period_of(said.get("periode", "") or Quarter.of(quarters.today()).code)
    if period is None or any(name not in (*DIMENSIONS, "periode", "chiffre", "carte", "page") for name in said):
        abort(404)
    narrowed = {name: value for name in DIMENSIONS if (value := said.get(name, ""))}
    whole = quarters.reckoned(period)
    if whole is None:
        abort(404)
    if narrowed.get("institution") == NOBODY:
        narrowed["institution"] = ""
    scope = Scope(narrowed)
    for name, value in narrowed.items():
        if not _is_known(whole, name, value):
            abort(404)
    before = quarters.reckoned(period.before, scope)
    found = Asked(period, whole.within(scope), before, said.get("carte", ""))
    if found.need and found.need not in found.needs:
        abort(404)
    return found


def every_territory(reckoned: Reckoned) -> tuple[Territory, ...]:
    return current_services().steering.quarters.territories.shown(reckoned.last.departments)


def _is_known(reckoned: Reckoned, name: str, value: str) -> bool:
    # What is known counts nothing in a period without it: the form offers all periods beside what another one has.
    if value in current_services().words.current().labels.get(name, {}) or (name, value) == ("institution", ""):
        return True
    if name == "territoire" and value in {each.code for each in every_territory(reckoned)}:
        return True
    return f"{DIMENSIONS[name]}:{value}" in reckoned.last.sets
