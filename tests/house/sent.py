"""What tests really sent to the site, and what they were told: judged at the end of a whole run."""

from dataclasses import dataclass, field

from werkzeug.test import TestResponse

SEARCH = "/api/v1/ressources"


@dataclass(slots=True)
class Sent:
    """Names of the parameters with which a search was answered, and codes of the errors that were given."""

    parameters: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def lists(self) -> dict[str, list[str]]:
        """Return the same in what a worker of pytest-xdist can hand over."""
        return {"parameters": sorted(self.parameters), "codes": sorted(self.codes)}

    def add(self, lists: dict[str, list[str]]) -> None:
        self.parameters.update(lists["parameters"])
        self.codes.update(lists["codes"])


SENT = Sent()
"""What this process sent."""


def note(answer: TestResponse) -> None:
    """Keep what a request shows: parameters that worked, errors that were met."""
    if answer.request.path == SEARCH and answer.status_code == 200:
        SENT.parameters.update(answer.request.args)
    if answer.mimetype == "application/problem+json":
        said = answer.get_json()
        SENT.codes.add(said["code"])
        SENT.codes.update(error["code"] for error in said.get("erreurs", ()))
