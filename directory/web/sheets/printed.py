"""The sheet as its PDF is given it."""

from directory.domain.documents import Data
from directory.web.shared.dates import day
from directory.web.sheets.sheet import Sheet, SheetFiche

AUTHOR = "Base de ressources partenariales"


def printed(sheet: Sheet) -> dict[str, Data]:
    """Return the texts of a sheet."""
    return {
        "title": "Vos adresses",
        "author": AUTHOR,
        "day": day(sheet.day),
        "by": sheet.by,
        "fiches": [_fiche(each) for each in sheet.fiches],
        "urgent": [{"label": each.label, "number": each.number} for each in sheet.urgent],
    }


def _fiche(fiche: SheetFiche) -> dict[str, Data]:
    return {
        "num": str(fiche.number),
        "title": fiche.title,
        "structure": fiche.structure,
        "what": fiche.what,
        "waits": fiche.waits,
        "steps": fiche.steps,
        "then": fiche.then,
        "dated": fiche.is_dated,
        "phones": [{"shown": each.shown, "tel_link": each.url, "extension": each.extension} for each in fiche.phones],
        "email": fiche.email,
        "address": fiche.address,
        "price": fiche.price,
        "hours": fiche.hours,
        "no_hours": fiche.no_hours,
        "differs": fiche.differs,
        "bring": fiche.bring,
        "ask": fiche.ask,
        "ask_whom": fiche.ask_whom,
        "verified": fiche.verified,
    }
