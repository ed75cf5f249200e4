"""The figures as a workbook: the same numbers as the page, with their definitions."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, make_response

from directory.domain.outcomes import Answer
from directory.domain.rights import Action
from directory.domain.steering.committee import WHY
from directory.domain.steering.counts import BY_NEED, PARTS, Metric
from directory.domain.steering.periods import Quarter
from directory.domain.steering.shown import Shown
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.services.steering.coverage import cover_of
from directory.services.steering.figures import FIGURES, NOT_KNOWN, SECTIONS, Figure, Value
from directory.services.steering.meanings import ALONE
from directory.services.steering.reckoned import DIMENSIONS, Reckoned, Scope
from directory.services.steering.territories import Territory
from directory.services.steering.workbook import Cell, Row, workbook
from directory.web.steering.asked import PAGE, Asked, asked
from directory.web.steering.means import METRICS, NO_NEED, MeansLine, by_antenne, by_need
from directory.web.steering.outcomes import wait_said
from directory.web.steering.page import said_of
from directory.web.steering.words import HIDDEN, period_label, quarter_label, short_label, small, value_said

steering_files = Blueprint("steering_files", __name__)

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIMENSION_LABELS = {
    "institution": "Institution", "territoire": "Territoire", "besoin": "Besoin", "famille": "Famille",
    "volet": "Volet", "departement": "Département",
}  # fmt: skip
METRIC_LABELS = {
    Metric.SEARCHES: "Recherches",
    Metric.UNANSWERED: "Sans réponse",
    Metric.NOTHING: "Rien du tout",
    Metric.SHEETS: "Feuilles remises",
    Metric.LINKS_OPENED: "Liens ouverts",
    Metric.LIAISONS: "Liaisons vers un service",
}
INSTITUTION_FICHES = {
    "publiees": "Fiches publiées",
    "a-jour": "À jour",
    "retard-90": "En retard de plus de 90 jours",
}
"""Sets of fiches, and the heads of their columns."""
ANSWER_LABELS = {
    Answer.RECEIVED: "Accueillis",
    Answer.FULL: "Sans place",
    Answer.OTHER_TERMS: "Conditions différentes",
    Answer.UNREACHED: "Injoignable ou fermé",
}
COLUMNS = ("nombre", "sur", "part", "cases cachées")
SMALL_COUNTS = (
    "Une case de 1 à 4 se lit « < 5 » et compte pour 0 dans toutes les sommes. Les totaux sont la somme de ce qui est "
    "montré. Une part des recherches est cachée aussi quand elle en laisserait de 1 à 4, une case de réponses quand "
    "elle n’est que d’une fiche, ou qu’une différence rendrait un plus petit nombre."
)


@steering_files.get(f"{PAGE}.xlsx")
@needs(Action.READ_STEERING)
def table() -> Response:
    found = asked()
    antennes = by_antenne(found, current_actor())
    sheets = (
        ("Chiffres", _figures(found)),
        ("Couverture", _coverage(found)),
        ("Répartition", _breakdown(found)),
        ("Institutions", _institutions(found)),
        ("Usage", _use(found)),
        ("Moyens par besoin", _means(found)),
        *((("Antennes", _antennes(antennes)),) if antennes else ()),
        ("Réponses", _outcomes(found)),
        ("Communes loin", _far(found)),
        ("À propos", _about(found)),
    )
    answer = make_response(workbook(sheets, found.reckoned.last.at))
    answer.headers["Content-Type"] = WORKBOOK
    answer.headers["Content-Disposition"] = f'attachment; filename="pilotage-{found.period.code}.xlsx"'
    return answer


def _figures(found: Asked) -> Iterator[Row]:
    labels = [f"{short_label(period)}, {part}" for period in (found.period, found.period.before) for part in COLUMNS]
    yield "Rubrique", "Chiffre", *labels, "Définition"
    for figure in FIGURES:
        was = figure.value(found.before) if found.before is not None else NOT_KNOWN
        values = (*_cells(figure, figure.value(found.reckoned)), *_cells(figure, was))
        yield (SECTIONS[figure.section], ALONE.get(figure.key, figure.label), *values, figure.meaning)


def _cells(figure: Figure, value: Value) -> tuple[Cell, ...]:
    number: Cell = value.number
    if value.is_small or figure.unit == "attente":
        number = value_said(value, figure)
    is_share = figure.unit == "%" and value.share is not None and not value.is_small
    share = round(value.share or 0, 4) if is_share else None
    return number, value.of, share, value.left_out or None


def _coverage(found: Asked) -> Iterator[Row]:
    yield (
        "Besoin", "Territoire", "État", "Sur place", "Autres qui couvrent", "Recherches",
        "Tension (recherches par fiche sur place)", "Habitants",
    )  # fmt: skip
    whole, departments = found.reckoned.within(Scope()), _departments(found)
    for need in found.needs:
        for territory in found.territories:
            cover = found.coverage[need, territory.code]
            searches = whole.used(Metric.SEARCHES, need=need, territory=territory.code)
            tension = round(searches.value / cover.here, 1) if cover.here and searches.value else None
            yield (
                found.words.label("besoin", need), territory.name, cover.state.label, cover.here, cover.reaching,
                _shown(searches), tension, territory.population,
            )  # fmt: skip
        for each in departments:
            cover = cover_of(whole.last, need, each.code)
            name = f"{each.name}, tout le département"
            yield (
                found.words.label("besoin", need), name, cover.state.label, cover.here, cover.reaching, None, None,
                each.population,
            )  # fmt: skip


def _departments(found: Asked) -> tuple[Territory, ...]:
    """Return the départements of the figures, unless one territory is asked for, or the quarter was kept without."""
    last = found.reckoned.last
    if found.scope.territory or not any(name.startswith("lieu:dep:") for name in last.sets):
        return ()
    return current_services().steering.quarters.territories.whole(last.departments)


def _institutions(found: Asked) -> Iterator[Row]:
    """What each institution keeps and does; its accounts are told together, from five."""
    yield "Institution", *INSTITUTION_FICHES.values(), "Active", "Comptes venus", "Comptes"
    people = {each.code: each for each in found.reckoned.last.institutions}
    acted = {each.code for snapshot in found.reckoned.snapshots for each in snapshot.institutions if each.acted}
    for code in sorted(people.keys() | found.reckoned.breakdown("institution").keys()):
        own = found.reckoned.within(Scope({**found.scope.narrowed, "institution": code}))
        fiches = [int(own.stock(name).sum()) for name in INSTITUTION_FICHES]
        held = people.get(code)
        accounts: tuple[Cell, Cell] = (held.seen, held.accounts) if held and held.accounts else (None, small())
        active = "oui" if code in acted else "non"
        yield _named(found, "institution", code), *fiches, *((active, *accounts) if held else (None, None, None))


def _breakdown(found: Asked) -> Iterator[Row]:
    yield "Selon", "Valeur", "Fiches publiées", "Part"
    whole = int(found.reckoned.stock().sum())
    for name in DIMENSIONS:
        for code, count in found.reckoned.breakdown(name).items():
            yield DIMENSION_LABELS[name], _named(found, name, code), count, round(count / whole, 4) if whole else None


def _named(found: Asked, name: str, code: str) -> str:
    if name == "territoire":
        return _territory(code)
    if not code:
        return "Aucune" if name == "institution" else "Inconnu"
    if name == "departement":
        return current_services().places.gazetteer.territory(f"dep:{code}") or code
    return found.words.label(name, code)


def _use(found: Asked) -> Iterator[Row]:
    """Each cell of need and territory, quarter by quarter: what all the sums of use are made of."""
    yield "Trimestre", "Compté", "Besoin", "Territoire", "Nombre"
    for quarter, snapshot in zip(_known(found), found.reckoned.snapshots, strict=True):
        for cell in snapshot.cells:
            is_inside = found.scope.territory in ("", cell.territory) and found.scope.need in ("", cell.need)
            if cell.metric in BY_NEED and is_inside:
                need = found.words.label("besoin", cell.need) if cell.need else NO_NEED
                hidden = HIDDEN if cell.metric in PARTS else small()
                number: Cell = hidden if cell.shown.is_hidden else cell.shown.value
                yield quarter, METRIC_LABELS[cell.metric], need, _territory(cell.territory), number


def _means(found: Asked) -> Iterator[Row]:
    yield "Famille", "Besoin", *METRICS.values(), "Cases cachées"
    for line in by_need(found):
        yield line.family, line.label, *map(_shown, line.counts), line.left_out or None


def _antennes(lines: Iterable[MeansLine]) -> Iterator[Row]:
    yield "Antenne", "Liaisons"
    for line in lines:
        yield line.label, *map(_shown, line.counts)


def _outcomes(found: Asked) -> Iterator[Row]:
    """What came of sending people, by cell of need and territory: what all the sums of answers are made of."""
    yield "Trimestre", "Besoin", "Territoire", "Réponses", *ANSWER_LABELS.values(), "Attente médiane"
    for quarter, snapshot in zip(_known(found), found.reckoned.snapshots, strict=True):
        one = Reckoned(found.period, (snapshot,), found.scope)
        for need, territory in sorted({(each.need, each.territory) for each in snapshot.outcomes}):
            said = one.answered(need=need, territory=territory)
            where = (quarter, found.words.label("besoin", need) if need else "Aucun besoin", _territory(territory))
            if said.tally.total:
                counts = (said.tally.counts[each] for each in ANSWER_LABELS)
                yield *where, said.tally.total, *counts, wait_said(said.tally)
            elif said.hidden:
                yield *where, HIDDEN


def _territory(code: str) -> str:
    return current_services().steering.quarters.territories.name(code)


def _known(found: Asked) -> list[str]:
    return [quarter_label(Quarter.of(each.day)) for each in found.reckoned.snapshots]


def _far(found: Asked) -> Iterator[Row]:
    yield "Besoin", "Commune à plus de 20 km de toute fiche sur place", "Habitants"
    territories = current_services().steering.quarters.territories
    for need in found.needs:
        for code in found.reckoned.last.far.get(need, ()):
            people = found.reckoned.last.populations[code]
            yield found.words.label("besoin", need), territories.commune_name(code), people


def _about(found: Asked) -> Iterator[Row]:
    yield "Pilotage", period_label(found.period)
    yield "État", said_of(found)
    for name, value in found.scope.narrowed.items():
        yield DIMENSION_LABELS[name], _named(found, name, value)
    yield "Petits nombres", SMALL_COUNTS
    yield "Ce que la base ne compte pas", WHY


def _shown(cell: Shown) -> Cell:
    return small() if cell.is_hidden else cell.value
