"""A named contact who asks is named no more: in the fiche, its versions, what sources said; and the trail says so."""

import json
from dataclasses import replace
from io import BytesIO

import pytest

from directory.domain.accounts.audit import Act
from directory.domain.accounts.filters import AuditFilter
from directory.domain.actors import Duty
from directory.domain.changes import content_after
from directory.domain.duplicates import Degree, Reason
from directory.domain.import_matches import Candidate, Match, MatchState
from directory.domain.imports import BatchState, Refusal
from directory.services.accounts.callers import COMMAND
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.entries import Entries
from directory.services.fiches.forgetting import ContactForgetting
from directory.services.fiches.writing import NotAllowed, Writer, Writing
from directory.services.taxonomy.editing import seed
from directory.store.database import Database
from directory.store.packing import pack
from directory.store.records import SourceRecord
from fiche.content import Content
from tests.accounts import Team
from tests.fiches import FORM, GAZETTEER, LEA, NOW, TAXONOMY, fiche

NAME = "Madame Personne"


def named(content: Content, name: str) -> Content:
    return replace(content, named_contact=name)


def test_a_contact_is_forgotten_everywhere_the_fiche_ever_said_it(database: Database) -> None:
    seed(database, TAXONOMY)
    team = Team(database)
    resources = ResourceService(database, GAZETTEER)
    writing = Writing(database, resources, now=lambda: NOW)
    first = fiche(institution="cd13", named_contact=NAME)
    number = resources.create(first, author=LEA, origin=FORM, now=NOW).resource.id
    other = named(first, "Monsieur Autre")
    resources.revise(number, other, expected_version=1, author=LEA, origin=FORM, now=NOW)
    resources.revise(number, first, expected_version=2, author=LEA, origin=FORM, now=NOW)
    with database.write() as uow:
        batch = uow.batches.add(
            source="s", format_name="csv", file_name="f.csv", file=pack(BytesIO(b"")), options={}, author=LEA, now=NOW
        )
        uow.batches.save_progress(batch, state=BatchState.APPLIED, counts={}, checkpoint={})
        waiting = uow.batches.add(
            source="s", format_name="csv", file_name="f.csv", file=pack(BytesIO(b"")), options={}, author=LEA, now=NOW
        )
        draft = f'{{"title": "Permis", "named_contact": "{NAME}"}}'
        uow.records.add_many([SourceRecord("s", "1", number, batch, "condense", draft)])
    entries = Entries(database, now=lambda: NOW)
    contacts = ContactForgetting(database, writing, now=lambda: NOW)
    sam = Writer.of(team.signed(team.person("Sam", institution="pole-emploi")))
    with pytest.raises(NotAllowed):
        contacts.forget(sam, number, COMMAND, expected_version=3)
    ada = team.signed(team.person("Ada", duties=(Duty.ADMINISTRATOR,)))
    typed = {"contact_nomme": [NAME], "titre": ["Permis"]}
    entries.keep(ada.account.id, "1" * 32, 1, typed, resource_id=number, base_version=3)
    contacts.forget(Writer.of(ada), number, ada.caller, expected_version=3)
    (begun,) = entries.of(ada.account.id, number)
    assert json.loads(begun.typed) == {**typed, "contact_nomme": [""]}
    with database.read() as uow:
        assert (uow.batches.has_file(batch), uow.batches.has_file(waiting)) == (False, True)
        versions, kept = uow.versions.of(number), uow.records.by_keys("s", ["1"])["1"]
        noted = uow.audit.matching(AuditFilter(act=Act.CONTACT_FORGOTTEN), limit=9)
    now = resources.get(number).content
    assert now.named_contact == ""
    assert content_after(versions) == now
    assert not any(name in str(each.changes) for each in versions for name in ("Personne", "Autre"))
    assert (kept.digest, "Personne" in kept.draft) == ("condense", False)
    assert [(each.object_id, each.account_id, dict(each.detail)) for each in noted] == [
        (str(number), ada.account.id, {})
    ]


def test_no_import_quotes_a_contact_that_is_forgotten(database: Database) -> None:
    seed(database, TAXONOMY)
    writing = Writing(database, ResourceService(database, GAZETTEER), now=lambda: NOW)
    team = Team(database)
    ada = team.signed(team.person("Ada", duties=(Duty.ADMINISTRATOR,)))
    writer = Writer.of(ada)
    number, second = (
        writing.create(writer, fiche(title, institution="cd13", named_contact=NAME)).resource.id
        for title in ("Permis", "Garage")
    )
    draft = f'{{"title": "Permis", "named_contact": "{NAME}"}}'
    with database.write() as uow:
        batch = uow.batches.add(
            source="s", format_name="csv", file_name="f.csv", file=pack(BytesIO(b"")), options={}, author=LEA, now=NOW
        )
        group = {"kind": "k", "column": "c", "text": "t", "values": [NAME]}
        report = {"columns": ["nom"], "groups": [group], "revised": [{"changes": {"named_contact": ["", NAME]}}]}
        uow.batches.save_progress(batch, state=BatchState.APPLIED, counts={}, checkpoint={}, report=report)
        uow.batches.save_look(batch, {"first": [[2, {"nom": NAME}]]})
        uow.batches.add_refusals(batch, [Refusal(3, {"nom": NAME}, [])])
        uow.records.add_many([SourceRecord("s", "1", number, batch, "condense", draft)])
        for source, key, about in (("s", "1", second), ("t", "2", number)):
            likely = (Candidate(about, "Permis", (Reason.SAME_PHONE,), Degree.LIKELY),)
            uow.import_matches.add([Match(batch, source, key, 2, "cd13", likely, MatchState.WAITING, "c", draft)])
    contacts = ContactForgetting(database, writing, now=lambda: NOW)
    contacts.forget(writer, number, ada.caller, expected_version=1)
    with database.read() as uow:
        over, rows = uow.batches.get(batch), uow.import_matches.waiting(None, limit=9)
        assert over is not None and over.report["columns"] == ["nom"] and len(rows) == 2
        assert "Personne" not in f"{over.report} {over.look} {list(uow.batches.refusals(batch))} {rows}"
