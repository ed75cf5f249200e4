"""Codes are for ever: fiches and readers follow what administrators make of the classification, on both databases."""

from dataclasses import replace
from pathlib import Path

import pytest

from directory.domain.taxonomy_edits import EntryKind, Said
from directory.services.bundle import Services
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from tests.fiches import FORM, LEA, NOW, TAXONOMY, fiche
from tests.integration.taxonomy.seen import last, moved, taxonomy_of
from tests.site import Site, make_site

NEED, FAMILY = EntryKind.NEED, EntryKind.FAMILY
PERMIT, BUS = "mobilite-permis", "mobilite-transport"
BY_PERMIT, BY_BUS, BY_FAMILY = range(1, 4)
CONTENTS = (fiche(), fiche(needs=(BUS,)), fiche(needs=(), families=("mobilite",)))


@pytest.fixture
def site(database: Database, tmp_path: Path) -> Site:
    return make_site(database, tmp_path, contents=CONTENTS)


def rename(services: Services, kind: EntryKind, code: str, label: str, *, retired: bool = False) -> None:
    said = replace(Said.of(services.classifying.entry(kind, code)), label=label, retired=retired)
    services.classifying.save(kind, code, said, account_id=8)


def test_a_new_base_gets_the_whole_classification_which_no_start_gives_again(site: Site, services: Services) -> None:
    assert taxonomy_of(site) == TAXONOMY
    rename(services, NEED, PERMIT, "Apprendre à conduire")
    assert not seed(site.database, TAXONOMY)
    assert taxonomy_of(site).needs[PERMIT].label == "Apprendre à conduire"


def test_the_classification_is_read_again_only_when_it_moved(site: Site, services: Services) -> None:
    first = taxonomy_of(site)
    assert taxonomy_of(site) is first
    rename(services, NEED, PERMIT, "Apprendre à conduire")
    assert taxonomy_of(site) is not first


def test_a_family_sends_the_fiches_of_its_needs_and_those_that_have_it_alone(site: Site, services: Services) -> None:
    seq = last(site)
    rename(services, FAMILY, "mobilite", "Bouger")
    assert moved(site, seq) == {BY_PERMIT, BY_BUS, BY_FAMILY}


def test_a_fiche_of_a_merged_need_is_read_and_saved_under_the_one_that_stands_for_it(
    site: Site, services: Services
) -> None:
    seq = last(site)
    services.regrouping.merge(NEED, PERMIT, BUS, account_id=8)
    assert moved(site, seq) == {BY_PERMIT, BY_BUS}
    for code in (PERMIT, BUS):
        answering = site.resources.answering(code, on=NOW.date(), limit=10)
        assert {each.id for each in answering.resources} == {BY_PERMIT, BY_BUS}
    saved = site.resources.create(fiche(), author=LEA, origin=FORM, now=NOW).resource
    assert saved.content.needs == (BUS,)


def test_a_retired_need_is_no_longer_offered_and_its_fiches_keep_it(site: Site, services: Services) -> None:
    rename(services, NEED, PERMIT, "Permis", retired=True)
    assert [each.code for each in taxonomy_of(site).needs_of("mobilite")] == [BUS]
    site.resources.revise(BY_PERMIT, fiche("Titre"), expected_version=1, author=LEA, origin=FORM, now=NOW)
    assert site.resources.get(BY_PERMIT).content.needs == (PERMIT,)
    rename(services, NEED, PERMIT, "Permis")
    assert [each.code for each in taxonomy_of(site).needs_of("mobilite")] == [PERMIT, BUS]
