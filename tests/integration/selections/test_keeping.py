"""Selections in the base: whose they are, how long they last, what they tell of fiches that moved since."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Text

from directory.domain.selections import IDLE, LIFE, MOST_SELECTIONS, Selection, added
from directory.services.accounts.callers import COMMAND
from directory.services.accounts.keeping import Keeping
from directory.services.bundle import Services
from directory.services.fiches.editing import UnknownResource
from directory.services.selections.keeping import UnknownSelection
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.tables import selection, selection_item
from tests.accounts import Team
from tests.fiches import FORM, LEA, fiche
from tests.site import ARCHIVED, CONTENTS, DRAFT, PERMIT, PERMIT_FAR, Site, make_site


@pytest.fixture
def team(sqlite_database: Database) -> Team:
    return Team(sqlite_database)


@pytest.fixture
def site(team: Team, tmp_path: Path) -> Site:
    return make_site(team.database, tmp_path, clock=team.clock)


@pytest.fixture
def services(site: Site) -> Services:
    found = site.app.extensions["directory"]
    assert isinstance(found, Services)
    return found


def put(services: Services, account_id: int, number: int, need: str = "") -> Selection:
    item = services.handing.selections.item_of(number, need)
    return services.handing.selections.change_current(account_id, lambda kept: added(kept, item), commune="13004")


def test_no_text_can_be_typed_in_a_selection() -> None:
    """A name that nobody can write is a name that nobody has to refuse: two codes, and nothing else."""
    texts = {
        f"{table.name}.{column.name}"
        for table in (selection, selection_item)
        for column in table.c
        if isinstance(column.type, Text)
    }
    assert texts == {"selection.commune", "selection_item.need"}


def test_what_is_kept_of_a_need_is_a_code_of_the_fiche(services: Services, team: Team) -> None:
    lea = team.person("lea").id
    assert put(services, lea, PERMIT, "Madame Durand, 06 12 34 56 78").items[0].need == "mobilite-permis"


def test_the_next_fiche_joins_the_selection_under_way_and_begins_another_later(services: Services, team: Team) -> None:
    lea = team.person("lea").id
    first = put(services, lea, PERMIT)
    assert put(services, lea, PERMIT_FAR).id == first.id
    team.clock.forward(seconds=IDLE.total_seconds())
    assert put(services, lea, PERMIT_FAR).id != first.id
    services.handing.selections.begin_another(lea)
    services.handing.selections.begin_another(lea)
    assert services.handing.selections.current(lea) is not None
    assert [each.ids for each in services.handing.selections.of(lea)] == [(PERMIT_FAR,), (PERMIT, PERMIT_FAR)]


def test_a_selection_is_found_by_its_owner_alone(services: Services, team: Team) -> None:
    kept = put(services, team.person("lea").id, PERMIT)
    stranger = team.person("sam").id
    for gesture in (services.handing.selections.get, services.handing.selections.drop):
        with pytest.raises(UnknownSelection):
            gesture(stranger, kept.id)
    with pytest.raises(UnknownSelection):
        services.handing.selections.change(stranger, kept.id, lambda each: each)
    with pytest.raises(UnknownSelection):
        services.handing.selections.note_handed(stranger, kept.id, (PERMIT,))
    assert services.handing.selections.get(kept.account_id, kept.id).items[0].handed_on is None


@pytest.mark.parametrize("number", [ARCHIVED, DRAFT, 999])
def test_only_a_published_fiche_is_added(services: Services, number: int) -> None:
    with pytest.raises(UnknownResource):
        services.handing.selections.item_of(number)


def test_the_thirty_first_takes_the_place_of_the_oldest(services: Services, team: Team) -> None:
    lea = team.person("lea").id
    for _ in range(MOST_SELECTIONS + 1):
        put(services, lea, PERMIT)
        team.clock.forward(hours=3)
    assert len(services.handing.selections.of(lea)) == MOST_SELECTIONS


def test_sixty_days_after_the_last_touch_nothing_is_left(services: Services, team: Team) -> None:
    lea = team.person("lea").id
    old = put(services, lea, PERMIT)
    team.clock.forward(days=30)
    services.handing.selections.change(lea, old.id, lambda kept: kept)
    team.clock.forward(days=LIFE.days - 1)
    keeping = Keeping(team.database, JobService(team.database), now=team.clock)
    assert keeping.forget_selections() == 0
    team.clock.forward(days=1, seconds=1)
    assert services.handing.selections.of(lea) == []
    with pytest.raises(UnknownSelection):
        services.handing.selections.get(lea, old.id)
    assert keeping.forget_selections() == 1


def test_a_sheet_handed_over_is_no_touch(services: Services, team: Team) -> None:
    lea = team.person("lea").id
    kept = put(services, lea, PERMIT)
    team.clock.forward(seconds=IDLE.total_seconds())
    services.handing.selections.note_handed(lea, kept.id, (PERMIT,))
    found = services.handing.selections.get(lea, kept.id)
    assert found.items[0].handed_on is not None and found.touched_at == kept.touched_at
    assert services.handing.selections.current(lea) is None
    team.clock.forward(days=LIFE.days)
    with pytest.raises(UnknownSelection):
        services.handing.selections.note_handed(lea, kept.id, (PERMIT,))


def test_a_closed_account_leaves_no_selection(services: Services, team: Team) -> None:
    lea = team.person("lea")
    put(services, lea.id, PERMIT)
    team.accounts.people.close(COMMAND, lea.id)
    assert services.handing.selections.of(lea.id) == []


def test_what_changed_since_is_told_and_what_is_gone_has_others(site: Site, services: Services, team: Team) -> None:
    lea = team.person("lea").id
    kept = put(services, lea, PERMIT)
    put(services, lea, PERMIT_FAR)
    now = team.clock.at + timedelta(days=1)

    def save(number: int, **said: object) -> None:
        found = site.resources.get(number)
        changed = replace(found.content, **said)  # type: ignore[arg-type]
        site.resources.revise(
            number, changed, author=LEA, origin=FORM, now=now, expected_version=found.version
        )  # fmt: skip

    save(PERMIT, description="Autrement dit.")
    assert services.handing.lines.lines(services.handing.selections.get(lea, kept.id))[0].changed == ()
    save(PERMIT, phone="04 65 71 18 09", email="accueil@exemple.fr")
    save(PERMIT_FAR, status="archivee")
    first, second = services.handing.lines.lines(services.handing.selections.get(lea, kept.id))
    assert first.changed == ("phone", "email") and first.changed_at == now and first.is_offered
    assert not second.is_offered and second.others and PERMIT_FAR not in {each.id for each in second.others}
    services.handing.selections.note_handed(lea, kept.id, (PERMIT,))
    assert services.handing.lines.lines(services.handing.selections.get(lea, kept.id))[0].changed == ()


def test_two_fiches_made_one_are_followed(site: Site, services: Services, team: Team) -> None:
    lea = team.person("lea").id
    kept = put(services, lea, PERMIT_FAR)
    twin = site.resources.create(fiche("Le même"), author=LEA, origin=FORM, now=team.clock.at).resource
    with team.database.write() as uow:
        uow.resources.mark_merged(PERMIT_FAR, twin.id)
    (line,) = services.handing.lines.lines(services.handing.selections.get(lea, kept.id))
    assert line.is_merged and line.resource.id == twin.id and len(CONTENTS) < twin.id
