"""Whoever left selections alone for long is told, a week before they are deleted."""

from datetime import datetime
from itertools import groupby

from directory.domain.accounts.account import Door
from directory.domain.accounts.messages import MessageKind
from directory.domain.selections import LIFE, TOLD_BEFORE
from directory.services.accounts.mailing import HERE, queue_mail
from directory.store.database import Database

MOST_AT_ONCE = 500


def tell_endings(database: Database, now: datetime) -> int:
    """Queue one mail a person for their selections that end within a week; return how many mails."""
    told = 0
    with database.write() as uow:
        found = uow.selections.ending(now - LIFE + TOLD_BEFORE, now - LIFE, limit=MOST_AT_ONCE)
        uow.selections.note_told((each.id for each in found), now)
        people = uow.accounts.by_ids({each.account_id for each in found})
        for account_id, some in groupby(found, key=lambda each: each.account_id):
            ends = [each.ends_at for each in some if each.items]
            account = people.get(account_id)
            if not ends or account is None or not account.may_enter(Door.SESSION, now):
                continue
            until = min(ends).astimezone(HERE).strftime("%d/%m/%Y")
            facts = {"count": str(len(ends)), "until": until}
            told += queue_mail(uow, MessageKind.SELECTIONS_ENDING, account, now, facts=facts)
    return told
