"""A fiche is archived for a reason, now or on a day that was planned; it comes back as it was. On both databases."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from directory.domain.resource import SaveOrigin
from directory.services.fiches.archiving import ScheduledArchiving
from directory.services.fiches.editing import InvalidResource, MergedAway
from directory.services.fiches.writing import BadReason
from tests.fiches import NOW, fiche
from tests.integration.duplicates.conftest import EDITOR, Desk, by
from tests.integration.duplicates.conftest import desk as desk

DAY = date(2026, 3, 31)


def test_a_fiche_is_archived_for_a_reason_and_restored_without_it(desk: Desk) -> None:
    one = desk.put(fiche())
    said = desk.writing.archive(by(EDITOR), one.id, expected_version=1, reason="ferme").resource.content
    assert (said.is_archived, said.archive_reason) == (True, "ferme")
    assert desk.writing.publish(by(EDITOR), one.id, expected_version=2).resource.content == one.content


def test_the_worker_archives_on_the_day_and_not_before(desk: Desk) -> None:
    one, other = desk.put(fiche()), desk.put(fiche("Autre"))
    planned = desk.writing.archive(by(EDITOR), one.id, expected_version=1, reason="fin-de-validite", planned=DAY)
    assert planned.resource.content.is_published
    eve = ScheduledArchiving(desk.database, desk.resources, now=lambda: datetime(2026, 3, 30, 21, tzinfo=UTC))
    # Half past midnight of the 31st, in Paris.
    day = ScheduledArchiving(desk.database, desk.resources, now=lambda: datetime(2026, 3, 30, 22, 30, tzinfo=UTC))
    assert eve.archive_due() == 0
    assert (day.archive_due(), day.archive_due()) == (1, 0)
    found = desk.get(one.id).content
    assert (found.is_archived, found.archive_reason, found.archive_on) == (True, "fin-de-validite", None)
    last = desk.resources.history(one.id).versions[-1]
    assert (last.author.label, last.author.account, last.origin.kind) == ("système", None, SaveOrigin.SCHEDULE)
    assert desk.get(other.id).content.is_published


def test_what_was_planned_can_be_given_up_and_a_day_gone_by_is_now(desk: Desk) -> None:
    one = desk.put(fiche())
    desk.writing.archive(by(EDITOR), one.id, expected_version=1, reason="ferme", planned=DAY)
    back = desk.writing.cancel_archiving(by(EDITOR), one.id, expected_version=2)
    assert back.resource.content == one.content
    gone = desk.writing.archive(by(EDITOR), one.id, expected_version=3, planned=NOW.date() - timedelta(days=1))
    assert gone.resource.content.is_archived


def test_no_other_reason_is_taken(desk: Desk) -> None:
    one, draft = desk.put(fiche()), desk.put(fiche(status="brouillon"))
    for reason in ("fusionnee", "inconnue"):
        with pytest.raises(BadReason):
            desk.writing.archive(by(EDITOR), one.id, expected_version=1, reason=reason)
    with pytest.raises(BadReason):
        desk.writing.archive(by(EDITOR), draft.id, expected_version=1, planned=DAY)


def test_a_draft_is_not_archived(desk: Desk) -> None:
    draft = desk.put(fiche(status="brouillon"))
    with pytest.raises(InvalidResource):
        desk.writing.archive(by(EDITOR), draft.id, expected_version=1, reason="ferme")
    with pytest.raises(InvalidResource):
        desk.writing.revise(by(EDITOR), draft.id, replace(draft.content, status="archivee"), expected_version=1)
    assert desk.get(draft.id) == draft


def test_a_merged_fiche_comes_back_by_its_merge_alone(desk: Desk) -> None:
    one, twin = desk.put(fiche()), desk.put(fiche("Permis à 1 euro"))
    desk.merge(one.id, twin.id)
    for act in (desk.writing.publish, desk.writing.archive, desk.writing.confirm):
        with pytest.raises(MergedAway):
            act(by(EDITOR), twin.id, expected_version=2)  # type: ignore[operator]
    with pytest.raises(MergedAway):
        desk.writing.revise(by(EDITOR), twin.id, replace(twin.content, phone=""), expected_version=2)
