"""Selections shared with one's antenne: its people read and copy them, and change nothing."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.accounts.account import Account
from directory.domain.selections import MOST_SELECTIONS, Selection, copied
from directory.services.selections.keeping import UnknownSelection, add_selection, own_selection
from directory.store.database import Database

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Shared:
    """A selection that a colleague shares. ``by``: their name."""

    selection: Selection
    by: str


class Sharing:
    """``account`` is who asks, as the base has them: their antenne is that of now."""

    def __init__(self, database: Database, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now

    def set_shared(self, account: Account, number: int, *, is_shared: bool) -> None:
        """Share a selection of one's own with one's antenne, or no longer. Raises UnknownSelection."""
        if is_shared and account.office_id is None:
            raise UnknownSelection
        with self._database.write() as uow:
            kept = own_selection(uow.selections.get_to_change(number), account.id, self._now())
            # Sharing is no touch: the next fiche goes where it would have gone.
            uow.selections.save(replace(kept, office_id=account.office_id if is_shared else None))

    def of_office(self, account: Account) -> list[Shared]:
        """Return what colleagues share, the last touched first."""
        if account.office_id is None:
            return []
        with self._database.read() as uow:
            found = uow.selections.shared_with(account.office_id, limit=MOST_SHOWN + MOST_SELECTIONS)
            others = [each for each in found if each.account_id != account.id and self._lasts(each)][:MOST_SHOWN]
            people = uow.accounts.by_ids({each.account_id for each in others})
        return [Shared(each, people[each.account_id].name) for each in others if each.account_id in people]

    def get(self, account: Account, number: int) -> Shared:
        """Return a selection that a colleague shares. Raises UnknownSelection."""
        with self._database.read() as uow:
            found = uow.selections.get(number)
            owner = uow.accounts.get(found.account_id) if found is not None else None
        if found is None or owner is None or account.office_id is None:
            raise UnknownSelection
        if found.office_id != account.office_id or not self._lasts(found):
            raise UnknownSelection
        return Shared(found, owner.name)

    def copy(self, account: Account, number: int) -> Selection:
        """Make a selection of one's own of one that a colleague shares. Raises UnknownSelection."""
        shared = self.get(account, number)
        with self._database.write() as uow:
            return add_selection(uow, copied(shared.selection, account.id, self._now()))

    def _lasts(self, selection: Selection) -> bool:
        return bool(selection.items) and selection.ends_at > self._now()
