"""The towns of the demonstration inside its sentences."""

from directory.demo.catalogue import load_catalogue
from search.places.gazetteer import Gazetteer
from search.text.french import city_of, in_town, of_town


def test_no_town_of_the_demonstration_gives_a_faulty_preposition(gazetteer: Gazetteer) -> None:
    for code in load_catalogue().towns:
        commune = gazetteer.get(code)
        assert commune is not None
        for said in (in_town(city_of(commune.name)), of_town(city_of(commune.name))):
            assert not said.startswith(("à Le ", "à Les ", "de Le ", "de Les ", "de A", "de E", "de É", "de I", "de O"))
            assert "Arrondissement" not in said
