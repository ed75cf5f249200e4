"""A person moves to another institution when those who answer for both agree."""

from datetime import timedelta

import pytest

from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import Duty
from directory.services.accounts.refusals import Reason, Refused
from tests.accounts import Team


def test_a_person_moves_once_both_rgcs_agree_and_obeys_at_the_next_click(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    paul = team.signed(team.person("Paul", institution="pole-emploi", duties=(Duty.RGC,)))
    lea = team.person("Lea", duties=(Duty.RGC,))
    secret = team.session(lea)
    moves = team.accounts.moves
    assert moves.ask(rita.caller, lea.id, "pole-emploi") is False
    assert team.get(lea).institution == "cd13"
    with team.database.read() as uow:
        told = [each.account_id for each in uow.messages.latest(limit=9) if each.kind is MessageKind.MOVE_ASKED]
    assert told == [paul.account.id]
    assert [each.account.id for each in moves.arrivals(paul.caller)] == [lea.id]
    assert moves.arrivals(rita.caller) == []
    with pytest.raises(Refused):
        moves.accept(rita.caller, lea.id)
    moves.accept(paul.caller, lea.id)
    moved = team.get(lea)
    assert (moved.institution, moved.is_rgc) == ("pole-emploi", False)
    assert moves.arrivals(paul.caller) == []
    now = team.accounts.sessions.signed(secret)
    assert now is not None and now.actor.institution == "pole-emploi" and now.new_secret


def test_who_answers_for_both_moves_a_person_at_once(team: Team) -> None:
    rita, lea = team.signed(team.person("Rita", duties=(Duty.RGC,))), team.person("Lea")
    assert team.accounts.moves.ask(rita.caller, lea.id, "caf-13") is True
    assert team.get(lea).institution == "caf-13"


def test_an_arrival_is_refused_or_forgotten_after_a_month(team: Team) -> None:
    rita = team.signed(team.person("Rita", duties=(Duty.RGC,)))
    paul = team.signed(team.person("Paul", institution="pole-emploi", duties=(Duty.RGC,)))
    lea, moves = team.person("Lea"), team.accounts.moves
    moves.ask(rita.caller, lea.id, "pole-emploi")
    moves.refuse(paul.caller, lea.id)
    assert moves.arrivals(paul.caller) == []
    team.clock.forward(minutes=1)
    moves.ask(rita.caller, lea.id, "pole-emploi")
    assert len(moves.arrivals(paul.caller)) == 1
    team.clock.at += timedelta(days=31)
    assert moves.arrivals(paul.caller) == []
    assert team.get(lea).institution == "cd13"


def test_nobody_takes_a_person_whose_rgc_did_not_agree(team: Team) -> None:
    paul = team.signed(team.person("Paul", institution="pole-emploi", duties=(Duty.RGC,)))
    lea, moves = team.person("Lea"), team.accounts.moves
    for forbidden in (
        lambda: moves.accept(paul.caller, lea.id),
        lambda: moves.refuse(paul.caller, lea.id),
        lambda: moves.ask(paul.caller, lea.id, "pole-emploi"),
    ):
        with pytest.raises(Refused) as refused:
            forbidden()
        assert refused.value.reason is Reason.UNKNOWN


def test_nobody_moves_to_nowhere(team: Team) -> None:
    rita, lea = team.signed(team.person("Rita", duties=(Duty.RGC,))), team.person("Lea")
    for code in ("cd13", "nulle-part", ""):
        with pytest.raises(Refused) as refused:
            team.accounts.moves.ask(rita.caller, lea.id, code)
        assert refused.value.reason is Reason.INSTITUTION_BAD
