"""The selection under way of who asks: in the base for an account, in the cookie of the session for a visitor."""

from collections.abc import Callable
from datetime import UTC, datetime

from flask import Flask, g, session, url_for

from directory.domain.rights import Action, may_somewhere
from directory.domain.selections import Item, Selection
from directory.http.access import current_actor, current_signed
from directory.http.request import current_services, has_failed
from directory.http.tokens import masked_token
from directory.services.selections.keeping import Gesture
from directory.web.shared.remembered import remembered_place

KEY = "selection"
"""Key of the session."""
_HERE = "selection_here"


def selection_here() -> Selection | None:
    """Return the selection under way, None before the first fiche; looked for once a request."""
    if _HERE not in g:
        signed = current_signed()
        found = (
            current_services().handing.selections.current(signed.account.id)
            if signed is not None
            else visitor_selection()
        )
        setattr(g, _HERE, found)
    here = g.get(_HERE)
    return here if isinstance(here, Selection) else None


def change_here(gesture: Gesture) -> Selection:
    """Do something to the selection under way, or to a new one."""
    signed, services = current_signed(), current_services()
    if signed is not None:
        changed = services.handing.selections.change_current(signed.account.id, gesture, commune=commune_here())
    else:
        before = visitor_selection() or services.handing.selections.begun(commune_here())
        changed = gesture(services.handing.selections.once(before))
        keep_in_browser(changed)
    setattr(g, _HERE, changed)
    return changed


def visitor_selection() -> Selection | None:
    """Return what a browser holds; None for nothing, or for what was left alone for two hours."""
    kept: object = session.get(KEY)
    now = current_services().now()
    if not isinstance(kept, dict):
        return None
    try:
        begun, touched, commune, items = kept["de"], kept["a"], kept["ou"], kept["fiches"]
        found = Selection(
            0, 0, str(commune), _instant(begun), _instant(touched),
            tuple(Item(int(number), str(need), int(version), _instant(begun)) for number, need, version in items),
        )  # fmt: skip
    except (TypeError, KeyError, ValueError):
        return None
    return found if found.is_current(now) else None


def forget_visitor_selection() -> None:
    session.pop(KEY, None)


def commune_here() -> str:
    """Return the code of the commune of the last search; empty for none, and for an area."""
    place = remembered_place()
    return place.commune.code if place is not None and place.commune is not None else ""


def chosen(resource_id: int) -> bool:
    """Say whether a fiche is in the selection under way."""
    here = selection_here()
    return here is not None and resource_id in here.ids


def sheet_url(selection: Selection) -> str:
    """Return the address of the sheet of a selection."""
    return url_for("sheets.page", fiche=selection.ids, selection=selection.id or None)


def may_select() -> bool:
    """Say whether who asks may put fiches together."""
    return not has_failed() and may_somewhere(current_actor(), Action.MAKE_SHEET)


def add_selection(app: Flask) -> None:
    """Give templates what the button of a fiche asks."""
    said: dict[str, Callable[..., object]] = {
        "chosen": chosen, "may_select": may_select, "masked_token": masked_token,
    }  # fmt: skip
    app.jinja_env.globals.update(said)


def keep_in_browser(changed: Selection) -> None:
    """Leave a visitor's selection in the cookie of the session."""
    now = current_services().now()
    session[KEY] = {
        "de": int(changed.created_at.timestamp()),
        "a": int(now.timestamp()),
        "ou": changed.commune,
        "fiches": [[each.resource_id, each.need, each.seen_version] for each in changed.items],
    }


def _instant(seconds: object) -> datetime:
    return datetime.fromtimestamp(int(str(seconds)), UTC)
