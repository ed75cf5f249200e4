"""Fiches come back from SQL as they went in."""

from dataclasses import fields, replace
from datetime import date, timedelta

import pytest
from sqlalchemy import event

from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.store.database import Database
from directory.store.resources import StoredResource
from directory.store.structures import KnownStructure
from fiche.content import Content
from fiche.parts import Closure, Place, Structure
from tests.fiches import FORM, NOW, fiche

FULL = Content(
    title="Permis à un euro",
    structure=Structure("Auto-école l’Élan", "77568013501089", ("ccas-cias", "mission-locale")),
    description="Deux lignes :\nconduite, code. « Tout compris »",
    needs=("mobilite-permis", "mobilite-transport"),
    families=("famille",),
    audiences=("jeunes", "seniors"),
    audience_text="moins de 26 ans",
    access_modes=("sur-rendez-vous",),
    access_text="le matin",
    receptions=("itinerant", "sur-place"),
    mobilisations=("autre",),
    mobilisation_text="commission le mardi",
    costs=("payant",),
    cost_text="1 €",
    languages=("ar", "fr"),
    accessibilities=("fauteuil-roulant",),
    documents_to_bring="carte d’identité",
    link="https://exemple.fr/permis",
    phone="04 90 00 00 00",
    second_phone="3646",
    email="contact@exemple.fr",
    website="https://exemple.fr",
    named_contact="Mme Durand",
    service_areas=("com:13004", "dep:13"),
    hours="Mo-Fr 09:00-12:00",
    hours_text="fermé aux vacances",
    closures=(Closure(date(2026, 8, 1), date(2026, 8, 15), "congés"),),
    valid_from=date(2026, 1, 1),
    valid_to=date(2026, 12, 31),
    confirmed_every="12",
    status="publiee",
    archive_reason="ferme",
    archive_on=date(2027, 1, 31),
    institution="dep-13",
    places=(
        Place(
            "3 place X", "bâtiment B", "13200", "Arles", "13004", 43.67769999988377, 4.630300002172589, "adresse", 0.9
        ),
        Place(commune_name="Avignon", commune_code="84007"),
    ),
)


def stored(number: int, content: Content, **said: object) -> StoredResource:
    resource = Resource(number, 1, content, FORM, NOW, NOW)
    return StoredResource(replace(resource, **said), 1)  # type: ignore[arg-type]


def insert(database: Database, *found: StoredResource) -> None:
    with database.write() as uow:
        if not uow.structures.by_keys(["s"]):
            uow.structures.insert_many({"s": KnownStructure(1, Structure("S"))})
        uow.resources.insert_many(found)


def test_the_full_content_of_this_test_fills_every_field() -> None:
    empty = Content("", Structure(""), status="")
    assert [item.name for item in fields(Content) if getattr(FULL, item.name) == getattr(empty, item.name)] == []


def test_every_field_written_is_read_back(database: Database) -> None:
    one = stored(
        1, FULL, version=3, origin=Origin(SaveOrigin.IMPORT, "dora", "a-12", 4), modified_at=NOW + timedelta(days=1),
        verified_at=NOW + timedelta(days=2), imported_at=NOW + timedelta(microseconds=3),
    )  # fmt: skip
    insert(database, one)
    with database.read() as uow:
        assert uow.resources.get(1) == one.resource


def test_an_empty_fiche_is_read_back(database: Database) -> None:
    one = stored(1, Content("", Structure("")))
    insert(database, one)
    with database.read() as uow:
        assert uow.resources.get(1) == one.resource


def test_an_update_replaces_every_field_and_every_place(database: Database) -> None:
    before = stored(1, Content("Avant", Structure("S"), needs=("famille-garde",), places=(Place("a"), Place("b"))))
    insert(database, before)
    after = stored(1, FULL, version=2, modified_at=NOW + timedelta(days=1), verified_at=NOW, imported_at=NOW)
    with database.write() as uow:
        uow.resources.update_many([(before.resource, after)])
    with database.read() as uow:
        assert uow.resources.get(1) == after.resource
        assert uow.resources.answering(["famille-garde"], on=date(2026, 3, 1), limit=10).total == 0
        assert uow.resources.answering(["mobilite-transport"], on=date(2026, 3, 1), limit=10).total == 1


def test_fiches_come_in_the_order_asked_for_and_unknown_ones_are_left_out(database: Database) -> None:
    insert(database, *(stored(number, fiche(f"F{number}")) for number in range(1, 6)))
    with database.read() as uow:
        found = uow.resources.by_ids([4, 99, 1, 5])
        assert [each.id for each in found] == [4, 1, 5]
        assert uow.resources.by_ids([]) == []


def test_any_number_of_fiches_takes_two_statements(database: Database) -> None:
    insert(database, *(stored(number, fiche(f"F{number}")) for number in range(1, 61)))
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    with database.read() as uow:
        event.listen(database.engine, "before_cursor_execute", note)
        if database.is_sqlite:  # Read through the driver itself: SQLAlchemy does not see it.
            uow.connection.connection.driver_connection.set_trace_callback(seen.append)
        assert len(uow.resources.by_ids(range(1, 61))) == 60
        event.remove(database.engine, "before_cursor_execute", note)
        if database.is_sqlite:
            uow.connection.connection.driver_connection.set_trace_callback(None)
    assert len(seen) == 2


def test_more_ids_than_a_statement_can_bind_are_still_read(database: Database) -> None:
    insert(database, *(stored(number, Content(f"F{number}", Structure("S"))) for number in range(1, 1203)))
    with database.read() as uow:
        assert [each.id for each in uow.resources.by_ids(range(1202, 0, -1))] == list(range(1202, 0, -1))


def test_lists_by_need_hold_published_fiches_valid_that_day(database: Database) -> None:
    insert(
        database,
        stored(1, fiche("B", needs=("mobilite-permis",))),
        stored(2, fiche("A", needs=("mobilite-permis", "mobilite-transport"))),
        stored(3, fiche("C", status="brouillon")),
        stored(4, fiche("D", valid_to=date(2026, 2, 1))),
        stored(5, fiche("E", valid_from=date(2026, 4, 1))),
        stored(6, fiche("F", needs=("famille-garde",))),
    )
    with database.read() as uow:
        page = uow.resources.answering(["mobilite-permis", "mobilite-transport"], on=date(2026, 3, 1), limit=1)
        assert (page.total, [each.content.title for each in page.resources]) == (2, ["A"])
        page = uow.resources.answering(["mobilite-permis"], on=date(2026, 3, 1), limit=5, offset=1)
        assert (page.total, [each.content.title for each in page.resources]) == (2, ["B"])
        assert uow.resources.answering([], on=date(2026, 3, 1), limit=5).total == 0


def test_a_whole_base_is_streamed_by_id(database: Database) -> None:
    insert(database, *(stored(number, fiche(f"F{number}", status="archivee")) for number in (1, 2, 5, 9)))
    with database.read() as uow:
        first = uow.resources.iterate(after_id=0, limit=3)
        rest = uow.resources.iterate(after_id=first[-1].id, limit=3)
        assert [each.id for each in (*first, *rest)] == [1, 2, 5, 9]
        assert uow.resources.iterate(after_id=9, limit=3) == []


def test_fiches_are_found_by_need_or_by_family_alone(database: Database) -> None:
    insert(
        database,
        stored(1, fiche(needs=("mobilite-permis",))),
        stored(2, fiche(needs=(), families=("mobilite",))),
        stored(3, fiche(needs=(), families=("mobilite-bis",))),
        stored(4, fiche(needs=("famille-garde",))),
    )
    with database.read() as uow:
        assert uow.resources.classified(needs=["mobilite-permis"], families=["mobilite"]) == [1, 2]
        assert uow.resources.classified(needs=[], families=[]) == []


def test_an_instant_without_a_zone_is_refused(sqlite_database: Database) -> None:
    with pytest.raises(Exception, match="without a zone"):
        insert(sqlite_database, stored(1, fiche(), created_at=NOW.replace(tzinfo=None)))
