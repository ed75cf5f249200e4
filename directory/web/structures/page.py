"""A structure: who it is, where, and what it offers."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.changes import Version
from directory.domain.rights import Action
from directory.http.access import needs
from directory.http.links import LARGEST_ID
from directory.http.request import current_services
from directory.services.fiches.bodies import Body, UnknownStructure
from directory.web.search.bar import Link, fiche_url
from directory.web.shared.words import address_lines, slug_of
from fiche.content import FIELDS
from search.text.french import NBSP, counted

structures = Blueprint("structure", __name__)

ONE = f"/structures/<int(max={LARGEST_ID}):structure_id>"
MOST_PLACES = 20
MOST_LABELS = 4


@dataclass(frozen=True, slots=True)
class SaveView:
    """A save of one of its fiches. ``what``: such as "créée" or "modifiée : Téléphone, Horaires"."""

    at: datetime
    fiche: Link
    what: str


@dataclass(frozen=True, slots=True)
class StructureView:
    """``more``: says how many places or fiches are not shown, empty when all are. ``saves``: the latest first."""

    name: str
    siret: str
    networks: tuple[str, ...]
    places: tuple[str, ...]
    total: str
    fiches: tuple[Link, ...]
    more_places: str
    more_fiches: str
    saves: tuple[SaveView, ...]


@structures.get(ONE)
@structures.get(f"{ONE}-<slug>")
@needs(Action.READ)
def page(structure_id: int, slug: str = "") -> ResponseReturnValue:
    try:
        body = current_services().structures.bodies.get(structure_id)
    except UnknownStructure:
        abort(404)
    url = structure_url(body.id, body.structure.name)
    if request.path != url:
        return redirect(url, 301)
    return render_template("pages/structures/structure.html", view=_view(body))


def structure_url(structure_id: int, name: str) -> str:
    return f"/structures/{structure_id}-{slug_of(name)}"


def _view(body: Body) -> StructureView:
    words = current_services().words.current()
    addresses = tuple(dict.fromkeys(filter(None, (", ".join(address_lines(each)) for each in body.places))))
    hidden, unseen = len(addresses) - MOST_PLACES, body.total - len(body.fiches)
    return StructureView(
        name=body.structure.name,
        siret=_spaced(body.structure.siret),
        networks=tuple(words.label("reseau", code) for code in body.structure.networks),
        places=addresses[:MOST_PLACES],
        total=counted(body.total, "ressource", "ressources"),
        fiches=tuple(Link(each.content.title, fiche_url(each)) for each in body.fiches),
        more_places=f"et {counted(hidden, 'autre lieu', 'autres lieux')}" if hidden > 0 else "",
        more_fiches=f"et {counted(unseen, 'autre', 'autres')}, que la recherche donne" if unseen > 0 else "",
        saves=_saves(body),
    )


def _saves(body: Body) -> tuple[SaveView, ...]:
    fiches = {each.id: Link(each.content.title, fiche_url(each)) for each in body.fiches}
    return tuple(SaveView(each.at, fiches[each.resource_id], _what(each)) for each in body.saves)


def _what(save: Version) -> str:
    """Say what a save did, without what only professionals may read."""
    if save.number == 1:
        return "créée"
    labels = [FIELDS[name].label for name in save.changes if name in FIELDS and FIELDS[name].is_public]
    if not labels:
        return "modifiée"
    more = f" et {counted(len(labels) - MOST_LABELS, 'autre', 'autres')}" if len(labels) > MOST_LABELS else ""
    return f"modifiée{NBSP}: {', '.join(labels[:MOST_LABELS])}{more}"


def _spaced(siret: str) -> str:
    """Return ``732 829 320 00074``, as it is read aloud."""
    parts = (siret[:3], siret[3:6], siret[6:9], siret[9:])
    return "\u00a0".join(parts) if siret else ""
