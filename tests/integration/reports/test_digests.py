"""Mails about reports that nobody answered: they leave true or not at all, on both databases."""

from dataclasses import replace

import pytest

from directory.domain.accounts.messages import MessageKind
from directory.domain.actors import PUBLIC_VISITOR, Duty, Profile
from directory.domain.reports.report import ReportKind
from directory.services.mail.letters import NothingToSay
from directory.services.reports.reporting import Told
from directory.services.reports.suggesting import Missing, Suggesting
from tests.access.actors import OTHER
from tests.fiches import FORM, GAZETTEER, LEA
from tests.integration.reports.test_reporting import PHONE, Desk, actor
from tests.integration.reports.test_reporting import desk as desk


def test_a_mail_that_waited_says_what_still_holds_or_is_not_sent(desk: Desk) -> None:
    number, editor = desk.fiche(), desk.team.person("sam", profile=Profile.UPDATE)
    one, other = (desk.reporting.report(PUBLIC_VISITOR, number, Told(kind)) for kind in list(ReportKind)[:2])
    desk.team.clock.forward(days=8)
    desk.night()
    (mail,) = desk.mails(MessageKind.REPORTS_WAITING)
    desk.settle(actor(editor), number, {one.id})
    assert desk.said_in(mail) == "Un signalement attend"
    desk.reporting.dismiss(actor(editor), other.id, "Le numéro répond.")
    with pytest.raises(NothingToSay):
        desk.said_in(mail)


def test_a_mail_says_nothing_of_fiches_that_went_to_others(desk: Desk) -> None:
    number = desk.fiche()
    desk.team.person("sam", profile=Profile.UPDATE)
    desk.team.person("lea", OTHER, Profile.UPDATE)
    desk.reporting.report(PUBLIC_VISITOR, number, PHONE)
    desk.team.clock.forward(days=8)
    desk.night()
    (mail,) = desk.mails(MessageKind.REPORTS_WAITING)
    found = desk.resources.get(number)
    desk.resources.revise(
        number, replace(found.content, institution=OTHER), expected_version=found.version, author=LEA, origin=FORM,
        now=desk.team.clock(),
    )  # fmt: skip
    with pytest.raises(NothingToSay):
        desk.said_in(mail)


def test_a_suggestion_that_nobody_answers_is_told_as_a_report_is(desk: Desk) -> None:
    number, editor = desk.fiche(), desk.team.person("sam", profile=Profile.UPDATE)
    desk.team.person("lea", OTHER, Profile.UPDATE)
    rgc = desk.team.person("rgc", profile=Profile.CONSULTATION, duties=(Duty.RGC,))
    suggesting = Suggesting(desk.team.database, GAZETTEER, now=desk.team.clock)
    made = suggesting.suggest(PUBLIC_VISITOR, Missing("Garage La Bielle", "Répare.", "Arles"), commune_code="13004")
    desk.reporting.report(PUBLIC_VISITOR, number, PHONE)
    desk.team.clock.forward(days=8)
    desk.night()
    (mail,) = desk.mails(MessageKind.REPORTS_WAITING)
    assert mail.account_id == editor.id
    assert desk.said_in(mail) == "Un signalement et une ressource suggérée attendent"
    desk.team.clock.forward(days=14)
    desk.night()
    (late,) = desk.mails(MessageKind.REPORTS_LATE)
    assert late.account_id == rgc.id
    suggesting.dismiss(actor(editor), made.id, "Fermé.")
    assert desk.said_in(late) == "Un signalement attend"
