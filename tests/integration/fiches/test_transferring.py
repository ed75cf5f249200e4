"""Fiches are handed over by those who answer for both institutions, with what follows them, on both databases."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from directory.domain.actors import ActorKind
from directory.domain.entries import Entry
from directory.domain.freshness import add_months
from directory.domain.resource import SaveOrigin
from directory.domain.rights import Action
from directory.services.accounts.callers import Caller
from directory.services.accounts.institutions import Institutions
from directory.services.accounts.refusals import Reason, Refused
from directory.services.fiches.transferring import BadHeir, Transfers
from directory.services.fiches.writing import NotAllowed
from directory.services.freshness.dates import due_of, reckon_of
from directory.services.imports.service import ImportService
from tests.access.actors import ACTORS, OTHER, OWN, PARTNER, expected
from tests.access.table import BY_ACTION
from tests.accounts import Team
from tests.fiches import GAZETTEER, LEA, fiche
from tests.imports import new_import, row
from tests.integration.duplicates.conftest import ADMINISTRATOR, EDITOR, Desk, by
from tests.integration.duplicates.conftest import desk as desk

ADMIN = by(ADMINISTRATOR)
CALLER = Caller(ADMINISTRATOR, "essai")


@pytest.fixture
def transfers(desk: Desk) -> Transfers:
    return Transfers(desk.database, desk.resources, now=desk.now, chunk=2)


def owners(desk: Desk) -> list[str]:
    with desk.database.read() as uow:
        return [each.content.institution for each in uow.resources.iterate(after_id=0, limit=100)]


def test_the_table_says_who_may(desk: Desk, transfers: Transfers) -> None:
    rule = BY_ACTION[Action.TRANSFER]
    for name, actor in ACTORS.items():
        if actor.kind is not ActorKind.ACCOUNT:
            continue
        for code, heir in ((OWN, PARTNER), (PARTNER, OWN), (OWN, OTHER), (OTHER, OWN)):
            one = desk.put(fiche(), code)
            may = all(expected(rule, actor, owner=each, person=None) for each in (code, heir))
            try:
                transfers.transfer(by(actor), Caller(actor, "essai"), code, heir, [one.id])
                assert may, f"{name} from {code} to {heir}"
            except NotAllowed:
                assert not may, f"{name} from {code} to {heir}"
            assert desk.get(one.id).content.institution == (heir if may else code)


def test_chosen_fiches_change_hands_and_nothing_else_of_them(desk: Desk, transfers: Transfers) -> None:
    fiches = [desk.put(fiche(f"Service {rank}")) for rank in range(5)]
    assert transfers.transfer(ADMIN, CALLER, OWN, PARTNER, [1, 2, 4]) == 3
    assert owners(desk) == [PARTNER, PARTNER, OWN, PARTNER, OWN]
    assert desk.get(1).content == replace(fiches[0].content, institution=PARTNER)
    last = desk.resources.history(1).versions[-1]
    assert (last.origin.kind, list(last.changes)) == (SaveOrigin.TRANSFER, ["institution"])
    # Sent twice, or of fiches that somebody else handed over meanwhile, it does nothing more.
    assert transfers.transfer(ADMIN, CALLER, OWN, PARTNER, [1, 2, 4]) == 0
    for heir in (OWN, "nulle"):
        with pytest.raises((BadHeir, NotAllowed)):
            transfers.transfer(ADMIN, CALLER, OWN, heir, [3])


def test_all_of_an_institution_goes_with_what_waits_for_it(desk: Desk, transfers: Transfers) -> None:
    desk.put(fiche(), PARTNER)
    desk.put(fiche(status="archivee"), PARTNER)
    desk.put(fiche(status="brouillon"), PARTNER)
    person = Team(desk.database).person("camille")
    typed = json.dumps({"titre": ["Nouvelle"], "institution": [PARTNER]})
    imports = ImportService(desk.database, desk.resources, GAZETTEER, now=desk.now)
    batch = imports.receive(new_import([row(1)], institution=PARTNER), author=LEA)
    imports.dry_run(batch)
    with desk.database.write() as uow:
        uow.entries.add(Entry("a" * 32, person.id, None, 0, 1, typed, desk.now()))
    assert transfers.owned(ADMIN, PARTNER, limit=10).listed == 2
    assert transfers.transfer_all(ADMIN, CALLER, PARTNER, OWN) == 3
    imports.apply(batch)
    assert owners(desk) == [OWN] * 4
    with desk.database.read() as uow:
        (entry,) = uow.entries.of(person.id)
    assert json.loads(entry.typed) == {"titre": ["Nouvelle"], "institution": [OWN]}


def test_a_merged_fiche_goes_with_the_others_and_stays_there_once_split(desk: Desk, transfers: Transfers) -> None:
    one, twin = desk.put(fiche()), desk.put(fiche("Permis à 1 euro"))
    desk.merge(one.id, twin.id)
    transfers.transfer_all(ADMIN, CALLER, OWN, PARTNER)
    desk.split(one.id, ADMINISTRATOR)
    assert [desk.get(each.id).content for each in (one, twin)] == [
        replace(each.content, institution=PARTNER) for each in (one, twin)
    ]


def test_closing_an_institution_asks_where_its_fiches_go_and_does_both_or_nothing(
    desk: Desk, transfers: Transfers
) -> None:
    desk.put(fiche(), PARTNER)
    institutions = Institutions(desk.database, now=lambda: desk.now() + timedelta(days=1))
    with pytest.raises(Refused) as refused:
        institutions.close(CALLER, PARTNER)
    assert refused.value.reason is Reason.OWNS_FICHES
    for heir in (PARTNER, "nulle"):
        with pytest.raises((BadHeir, NotAllowed)):
            institutions.close(CALLER, PARTNER, hand_over=transfers.closing(ADMIN, CALLER, PARTNER, heir))
    with pytest.raises(NotAllowed):
        institutions.close(CALLER, PARTNER, hand_over=transfers.closing(by(EDITOR), CALLER, PARTNER, OWN))
    assert owners(desk) == [PARTNER]
    assert not institutions.all()[PARTNER].retired
    institutions.close(CALLER, PARTNER, hand_over=transfers.closing(ADMIN, CALLER, PARTNER, OWN))
    assert owners(desk) == [OWN]
    assert institutions.all()[PARTNER].retired
    with pytest.raises((BadHeir, NotAllowed)):
        transfers.transfer_all(ADMIN, CALLER, OWN, PARTNER)


def test_fiches_fall_due_after_the_months_of_whom_they_go_to(desk: Desk, transfers: Transfers) -> None:
    one = desk.put(fiche())
    with desk.database.write() as uow:
        institutions = uow.institutions.all()
        uow.institutions.save(replace(institutions[OWN], verification_months=12))
        uow.institutions.save(replace(institutions[PARTNER], verification_months=3))
        reckon_of(uow, OWN)
    transfers.transfer(ADMIN, CALLER, OWN, PARTNER, [one.id])
    with desk.database.write() as uow:
        due = uow.dues.by_ids([one.id])[one.id]
        assert (due.institution, due.on) == (PARTNER, due_of(desk.get(one.id), uow.institutions.all()).on)
        assert due.on < add_months(one.created_at.date(), 4)
        assert reckon_of(uow, PARTNER) == 0
