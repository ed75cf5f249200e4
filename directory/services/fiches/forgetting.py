"""*Effacer ce contact*: a professional named in a fiche is named in it no more, nor in anything it ever said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.entries import without
from directory.services.accounts.callers import Caller
from directory.services.accounts.trail import note
from directory.services.fiches.editing import Receipt
from directory.services.fiches.writing import Writer, Writing
from directory.store.database import Database
from fiche.content import FIELDS

FIELD = "named_contact"


class ContactForgetting:
    """An import that says the name again puts it back: the source is to be asked too."""

    def __init__(self, database: Database, writing: Writing, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._writing = writing
        self._now = now

    def forget(self, writer: Writer, resource_id: int, caller: Caller, *, expected_version: int) -> Receipt:
        """Blank the named contact of a fiche: today, in every version, in what sources said, in forms being filled.

        The files that its sources gave are dropped, those of imports that still wait excepted: they would say it again.

        Done again after a failure, it ends what was begun. Raises as ``Writing.revise`` does.
        """
        content = self._writing.get(writer.actor, resource_id).content
        blank = replace(content, named_contact="")
        receipt = self._writing.revise(writer, resource_id, blank, expected_version=expected_version)
        with self._database.write() as uow:
            uow.versions.blank(resource_id, FIELD)
            uow.records.blank(resource_id, FIELD)
            uow.conversions.forget_all()
            others = uow.merges.into(resource_id)
            uow.batches.forget_files_about([resource_id, *others])
            for other_id in others:
                # It would say the name again once its merge is taken back.
                uow.versions.blank(other_id, FIELD)
                uow.resources.blank(other_id, FIELD)
                uow.proposals.blank(other_id, FIELD)
            # Whoever copies the base has these fiches too, under their own numbers.
            uow.changes.append(others, at=self._now())
            uow.proposals.blank(resource_id, FIELD)
            for entry in uow.entries.about(resource_id):
                uow.entries.replace(without(entry, FIELDS[FIELD].wire))
            kind, number = ObjectKind.FICHE, str(resource_id)
            note(uow, Act.CONTACT_FORGOTTEN, caller, self._now(), kind, number, content.institution, {})
        return receipt
