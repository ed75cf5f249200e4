"""The fiches of an institution handed over to another: those that are ticked, or all."""

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.institution import Institution
from directory.domain.rights import Action
from directory.http.access import needs, signed_in
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.http.writers import current_writer
from directory.services.fiches.transferring import BadHeir, Owned
from directory.services.fiches.writing import NotAllowed
from directory.web.duplicates.before import numbers
from directory.web.duplicates.queue import FicheLine, line
from search.text.french import counted

transfers = Blueprint("transfers", __name__)

PAGE = 50
LAST_PAGE = 99_999
ALL = "toutes"


@dataclass(frozen=True, slots=True)
class TransferView:
    """``ticked``: numbers of the fiches that are chosen."""

    institution: Institution
    total: int
    fiches: tuple[FicheLine, ...]
    ticked: frozenset[int]
    heirs: tuple[Institution, ...]
    heir: str
    page: int
    pages: int
    done: str
    refusal: str


@transfers.get("/comptes/partenaires/<code>/fiches")
@needs(Action.TRANSFER)
def listed(code: str) -> ResponseReturnValue:
    """List the fiches of an institution; ``fiche``: those that are ticked already."""
    return _page(code, ticked=numbers(request.args.getlist("fiche")))


@transfers.post("/comptes/partenaires/<code>/fiches")
@needs(Action.TRANSFER)
def transfer(code: str) -> ResponseReturnValue:
    services, heir = current_services(), request.form.get("vers", "")
    chosen = numbers(request.form.getlist("fiche"))
    if request.form.get("faire") != ALL and not chosen:
        return _page(code, refusal="Cochez les fiches à transférer, ou transférez-les toutes.", status=422)
    try:
        if request.form.get("faire") == ALL:
            count = services.transfers.transfer_all(current_writer(), signed_in().caller, code, heir)
        else:
            count = services.transfers.transfer(current_writer(), signed_in().caller, code, heir, sorted(chosen))
    except (BadHeir, NotAllowed):
        # An institution out of sight is not there; one that cannot have them is told.
        return _page(code, ticked=chosen, refusal="Choisissez à quelle institution vont les fiches.", status=422)
    return redirect(url_for("transfers.listed", code=code, faites=count, vers=heir), 303)


def _page(
    code: str, *, ticked: frozenset[int] = frozenset(), refusal: str = "", status: int = 200
) -> ResponseReturnValue:
    services, writer = current_services(), current_writer()
    number = whole_number(request.args.get("page", ""), most=LAST_PAGE) or 1
    try:
        owned = services.transfers.owned(writer, code, limit=PAGE, offset=(number - 1) * PAGE)
    except NotAllowed:
        abort(404)
    words = services.words.current()
    view = TransferView(
        owned.institution,
        owned.total,
        _lines(owned, ticked),
        ticked,
        services.transfers.heirs(writer, code),
        request.form.get("vers", ""),
        number,
        -(-owned.listed // PAGE),
        _done(words.label("institution", request.args.get("vers", ""))),
        refusal,
    )
    return render_template("pages/accounts/transfer.html", view=view), status


def _lines(owned: Owned, ticked: frozenset[int]) -> tuple[FicheLine, ...]:
    """Return the fiches of a page, those that are ticked first wherever they stand."""
    services = current_services()
    words = services.words.current()
    shown = {each.id for each in owned.fiches}
    others = (services.fiches.get(number) for number in sorted(ticked - shown))
    mine = [each for each in others if each is not None and each.content.institution == owned.institution.code]
    return tuple(line(each, words) for each in (*mine, *owned.fiches))


def _done(heir: str) -> str:
    number = whole_number(request.args.get("faites", ""))
    return f"{counted(number, 'fiche transférée', 'fiches transférées')} à {heir}." if number and heir else ""
