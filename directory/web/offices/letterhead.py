"""What paper says of where an advisor works: the institution, the antenne and its number."""

from dataclasses import dataclass

from directory.http.access import signed_in
from directory.http.request import current_services
from directory.services.offices.reaching import reach_of
from directory.web.shared.words import phone_in_words


@dataclass(frozen=True, slots=True)
class Letterhead:
    """``office``: empty while nobody said in which antenne the person works; ``phone``: of that antenne."""

    institution: str
    office: str
    phone: str

    @property
    def in_one_line(self) -> str:
        """Such as "Pôle emploi, Martigues Nord, 04 65 71 42 97"."""
        return ", ".join(part for part in (self.institution, self.office, self.phone) if part)


def letterhead() -> Letterhead:
    """Return the letterhead of the person signed in."""
    services, account = current_services(), signed_in().account
    institution = services.words.current().label("institution", account.institution)
    office = services.handing.offices.belonging.office_of(account)
    answerer = services.handing.offices.sector.one(office.id) if office is not None else None
    if answerer is None:
        return Letterhead(institution, "", "")
    phone = reach_of(answerer, services.places.gazetteer).phone
    # Its name alone says whose it is: "Pôle emploi Martigues".
    named = "" if answerer.office.name.startswith(institution) else institution
    return Letterhead(named, answerer.office.name, phone_in_words(phone) if phone else "")
