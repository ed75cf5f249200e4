"""A cluster cannot tell for nothing what it shows: nothing is kept of it before the change log says that it settled."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from directory.domain.institution import Institution
from directory.domain.offices import Office, OfficeKind
from directory.services.fiches.editing import ResourceService
from directory.services.index.indexing import Indexer, Manner, build_lease_of
from directory.services.search.kept_answers import KeptAnswers
from directory.services.search.places import Places
from directory.services.search.standing import Follower, Standing
from directory.services.search.territory import FixedTerritory
from directory.services.taxonomy.editing import seed
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database
from search.places.commune_geocoder import GazetteerGeocoder
from search.reference import ReferenceEngine
from tests.accounts import Clock
from tests.api.asking import search
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche
from tests.site import PERMIT, BrokenEngine, Site, make_site

TARGET = "cluster"
SETTLES_S = 3.0


class FarEngine(ReferenceEngine):
    """An engine that others write from afar."""

    def mark(self) -> None:  # type: ignore[override]
        return None


@dataclass
class Far:
    """A site on such an engine, the worker that feeds it, and seconds that a test makes pass."""

    site: Site
    seconds: list[float] = field(default_factory=lambda: [100.0])

    def __post_init__(self) -> None:
        follower = Follower((TARGET, build_lease_of(TARGET)), SETTLES_S)
        self.standing = self.standing_with(follower)

    def standing_with(self, follower: Follower | None) -> Standing:
        services = self.site.app.extensions["directory"]
        return Standing(
            self.site.database, self.site.engine, services.places, services.words,
            now=Clock(), follower=follower, monotonic=lambda: self.seconds[0],
        )  # fmt: skip

    def indexer(self) -> Indexer:
        return Indexer(
            self.site.database, self.site.engine, target=TARGET, owner="worker", now=Clock(), manner=Manner.TOGETHER
        )

    def settle(self) -> None:
        self.standing.current()
        self.seconds[0] += SETTLES_S

    def save(self, title: str) -> None:
        before = self.site.resources.get(PERMIT)
        content = replace(before.content, title=title)
        self.site.resources.revise(PERMIT, content, expected_version=before.version, author=LEA, origin=FORM, now=NOW)


@pytest.fixture
def far(sqlite_database: Database, tmp_path: Path) -> Far:
    made = Far(make_site(sqlite_database, tmp_path, engine=FarEngine()))
    made.save("Permis à un euro, et demi")
    made.indexer().follow()
    made.settle()
    return made


def test_nothing_is_kept_until_the_cluster_has_had_time_to_show_what_was_written(far: Far) -> None:
    before = far.standing.current()
    assert before is not None
    far.save("Permis à dix euros")
    assert far.standing.current() is None, "the index is behind"
    far.seconds[0] += 60
    assert far.standing.current() is None, "it still is"
    far.indexer().follow()
    assert far.standing.current() is None, "one node may not show it yet"
    far.seconds[0] += SETTLES_S
    after = far.standing.current()
    assert after is not None and after != before


def test_nothing_is_kept_while_somebody_makes_the_index_again(far: Far) -> None:
    with far.indexer()._record.build_leased():
        far.settle()
        assert far.standing.current() is None
    far.settle()
    assert far.standing.current() is not None


def test_a_save_between_two_askings_of_a_cluster_is_seen(far: Far) -> None:
    answers = KeptAnswers(1_000_000, far.standing.current)
    far.site.app.extensions["directory"] = replace(far.site.app.extensions["directory"], answers=answers)

    def title() -> str:
        found = search(far.site.client, "q=permis")["resultats"]
        return next(each["titre"] for each in found if each["id"] == PERMIT)

    assert title() == title() == "Permis à un euro, et demi" and answers.hits == 1
    far.save("Permis à dix euros")
    assert title() == "Permis à dix euros"
    far.indexer().follow()
    assert title() == "Permis à dix euros"
    far.seconds[0] += SETTLES_S
    assert title() == title() == "Permis à dix euros" and answers.hits == 2


def test_nothing_is_kept_of_an_index_that_nothing_tells_of(far: Far) -> None:
    assert far.standing_with(None).current() is None


def test_nothing_is_kept_of_an_engine_that_is_away(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, engine=BrokenEngine())
    assert site.app.extensions["directory"].answers.stand() is None


def test_what_other_processes_commit_is_told_on_both_databases(database: Database) -> None:
    words = VocabularyReader(database, refresh_s=0.0)
    places = Places(GAZETTEER, GazetteerGeocoder(GAZETTEER), FixedTerritory())
    standing = Standing(database, ReferenceEngine(), places, words, now=Clock())
    other = Database(database.url.render_as_string(hide_password=False))
    fiches = ResourceService(other, GAZETTEER)
    changes: tuple[Callable[[], object], ...] = (
        lambda: seed(other, TAXONOMY),
        lambda: fiches.create(fiche(), author=LEA, origin=FORM, now=NOW),
        lambda: _open(other),
    )
    for change in changes:
        before = standing.current()
        assert standing.current() == before
        change()
        assert standing.current() != before
    other.close()


def _open(database: Database) -> None:
    with database.write() as uow:
        uow.institutions.save(Institution("cd13", "Département", "signataire"))
        uow.offices.add(Office(0, OfficeKind.MDS, "MDS", "cd13", areas=("13004",)))
