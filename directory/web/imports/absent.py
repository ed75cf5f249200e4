"""Fiches that the file of their source no longer names: listed, archived when asked, much of them by two people."""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.imports import BatchState
from directory.domain.rights import Action
from directory.http.access import current_actor, needs
from directory.http.request import current_services
from directory.services.imports.batches import BatchNotReady
from directory.services.imports.vanished import ARCHIVING, told_from
from directory.web.imports.steps import Standing, head_of, importer, standing_of
from directory.web.search.bar import fiche_url
from search.text.french import counted, number_in_words

absent = Blueprint("absent", __name__)


@dataclass(frozen=True, slots=True)
class AbsentView:
    """``fiches``: title, structure and address of the first; ``asked`` who asked for their archiving."""

    title: str
    share: str
    fiches: tuple[tuple[str, str, str], ...]
    more: str
    is_applied: bool
    is_much: bool
    asked: str
    may_agree: bool
    button: str


@absent.get("/imports/<int:number>/disparues")
@needs(Action.IMPORT)
def page(number: int) -> ResponseReturnValue:
    standing = standing_of(number)
    return render_template("pages/imports/absent.html", head=head_of(standing, "appliquer"), view=_view(standing))


@absent.post("/imports/<int:number>/disparues")
@needs(Action.IMPORT)
def archive(number: int) -> ResponseReturnValue:
    """Ask for them to be archived, agree to it, or give it up."""
    standing_of(number)
    desk = current_services().imports
    if request.form.get("faire") == "garder":
        desk.keep_vanished(importer(), number)
        return redirect(url_for("absent.page", number=number), 303)
    try:
        is_done = desk.archive_vanished(importer(), number)
    except BatchNotReady:
        return redirect(url_for("outcome.page", number=number), 303)
    if not is_done:
        return redirect(url_for("absent.page", number=number), 303)
    return redirect(url_for("outcome.page", number=number, fait="archivage"), 303)


def _view(standing: Standing) -> AbsentView:
    services, batch = current_services(), standing.batch
    told, asked = told_from(batch.report), batch.report.get(ARCHIVING)
    actor = current_actor()
    who = asked if isinstance(asked, dict) else {}
    is_other = actor.is_administrator and bool(who) and who.get("account") != actor.account
    return AbsentView(
        counted(told.count, "fiche que le fichier ne dit plus", "fiches que le fichier ne dit plus"),
        f"{number_in_words(told.count)} sur {number_in_words(told.of)}" if told.of else "",
        tuple(
            (each.content.title, each.content.structure.name, fiche_url(each))
            for each in services.imports.fiches(told.ids)
        ),
        counted(told.count - len(told.ids), "autre", "autres") if told.count > len(told.ids) else "",
        batch.state is BatchState.APPLIED and told.count > 0 and standing.work is None,
        services.imports.is_much(told),
        str(who.get("label") or ""),
        is_other,
        f"Archiver {counted(told.count, 'fiche', 'fiches')}",
    )
