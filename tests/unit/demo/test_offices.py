"""The offices of the demonstration: real towns, invented numbers, ten pôles d’insertion, and holes to show."""

from datetime import UTC, datetime

from directory.demo.institutions import CODES
from directory.demo.offices import demo_offices
from directory.domain.offices import LONGEST_NAME, LONGEST_NOTE, Office, OfficeKind, answering
from search.places.gazetteer import Gazetteer

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def offices() -> list[Office]:
    return list(demo_offices(NOW))


def test_towns_are_real_and_the_rest_cannot_be_reached(gazetteer: Gazetteer) -> None:
    for each in offices():
        assert each.institution in CODES
        assert each.phone.startswith("04 65 71 ") and each.email.endswith(".example")
        assert all(gazetteer.territory(area) for area in each.areas) and each.areas
        town = gazetteer.get(each.commune)
        assert town is not None and each.postcode in town.postcodes
        assert len(each.name) <= LONGEST_NAME and len(each.note) <= LONGEST_NOTE
    keys = [(each.kind, each.name) for each in offices()]
    assert len(keys) == len(set(keys))


def test_ten_poles_divide_the_arrondissements(gazetteer: Gazetteer) -> None:
    poles = [each for each in offices() if each.kind is OfficeKind.INSERTION]
    assert len(poles) == 10
    for number in range(1, 17):
        found = answering(poles, gazetteer.chain(f"132{number:02}"))
        assert len(found[OfficeKind.INSERTION]) == 1


def test_at_martigues_all_answer_but_the_mission_locale(gazetteer: Gazetteer) -> None:
    found = answering(offices(), gazetteer.chain("13056"))
    assert OfficeKind.YOUTH not in found
    assert [each.name for each in found[OfficeKind.MDS]] == ["MDS de Martigues"]
    assert len(found[OfficeKind.JOB_CENTRE]) == 2 and all(each.note for each in found[OfficeKind.JOB_CENTRE])
