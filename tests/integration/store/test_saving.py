"""Every change of a fiche goes through the service: kept, versioned, logged, never lost in silence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import delete

from directory.domain.changes import Author
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.fiches.editing import (
    InvalidResource,
    ResourceService,
    StaleVersion,
    UnknownResource,
)
from directory.services.fiches.saving import Effect, Refused, Save, Saved
from directory.store.database import Database
from directory.store.tables import institution
from fiche.content import Content
from fiche.parts import Place, Structure
from tests.fiches import ARLES, FORM, LEA, NOW, SAM, fiche
from tests.integration.store.test_resources import FULL

LATER = NOW + timedelta(hours=1)
IMPORT = Origin(SaveOrigin.IMPORT, "dora", "d-1", 12)
ROBOT = Author(None, "import")


def create(service: ResourceService, content: Content | None = None) -> Resource:
    return service.create(content or fiche(), author=LEA, origin=FORM, now=NOW).resource


def revise(service: ResourceService, before: Resource, **said: object) -> Resource:
    content = replace(before.content, **said)  # type: ignore[arg-type]
    receipt = service.revise(
        before.id, content, expected_version=before.version, author=SAM, origin=FORM, now=LATER
    )  # fmt: skip
    return receipt.resource


def test_a_created_fiche_is_kept_with_its_dates_and_its_first_version(service: ResourceService) -> None:
    made = create(service)
    kept = service.get(made.id)
    assert kept == made
    assert (kept.version, kept.created_at, kept.modified_at) == (1, NOW, NOW)
    assert (kept.verified_at, kept.imported_at) == (None, None)
    (version,) = service.history(made.id).versions
    assert (version.number, version.author, version.origin, version.at) == (1, LEA, FORM, NOW)
    assert version.changes["title"] == ["", "Permis à un euro"]


def test_a_revision_keeps_before_and_after_of_each_field_that_moved(service: ResourceService) -> None:
    before = create(service)
    after = revise(service, before, phone="04 90 11 11 11", structure=replace(before.content.structure, name="Élan"))
    assert (after.version, after.created_at, after.modified_at) == (2, NOW, LATER)
    version = service.history(before.id).versions[-1]
    assert version.author == SAM
    assert version.changes == {
        "structure": [
            {"name": "Auto-école solidaire", "siret": "", "networks": ["mission-locale"]},
            {"name": "Élan", "siret": "", "networks": ["mission-locale"]},
        ],
        "phone": ["04 90 00 00 00", "04 90 11 11 11"],
    }


def test_an_unchanged_save_writes_nothing(base: Database, service: ResourceService) -> None:
    before = create(service)
    with base.read() as uow:
        seq = uow.changes.max_seq()
    receipt = service.revise(
        before.id, replace(before.content, title="  Permis à  un euro "), expected_version=1, author=SAM, origin=FORM,
        now=LATER,
    )  # fmt: skip
    assert (receipt.resource, receipt.effect) == (before, Effect.UNCHANGED)
    with base.read() as uow:
        assert uow.changes.max_seq() == seq == receipt.seq
    assert len(service.history(before.id).versions) == 1


def test_the_second_of_two_people_saving_at_once_gets_both_texts(service: ResourceService) -> None:
    before = create(service)
    first = revise(service, before, title="Le premier")
    with pytest.raises(StaleVersion) as stale:
        revise(service, before, title="Le second")
    assert stale.value.current == first
    assert stale.value.yours.title == "Le second"
    assert service.get(before.id) == first


def test_two_people_saving_the_same_text_is_no_conflict(service: ResourceService) -> None:
    before = create(service)
    first = revise(service, before, title="Pareil")
    assert revise(service, before, title="Pareil") == first


def test_any_version_can_be_restored_field_by_field(service: ResourceService) -> None:
    made = create(service, FULL)
    emptied = revise(
        service, made, **{name: getattr(Content("x", Structure("y")), name) for name in (
            "description", "needs", "families", "closures", "places", "valid_from", "valid_to", "hours", "structure",
        )},
    )  # fmt: skip
    assert emptied.content.places == ()
    restored = service.restore_version(
        made.id, 1, expected_version=emptied.version, author=LEA, origin=FORM, now=LATER
    ).resource  # fmt: skip
    assert restored.version == 3
    assert restored.content == made.content
    assert service.content_at(made.id, 2) == emptied.content


def test_a_version_that_does_not_exist_cannot_be_restored(service: ResourceService) -> None:
    made = create(service)
    with pytest.raises(UnknownResource):
        service.restore_version(made.id, 2, expected_version=1, author=LEA, origin=FORM, now=LATER)


def test_an_archived_fiche_keeps_its_page_and_leaves_the_lists(service: ResourceService) -> None:
    made = create(service)
    receipt = service.archive(made.id, expected_version=1, author=LEA, origin=FORM, now=LATER)
    assert receipt.resource.content.status == "archivee"
    assert service.get(made.id).content.status == "archivee"
    assert service.answering("mobilite-permis", on=date(2026, 3, 2), limit=10).total == 0
    again = service.archive(made.id, expected_version=1, author=LEA, origin=FORM, now=LATER)
    assert again.effect is Effect.UNCHANGED


def test_only_a_person_moves_the_verification_date(base: Database, service: ResourceService) -> None:
    made = create(service)
    assert revise(service, made, title="Autre").verified_at is None
    receipt = service.verify(made.id, author=LEA, now=LATER)
    assert receipt.resource.verified_at == LATER
    kept = service.get(made.id)
    assert (kept.verified_at, kept.version, kept.modified_at) == (LATER, 2, LATER)
    history = service.history(made.id)
    assert [(each.at, each.author) for each in history.verifications] == [(LATER, LEA)]
    with base.read() as uow:
        assert uow.changes.max_seq() == receipt.seq
    with pytest.raises(ValueError, match="person"):
        service.verify(made.id, author=ROBOT, now=LATER)
    with pytest.raises(ValueError, match="person"):
        service.create(fiche(), author=ROBOT, origin=IMPORT, now=NOW, confirmed=True)


def test_an_import_moves_the_import_date_and_never_the_verification(base: Database, service: ResourceService) -> None:
    made = service.create(fiche(), author=LEA, origin=FORM, now=NOW, confirmed=True).resource
    assert made.verified_at == NOW
    with base.write() as uow:
        before = uow.resources.get(made.id)
        assert before is not None
        save = Save(replace(before.content, title="Du fichier"), ROBOT, IMPORT, before)
        (saved,) = service.save_many(uow, [save], now=LATER)
    assert isinstance(saved, Saved)
    kept = service.get(made.id)
    assert (kept.imported_at, kept.verified_at, kept.modified_at) == (LATER, NOW, LATER)
    assert kept.origin == FORM
    assert service.history(made.id).versions[-1].origin == IMPORT


def test_an_unknown_fiche_is_said_so(service: ResourceService) -> None:
    for act in (
        lambda: service.get(99),
        lambda: service.history(99),
        lambda: service.verify(99, author=LEA, now=NOW),
        lambda: service.revise(99, fiche(), expected_version=1, author=LEA, origin=FORM, now=NOW),
        lambda: service.archive(99, expected_version=1, author=LEA, origin=FORM, now=NOW),
    ):
        with pytest.raises(UnknownResource):
            act()


def test_every_error_is_told_at_once_and_nothing_is_kept(base: Database, service: ResourceService) -> None:
    wrong = fiche("", needs=("inconnu",), hours="Lu-Ve 9h-12h", phone="zéro", institution="personne")
    with pytest.raises(InvalidResource) as invalid:
        create(service, wrong)
    assert {(error.field, error.code) for error in invalid.value.errors} == {
        ("title", "valeur-manquante"),
        ("needs", "valeur-inconnue"),
        ("hours", "horaires-illisibles"),
        ("phone", "telephone-invalide"),
        ("institution", "valeur-inconnue"),
    }
    with base.read() as uow:
        assert uow.changes.max_seq() == 0
        assert uow.resources.iterate(after_id=0, limit=10) == []


def test_a_fiche_without_coordinates_takes_the_point_of_its_commune(service: ResourceService) -> None:
    (place,) = create(service, fiche(places=(ARLES,))).content.places
    assert (place.commune_code, place.precision, place.score) == ("13004", "commune", None)
    assert place.latitude == pytest.approx(43.6777, abs=1e-7)
    assert place.longitude == pytest.approx(4.6303, abs=1e-7)


def test_a_fiche_nobody_can_place_is_kept(service: ResourceService) -> None:
    nowhere = Place(address="2 rue des Lilas", commune_name="Villeneuve")
    assert create(service, fiche(places=(nowhere,))).content.places == (nowhere,)


def test_many_saves_at_once_take_the_same_path_and_each_has_its_answer(
    base: Database, service: ResourceService
) -> None:
    before = create(service)
    with base.write() as uow:
        outcomes = service.save_many(
            uow,
            [
                Save(fiche("Un"), ROBOT, IMPORT),
                Save(fiche("Faux", needs=("inconnu",)), ROBOT, IMPORT),
                Save(before.content, ROBOT, IMPORT, before),
                Save(replace(before.content, title="Revu"), ROBOT, IMPORT, before),
                Save(fiche("Deux"), ROBOT, IMPORT),
            ],
            now=LATER,
        )
    kinds = [outcome.effect if isinstance(outcome, Saved) else "refused" for outcome in outcomes]
    assert kinds == [Effect.CREATED, "refused", Effect.UNCHANGED, Effect.REVISED, Effect.CREATED]
    assert isinstance(outcomes[1], Refused)
    ids = [outcome.resource.id for outcome in outcomes if isinstance(outcome, Saved)]
    kept = service.by_ids(ids)
    assert [each.content.title for each in kept] == ["Un", "Revu", "Revu", "Deux"]
    with base.read() as uow:
        page = uow.changes.since(0, limit=10)
        assert [change.resource_id for change in page.changes] == [ids[0], before.id, ids[3]]


def structure_of(base: Database, key: str) -> int | None:
    with base.read() as uow:
        found = uow.structures.by_keys([key]).get(key)
    return None if found is None else found.id


def test_two_fiches_of_one_body_share_its_structure(base: Database, service: ResourceService) -> None:
    siret = "77568013501089"
    one = create(service, fiche("Un", structure=Structure("Élan", siret)))
    two = create(service, fiche("Deux", structure=Structure("L’Élan", siret)))
    number = structure_of(base, f"siret:{siret}")
    assert number is not None
    with base.read() as uow:
        assert uow.resources.of_structures([number]) == [(number, one.id), (number, two.id)]
        assert uow.structures.by_keys([f"siret:{siret}"])[f"siret:{siret}"].structure.name == "L’Élan"
    assert service.get(one.id).content.structure.name == "Élan"


def test_without_a_siret_a_body_is_known_by_its_name_and_commune(base: Database, service: ResourceService) -> None:
    one = create(service, fiche("Un", structure=Structure("CCAS d’Arles")))
    two = create(service, fiche("Deux", structure=Structure("Ccas d'arles")))
    other = create(
        service, fiche("Trois", structure=Structure("CCAS d’Arles"), places=(Place(commune_code="84007"),))
    )  # fmt: skip
    number = structure_of(base, "nom:ccas d arles:13004")
    assert number is not None
    with base.read() as uow:
        assert uow.resources.of_structures([number]) == [(number, one.id), (number, two.id)]
    assert other.id not in (one.id, two.id)


def test_a_revision_that_leaves_the_body_alone_leaves_the_fiche_with_it(
    base: Database, service: ResourceService
) -> None:
    with base.write() as uow:
        (saved,) = service.save_many(uow, [Save(fiche(), ROBOT, IMPORT, structure_key="s-9")], now=NOW)
    assert isinstance(saved, Saved)
    revise(service, saved.resource, title="Autre titre")
    number = structure_of(base, "source:dora:s-9")
    assert number is not None
    with base.read() as uow:
        assert uow.resources.of_structures([number]) == [(number, saved.resource.id)]


def test_a_fiche_that_the_rules_of_today_refuse_is_mended_elsewhere_and_archived(
    base: Database, service: ResourceService
) -> None:
    made = create(service, fiche(institution="dep-13"))
    with base.write() as uow:
        uow.connection.execute(delete(institution))
    with pytest.raises(InvalidResource):
        create(service, made.content)
    assert revise(service, made, title="Autre").content.institution == "dep-13"
    receipt = service.archive(made.id, expected_version=2, author=LEA, origin=FORM, now=NOW)
    assert receipt.resource.content == replace(made.content, title="Autre", status="archivee")
