"""The classification edited by administrators: tried, kept with what it said before, undone, on both databases."""

from dataclasses import replace

import pytest

from directory.domain.taxonomy_edits import EntryKind, Said
from directory.services.bundle import Services
from directory.services.taxonomy.classifying import Classifying, EditMoved
from directory.services.taxonomy.editing import TaxonomyError
from tests.integration.taxonomy.seen import last, moved
from tests.site import CRECHE, Site

NEED, FAMILY = EntryKind.NEED, EntryKind.FAMILY
GARDE = Said("Faire garder son enfant", ("crèche", "nounou"), rank=3, family="famille")


@pytest.fixture
def classifying(services: Services) -> Classifying:
    return services.classifying


def test_an_edit_is_tried_on_words_before_it_is_kept(site: Site, classifying: Classifying) -> None:
    wider = replace(GARDE, search_words=(*GARDE.search_words, "zinzolin"))
    seq = last(site)
    tried = classifying.try_out(NEED, "famille-garde", wider, "zinzolin")
    assert (tried.fiches, tried.before, tried.after) == (1, (), ("Faire garder son enfant",))
    assert (moved(site, seq), classifying.entry(NEED, "famille-garde").label) == (set(), GARDE.label)
    assert classifying.edits() == []


def test_an_edit_is_tried_with_the_weak_words_of_the_instance(services: Services) -> None:
    assert services.classifying.try_out(NEED, "famille-garde", GARDE, "nounuo").after == (GARDE.label,)
    # A weak word is never taken for a mistake in another.
    services.wording.save(EntryKind.WEAK_WORDS, ["nounuo"], account_id=7)
    tried = services.classifying.try_out(NEED, "famille-garde", GARDE, "nounuo")
    assert tried.before == tried.after == ()


def test_an_edit_is_kept_followed_by_the_index_and_taken_back(site: Site, classifying: Classifying) -> None:
    seq = last(site)
    renamed = Said("  Garder   un enfant ", (" crèche ", "crèche", "", "mode de garde"), retired=True)
    made = classifying.save(NEED, "famille-garde", renamed, account_id=7)
    assert made is not None and made.before == GARDE
    assert made.after == Said("Garder un enfant", ("crèche", "mode de garde"), retired=True, rank=3, family="famille")
    assert moved(site, seq) == {CRECHE}
    assert classifying.save(NEED, "famille-garde", made.after, account_id=7) is None
    taken = classifying.undo(made.id, account_id=8)
    assert Said.of(classifying.entry(NEED, "famille-garde")) == GARDE
    assert [(each.edit.id, each.is_undone) for each in classifying.edits()] == [(taken.id, False), (made.id, True)]
    with pytest.raises(EditMoved):
        classifying.undo(made.id, account_id=8)
    classifying.undo(taken.id, account_id=8)
    assert Said.of(classifying.entry(NEED, "famille-garde")) == made.after


def test_a_family_is_renamed_and_its_fiches_sent_again(site: Site, classifying: Classifying) -> None:
    seq = last(site)
    made = classifying.save(FAMILY, "famille", Said("La famille", ("ignoré",)), account_id=7)
    assert made is not None and made.after == Said("La famille", rank=2)
    assert moved(site, seq) == {CRECHE}
    assert classifying.try_out(FAMILY, "mobilite", Said("Bouger"), "").fiches == CRECHE - 1
    assert classifying.counts()["mobilite-permis"] == CRECHE - 1


def test_a_description_touches_no_fiche_and_what_came_after_an_edit_stays(site: Site, classifying: Classifying) -> None:
    seq = last(site)
    described = classifying.save(NEED, "famille-garde", replace(GARDE, description=" Crèche,  nounou "), account_id=7)
    assert described is not None and described.after.description == "Crèche, nounou" and moved(site, seq) == set()
    classifying.save(NEED, "famille-garde", replace(described.after, label="Garder"), account_id=7)
    classifying.undo(described.id, account_id=7)
    assert Said.of(classifying.entry(NEED, "famille-garde")) == replace(GARDE, label="Garder")


@pytest.mark.parametrize(
    "code, said, reason",
    [
        ("rien", GARDE, "inconnu"),
        ("famille-garde", replace(GARDE, label=" "), "vide"),
        ("famille-garde", replace(GARDE, label="x" * 121), "trop-long"),
        ("famille-garde", replace(GARDE, description="x" * 301), "trop-long"),
        ("famille-garde", replace(GARDE, search_words=("x" * 61,)), "trop-long"),
        ("famille-garde", replace(GARDE, search_words=tuple(map(str, range(81)))), "trop-long"),
    ],
)
def test_what_cannot_be_said_is_refused(classifying: Classifying, code: str, said: Said, reason: str) -> None:
    with pytest.raises(TaxonomyError) as refused:
        classifying.save(NEED, code, said, account_id=7)
    assert refused.value.reason == reason
