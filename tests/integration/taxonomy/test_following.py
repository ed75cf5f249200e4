"""The classification can be edited; codes are for ever and the fiches touched are sent again."""

import pytest

from directory.domain.taxonomy import Taxonomy
from directory.services.fiches.editing import ResourceService
from directory.services.taxonomy.editing import TaxonomyError, TaxonomyService, load_taxonomy, needs_read_as, seed
from directory.store.database import Database
from tests.fiches import FORM, LEA, NOW, TAXONOMY, fiche


@pytest.fixture
def editing(base: Database) -> TaxonomyService:
    return TaxonomyService(base)


def taxonomy_of(base: Database) -> Taxonomy:
    with base.read() as uow:
        return load_taxonomy(uow)


def sent_since(base: Database, seq: int) -> list[int]:
    with base.read() as uow:
        return [change.resource_id for change in uow.changes.since(seq, limit=100).changes]


@pytest.fixture
def fiches(service: ResourceService) -> dict[str, int]:
    contents = {
        "permis": fiche(needs=("mobilite-permis",)),
        "transport": fiche(needs=("mobilite-transport",)),
        "garde": fiche(needs=("famille-garde",)),
        "famille seule": fiche(needs=(), families=("mobilite",)),
    }
    return {
        name: service.create(content, author=LEA, origin=FORM, now=NOW).resource.id
        for name, content in contents.items()
    }


def last_seq(base: Database) -> int:
    with base.read() as uow:
        return uow.changes.max_seq()


def test_a_new_base_gets_the_whole_classification(base: Database) -> None:
    assert taxonomy_of(base) == TAXONOMY


def test_a_base_edited_by_its_administrators_is_not_seeded_again(base: Database, editing: TaxonomyService) -> None:
    editing.rename_need("mobilite-permis", "Apprendre à conduire", now=NOW)
    assert not seed(base, TAXONOMY)
    assert taxonomy_of(base).needs["mobilite-permis"].label == "Apprendre à conduire"


def test_the_classification_is_read_again_only_when_it_moved(base: Database, editing: TaxonomyService) -> None:
    first = taxonomy_of(base)
    assert taxonomy_of(base) is first
    editing.rename_need("mobilite-permis", "Apprendre à conduire", now=NOW)
    assert taxonomy_of(base) is not first


def test_renaming_a_need_sends_its_fiches_again(
    base: Database, editing: TaxonomyService, fiches: dict[str, int]
) -> None:
    seq = last_seq(base)
    editing.rename_need("mobilite-permis", "  Apprendre  à conduire ", now=NOW)
    assert taxonomy_of(base).needs["mobilite-permis"].label == "Apprendre à conduire"
    assert sent_since(base, seq) == [fiches["permis"]]


def test_renaming_a_family_sends_the_fiches_of_its_needs_and_its_own(
    base: Database, editing: TaxonomyService, fiches: dict[str, int]
) -> None:
    seq = last_seq(base)
    editing.rename_family("mobilite", "Bouger", now=NOW)
    assert sent_since(base, seq) == [fiches["permis"], fiches["transport"], fiches["famille seule"]]


def test_search_words_are_kept_in_order_without_repeats(
    base: Database, editing: TaxonomyService, fiches: dict[str, int]
) -> None:
    seq = last_seq(base)
    editing.set_search_words("famille-garde", ["nounou", " crèche ", "nounou", ""], now=NOW)
    assert taxonomy_of(base).needs["famille-garde"].search_words == ("nounou", "crèche")
    assert sent_since(base, seq) == [fiches["garde"]]


def test_a_merged_need_is_read_as_the_one_that_replaces_it(
    base: Database, editing: TaxonomyService, service: ResourceService, fiches: dict[str, int]
) -> None:
    seq = last_seq(base)
    editing.merge_need("mobilite-permis", "mobilite-transport", now=NOW)
    taxonomy = taxonomy_of(base)
    current = taxonomy.current_need("mobilite-permis")
    assert current is not None
    assert current.code == "mobilite-transport"
    assert current.search_words == ("bus", "auto-école")
    assert set(needs_read_as(taxonomy, "mobilite-permis")) == {"mobilite-permis", "mobilite-transport"}
    assert sent_since(base, seq) == [fiches["permis"], fiches["transport"]]
    for code in ("mobilite-permis", "mobilite-transport"):
        found = service.answering(code, on=NOW.date(), limit=10)
        assert {each.id for each in found.resources} == {fiches["permis"], fiches["transport"]}


def test_a_fiche_saved_after_a_merge_carries_the_current_code(
    editing: TaxonomyService, service: ResourceService
) -> None:
    editing.merge_need("mobilite-permis", "mobilite-transport", now=NOW)
    receipt = service.create(fiche(needs=("mobilite-permis",)), author=LEA, origin=FORM, now=NOW)
    assert receipt.resource.content.needs == ("mobilite-transport",)


def test_a_merged_family_gives_its_needs_to_the_other(
    base: Database, editing: TaxonomyService, fiches: dict[str, int]
) -> None:
    seq = last_seq(base)
    editing.merge_family("mobilite", "famille", now=NOW)
    taxonomy = taxonomy_of(base)
    assert {need.code for need in taxonomy.needs_of("famille")} == {
        "mobilite-permis", "mobilite-transport", "famille-garde",
    }  # fmt: skip
    assert fiches["famille seule"] in sent_since(base, seq)


def test_a_retired_need_is_no_longer_offered_and_its_fiches_keep_it(
    base: Database, editing: TaxonomyService, service: ResourceService, fiches: dict[str, int]
) -> None:
    editing.retire_need("mobilite-permis", now=NOW)
    assert "mobilite-permis" not in {need.code for need in taxonomy_of(base).needs_of("mobilite")}
    kept = service.get(fiches["permis"])
    revised = service.revise(
        kept.id, fiche("Autre titre"), expected_version=1, author=LEA, origin=FORM, now=NOW
    )  # fmt: skip
    assert revised.resource.content.needs == ("mobilite-permis",)
    editing.reopen_need("mobilite-permis", now=NOW)
    assert "mobilite-permis" in {need.code for need in taxonomy_of(base).needs_of("mobilite")}


def test_a_code_is_never_given_twice(base: Database, editing: TaxonomyService) -> None:
    first = editing.add_need("mobilite", "Louer un vélo")
    assert first.code == "mobilite-louer-un-velo"
    editing.retire_need(first.code, now=NOW)
    assert editing.add_need("mobilite", "Louer un vélo").code == "mobilite-louer-un-velo-2"
    with pytest.raises(TaxonomyError) as error:
        editing.add_need("mobilite", "Autre", code=first.code)
    assert (error.value.reason, error.value.code) == ("deja-pris", first.code)
    assert editing.add_family("offre-pole-emploi", "Se former").code == "se-former"


def test_reordering_changes_the_display_and_sends_nothing(
    base: Database, editing: TaxonomyService, fiches: dict[str, int]
) -> None:
    seq = last_seq(base)
    editing.order_needs(["mobilite-transport", "mobilite-permis"])
    editing.order_families(["famille", "mobilite", "emploi"])
    taxonomy = taxonomy_of(base)
    assert [need.code for need in taxonomy.needs_of("mobilite")] == ["mobilite-transport", "mobilite-permis"]
    assert list(taxonomy.families) == ["famille", "mobilite", "emploi"]
    assert sent_since(base, seq) == []


def test_a_need_moves_to_another_family(base: Database, editing: TaxonomyService, fiches: dict[str, int]) -> None:
    seq = last_seq(base)
    editing.move_need("mobilite-transport", "emploi", now=NOW)
    assert taxonomy_of(base).needs["mobilite-transport"].family == "emploi"
    assert sent_since(base, seq) == [fiches["transport"]]


@pytest.mark.parametrize(
    "code, into, reason",
    [
        ("mobilite-permis", "inconnu", "inconnu"),
        ("inconnu", "mobilite-permis", "inconnu"),
        ("mobilite-permis", "mobilite-permis", "remplace"),
        ("mobilite-permis", "famille-garde", "retire"),
    ],
)
def test_an_impossible_merge_is_refused_and_changes_nothing(
    base: Database, editing: TaxonomyService, code: str, into: str, reason: str
) -> None:
    editing.retire_need("famille-garde", now=NOW)
    before = taxonomy_of(base)
    with pytest.raises(TaxonomyError) as error:
        editing.merge_need(code, into, now=NOW)
    assert error.value.reason == reason
    assert taxonomy_of(base) == before


def test_merges_never_make_a_circle(editing: TaxonomyService) -> None:
    editing.merge_need("mobilite-permis", "mobilite-transport", now=NOW)
    with pytest.raises(TaxonomyError):
        editing.merge_need("mobilite-transport", "mobilite-permis", now=NOW)


def test_an_empty_label_is_refused(editing: TaxonomyService) -> None:
    with pytest.raises(TaxonomyError) as error:
        editing.rename_family("mobilite", "  ", now=NOW)
    assert error.value.reason == "vide"
