"""For whom a kind of task is asked, and what a provider of one is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeAlias

from directory.domain.actors import Actor
from directory.domain.freshness import SHOWN_BEFORE
from directory.domain.todo import Waiting
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Asker:
    """Who looks at *À faire*.

    own     code of their institution, in which their fiches are; an administrator has no more than these here.
    reach   the institutions they answer for, an RGC's partners included.
    left    keys of the lines of this kind that they left for later: a provider leaves them out.
    limit   how many lines are shown; 0: the total alone is wanted, for the header.
    ahead   how long before its date a fiche to confirm is in the list.
    """

    account_id: int
    actor: Actor
    own: str
    reach: frozenset[str]
    today: date
    now: datetime
    words: Vocabularies
    left: frozenset[str] = field(default_factory=frozenset)
    limit: int = 0
    ahead: timedelta = SHOWN_BEFORE


Provider: TypeAlias = Callable[[UnitOfWork, Asker], Waiting]
"""Says what a kind holds for somebody, in a read of the base. Only what they may do is in it."""
