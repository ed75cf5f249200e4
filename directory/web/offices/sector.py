"""*Interlocuteurs de secteur*: vers qui se tourner, by the commune where the person lives."""

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.schemas.wire import typeable
from directory.services.search.places import AmbiguousPlace, UnknownPlace
from directory.services.search.question import Misread
from directory.web.offices.view import sector_of, sector_url
from directory.web.shared.remembered import remembered_place
from search.places.candidate import Place
from search.places.commune import Commune
from search.text.french import NBSP

sector = Blueprint("sector", __name__)

LONGEST_PLACE = 200
MOST_CHOICES = 12
ALSO_CALLED = "Plusieurs communes portent ce nom. Laquelle\u00a0?"
LIKE_IT = "Aucune commune ne porte ce nom. Est-ce l’une de celles-ci\u00a0?"
NOT_FOUND = "Cette commune n’a pas été trouvée. Écrivez son nom, ou son code postal."


@sector.get("/interlocuteurs")
@needs(Action.READ_OFFICES)
def page() -> ResponseReturnValue:
    """Show who answers at a commune: that of a link, that which is typed, or that of the last search."""
    commune = current_services().places.gazetteer.get(request.args.get("commune", ""))
    if commune is not None:
        return _shown(commune)
    # A link written by hand says the name of a commune in the place of its code.
    typed = typeable(request.args.get("lieu") or request.args.get("commune", ""))[:LONGEST_PLACE].strip()
    if typed:
        return _named(typed)
    place = remembered_place()
    return _shown(place.commune) if place is not None and place.commune is not None else _asked("", "", ())


def _named(typed: str) -> ResponseReturnValue:
    try:
        place = current_services().places.resolve(typed)
    except AmbiguousPlace as error:
        return _asked(typed, ALSO_CALLED, _communes(error.places))
    except UnknownPlace as error:
        similar = _communes(error.similar)
        return _asked(typed, LIKE_IT if similar else NOT_FOUND, similar)
    if place.commune is None:
        return _asked(
            typed, f"«{NBSP}{typed}{NBSP}» n’est pas une commune{NBSP}: écrivez celle où vit la personne.", ()
        )
    others = _communes(place.doubt.others) if place.doubt is not None else []
    if place.doubt is not None and (others or place.doubt.misread is Misread.SPELLING):
        said = LIKE_IT if place.doubt.misread is Misread.SPELLING else ALSO_CALLED
        return _asked(typed, said, [place.commune, *others])
    return redirect(sector_url(place.commune.code), 303)


def _communes(places: Sequence[Place]) -> list[Commune]:
    return [each for each in places if isinstance(each, Commune)]


def _shown(commune: Commune) -> ResponseReturnValue:
    view = sector_of(commune)
    keeps = may_somewhere(current_actor(), Action.MANAGE_OFFICES)
    return render_template("pages/offices/sector.html", view=view, typed=commune.label, keeps=keeps)


def _asked(typed: str, said: str, choices: Sequence[Commune]) -> ResponseReturnValue:
    """Ask which commune, with those that the text may mean."""
    offered = [(each.label, sector_url(each.code)) for each in choices[:MOST_CHOICES]]
    return render_template("pages/offices/which.html", typed=typed, said=said, choices=offered)
