"""The fiches that share something, by name: what every figure of a state is counted in."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import numpy as np

from directory.domain.taxonomy import Taxonomy
from directory.services.steering.coverage import Covering
from directory.services.steering.snapshot import Bits
from directory.services.steering.territories import Territories
from directory.store.steering.coded import Coded, Numbers, Value
from directory.store.steering.facts import FicheFacts, PlaceFacts
from directory.store.types import codes_of
from fiche.codes import Reception
from search.places.commune import department_of

LATE_DAYS = (30, 60, 90)
PRECISE = frozenset({"adresse", "rue", "main"})


class SetsReader:
    """Makes sets from columns: what a fiche says is told once for all that say the same.

    placed   row of the fiche of each place.
    """

    def __init__(
        self, fiches: FicheFacts, places: PlaceFacts, placed: Numbers, taxonomy: Taxonomy, territories: Territories
    ) -> None:
        self._fiches = fiches
        self._places = places
        self._placed = placed
        self._taxonomy = taxonomy
        self._territories = territories
        self._is_on_site = fiches.receptions.where(_is_on_site)
        self._sets: dict[str, Bits] = {}

    def read(self, needs: tuple[Sequence[int], Coded[str]], covering: Covering, day: date) -> dict[str, Bits]:
        """Return the sets that hold a fiche at least, by name.

        needs   fiches and codes, a row for each need of a fiche.
        day     whose lateness is told.
        """
        self._sets = {}
        self._mark(self._fiches.institutions, lambda code: (f"institution:{code}",))
        self._mark(self._fiches.families, lambda text: self._families(codes_of(text)))
        self._mark(needs[1], self._needs, self._fiches.rows_of(needs[0]))
        self._mark(self._places.communes, lambda code: (f"departement:{department_of(code)}",), self._placed)
        self._mark(self._places.communes, self._where, self._placed)
        self._mark(self._places.communes, self._served, self._placed, within=self._is_on_site)
        self._mark(self._fiches.service_areas, lambda text: _named("couvre", covering.covered(codes_of(text))))
        # Who is there is counted there, not among those that reach it.
        for name in [name for name in self._sets if name.startswith("couvre:")]:
            here = self._sets.get(f"lieu:{name.partition(':')[2]}")
            if here is not None:
                self._put(name, self._sets.pop(name) & ~here)
        self._state(day)
        return dict(sorted(self._sets.items()))

    def _state(self, day: date) -> None:
        """Add what is told of the published fiches alone."""
        fiches = self._fiches
        published, late = fiches.is_published, Late(fiches.due_on, day)
        self._put("publiees", published)
        self._put("jamais", published & ~fiches.is_verified)
        is_fresh = fiches.is_verified & ~late.more_than(0)
        self._put("a-jour", published & is_fresh)
        self._put("a-verifier", published & ~is_fresh)
        for days in LATE_DAYS:
            self._put(f"retard-{days}", published & late.more_than(days))
        self._mark(fiches.missing, lambda text: _missing(codes_of(text)), within=published)
        self._put("sur-place", published & self._is_on_site)
        precise = self._places.precisions.where(PRECISE.__contains__)
        situated = np.zeros(len(fiches.ids), dtype=np.bool_)
        situated[self._placed[precise]] = True
        self._put("situees", published & self._is_on_site & situated)

    def _mark(
        self,
        column: Coded[Value],
        tell: Callable[[Value], Iterable[str]],
        rows: Numbers | None = None,
        *,
        within: Bits | None = None,
    ) -> None:
        """Add fiches to the sets that what they say names.

        rows     of the fiches, where a row of the column is not one of them.
        within   those that are added; None: all.
        """
        by_names = column.told(lambda value: tuple(tell(value)))
        for names, places in by_names.rows():
            found = places if rows is None else rows[places]
            kept = found if within is None else found[within[found]]
            for name in names if len(kept) else ():
                bits = self._sets.get(name)
                if bits is None:
                    bits = self._sets[name] = np.zeros(len(self._fiches.ids), dtype=np.bool_)
                bits[kept] = True

    def _put(self, name: str, bits: Bits) -> None:
        if bits.any():
            self._sets[name] = bits

    def _families(self, codes: Iterable[str]) -> Iterable[str]:
        for code in codes:
            family = self._taxonomy.current_family(code)
            if family is not None:
                yield f"famille:{family.code}"
                yield f"volet:{family.part}"

    def _needs(self, code: str) -> Iterable[str]:
        need = self._taxonomy.current_need(code)
        if need is not None:
            yield f"besoin:{need.code}"
            yield from self._families((need.family,))

    def _where(self, commune: str) -> Iterable[str]:
        territory = self._territories.of_commune(commune)
        return (f"situe:{territory}",) if territory else ()

    def _served(self, commune: str) -> Iterable[str]:
        """Give the places of who receives people at a commune."""
        department, territory = department_of(commune), self._territories.of_commune(commune)
        return _named("lieu", ({f"dep:{department}"} if department else set()) | ({territory} if territory else set()))


class Late:
    """How late the confirmation of each fiche is on a day."""

    def __init__(self, due_on: Coded[date | None], day: date) -> None:
        days = [0 if on is None else (day - on).days for on in due_on.values]
        self._days = np.array(days, dtype=np.int64)[due_on.codes]

    def more_than(self, days: int) -> Bits:
        found: Bits = self._days > days
        return found


def _named(kind: str, codes: Iterable[str]) -> Iterable[str]:
    return tuple(f"{kind}:{code}" for code in sorted(codes))


def _missing(keys: Iterable[str]) -> Iterable[str]:
    return tuple(f"manque:{key}" for key in keys) or ("completes",)


def _is_on_site(receptions: str) -> bool:
    """Say whether people go there: what ``Content.is_remote_only`` denies."""
    codes = codes_of(receptions)
    return not codes or Reception.ON_SITE.value in codes
