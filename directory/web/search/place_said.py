"""What the page says of the place asked for: how it was read, and what else it may mean."""

from directory.http.links import link
from directory.services.search.question import AskedPlace, Misread, Question, place_parameter
from directory.web.search.bar import PLACE_NAMES, SEARCH, Link
from directory.web.shared.territories import inside
from search.text.french import NBSP, around


def where_of(place: AskedPlace) -> str:
    """Return how a sentence says the place: "autour d’Arles", "dans le Var"."""
    if place.area is not None:
        return inside(place.area)
    if place.commune is None or not place.is_commune:
        return "autour du lieu choisi"
    # A person says the name; the département stands in the bar, and here when the name alone is not sure.
    return around(place.label if place.doubt is not None else place.commune.name)


def misread(place: AskedPlace) -> str:
    """Return what has to be said of a place that was not read as typed; empty when all of it was."""
    doubt = place.doubt
    if doubt is None or doubt.misread is Misread.NOTHING:
        return ""
    typed = f"«{NBSP}{doubt.typed}{NBSP}»"
    found = f"la recherche se fait {where_of(place)}."
    return {
        Misread.ADDRESS: f"L’adresse {typed} n’a pas été trouvée{NBSP}: {found}",
        Misread.BESIDE: f"Seul le nom de la commune a été compris dans {typed}{NBSP}: {found}",
        Misread.SPELLING: f"{typed} n’est le nom d’aucun lieu{NBSP}: {found}",
    }[doubt.misread]


def rather(question: Question) -> tuple[Link, ...]:
    """Return what else the text of the place may mean, each with the same search there."""
    doubt = question.place.doubt if question.place is not None else None
    if doubt is None:
        return ()
    asked = {name: values for name, values in question.asked.items() if name not in (*PLACE_NAMES, "page", "groupe")}
    return tuple(
        Link(place.label, link(SEARCH, asked, **dict([place_parameter(place.code)]))) for place in doubt.others
    )
