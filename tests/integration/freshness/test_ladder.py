"""Rungs of asking, night after night, on both databases: stories 15 to 17, and their siblings."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from directory.domain.accounts.account import mail_key
from directory.domain.accounts.messages import MessageKind, MessageState
from directory.domain.actors import Profile
from directory.domain.changes import Author
from directory.domain.freshness import Rung, add_months
from directory.services.accounts.callers import COMMAND
from directory.services.accounts.refusals import Refused
from search.places.clock import local_day
from tests.fiches import FORM, LEA
from tests.integration.freshness.base import IMPORT, Base


def test_one_fiche_that_nobody_confirms_climbs_every_rung_at_its_day(base: Base) -> None:
    lea, rgc = base.editor("Lea"), base.rgc("Remi")
    number = base.fiche(days_ago=180, by=lea)
    told: dict[int, list[tuple[str, str]]] = {}
    start = base.clock()
    for _ in range(120):
        before = len(base.sent)
        base.night()
        if len(base.sent) > before:
            told[(base.clock() - start).days] = base.sent[before:]
    first = min(told)
    assert told == {
        first: [("lea", "Une fiche à confirmer")],
        first + 30: [("lea", "Une fiche à confirmer")],
        first + 60: [("remi", "Une fiche que personne n’a confirmée")],
    }
    due = base.due(number)
    assert due.rung is Rung.STEERING and due.asked_on is not None
    assert (base.clock().date() - due.asked_on).days >= 90
    assert rgc.id and base.resources.get(number).content.is_published


def test_a_confirmation_stops_it_and_the_next_date_is_counted_from_it(base: Base) -> None:
    lea = base.editor("Lea")
    number = base.fiche(by=lea)
    base.night()
    assert base.due(number).rung is Rung.ASKED
    base.confirm(number, lea)
    assert base.due(number).rung is Rung.NOT_ASKED
    for _ in range(6):
        base.night(30)
    assert len(base.sent) == 1
    base.night(10)
    assert len(base.sent) == 2


def test_an_editor_gets_one_mail_a_week_of_at_most_twenty_fiches_the_most_consulted_first(base: Base) -> None:
    base.editor("Lea")
    numbers = [base.fiche(f"Fiche {rank}") for rank in range(50)]
    with base.database.write() as uow:
        uow.openings.add({("2026-03", numbers[40]): 9, ("2026-02", numbers[30]): 7, ("2025-01", numbers[3]): 99})
    base.night()
    assert [each.subject for each in base.postbox.taken] == ["20 fiches à confirmer"]
    text = base.postbox.taken[0].text
    assert text.index("Fiche 40\n") < text.index("Fiche 30\n") < text.index("Fiche 0\n")
    for _ in range(6):
        base.night()
    assert len(base.sent) == 1
    base.night()
    assert len(base.sent) == 2


def test_story_15_a_worker_off_for_months_asks_once_and_says_nothing_stale(base: Base) -> None:
    lea = base.editor("Lea")
    base.rgc("Remi")
    kept, confirmed = base.fiche("Oubliée", by=lea), base.fiche("Confirmée depuis", by=lea)
    base.night()
    base.confirm(confirmed, lea)
    before = len(base.sent)
    base.night(100)
    assert base.sent[before:] == [("lea", "Une fiche à confirmer")]
    assert base.due(kept).rung is Rung.AGAIN and base.due(confirmed).rung is Rung.NOT_ASKED
    for _ in range(29):
        base.night()
    assert len(base.sent) == before + 1
    base.night()
    assert base.sent[-1] == ("remi", "Une fiche que personne n’a confirmée")


def test_story_15_what_was_confirmed_between_the_night_and_the_sending_is_not_in_the_mail(base: Base) -> None:
    lea = base.editor("Lea")
    first, second = base.fiche("Première", by=lea), base.fiche("Seconde", by=lea)
    base.night(mails=False)
    base.confirm(first, lea)
    base.send()
    assert [each.subject for each in base.postbox.taken] == ["Une fiche à confirmer"]
    assert "Première" not in base.postbox.taken[0].text
    third = base.fiche("Troisième", by=lea)
    base.night(7, mails=False)
    base.confirm(third, lea)
    base.confirm(second, lea)
    base.send()
    assert len(base.sent) == 1
    assert base.messages(MessageKind.TO_CONFIRM)[-1].state is MessageState.DROPPED


def test_story_16_a_batch_is_asked_about_before_the_rgc_hears_of_it(base: Base) -> None:
    base.editor("Lea")
    base.rgc("Remi")
    numbers = [base.fiche(f"Importée {rank}", origin=IMPORT, days_ago=0) for rank in range(120)]
    for _ in range(200):
        base.night(mails=False)
    dues = [base.due(number) for number in numbers]
    assert all(each.asked_on is not None for each in dues if each.on <= base.clock().date() - timedelta(60))
    for each in dues:
        if each.rung >= Rung.RGC:
            assert each.asked_on is not None and base.clock().date() - each.asked_on >= timedelta(60)
    lea = base.messages(MessageKind.TO_CONFIRM)
    days = [each.created_at.date() for each in lea]
    assert all(later - sooner >= timedelta(7) for sooner, later in pairwise(days))
    assert all(len(each.facts["fiches"].split(",")) <= 20 for each in lea)


def test_story_16_a_crowd_that_falls_due_on_one_day_waits_for_its_turn(base: Base) -> None:
    """A sibling: 60 fiches due at once, by a shorter period. None skips the rung of the editor."""
    base.editor("Lea")
    base.rgc("Remi")
    numbers = [base.fiche(f"Fiche {rank}") for rank in range(60)]
    for _ in range(30):
        base.night(mails=False)
    assert {base.due(number).rung for number in numbers} <= {Rung.ASKED, Rung.AGAIN}
    assert base.messages(MessageKind.UNANSWERED) == []


def test_story_17_a_dead_mailbox_gives_way_at_once_and_a_new_address_starts_afresh(base: Base) -> None:
    lea = base.editor("Lea")
    base.rgc("Remi")
    number = base.fiche(by=lea)
    base.postbox.nobody.add(lea.mail)
    base.night()
    assert base.messages(MessageKind.TO_CONFIRM)[0].state is MessageState.REFUSED
    base.night()
    assert base.sent == []
    with base.database.write() as uow:
        uow.mailboxes.note(lea.mail_key or "", base.clock(), is_there=False)
    base.night()
    assert base.sent == [("remi", "Une fiche que personne n’a confirmée")]
    assert base.due(number).rung is Rung.RGC
    other = base.fiche("Autre", by=lea)
    base.night(7)
    assert base.due(other).rung is Rung.RGC
    base.team.save(replace(lea, mail="lea.neuve@ccas.exemple", mail_key=mail_key("lea.neuve@ccas.exemple")))
    third = base.fiche("Troisième", by=lea)
    base.night(7)
    assert base.due(third).rung is Rung.ASKED and base.due(third).asked_id == lea.id
    assert base.sent[-1] == ("lea.neuve", "Une fiche à confirmer")


def test_story_17_one_refusal_or_one_mail_taken_in_between_is_no_death(base: Base) -> None:
    lea = base.editor("Lea")
    key = lea.mail_key or ""
    with base.database.write() as uow:
        uow.mailboxes.note(key, base.clock(), is_there=False)
        uow.mailboxes.note(key, base.clock(), is_there=True)
        uow.mailboxes.note(key, base.clock(), is_there=False)
        assert uow.mailboxes.dead([key]) == frozenset()
        uow.mailboxes.note(key, base.clock(), is_there=False)
        assert uow.mailboxes.dead([key]) == {key}


@pytest.mark.parametrize("fate", ["suspended", "moved", "reader"])
def test_who_left_since_the_first_mail_gives_way_at_once_to_a_colleague(base: Base, fate: str) -> None:
    lea, noe = base.editor("Lea"), base.editor("Noe")
    number = base.fiche(by=lea)
    base.night()
    assert base.due(number).asked_id == lea.id
    if fate == "suspended":
        base.team.accounts.people.suspend(COMMAND, lea.id)
    elif fate == "moved":
        base.team.save(replace(base.team.get(lea), institution="caf-13"))
    else:
        base.team.save(replace(base.team.get(lea), profile=Profile.CONSULTATION))
    base.night()
    due = base.due(number)
    assert (due.rung, due.asked_id) == (Rung.AGAIN, noe.id)
    assert base.sent[-1] == ("noe", "Une fiche à confirmer")


def test_an_institution_with_nobody_left_goes_to_the_rgc_of_its_signatory_then_to_steering(base: Base) -> None:
    base.rgc("Remi", "cd13")
    number = base.fiche(institution="ccas-arles")
    orphan = base.fiche("Sans institution", institution="")
    base.night()
    assert base.due(number).rung is Rung.RGC and base.due(orphan).rung is Rung.STEERING
    assert base.sent == [("remi", "Une fiche que personne n’a confirmée")]
    for _ in range(30):
        base.night()
    assert base.due(number).rung is Rung.STEERING


def test_a_fiche_that_nobody_was_there_to_be_asked_about_is_asked_about_when_somebody_comes(base: Base) -> None:
    number = base.fiche(institution="pole-emploi")
    base.night()
    assert base.due(number).rung is Rung.STEERING
    base.editor("Lea", "pole-emploi")
    base.night()
    assert base.due(number).rung is Rung.ASKED


def test_a_fiche_handed_over_starts_afresh_with_its_new_owner(base: Base) -> None:
    lea = base.editor("Lea")
    noe = base.editor("Noe", "caf-13")
    number = base.fiche(by=lea)
    base.night()
    current = base.resources.get(number)
    base.resources.revise(
        number, replace(current.content, institution="caf-13"), expected_version=1,
        author=Author(noe.id, noe.name), origin=current.origin, now=base.clock(),
    )  # fmt: skip
    assert base.due(number).rung is Rung.NOT_ASKED
    base.night()
    assert base.due(number).asked_id == noe.id


def test_the_same_night_done_twice_changes_nothing_more(base: Base) -> None:
    lea = base.editor("Lea")
    number = base.fiche(by=lea)
    base.night()
    kept = base.due(number)
    base.ladder.climb()
    base.send()
    assert base.due(number) == kept and len(base.sent) == 1
    assert base.ladder.ask_daily() == 1 and base.ladder.ask_daily() == 0


def test_the_period_of_an_institution_moves_the_dates_of_its_fiches_at_once(base: Base) -> None:
    rgc = base.team.signed(base.rgc("Remi", "cd13"))
    number, foreign = base.fiche(days_ago=100), base.fiche("Ailleurs", "pole-emploi", days_ago=100)
    before = base.due(number).on, base.due(foreign).on
    institutions = base.team.accounts.institutions
    institutions.set_period(rgc.caller, "ccas-arles", 3)
    assert base.due(number).on < before[0] and base.due(foreign).on == before[1]
    for code in ("pole-emploi", "inconnue"):
        with pytest.raises(Refused):
            institutions.set_period(rgc.caller, code, 3)
    for months in (0, 13):
        with pytest.raises(ValueError, match="twelve"):
            institutions.set_period(rgc.caller, "ccas-arles", months)


def test_the_months_of_a_fiche_come_before_those_of_its_institution(base: Base) -> None:
    number = base.fiche(days_ago=100)
    own = replace(base.resources.get(number).content, confirmed_every="3")
    before = base.due(number).on
    base.resources.revise(number, own, expected_version=1, author=LEA, origin=FORM, now=base.clock())
    assert base.due(number).on == add_months(local_day(base.resources.get(number).created_at), 3) < before
    rgc = base.team.signed(base.rgc("Remi", "cd13"))
    base.team.accounts.institutions.set_period(rgc.caller, "ccas-arles", 12)
    assert base.due(number).on == add_months(local_day(base.resources.get(number).created_at), 3)


def test_no_fiche_is_asked_about_twice_on_one_rung(base: Base) -> None:
    """Two hundred nights: crowds, a colleague who leaves, a mailbox that dies, a night done twice."""
    people = [base.editor(name) for name in ("Lea", "Paul", "Zoe")]
    base.rgc("Remi")
    numbers = [base.fiche(f"Permis {each}", days_ago=150 + each, by=people[each % 3]) for each in range(60)]
    asked: Counter[tuple[int, date, Rung]] = Counter()
    for night in range(200):
        if night == 45:
            base.team.accounts.people.suspend(COMMAND, people[1].id)
        if night == 60:
            base.postbox.nobody.add(people[2].mail)
        if night % 50 == 49:
            base.confirm(numbers[night % 7])
        base.night()
        base.ladder.climb()
        today = local_day(base.clock())
        with base.database.read() as uow:
            dues = uow.dues.by_ids(numbers).values()
        asked.update((each.resource_id, each.on, each.rung) for each in dues if each.rung_on == today and each.asked_id)
    assert {rung for _, _, rung in asked} == {Rung.ASKED, Rung.AGAIN, Rung.RGC}
    assert max(asked.values()) == 1
