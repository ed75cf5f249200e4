"""The API asked by a machine that read its description: every check, no failure. Bounded; ``st run`` goes further."""

import tomllib

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import Status, events, from_schema

from tests.architecture.sources import ROOT
from tests.site import Site

EXAMPLES = 5
OPERATIONS = 9


@pytest.mark.slow
def test_the_api_keeps_every_promise_of_its_description(site: Site) -> None:
    said = tomllib.loads((ROOT / "schemathesis.toml").read_text(encoding="utf-8"))
    # In process, no HTTP client stands between to decompress.
    said["headers"] = {"Accept-Encoding": "identity"}
    config = SchemathesisConfig.from_dict(
        said | {"seed": 1, "generation": {"max-examples": EXAMPLES, "database": "none"}}
    )
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", site.app, config=config)
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
