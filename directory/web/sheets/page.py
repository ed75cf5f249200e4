"""The page of a sheet: what the person will read, and how to hand it over."""

from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.steering.counts import Metric
from directory.http.access import current_signed, needs
from directory.http.links import whole_number
from directory.http.request import current_services
from directory.services.sheets.links import MOST_FICHES
from directory.services.sheets.reading import Given
from directory.web.fiche.qr import qr_image, qr_of
from directory.web.offices.letterhead import letterhead
from directory.web.shared.addresses import public_url
from directory.web.shared.remembered import remembered_place
from directory.web.sheets.files import as_pdf
from directory.web.sheets.printed import printed
from directory.web.sheets.sending import sending_of
from directory.web.sheets.sheet import Sheet, make_sheet

sheets = Blueprint("sheets", __name__)

ADVISOR = "votre conseiller"


@sheets.get("/feuille")
@needs(Action.MAKE_SHEET)
def page() -> ResponseReturnValue:
    """Show the sheet of the fiches that the address names, in its order."""
    ids = ids_asked()
    given = current_services().handing.sheets.given(ids)
    sheet = sheet_of(given)
    if not sheet.fiches:
        abort(404)
    pages = [each.page for each in given if each.is_offered and each.page is not None]
    if request.method == "GET":
        services = current_services()
        resources = [each.resource for each in pages]
        services.steering.noting.handed(Metric.SHEETS, resources, services.words.current(), remembered_place())
    return render_template(
        "pages/sheets/sheet.html",
        sheet=sheet,
        qr=qr_of(sheet.url),
        sending=sending_of(sheet, pages),
        back=_back(),
        with_urgent=_again(),
        without_urgent=_again(urgences="non"),
        pdf=f"{url_for('sheets.pdf')}?{request.query_string.decode()}",
        is_urgent_off=request.args.get("urgences") == "non",
    )


@sheets.get("/feuille.pdf")
@needs(Action.MAKE_SHEET)
def pdf() -> ResponseReturnValue:
    """Give the same sheet as a PDF, to print or to send."""
    given = current_services().handing.sheets.given(ids_asked())
    sheet = sheet_of(given)
    if not sheet.fiches:
        abort(404)
    drawn = current_services().handing.renderer.sheet(printed(sheet), qr=qr_image(sheet.url), pages=len(sheet.pages))
    return as_pdf(drawn, "vos-adresses")


def ids_asked() -> tuple[int, ...]:
    """Return the fiches that an address names, each once, twenty at most."""
    typed = request.args.getlist("fiche")
    ids = [number for each in typed if (number := whole_number(each)) is not None]
    if not ids or len(ids) != len(typed):
        abort(404)
    return tuple(dict.fromkeys(ids))[:MOST_FICHES]


def sheet_of(given: tuple[Given, ...]) -> Sheet:
    """Return the sheet of today, with its link where sheets carry one."""
    services, signed = current_services(), current_signed()
    ids = tuple(each.page.resource.id for each in given if each.is_offered and each.page is not None)
    today = services.handing.sheets.today()
    links = services.handing.links
    return make_sheet(
        given,
        day=today,
        by=letterhead().in_one_line if signed is not None else ADVISOR,
        url=f"{public_url()}/f/{links.make(today, ids)}" if links is not None and ids else "",
        urgent=request.args.get("urgences") != "non",
    )


def _again(**more: str) -> str:
    """Return the address of this page, with or without the numbers to call in danger."""
    kept = {"fiche": request.args.getlist("fiche"), "selection": request.args.getlist("selection")[:1], **more}
    return f"{url_for('sheets.page')}?{urlencode(kept, doseq=True)}"


def _back() -> str:
    ids = ids_asked()
    if len(ids) == 1 and "selection" not in request.args:
        return url_for("fiche.page", resource_id=ids[0])
    number = whole_number(request.args.get("selection", ""))
    return url_for("selections.one", selection_id=number) if number else url_for("selections.page")
