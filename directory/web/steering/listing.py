"""The fiches behind a figure, and who answers a need in one territory."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.domain.steering.counts import Metric
from directory.domain.steering.shown import Shown
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.steering.coverage import State, cover_of, covering, on_site
from directory.services.steering.figures import BY_KEY
from directory.services.steering.meanings import ALONE
from directory.services.steering.reckoned import Answers, Scope, times
from directory.services.steering.snapshot import Bits
from directory.web.reports.outcome_words import tally_in_words
from directory.web.search.bar import fiche_url
from directory.web.steering.asked import Asked, asked, every_territory
from directory.web.steering.matrix import CELL
from directory.web.steering.page import said_of
from directory.web.steering.tables import LIST
from directory.web.steering.words import HIDDEN, period_label, shown_said
from search.text.french import NBSP, counted, number_in_words

steering_lists = Blueprint("steering_lists", __name__)

A_PAGE = 100


@dataclass(frozen=True, slots=True)
class ListedFiche:
    """``note``: how often it counts, or that it is no longer published."""

    title: str
    url: str
    structure: str
    institution: str
    note: str


@dataclass(frozen=True, slots=True)
class FigureList:
    """``total``: fiches; ``said``: what they count for together where that differs."""

    title: str
    said: str
    meaning: str
    total: str
    fiches: tuple[ListedFiche, ...]
    back: str
    previous: str
    following: str


@dataclass(frozen=True, slots=True)
class CoverageCell:
    title: str
    state: State
    said: str
    use: str
    outcomes: str
    here: tuple[ListedFiche, ...]
    here_total: str
    reaching: tuple[ListedFiche, ...]
    reaching_total: str
    beyond: str
    back: str


@steering_lists.get(LIST)
@needs(Action.READ_STEERING)
def fiches() -> ResponseReturnValue:
    """Show the fiches that a figure counts, as often as it does."""
    found = asked()
    figure = BY_KEY.get(request.args.get("chiffre", ""))
    if figure is None or figure.fiches is None:
        abort(404)
    counts = times(figure.fiches(found.reckoned))
    rank = _page(len(counts))
    numbers = list(counts)[(rank - 1) * A_PAGE : rank * A_PAGE]
    more = {"chiffre": figure.key}
    total, events = len(counts), sum(counts.values())
    name = ALONE.get(figure.key, figure.label)
    view = FigureList(
        title=f"{name[:1].upper()}{name[1:]}, {period_label(found.period)}",
        said=said_of(found),
        meaning=figure.meaning,
        total=counted(total, "fiche", "fiches")
        + (f", {number_in_words(events)} en comptant leurs répétitions" if events != total else ""),
        fiches=tuple(_listed(each, counts[each.id]) for each in _read(numbers)),
        back=found.address(),
        previous=found.address(LIST, **more, page=str(rank - 1)) if rank > 1 else "",
        following=found.address(LIST, **more, page=str(rank + 1)) if rank * A_PAGE < total else "",
    )
    return render_template("pages/steering/fiches.html", view=view)


@steering_lists.get(CELL)
@needs(Action.READ_STEERING)
def coverage() -> ResponseReturnValue:
    """Show who answers a need in one territory: what a cell of the coverage table says."""
    found = asked()
    need, code = found.scope.need, found.scope.territory
    territory = next((each for each in every_territory(found.reckoned) if each.code == code), None)
    if not need or territory is None or set(found.scope.narrowed) != {"besoin", "territoire"}:
        abort(404)
    whole = found.reckoned.within(Scope())
    snapshot = whole.last
    here, reaching = on_site(snapshot, need, code), covering(snapshot, need, code)
    searches = whole.used(Metric.SEARCHES, need=need, territory=code)
    label = found.words.label("besoin", need)
    view = CoverageCell(
        title=f"{label}, {territory.name}",
        state=cover_of(snapshot, need, code).state,
        said=said_of(found),
        use=_use(searches, territory.population),
        outcomes=_outcomes(whole.answered(need=need, territory=code)),
        here=_first(snapshot.numbers(here)),
        here_total=counted(int(here.sum()), "fiche", "fiches"),
        reaching=_first(snapshot.numbers(reaching)),
        reaching_total=counted(int(reaching.sum()), "fiche", "fiches"),
        beyond=_beyond(here, reaching),
        back=Asked(found.period, whole, None, "").address(),
    )
    return render_template("pages/steering/coverage.html", view=view)


def _use(searches: Shown, people: int) -> str:
    said = shown_said(searches)
    word = "recherche" if said in ("0", "1") else "recherches"
    return f"{said}{NBSP}{word} dans la période, {number_in_words(people)} habitants."


def _outcomes(found: Answers) -> str:
    if found.tally.total:
        return f"Ce que cela a donné{NBSP}: {tally_in_words(found.tally)}."
    return f"Ce que cela a donné{NBSP}: {HIDDEN}, trop peu de réponses." if found.hidden else ""


def _beyond(*sets: Bits) -> str:
    return f"Les {A_PAGE} premières de chaque liste." if any(each.sum() > A_PAGE for each in sets) else ""


def _page(total: int) -> int:
    text = request.args.get("page", "1")
    rank = int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 0
    if not 1 <= rank <= max(1, -(-total // A_PAGE)):
        abort(404)
    return rank


def _read(numbers: Sequence[int]) -> list[Resource]:
    return current_services().steering.quarters.fiches(numbers)


def _first(numbers: Sequence[int]) -> tuple[ListedFiche, ...]:
    return tuple(_listed(each, 1) for each in _read(numbers[:A_PAGE]))


def _listed(fiche: Resource, count: int) -> ListedFiche:
    content, words = fiche.content, current_services().words.current()
    notes = [f"{count} fois"] if count > 1 else []
    if not content.is_published:
        notes.append("archivée" if content.is_archived else "brouillon")
    return ListedFiche(
        # What is being written is nobody else's to read: its number alone is told.
        content.title if content.has_page else f"Fiche {fiche.id}, en cours d’écriture",
        fiche_url(fiche) if content.has_page else "",
        content.structure.name if content.has_page else "",
        words.label("institution", content.institution) if content.institution else "Aucune institution",
        ", ".join(notes),
    )
