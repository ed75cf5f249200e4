"""Where no antenne answers, and where several do without a word to choose by, as of now."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.domain.offices import LABELS
from directory.http.request import current_services
from directory.services.offices.coverage import answers_at, holes, overlaps, places_of
from directory.services.steering.reckoned import Reckoned
from search.places.commune import Commune
from search.text.french import counted, number_in_words


@dataclass(frozen=True, slots=True)
class Gap:
    """``who``: the kind, or the antennes that answer together. ``where``: communes, by name."""

    who: str
    communes: str
    people: str
    where: str


@dataclass(frozen=True, slots=True)
class Antennes:
    holes: tuple[Gap, ...]
    overlaps: tuple[Gap, ...]


def antennes_of(reckoned: Reckoned) -> Antennes:
    """Return the holes and overlaps of the départements of the figures."""
    services = current_services()
    gazetteer, areas = services.places.gazetteer, [f"dep:{code}" for code in reckoned.last.departments]
    offices = services.steering.quarters.offices_answering(map(gazetteer.chain_of_area, areas))
    communes = [each for area in areas for each in places_of(gazetteer, area)]
    answers = answers_at(offices, communes, gazetteer.chain)
    lacking, doubled = holes(answers), overlaps(answers)
    return Antennes(
        tuple(_gap(LABELS[each.kind], each.communes, each.inhabitants) for each in lacking),
        tuple(_gap(", ".join(one.name for one in each.offices), each.communes, each.inhabitants) for each in doubled),
    )


def _gap(who: str, communes: Sequence[Commune], people: int) -> Gap:
    names = ", ".join(each.name.replace("'", "’") for each in communes)
    return Gap(who, counted(len(communes), "commune", "communes"), number_in_words(people), names)
