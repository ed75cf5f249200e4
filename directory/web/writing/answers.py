"""What is answered to who writes a fiche: the form, a preview, the fiche once saved, or whose it is."""

from urllib.parse import urlencode

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.domain.actors import Profile
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action, may
from directory.http.access import current_actor, current_signed, signed_in
from directory.http.request import current_services
from directory.services.fiches.editing import Receipt
from directory.services.fiches.saving import Effect
from directory.web.fiche.view import fiche_view
from directory.web.reports.boxes import NAME, boxes
from directory.web.reports.suggesting import NAME as SUGGESTION
from directory.web.search.bar import fiche_url
from directory.web.writing.typed import Typed
from directory.web.writing.view import ErrorLine, Shown, form_view
from fiche.codes import Status
from fiche.content import Content

NOT_CARRIED = frozenset({"csrf_token", "faire", "version"})


def form_page(shown: Shown, base: Resource | None, status: int = 200) -> ResponseReturnValue:
    """Return the form. ``base``: the fiche that it modifies, as it began from it; None for a new one."""
    services, actor = current_services(), current_actor()
    words = services.words.current()
    if base is None:
        owners = services.writing.owners(actor)
        shown.typed.setdefault("institution", actor.institution)
        view = form_view(
            shown, words, services.places, owners,
            title="Nouvelle fiche", action=url_for("writing.create"), back_url=url_for("home.entrance"),
            drafts=tuple(_draft_line(each) for each in services.writing.drafts(actor)),
        )  # fmt: skip
    else:
        owner = base.content.institution
        does = "Proposer une modification de" if is_proposed(base) else "Modifier"
        view = form_view(
            shown, words, services.places, (),
            back_url=fiche_url(base) if base.content.has_page else url_for("writing.new"),
            title=f"{does} «\u00a0{base.content.title}\u00a0»",
            action=action_on(base),
            version=base.version,
            resource_id=base.id,
            owner=words.label("institution", owner) if owner else "",
        )  # fmt: skip
    proposes = base is not None and is_proposed(base)
    told = () if base is None or proposes else boxes(base.id, shown.typed.getlist(NAME))
    page = render_template(
        "pages/writing/form.html",
        view=view,
        reports=told,
        proposes=proposes,
        word=shown.typed.get("mot", ""),
        suggestion=shown.typed.get(SUGGESTION, ""),
    )
    return page, status


def is_proposed(base: Resource) -> bool:
    """Say whether the form of a fiche proposes, to those who keep it, what it would save for them."""
    return not may(current_actor(), Action.WRITE, owner=base.content.institution)


def action_on(base: Resource) -> str:
    """Return where the form of a fiche is sent."""
    return url_for("proposing.send" if is_proposed(base) else "writing.modify", resource_id=base.id)


def _draft_line(draft: Resource) -> ErrorLine:
    return ErrorLine(url_for("writing.edit", resource_id=draft.id), f"«\u00a0{draft.content.title}\u00a0»")


def preview_page(content: Content, typed: Typed, base: Resource | None) -> ResponseReturnValue:
    """Return the page of a fiche as it would be, with the form carried along."""
    services = current_services()
    now = services.now()
    kept = services.writing.checked(None if base is None else base.content, content)
    shown = Resource(
        0 if base is None else base.id, 0 if base is None else base.version, kept, Origin(SaveOrigin.FORM), now, now,
        now if "confirme" in typed else None if base is None else base.verified_at,
    )  # fmt: skip
    view = fiche_view(services.fiches.page(shown), (), named_contact=kept.named_contact)
    carried = [(name, value) for name, value in typed.items(multi=True) if name not in NOT_CARRIED]
    action = url_for("writing.create") if base is None else action_on(base)
    return render_template(
        "pages/writing/preview.html", view=view, carried=carried, action=action, version=shown.version
    )


def done(receipt: Receipt, *, confirmed: bool = False, said: str = "") -> Response:
    """Return the way to the fiche, which says what was done and whether the searches show it already."""
    current_services().todo.forget_count(signed_in().account.id)
    if receipt.resource.content.status == Status.DRAFT:
        return make_response(redirect(url_for("writing.edit", resource_id=receipt.resource.id, fait="brouillon"), 303))
    is_shown = current_services().showing.show(receipt.seq)
    effect = {Effect.CREATED: "creee", Effect.REVISED: "modifiee"}.get(receipt.effect, "inchangee")
    if receipt.effect is Effect.UNCHANGED and confirmed:
        effect = "confirmee"
    query = {"fait": said or effect} | ({} if is_shown else {"suite": "attente"})
    return make_response(redirect(f"{fiche_url(receipt.resource)}?{urlencode(query)}", 303))


def moved(current: Resource) -> ResponseReturnValue:
    """Return the page that says that a fiche was saved meanwhile, by a gesture that does not join."""
    return render_template("pages/writing/moved.html", fiche=current, url=fiche_url(current)), 409


def not_yours(owner: str) -> Response:
    """Return the page that says whose a fiche is, and what it would take to write it."""
    actor, signed = current_actor(), current_signed()
    name = current_services().words.current().label("institution", owner) if owner else ""
    page = render_template(
        "pages/writing/not_yours.html",
        owner=name,
        is_reader=signed is not None and actor.profile is Profile.CONSULTATION,
    )
    return make_response(page, 403)
