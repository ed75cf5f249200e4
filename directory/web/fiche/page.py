"""The page of a fiche."""

from dataclasses import dataclass

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.resource import Resource
from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor, current_signed, needs
from directory.http.links import LARGEST_ID, said_address
from directory.http.request import current_services
from directory.services.offices.notes import ReadNote
from directory.web.fiche.acts import acts_view, said_of
from directory.web.fiche.person import is_expected_first
from directory.web.fiche.view import fiche_view
from directory.web.offices.view import sector_beside
from directory.web.reports.on_fiche import waiting_on
from directory.web.reports.outcome_words import outcome_view
from directory.web.search.bar import SEARCH, fiche_url
from directory.web.shared.addresses import public_url
from directory.web.shared.remembered import remembered_place
from directory.web.shared.words import slug_of

fiches = Blueprint("fiche", __name__)

ONE = f"/ressources/<int(max={LARGEST_ID}):resource_id>"


@fiches.get(ONE)
@fiches.get(f"{ONE}-<slug>")
@needs(Action.READ)
def page(resource_id: int, slug: str = "") -> ResponseReturnValue:
    services = current_services()
    found = services.fiches.get(resource_id)
    if found is None:
        abort(404)
    if found.merged_into is not None:
        answer = make_response(redirect(fiche_url(services.fiches.standing_for(found)), 301))
        # A merge can be taken back: no browser keeps for good where it led.
        answer.cache_control.no_cache = True
        return answer
    url = fiche_url(found)
    if request.path != url:
        return redirect(url, 301)
    view = fiche_view(
        services.fiches.page(found),
        services.fiches.others(found),
        back_url=_results_before(found.id),
        short_url=f"{public_url()}/ressources/{found.id}",
        asked=remembered_place(),
        liaison=url_for("liaison.page", fiche=found.id) if may_somewhere(current_actor(), Action.LIAISE) else "",
        named_contact=found.content.named_contact if may_somewhere(current_actor(), Action.READ_PEOPLE) else "",
    )
    acts = acts_view(found, current_actor(), view.owner)
    done = said_of(request.args.get("fait", ""), is_waiting="suite" in request.args)
    page = render_template(
        "pages/fiche.html",
        view=view,
        structure_url=_structure_url(found),
        acts=acts,
        done=done,
        version=found.version,
        fiche=found,
        may_report=may_somewhere(current_actor(), Action.REPORT),
        waiting=waiting_on(found, current_actor()),
        team=_team(found),
        outcome=outcome_view(found),
        is_followed=_is_followed(found),
        sector=sector_beside(remembered_place()) if is_expected_first(found.content) else None,
    )
    response = make_response(page)
    services.steering.counters.note_opening(found.id)
    if view.named_contact:
        # A name is kept by no cache, not even that of the browser.
        response.cache_control.no_store = True
    return response


def _results_before(resource_id: int) -> str:
    """Return the address of the line that led here, empty when the visit comes from elsewhere."""
    before = said_address(request.referrer)
    if before.netloc != request.host or before.path != SEARCH:
        return ""
    line = f"#fiche-{resource_id}"
    return f"{SEARCH}?{before.query}{line}" if before.query else SEARCH + line


@dataclass(frozen=True, slots=True)
class TeamView:
    """What one's antenne says of a fiche; None while it says nothing."""

    note: ReadNote | None


def _team(fiche: Resource) -> TeamView | None:
    """Return what is shown to who has an antenne; None to anybody else."""
    signed = current_signed()
    if signed is None or signed.account.office_id is None:
        return None
    return TeamView(current_services().handing.offices.notes.of(signed.account, (fiche.id,)).get(fiche.id))


def _is_followed(fiche: Resource) -> bool | None:
    """Say whether who reads follows a fiche; None where there is nothing to follow, or nobody to tell."""
    signed = current_signed()
    if signed is None or not fiche.content.is_published or not may_somewhere(current_actor(), Action.FOLLOW):
        return None
    return current_services().follows.is_followed(signed.account.id, fiche.id)


def _structure_url(fiche: Resource) -> str:
    """Return the page of the structure of a published fiche, which lists what else it offers."""
    number = current_services().structures.bodies.of_fiche(fiche.id) if fiche.content.is_published else None
    name = slug_of(fiche.content.structure.name)
    return url_for("structure.page", structure_id=number, slug=name) if number is not None else ""
