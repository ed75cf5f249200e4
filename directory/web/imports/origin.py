"""Whose file it is: a source that is known, or a new one with its name and the institution that owns its fiches."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.imports import ImportSource
from directory.domain.rights import Action
from directory.http.access import current_actor, needs
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.sources import BadSource, NewSource, UnknownSource, likely
from directory.web.imports.steps import Standing, elsewhere, head_of, importer, standing_of, step_open, url_of
from directory.web.imports.words import TOO_LATE
from importers.registry import format_of

origin = Blueprint("origin", __name__)

NEW = "nouvelle"
SHOWN = 4
"""Sources shown as answers; the others are in a list."""
REASONS = {
    "nom": "Donnez un nom à la source, de 120 caractères au plus.",
    "institution": "Choisissez l’institution à qui seront les fiches.",
    "contact": "Le contact est trop long\u00a0: 120 caractères au plus.",
    "format": "Ce format n’existe pas.",
    "source": "Choisissez une source.",
}


@dataclass(frozen=True, slots=True)
class OriginView:
    """``chosen``: number of the source ticked, ``nouvelle``, or empty when nothing is; ``known`` is the format read."""

    known: str
    near: tuple[ImportSource, ...]
    others: tuple[ImportSource, ...]
    owners: dict[str, str]
    chosen: str
    guessed: str
    name: str
    owner: str
    contact: str
    reads_otherwise: bool = False
    refusal: str = ""
    field: str = ""


@origin.get("/imports/<int:number>/source")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    standing = step_open(number, "source")
    return origin_page(standing)


@origin.post("/imports/<int:number>/source")
@needs(Action.IMPORT)
def choose(number: int) -> ResponseReturnValue:
    standing = step_open(number, "source")
    desk, chosen = current_services().imports, request.form.get("source", "")
    if chosen == "autre":
        chosen = request.form.get("autre", "")
    try:
        if chosen == NEW:
            made = NewSource(
                " ".join(request.form.get("nom", "").split()),
                request.form.get("institution", ""),
                " ".join(request.form.get("contact", "").split()),
                standing.look.taken if standing.look is not None and "autrement" not in request.form else "",
            )
            desk.belongs_to_new(importer(), number, made)
        elif (known := whole_number(chosen)) is not None:
            desk.belongs_to(importer(), number, known)
        else:
            return origin_page(standing, "source", 422)
    except BadSource as error:
        return origin_page(standing, error.field, 422)
    except UnknownSource:
        return origin_page(standing, "source", 422)
    except BatchNotReady:
        return elsewhere(standing, "source", TOO_LATE)
    return redirect(url_of(standing_of(number)), 303)


def origin_page(standing: Standing, field: str = "", status: int = 200) -> ResponseReturnValue:
    view = _view(standing, field)
    return render_template("pages/imports/origin.html", head=head_of(standing, "source"), view=view), status


def _view(standing: Standing, field: str) -> OriginView:
    desk, actor, look = current_services().imports, current_actor(), standing.look
    assert look is not None
    sources, form = desk.sources(actor), request.form
    guess = standing.batch.source_id or likely(sources, standing.batch.file_name, look.header, look.taken)
    guessed = next((each for each in sources if each.id == guess), None)
    near = ((guessed,) if guessed is not None else ()) + tuple(each for each in sources if each is not guessed)
    taken = format_of(look.taken) if look.taken else None
    owners = desk.owners(actor)
    chosen = form.get("source", str(guess) if guess else NEW)
    return OriginView(
        taken.label if taken is not None else "",
        near[:SHOWN],
        near[SHOWN:],
        owners,
        chosen,
        str(guess or ""),
        form.get("nom", (taken.label if taken is not None else name_from(standing.batch.file_name))),
        form.get("institution", actor.institution),
        form.get("contact", ""),
        "autrement" in form,
        REASONS.get(field, ""),
        f"source-{NEW}" if field == "source" else field,
    )


def name_from(file_name: str) -> str:
    """Return the name of a source for that of its file: without its ending, with blanks."""
    stem = file_name.rsplit(".", 1)[0]
    text = " ".join(stem.replace("_", " ").replace("-", " ").split())
    return text[:1].upper() + text[1:120]
