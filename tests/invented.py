"""What a fiche says that its row does not: nothing, whatever the file."""

import re

from importers.kept import KeptRow

_DIGITS = re.compile(r"\d+")


def invented(row: KeptRow, also: str = "") -> list[str]:
    """Return the phones, mails, sites and numbers of a fiche that its row does not hold.

    also   what its format says of every row.
    """
    said = " ".join((*row.cells.values(), also)).casefold()
    digits = "".join(_DIGITS.findall(said))
    content = row.draft.content
    found = [each for each in (content.phone, content.second_phone) if each and not _is_dialled(each, digits)]
    if content.email and content.email.casefold() not in said:
        found.append(content.email)
    for site in (content.website, content.link):
        host = site.casefold().removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        if host and host not in said:
            found.append(site)
    if content.structure.siret and content.structure.siret not in digits:
        found.append(content.structure.siret)
    for place in content.places:
        found += [number for number in _DIGITS.findall(place.address) if number.lstrip("0") not in digits]
    return found


def _is_dialled(phone: str, digits: str) -> bool:
    """Compare without what stands before a national number: 0, +33, 0033."""
    said = "".join(_DIGITS.findall(phone))
    return said[-9:] in digits if len(said) > 8 else said in digits
