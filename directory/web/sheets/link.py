"""The page that the code of a sheet opens, without an account, without a cookie: what the paper says, as of today."""

from flask import Blueprint, Response, abort, make_response, render_template, request
from flask.typing import ResponseReturnValue

from directory.domain.rights import Action
from directory.domain.steering.counts import Metric
from directory.http.access import needs
from directory.http.request import current_services
from directory.services.sheets.links import LinkRefused, SheetLink, SheetLinks, WhyNot
from directory.services.sheets.reading import Given
from directory.web.sheets.page import ADVISOR
from directory.web.sheets.sheet import Sheet, make_sheet
from directory.web.sheets.vcard import vcard_of

sheet_link = Blueprint("sheet_link", __name__)

WHY = {
    WhyNot.UNKNOWN: (
        "Ce lien n’ouvre rien.",
        "Il manque peut-être une lettre\u00a0: visez de nouveau le carré de la feuille. Sinon, appelez votre "
        "conseiller.",
    ),
    WhyNot.OVER: ("Cette feuille a plus d’un an.", "Demandez une nouvelle feuille à votre conseiller."),
}
NOT_INDEXED = "noindex, nofollow"


@sheet_link.get("/f/<secret>")
@needs(Action.OPEN)
def page(secret: str) -> ResponseReturnValue:
    """Show the fiches of a sheet as they are, in public fields alone, even where visitors may not read."""
    try:
        link = _links().read(secret, current_services().handing.sheets.today())
    except LinkRefused as refused:
        said, what_to_do = WHY[refused.why]
        status = 410 if refused.why is WhyNot.OVER else 404
        return _bare(make_response(render_template("pages/sheets/bad_link.html", said=said, do=what_to_do), status))
    services = current_services()
    given = services.handing.sheets.opened(link.ids, since=link.day)
    sheet = _sheet(given, link)
    if request.method == "GET":
        offered = [each.page.resource for each in given if each.is_offered and each.page is not None]
        services.steering.noting.handed(Metric.LINKS_OPENED, offered, services.words.current())
    shown = render_template(
        "pages/sheets/link.html",
        sheet=sheet,
        since=link.day,
        until=link.until,
        lines=sorted((*sheet.fiches, *sheet.gone, *sheet.same), key=lambda each: each.number),
        secret=secret,
        today=services.handing.sheets.today(),
    )
    return _bare(make_response(shown))


@sheet_link.get("/f/<secret>/<int:rank>.vcf")
@needs(Action.OPEN)
def contact(secret: str, rank: int) -> ResponseReturnValue:
    """Give one address of a sheet as a contact that a telephone keeps."""
    try:
        link = _links().read(secret, current_services().handing.sheets.today())
    except LinkRefused:
        abort(404)
    given = current_services().handing.sheets.opened(link.ids, since=link.day)
    found = next((each for each in _sheet(given, link).fiches if each.number == rank), None)
    if found is None:
        abort(404)
    answer = make_response(vcard_of(found))
    answer.headers["Content-Type"] = "text/vcard; charset=utf-8"
    answer.headers["Content-Disposition"] = f'attachment; filename="contact-{rank}.vcf"'
    return _bare(answer)


def _links() -> SheetLinks:
    links = current_services().handing.links
    if links is None:
        abort(404)
    return links


def _sheet(given: tuple[Given, ...], link: SheetLink) -> Sheet:
    """Return a sheet whose fiches keep the numbers that they have on the paper."""
    return make_sheet(given, day=link.day, by=ADVISOR, url="", urgent=False, keeps_numbers=True)


def _bare(answer: Response) -> Response:
    """Return a page that nobody keeps, finds, or is followed by."""
    answer.headers["X-Robots-Tag"] = NOT_INDEXED
    answer.cache_control.no_store = True
    return answer
