"""Story 11: one SIRET and one need at three places are three fiches, in a file, in the form, in the queue."""

from dataclasses import replace

from directory.services.duplicates.finding import Lookalikes
from fiche.parts import Place, Structure
from tests.fiches import fiche
from tests.integration.duplicates.conftest import Desk

SIRET = "73282932000074"
TOWNS = (
    Place("2 rue du Port", "", "13200", "Arles"),
    Place("5 quai Neuf", "", "84000", "Avignon"),
    Place("8 place du Marché", "", "13001", "Marseille 1er Arrondissement"),
)


def test_one_body_with_many_doors_is_no_duplicate(desk: Desk) -> None:
    antennas = [
        fiche("Aide aux démarches", structure=Structure(f"Cap – {place.commune_name}", SIRET), places=(place,),
              email="contact@cap.exemple.fr", phone="04 65 71 00 41")
        for place in TOWNS
    ]  # fmt: skip
    for each in antennas:
        assert Lookalikes(desk.database).of(desk.writing.checked(None, each)) == ()
        desk.put(each)
    desk.look()
    assert desk.asked() == []
    # The same door, once more, is asked about; so is one whose place is not said yet.
    again = desk.writing.checked(None, replace(antennas[1], title="Aide numérique", email=""))
    assert [each.resource.id for each in Lookalikes(desk.database).of(again)] == [2]
    assert len(Lookalikes(desk.database).of(replace(again, places=()))) == 3
