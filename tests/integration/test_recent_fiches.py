"""Fiches kept in memory are those of the base, whoever changed them."""

import pytest

from directory.services import recent_fiches
from directory.services.recent_fiches import RecentFiches
from directory.services.resources import ResourceService
from directory.services.taxonomy import seed
from directory.store.session import Database
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche


@pytest.fixture
def service(database: Database) -> ResourceService:
    seed(database, TAXONOMY)
    return ResourceService(database, GAZETTEER)


def test_a_fiche_shown_then_changed_is_shown_as_it_is_now(database: Database, service: ResourceService) -> None:
    shown = RecentFiches(database)
    saved = service.create(fiche("Permis à un euro"), author=LEA, origin=FORM, now=NOW).resource
    assert shown.of([saved.id, 999])[saved.id].content.title == "Permis à un euro"
    service.revise(saved.id, fiche("Permis gratuit"), expected_version=saved.version, author=LEA, origin=FORM, now=NOW)
    assert shown.of([saved.id])[saved.id].content.title == "Permis gratuit"
    service.verify(saved.id, author=LEA, now=NOW)
    assert shown.of([saved.id])[saved.id].verified_at == NOW


def test_a_fiche_shown_then_archived_is_dropped(database: Database, service: ResourceService) -> None:
    shown = RecentFiches(database)
    saved = service.create(fiche(), author=LEA, origin=FORM, now=NOW).resource
    assert list(shown.of([saved.id])) == [saved.id]
    service.archive(saved.id, expected_version=saved.version, author=LEA, origin=FORM, now=NOW)
    assert shown.of([saved.id]) == {}


def test_memory_stays_flat(database: Database, service: ResourceService, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recent_fiches, "MOST_KEPT", 3)
    shown = RecentFiches(database)
    ids = [service.create(fiche(f"F{number}"), author=LEA, origin=FORM, now=NOW).resource.id for number in range(9)]
    assert [list(shown.of([each])) for each in ids] == [[each] for each in ids]
    assert len(shown._kept[1]) <= 4
