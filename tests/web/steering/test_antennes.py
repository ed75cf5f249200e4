"""Holes and overlaps of antennes on the page, of the département of the figures whatever else the base holds."""

from pathlib import Path

from directory.domain.offices import FIRST, Office, OfficeKind
from directory.http.request import SERVICES
from directory.services.bundle import Services
from directory.store.database import Database
from tests.accounts import Team
from tests.site import make_site
from tests.web.accounts.test_pages import sign_in, text_of


def test_antennes_that_answer_together_are_told_and_those_of_elsewhere_are_not_read(
    sqlite_database: Database, tmp_path: Path
) -> None:
    site = make_site(sqlite_database, tmp_path)
    site.app.config["WTF_CSRF_ENABLED"] = False
    pole = OfficeKind.INSERTION
    with sqlite_database.write() as uow:
        near = uow.offices.add(Office(0, pole, "Pôle du port", "cd13", rank=FIRST, areas=("com:13004", "com:59001")))
        wide = uow.offices.add(Office(0, OfficeKind.MDS, "MDS du pays", "cd13", areas=("epci:241300417",)))
        uow.offices.add(Office(0, pole, "Pôle du rempart", "cd13", areas=("com:13004",)))
        uow.offices.add(Office(0, pole, "Pôle fermé", "cd13", retired=True, areas=("com:13004",)))
        far = uow.offices.add(Office(0, pole, "Pôle du Nord", "cd13", areas=("com:59001", "dep:59")))
    client = site.client
    sign_in(client, Team(site.database).person("lea", "pole-emploi"))
    said = text_of(client.get("/pilotage"))
    assert "Pôle du port, Pôle du rempart" in said
    assert "Pôle fermé" not in said and "Pôle du Nord" not in said
    services: Services = site.app.extensions[SERVICES]
    chain = services.places.gazetteer.chain_of_area("dep:13")
    read = services.steering.quarters.offices_answering([chain, chain])
    assert {near.id, wide.id} < {each.id for each in read} and far.id not in {each.id for each in read}
    assert len(read) == 3
