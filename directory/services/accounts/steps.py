"""Steps: what lies between the two halves of a sign-in, kept in the base and used once."""

import json
from collections.abc import Mapping
from datetime import datetime

from directory.domain.accounts.links import STEP_LIFE, Step, StepKind
from directory.services.accounts.refusals import Reason, Refused
from directory.services.accounts.secret import digest_of, new_secret
from directory.store.unit_of_work import UnitOfWork


def begin_step(
    uow: UnitOfWork, kind: StepKind, account_id: int | None, now: datetime, payload: Mapping[str, str]
) -> str:
    """Keep what the second half will need and return the secret that the browser shows then."""
    secret = new_secret()
    uow.links.forget_ended_steps(now)
    uow.links.add_step(Step(digest_of(secret), kind, account_id, json.dumps(dict(payload)), now + STEP_LIFE))
    return secret


def look_at_step(uow: UnitOfWork, secret: str, kind: StepKind, now: datetime) -> tuple[Step, dict[str, str]]:
    """Return a step and what was kept, and leave it. Raises Refused when it is over."""
    found = uow.links.step(digest_of(secret), kind, now)
    if found is None:
        raise Refused(Reason.STEP_OVER)
    return found, json.loads(found.payload)


def take_step(uow: UnitOfWork, secret: str, kind: StepKind, now: datetime) -> tuple[Step, dict[str, str]]:
    """Return a step and what was kept, and use it up. Raises Refused when it is over."""
    found = look_at_step(uow, secret, kind, now)
    if not uow.links.spend_step(digest_of(secret)):
        raise Refused(Reason.STEP_OVER)
    return found
