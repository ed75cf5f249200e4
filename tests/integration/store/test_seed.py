"""The classification packaged with the product."""

from directory.services.taxonomy.editing import load_taxonomy, read_seed, seed
from directory.store.database import Database
from fiche.codes import SIDES


def test_the_packaged_classification_is_whole(database: Database) -> None:
    taxonomy = read_seed()
    assert seed(database, taxonomy)
    with database.read() as uow:
        assert load_taxonomy(uow) == taxonomy
    assert {family.part for family in taxonomy.families.values()} == set(SIDES)
    assert len(taxonomy.families_of("contraintes-personnelles")) == 7
    assert sum(len(taxonomy.needs_of(family.code)) for family in taxonomy.families_of("contraintes-personnelles")) == 29
    assert all(need.search_words for need in taxonomy.needs.values())
    assert all(code in taxonomy.needs for number in taxonomy.emergency_numbers for code in number.needs)
