"""Which accounts, and which lines of the trail, a list shows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from directory.domain.accounts.account import AccountState
from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.actors import Profile


@dataclass(frozen=True, slots=True)
class AccountFilter:
    """Which accounts a list shows.

    institutions  codes; None for all. What is out of reach is left out here, in SQL.
    reviewed_before   those whose last review, or creation when none was made, is older.
    words         searched in names and mails.
    """

    institutions: Collection[str] | None = None
    profile: Profile | None = None
    state: AccountState | None = None
    rgc_only: bool = False
    administrators_only: bool = False
    reviewed_before: datetime | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which lines a list shows.

    institutions  lines done by, or to, one of these; None for all. What is out of reach is left out here, in SQL.
    account_id    lines done by this person.
    object_id     lines done to this object, with its ``object_kind``.
    """

    institutions: Collection[str] | None = None
    account_id: int | None = None
    act: Act | None = None
    object_kind: ObjectKind | None = None
    object_id: str = ""
    since: datetime | None = None
    before: datetime | None = None
