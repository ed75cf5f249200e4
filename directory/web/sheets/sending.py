"""A sheet by mail or by short message: texts that an advisor sends from their own machine; nothing leaves from here."""

from dataclasses import dataclass
from urllib.parse import quote

from directory.services.fiches.page import FichePage
from directory.web.fiche.gsm7 import in_gsm7, signs
from directory.web.fiche.sms import sms_of
from directory.web.fiche.text import text_of
from directory.web.sheets.sheet import Sheet
from search.text.french import NBSP

SUBJECT = "Vos adresses"
LONGEST_MAIL_CHARS = 1_900
"""Of an address that opens a mail: some programs cut a longer one."""
SIGNS_A_FICHE = 306
"""Two parts of a message of several parts."""
RANK_SIGNS = 5
"""Of the number of a fiche and the end of its line."""
ALONE, JOINED = 160, 153
"""Signs of a message of one part, and of each part of a longer one."""


@dataclass(frozen=True, slots=True)
class Sending:
    """``mail_is_short``: the text is too long for a link, which opens a mail with the address of the sheet alone."""

    text: str
    mail_url: str
    mail_is_short: bool
    sms: str
    sms_url: str
    sms_parts: int


def sending_of(sheet: Sheet, pages: list[FichePage]) -> Sending:
    """Return the texts of a sheet. ``pages``: of its fiches, in its order."""
    text = _text(sheet, pages)
    whole = _mail(text)
    is_short = len(whole) > LONGEST_MAIL_CHARS
    sms = _sms(sheet, pages)
    return Sending(
        text,
        _mail(_link_alone(sheet)) if is_short else whole,
        is_short,
        sms,
        f"sms:?&body={quote(sms)}",
        parts_of(sms),
    )


def parts_of(text: str) -> int:
    """Return how many parts a message in the alphabet of telephones is sent in."""
    count = signs(text)
    return 1 if count <= ALONE else -(-count // JOINED)


def _mail(text: str) -> str:
    return f"mailto:?subject={quote(SUBJECT)}&body={quote(text)}"


def _link_alone(sheet: Sheet) -> str:
    """Return the address of a sheet, if it has one, and the titles that a mail has room for."""
    text = f"Vos adresses sont ici{NBSP}:\n{sheet.url}" if sheet.url else f"{SUBJECT}{NBSP}:"
    for each in sheet.fiches:
        longer = f"{text}\n{each.number}. {each.title}"
        if len(_mail(f"{longer}\n…")) > LONGEST_MAIL_CHARS:
            return f"{text}\n…"
        text = longer
    return text


def _text(sheet: Sheet, pages: list[FichePage]) -> str:
    parts = [f"{fiche.number}. {text_of(page, '')}" for fiche, page in zip(sheet.fiches, pages, strict=True)]
    link = [f"À jour ici{NBSP}: {sheet.url}"] if sheet.url else []
    return "\n".join([*parts, *link])


def _sms(sheet: Sheet, pages: list[FichePage]) -> str:
    """Return all the fiches in one message: what does not fit in two parts a fiche is left out, the link never."""
    link = in_gsm7(sheet.url) if sheet.url else ""
    count = max(1, len(pages))
    left = SIGNS_A_FICHE * count - signs(link) - RANK_SIGNS * count
    texts = [sms_of(page, "", most=left // count) for page in pages]
    ranked = [f"{rank}. {text}" for rank, text in enumerate(texts, 1)] if count > 1 else texts
    return "\n".join([*ranked, *([link] if link else [])])
