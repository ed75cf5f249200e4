"""The API asked by a machine that read its description: every check, no failure. Bounded; ``st run`` goes further."""

import tomllib
from datetime import timedelta

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from directory.domain.actors import Scope
from directory.services.accounts.callers import COMMAND
from tests.accounts import Team
from tests.architecture.sources import ROOT
from tests.site import Site

EXAMPLES = 5
OPERATIONS = 25


def machine_of(site: Site) -> dict[str, str]:
    """Return what a program sends that may read everything, and write for its institution."""
    team = Team(site.database)
    key = team.accounts.tokens.create(
        COMMAND, "cd13", name="essai", scopes={Scope.READ, Scope.WRITE}, expires_at=team.clock() + timedelta(days=30)
    )
    return {"Authorization": f"Bearer {key}"}


@pytest.mark.slow
def test_the_api_keeps_every_promise_of_its_description(own_site: Site) -> None:
    said = tomllib.loads((ROOT / "schemathesis.toml").read_text(encoding="utf-8"))
    # In process, no HTTP client stands between to decompress.
    said["headers"] = {"Accept-Encoding": "identity", **machine_of(own_site)}
    # In process it breaks on what it sends; that nothing is read without a key is in tests/web/test_access_matrix.py.
    said["checks"]["ignored_auth"] = {"enabled": False}
    config = SchemathesisConfig.from_dict(
        said | {"seed": 1, "generation": {"max-examples": EXAMPLES, "database": "none"}}
    )
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", own_site.app, config=config)
    tested, faults = set(), []
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            faults.append(repr(event))
        if isinstance(event, events.ScenarioFinished):
            if event.status in (Status.SUCCESS, Status.FAILURE):
                tested.add(event.label)
            faults += [
                f"{event.label}: {check.failure_info.failure}"
                for checks in event.recorder.checks.values()
                for check in checks
                if check.failure_info is not None
            ]
    assert faults == []
    assert len(tested) == OPERATIONS
