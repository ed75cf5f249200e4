"""The note of one's antenne on a fiche: a form of one line."""

from flask import Blueprint, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.resource import Resource
from directory.domain.rights import Action
from directory.domain.team_notes import MOST_CHARS
from directory.http.access import needs, signed_in
from directory.http.links import LARGEST_ID
from directory.http.request import current_services
from directory.schemas.wire import typeable
from directory.services.fiches.editing import UnknownResource
from directory.services.offices.notes import FIELD, NoAntenne
from directory.services.reports.words import WordsRefused
from directory.web.reports.words import refusal_of
from directory.web.search.bar import fiche_url

team_notes = Blueprint("team_notes", __name__)

PATH = f"/ressources/<int(max={LARGEST_ID}):resource_id>/note"
NO_ANTENNE = (
    "Votre antenne n’est pas précisée\u00a0: demandez-le au responsable des comptes de votre institution. Votre note "
    "est gardée ci-dessous."
)


@team_notes.get(PATH)
@needs(Action.WRITE_TEAM_NOTE)
def form(resource_id: int) -> ResponseReturnValue:
    fiche = _fiche(resource_id)
    note = current_services().handing.offices.notes.of(signed_in().account, (fiche.id,)).get(fiche.id)
    return _form(fiche, note.text if note is not None else "")


@team_notes.post(PATH)
@needs(Action.WRITE_TEAM_NOTE)
def write(resource_id: int) -> ResponseReturnValue:
    fiche, text = _fiche(resource_id), request.form.get(FIELD, "")
    try:
        current_services().handing.offices.notes.write(signed_in().account, fiche.id, text)
    except WordsRefused as refused:
        return _form(fiche, typeable(text), refusal_of(refused), 422)
    except NoAntenne:
        return _form(fiche, typeable(text), NO_ANTENNE, 422)
    except UnknownResource:
        abort(404)
    return redirect(f"{fiche_url(fiche)}#note-equipe", 303)


def _fiche(resource_id: int) -> Resource:
    found = current_services().fiches.get(resource_id)
    if found is None:
        abort(404)
    return found


def _form(fiche: Resource, text: str, refusal: str = "", status: int = 200) -> ResponseReturnValue:
    office = current_services().handing.offices.belonging.office_of(signed_in().account)
    page = render_template(
        "pages/offices/note.html", fiche=fiche, url=fiche_url(fiche), text=text, refusal=refusal, most=MOST_CHARS,
        office=office.name if office is not None else "",
    )  # fmt: skip
    return page, status
