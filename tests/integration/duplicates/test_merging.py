"""Two fiches made one and two again, on both databases: what was chosen, no more; nothing is asked or made twice."""

from dataclasses import replace

import pytest

from directory.domain.changes import content_after
from directory.domain.duplicates import PairState
from directory.domain.merging import Choice
from directory.domain.reports.report import ReportKind
from directory.domain.resource import SaveOrigin
from directory.services.accounts.callers import Caller
from directory.services.duplicates.merging import NotMergeable, Undecided
from directory.services.duplicates.splitting import NotLast
from directory.services.fiches.editing import InvalidResource, MergedAway, StaleVersion
from directory.services.fiches.forgetting import ContactForgetting
from directory.services.fiches.writing import NotAllowed
from directory.services.reports.proposing import Proposing
from directory.services.reports.reporting import Reporting, Told
from fiche.parts import Place, Structure
from tests.access.actors import OTHER, OWN, PARTNER
from tests.fiches import ARLES, fiche
from tests.integration.duplicates.conftest import ADMINISTRATOR, EDITOR, Desk, by

AVIGNON = Place("2 rue de la République", "", "84000", "Avignon")
ONE = fiche("Permis à un euro", email="", costs=("gratuit",))
TWIN = fiche(
    "Permis à 1 euro", email="permis@exemple.fr", phone="04 90 00 00 99", costs=("payant",), places=(AVIGNON,),
    website="https://permis.exemple.fr",
)  # fmt: skip


def assert_versions_lead_to_contents(desk: Desk, *numbers: int) -> None:
    for number in numbers:
        assert content_after(desk.resources.history(number).versions) == desk.get(number).content


def test_what_was_chosen_is_kept_and_no_more(desk: Desk) -> None:
    """Story 21: a value that was not chosen fills no blank."""
    one, twin = desk.put(ONE), desk.put(TWIN)
    desk.merge(one.id, twin.id, phone=Choice.OTHER, costs=Choice.BOTH, places=Choice.BOTH)
    said = desk.get(one.id).content
    assert (said.title, said.phone, said.email, said.website) == (ONE.title, TWIN.phone, "", "")
    assert said.costs == ("gratuit", "payant")
    assert [place.commune_name for place in said.places] == ["Arles", "Avignon"]
    gone = desk.get(twin.id)
    assert (gone.content.is_archived, gone.content.archive_reason, gone.merged_into) == (True, "fusionnee", one.id)
    for number, other in ((one.id, twin.id), (twin.id, one.id)):
        origin = desk.resources.history(number).versions[-1].origin
        assert (origin.kind, origin.source_id) == (SaveOrigin.MERGING, str(other))
    assert_versions_lead_to_contents(desk, one.id, twin.id)


def test_taking_a_merge_back_gives_both_their_content(desk: Desk) -> None:
    one, twin = desk.put(ONE), desk.put(TWIN)
    desk.merge(one.id, twin.id, title=Choice.OTHER, places=Choice.BOTH, email=Choice.OTHER)
    desk.split(one.id)
    assert desk.get(one.id).content == one.content
    assert desk.get(twin.id).content == twin.content
    assert desk.get(twin.id).merged_into is None
    assert_versions_lead_to_contents(desk, one.id, twin.id)
    assert desk.last_merge(one.id).undone_at is not None


def test_what_was_changed_since_is_said_and_stays(desk: Desk) -> None:
    one, twin = desk.put(ONE), desk.put(TWIN)
    desk.merge(one.id, twin.id, title=Choice.OTHER, phone=Choice.OTHER)
    desk.edit(one.id, phone="04 90 00 00 11", description="Plus long.")
    split = desk.splitting.preview(by(EDITOR), desk.last_merge(one.id).id)
    assert split.kept == ("description", "phone")
    desk.split(one.id)
    said = desk.get(one.id).content
    assert (said.title, said.phone, said.description) == (ONE.title, "04 90 00 00 11", "Plus long.")
    assert desk.get(twin.id).content == twin.content


def test_merges_are_taken_back_the_last_one_first(desk: Desk) -> None:
    one, twin, third = desk.put(ONE), desk.put(TWIN), desk.put(fiche("Permis un euro"))
    desk.merge(one.id, twin.id)
    first = desk.last_merge(one.id)
    desk.merge(one.id, third.id)
    with pytest.raises(NotLast):
        desk.splitting.undo(by(EDITOR), Caller(EDITOR, "essai"), first.id, expected_version=desk.get(one.id).version)
    desk.split(one.id)
    desk.splitting.undo(by(EDITOR), Caller(EDITOR, "essai"), first.id, expected_version=desk.get(one.id).version)
    assert [desk.get(each.id).content for each in (one, twin, third)] == [one.content, twin.content, third.content]


def test_a_settled_pair_stays_settled_whatever_is_edited(desk: Desk) -> None:
    """Story 21: neither a pair kept apart nor one merged is back the next night."""
    one, twin = desk.put(ONE), desk.put(replace(TWIN, title=ONE.title, places=ONE.places))
    desk.look()
    assert desk.asked() == [(twin.id, one.id)]
    desk.merging.keep_apart(by(EDITOR), Caller(EDITOR, "essai"), one.id, twin.id)
    assert desk.asked() == []
    desk.edit(one.id, phone=TWIN.phone, email="permis@exemple.fr")
    desk.edit(twin.id, structure=Structure("Auto-école solidaire", "73282932000074"))
    desk.look()
    assert desk.asked() == []
    desk.merge(one.id, twin.id)
    desk.edit(one.id, phone="04 90 00 00 42")
    desk.look()
    assert desk.asked() == []
    desk.split(one.id)
    desk.look()
    assert desk.asked() == []


def test_a_fiche_kept_apart_from_one_that_is_merged_is_not_asked_again(desk: Desk) -> None:
    """A sibling: the third was said to be another than the twin, whose phone the survivor takes."""
    one = desk.put(replace(ONE, structure=Structure("Ailleurs"), places=(), phone="04 90 00 00 01"))
    twin, third = desk.put(TWIN), desk.put(replace(TWIN, title="Permis solidaire"))
    desk.merging.keep_apart(by(EDITOR), Caller(EDITOR, "essai"), twin.id, third.id)
    desk.merge(one.id, twin.id, phone=Choice.OTHER, structure=Choice.OTHER, places=Choice.OTHER)
    desk.look()
    assert desk.asked() == []
    desk.split(one.id)
    with desk.database.read() as uow:
        kept = {(each.resource_id, each.other_id): each.state for each in uow.duplicates.of(third.id)}
    assert kept == {(third.id, twin.id): PairState.APART}


def test_a_pair_that_no_longer_looks_alike_is_dropped_and_told_anew_when_it_does(desk: Desk) -> None:
    one, twin = desk.put(ONE), desk.put(replace(ONE, title="Conseil", structure=Structure("Autre"), places=()))
    desk.look()
    assert desk.asked() == [(twin.id, one.id)]
    desk.edit(twin.id, phone="04 90 11 11 11")
    desk.look()
    assert desk.asked() == []
    desk.edit(twin.id, phone=ONE.phone, title=ONE.title, structure=ONE.structure, places=(ARLES,))
    desk.look()
    (waiting,) = desk.queue.page(EDITOR, limit=5).waiting
    assert (waiting.one.id, len(waiting.pair.reasons)) == (twin.id, 3)


def test_only_those_who_keep_both_settle_a_pair(desk: Desk) -> None:
    mine, other = desk.put(ONE), desk.put(TWIN, OTHER)
    for act in (
        lambda: desk.merge(mine.id, other.id),
        lambda: desk.merge(other.id, mine.id),
        lambda: desk.merging.keep_apart(by(EDITOR), Caller(EDITOR, "essai"), mine.id, other.id),
    ):
        with pytest.raises(NotAllowed):
            act()
    desk.put(replace(ONE, title="Permis à un euros"), PARTNER)
    desk.look()
    assert desk.queue.count(EDITOR) == 0
    assert desk.queue.count(replace(EDITOR, duties=ADMINISTRATOR.duties)) > 0
    desk.merge(mine.id, other.id, ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        desk.split(mine.id)
    assert desk.get(mine.id).content.institution == OWN


def test_what_cannot_be_merged_is_not(desk: Desk) -> None:
    one, twin = desk.put(ONE), desk.put(TWIN)
    draft, archived = desk.put(replace(ONE, status="brouillon")), desk.put(replace(ONE, status="archivee"))
    for pair in ((one.id, one.id), (one.id, draft.id), (draft.id, one.id), (archived.id, one.id)):
        with pytest.raises(NotMergeable):
            desk.merge(*pair)
    compared = desk.merging.compare(by(EDITOR), one.id, twin.id)
    everything = dict.fromkeys(compared.fields, Choice.STAYING)
    with pytest.raises(Undecided) as undecided:
        desk.merging.merge(by(EDITOR), Caller(EDITOR, "x"), one.id, twin.id, {}, versions=(1, 1))
    assert undecided.value.fields == compared.fields
    with pytest.raises(StaleVersion):
        desk.merging.merge(by(EDITOR), Caller(EDITOR, "x"), one.id, twin.id, everything, versions=(1, 7))
    assert [desk.get(each.id).version for each in (one, twin)] == [1, 1]
    desk.merge(one.id, archived.id)
    desk.merge(one.id, twin.id)
    with pytest.raises(MergedAway):
        desk.writing.get(EDITOR, twin.id)
    with pytest.raises(MergedAway):
        desk.merge(one.id, twin.id)


def test_too_much_for_one_fiche_is_refused_whole(desk: Desk) -> None:
    """A merge that a check refuses leaves both as they were."""
    many = tuple(Place(f"{number} rue du Port", "", "13200", "Arles") for number in range(200))
    more = tuple(Place(f"{number} rue du Bac", "", "13200", "Arles") for number in range(200))
    one, twin = desk.put(replace(ONE, places=many)), desk.put(replace(TWIN, places=more))
    with pytest.raises(InvalidResource):
        desk.merge(one.id, twin.id, places=Choice.BOTH)
    assert [desk.get(each.id).content for each in (one, twin)] == [one.content, twin.content]
    assert desk.asked() == []
    with desk.database.read() as uow:
        assert uow.merges.of(one.id) == []


def test_what_people_said_of_the_other_one_waits_on_the_one_that_stays(desk: Desk) -> None:
    """Undone, it goes on waiting there: who keeps both answers it."""
    one, twin = desk.put(ONE), desk.put(TWIN)
    reporting = Reporting(desk.database, now=desk.now)
    proposing = Proposing(desk.database, desk.resources, desk.writing, now=desk.now)
    closed = reporting.report(ADMINISTRATOR, twin.id, Told(ReportKind.HOURS))
    reporting.dismiss(ADMINISTRATOR, closed.id, "Vérifié.")
    told = reporting.report(ADMINISTRATOR, twin.id, Told(ReportKind.PHONE))
    offered = proposing.propose(ADMINISTRATOR, twin, replace(twin.content, phone="04 90 00 00 11"))
    desk.merge(one.id, twin.id)
    late = reporting.report(ADMINISTRATOR, twin.id, Told(ReportKind.ADDRESS))
    for _ in range(2):
        assert [each.id for each in reporting.open_on(one.id)] == [told.id, late.id]
        assert [each.proposal.id for each in proposing.of(one.id)] == [offered.id]
        assert reporting.open_on(twin.id) == []
        _, kept = reporting.of(ADMINISTRATOR, twin.id)
        assert [each.id for each in kept] == [closed.id]
        if desk.last_merge(one.id).undone_at is None:
            desk.split(one.id)
    (proposed,) = proposing.waiting(ADMINISTRATOR)
    receipt = proposing.take(by(EDITOR), offered.id, {"phone"}, expected_version=proposed.fiche.version)
    assert (receipt.resource.id, receipt.resource.content.phone) == (one.id, "04 90 00 00 11")


def test_a_name_forgotten_is_not_said_again_by_a_merge_taken_back(desk: Desk) -> None:
    one, two, three = (desk.put(fiche(f"Permis {each}", named_contact="Madame Personne")) for each in "abc")
    desk.merge(two.id, one.id)
    desk.merge(three.id, two.id)
    contacts = ContactForgetting(desk.database, desk.writing, now=desk.now)
    version = desk.get(three.id).version
    with desk.database.read() as uow:
        before = uow.changes.max_seq()
    contacts.forget(by(EDITOR), three.id, Caller(EDITOR, "essai"), expected_version=version)
    with desk.database.read() as uow:
        told = uow.changes.since(before, limit=9).changes
    # Whoever copies the base is told of all three.
    assert {each.resource_id for each in told} == {one.id, two.id, three.id}
    desk.split(three.id)
    desk.split(one.id)
    for each in (one, two, three):
        assert desk.get(each.id).content.named_contact == ""
        assert "Personne" not in str(desk.resources.history(each.id).versions)


def test_the_version_of_a_merge_that_was_taken_back_is_restored_as_an_archived_fiche(desk: Desk) -> None:
    one, twin = desk.put(fiche()), desk.put(fiche("Permis à 1 euro"))
    desk.merge(one.id, twin.id)
    desk.split(one.id)
    said = desk.writing.restore(by(EDITOR), twin.id, 2, expected_version=3).resource.content
    assert (said.is_archived, said.archive_reason) == (True, "")
    # Merged again as it is, whoever follows the changes is told.
    with desk.database.read() as uow:
        seen = uow.changes.max_seq()
    desk.merge(one.id, twin.id)
    with desk.database.read() as uow:
        assert twin.id in {each.resource_id for each in uow.changes.since(seen, limit=9).changes}
