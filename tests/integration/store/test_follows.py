"""What people follow, written and read on both databases."""

from dataclasses import replace
from datetime import timedelta

from directory.domain.follows import (
    SELECTIONS,
    Rhythm,
    fiche_followed,
    search_followed,
    selections_followed,
)
from directory.domain.selections import Item, Selection
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche


def test_fiches_searches_and_selections_are_told_apart(database: Database) -> None:
    team = Team(database)
    seed(database, TAXONOMY)
    made = ResourceService(database, GAZETTEER).create(fiche("Permis"), author=LEA, origin=FORM, now=NOW).resource
    lea, noe, ida = (team.person(name).id for name in ("lea", "noe", "ida"))
    with database.write() as uow:
        uow.follows.add(fiche_followed(lea, made.id, 1, Rhythm.DAILY, NOW))
        uow.follows.add(search_followed(lea, "besoin=mobilite-permis", {made.id: 1}, Rhythm.DAILY, NOW))
        uow.follows.add(selections_followed(noe, Rhythm.NEVER, NOW))
        for account in (noe, ida):
            uow.selections.add(Selection(0, account, "", NOW, NOW, (Item(made.id, "", 1, NOW),)))
    with database.write() as uow:
        on_fiche, on_search = uow.follows.of(lea)
        assert on_search.seen == {made.id: 1} and on_search.is_search and not on_fiche.is_search
        assert uow.follows.of(noe) == [] and uow.follows.of_selections(lea) is None
        chosen = uow.follows.of_selections(noe)
        assert chosen is not None and (chosen.query, chosen.rhythm, chosen.seen) == (SELECTIONS, Rhythm.NEVER, {})
        assert uow.follows.people_told({Rhythm.DAILY}) == [lea]
        assert uow.follows.people_who_selected(NOW - timedelta(days=1)) == [ida], "who said no is not asked again"
        assert uow.follows.people_who_selected(NOW) == []
        uow.follows.set_rhythm(lea, Rhythm.MONDAYS)
        # What was chosen while the mail was gathered stays.
        uow.follows.move_on(replace(on_search, seen={made.id: 2}))
        moved = uow.follows.of(lea)[1]
        assert (moved.seen, moved.rhythm) == ({made.id: 2}, Rhythm.MONDAYS)
        assert uow.versions.current([made.id, 999]) == uow.versions.current_of_published([made.id]) == {made.id: 1}
        assert uow.structures.has_network("mission-locale") and not uow.structures.has_network("mission_locale")
        uow.follows.remove_of(lea)
        assert uow.follows.of(lea) == []
