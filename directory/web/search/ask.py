"""The form again: a place that must be chosen, or something asked that cannot be used."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory.errors import BadInput, Choice, FieldError
from directory.http.links import link
from directory.http.request import current_services
from directory.schemas.wire import typeable
from directory.services.search.question import place_parameter
from directory.web.search.bar import PLACE_NAMES, SEARCH, Link, SearchBar, first, search_bar
from search.text.french import NBSP, counted

MOST_SHOWN = 6
AMBIGUOUS, UNKNOWN = "lieu-ambigu", "lieu-inconnu"

Asked = Mapping[str, tuple[str, ...]]
Count = Callable[["MultiDict[str, str]"], int]


@dataclass(frozen=True, slots=True)
class PlaceChoice:
    """One of the places that the text may mean. ``total``: what the same search finds there."""

    label: str
    url: str
    detail: str
    total: str


@dataclass(frozen=True, slots=True)
class AskView:
    """The form again.

    errors     those that are no question about the place.
    choices    the likeliest places of the territory, or of all when none is of it.
    far        the others.
    anywhere   the same search without a place.
    """

    bar: SearchBar
    title: str
    said: str
    errors: tuple[FieldError, ...]
    choices: tuple[PlaceChoice, ...]
    far: tuple[Link, ...]
    anywhere: Link | None


def ask_again(asked: Asked, error: BadInput, count: Count | None) -> ResponseReturnValue:
    """Show the form with each error beside its field; a place with homonyms is a question, not an error.

    count   gives the total of the main list of other parameters; None when nothing can be counted.
    """
    asked = {name: tuple(map(typeable, values)) for name, values in asked.items()}
    place = next((each for each in error.errors if each.code in (AMBIGUOUS, UNKNOWN)), None)
    others = tuple(each for each in error.errors if each is not place)
    is_question = place is not None and place.code == AMBIGUOUS and not others
    near, far = _by_nearness(place.choices if place is not None else ())
    view = AskView(
        search_bar(asked, None, others if is_question else error.errors),
        _title(place) if not others else "La recherche est à corriger",
        _said(place, asked) if place is not None else "",
        others,
        tuple(_choice(each, asked, count if not others else None) for each in near),
        tuple(Link(each.label, _url(each, asked)) for each in far),
        _anywhere(asked) if place is not None and not others else None,
    )
    return render_template("pages/ask.html", view=view), 200 if is_question else 422


def _title(place: FieldError | None) -> str:
    if place is None:
        return "La recherche est à corriger"
    if place.code == UNKNOWN:
        # The field says what was not found: once is enough.
        return f"Où chercher{NBSP}?"
    return f"De quel «{NBSP}{place.value}{NBSP}» s’agit-il{NBSP}?"


def _said(place: FieldError, asked: Asked) -> str:
    if not place.choices:
        return "Essayez le nom de la commune seul, son code postal ou le département."
    text = first(asked, "q")
    if place.code == UNKNOWN:
        return f"Peut-être est-ce l’un de ces lieux{NBSP}:"
    return f"«{NBSP}{text}{NBSP}» sera cherché autour du lieu choisi." if text else "Choisissez le lieu de la personne."


def _by_nearness(choices: tuple[Choice, ...]) -> tuple[tuple[Choice, ...], tuple[Choice, ...]]:
    territory = current_services().places.territory
    near = tuple(each for each in choices if territory.weight_of(each.code) > 1.0) or choices
    shown = near[:MOST_SHOWN]
    return shown, tuple(each for each in choices if each not in shown)


def _choice(choice: Choice, asked: Asked, count: Count | None) -> PlaceChoice:
    parameters = _with_place(choice, asked)
    total = ""
    if count is not None:
        pairs = [(name, value) for name, values in parameters.items() for value in values]
        total = counted(count(MultiDict(pairs)), "ressource", "ressources")
    commune = current_services().places.gazetteer.get(choice.code)
    detail = ", ".join(commune.postcodes[:3]) if commune is not None else ""
    return PlaceChoice(choice.label, link(SEARCH, parameters), detail, total)


def _url(choice: Choice, asked: Asked) -> str:
    return link(SEARCH, _with_place(choice, asked))


def _with_place(choice: Choice, asked: Asked) -> dict[str, tuple[str, ...]]:
    name, code = place_parameter(choice.code)
    return {**_without_place(asked), name: (code,)}


def _without_place(asked: Asked) -> dict[str, tuple[str, ...]]:
    return {name: values for name, values in asked.items() if name not in PLACE_NAMES and any(values)}


def _anywhere(asked: Asked) -> Link:
    text = first(asked, "q")
    label = f"Chercher «{NBSP}{text}{NBSP}» partout" if text else "Chercher partout"
    return Link(label, link(SEARCH, {**_without_place(asked), "lieu": ("",), "rayon": ()}))
