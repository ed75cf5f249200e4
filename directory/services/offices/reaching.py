"""How an office is reached: by what its fiche says alone, when it has one."""

from dataclasses import dataclass

from directory.services.offices.answering import Answerer
from fiche.parts import Place
from search.places.gazetteer import Gazetteer

NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Reach:
    """Texts are empty, like the place, where nothing is known."""

    phone: str = ""
    email: str = ""
    place: Place = NOWHERE


def reach_of(answerer: Answerer, gazetteer: Gazetteer) -> Reach:
    office, page = answerer.office, answerer.page
    if page is not None:
        content = page.resource.content
        return Reach(content.phone, content.email, page.place or NOWHERE)
    if office.resource_id is not None:
        # Its fiche is withdrawn: what the office said before it had one is old.
        return Reach()
    commune = gazetteer.get(office.commune) if office.commune else None
    name = commune.name if commune is not None else ""
    return Reach(
        office.phone,
        office.email,
        Place(address=office.address, postcode=office.postcode, commune_name=name, commune_code=office.commune),
    )
