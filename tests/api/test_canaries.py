"""What a program sends about somebody is kept where its field is meant to be, and nowhere else.

Each text of each body that the description of the API gives, in the body of a program that is taken, is given a canary
of its own; so are names of fields that nobody knows, a body that is no JSON, and the headers of a save.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from types import MappingProxyType
from typing import Any

import pytest

from directory.domain.actors import Scope
from directory.http.request import SERVICES
from tests.api.machine import LIST, WHOLE, Machine
from tests.canaries import Canaries, everything_of, kept_in, name_of
from tests.site import METRICS_TOKEN, PERMIT, Site

FICHE = f"{LIST}/{{resource_id}}"
TAKEN: Mapping[str, Mapping[str, object]] = {
    LIST: WHOLE,
    FICHE: WHOLE,
    f"{FICHE}/propositions": WHOLE | {"description": "Réparations sur rendez-vous."},
    f"{FICHE}/signalements": {"nature": "autre", "texte": "Le numéro a changé.", "valeur": "04 90 00 00 09"},
    f"{LIST}/suggerees": {
        "structure": "La Bielle", "service": "Réparer sa voiture.", "lieu": "Arles", "source": "Affiche en mairie",
    },
}  # fmt: skip
"""A body that is taken, by the path of the description."""
NO_HEADERS: Mapping[str, str] = MappingProxyType({})

FICHE_TEXTS = {
    "titre": "resource.title", "description": "resource.description", "structure.nom": "resource.structure_name",
    "public_precisions": "resource.audience_text", "acces_precisions": "resource.access_text",
    "frais_precisions": "resource.cost_text", "mobilisation_precisions": "resource.mobilisation_text",
    "horaires_precisions": "resource.hours_text", "a_apporter": "resource.documents_to_bring",
    "fermetures[].message": "resource.closures", "lieux[].adresse": "place.address",
    "lieux[].complement": "place.complement", "lieux[].commune": "place.commune_name",
}  # fmt: skip
LISTED = FICHE_TEXTS.keys() - {"public_precisions", "acces_precisions", "mobilisation_precisions", "a_apporter"}
"""What a list shows of a fiche, whose row is kept beside it."""
OTHER_TEXTS = {
    "texte": "report.text", "valeur": "report.better", "structure": "suggestion.structure",
    "service": "suggestion.service", "lieu": "suggestion.place", "source": "suggestion.source",
}  # fmt: skip


def meant(route: str, name: str) -> set[str]:
    """Return the columns that a text is meant for."""
    if name == "key":
        # The name that a program gives to what it sends, kept a day.
        return {"once.key"}
    if route.endswith(("signalements", "suggerees")):
        return {OTHER_TEXTS[name]} if name in OTHER_TEXTS else set()
    if name not in FICHE_TEXTS:
        return set()
    # A proposal tells what the fiche said too.
    own = {"proposal.changes"}
    if route.endswith("propositions"):
        return own
    return own | {FICHE_TEXTS[name], "version.changes"} | ({"resource_line.content"} if name in LISTED else set())


def texts_of(schema: Mapping[str, Any], schemas: Mapping[str, Any], path: str = "") -> Iterator[str]:
    """Give the place of each text of a body: "titre", "structure.nom", "lieux[].adresse"."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rpartition("/")[2]]
    for each in schema.get("allOf", schema.get("anyOf", ())):
        yield from texts_of(each, schemas, path)
    kind = schema.get("type", "")
    if "string" in kind:
        yield path
    if "array" in kind:
        yield from texts_of(schema["items"], schemas, f"{path}[]")
    for name, inside in schema.get("properties", {}).items():
        yield from texts_of(inside, schemas, f"{path}.{name}" if path else name)


def with_text(body: object, path: str, text: str) -> Any:
    """Return a body with a text at a place, made where it has none."""
    if not path:
        return text
    if path.startswith("[]"):
        first = body[0] if isinstance(body, list) and body else None
        return [with_text(first, path[2:].removeprefix("."), text)]
    name, rest = path, ""
    for rank, sign in enumerate(path):
        if sign in ".[":
            name, rest = path[:rank], path[rank:].removeprefix(".")
            break
    said: dict[str, Any] = dict(body) if isinstance(body, dict) else {}
    said[name] = with_text(said.get(name), rest, text)
    return said


class Program:
    """A program that sends canaries, each in a place of its own."""

    def __init__(self, site: Site) -> None:
        self.machine = Machine(site, Scope.WRITE, Scope.READ)
        self.canaries = Canaries()
        self.cookies: list[str] = []
        self.fields = self.taken = 0

    def send(self, method: str, path: str, *, headers: Mapping[str, str] = NO_HEADERS, **said: Any) -> bool:
        where = path.format(resource_id=PERMIT)
        tag = {"If-Match": self.machine.send("GET", where).headers["ETag"]} if method in ("PUT", "PATCH") else {}
        answer = self.machine.client.open(where, method=method, headers=self.machine.headers | tag | headers, **said)
        assert answer.status_code < 500, (method, path, answer.text)
        self.cookies += answer.headers.getlist("Set-Cookie")
        return answer.status_code < 300

    def type_in(self, method: str, path: str, places: Iterable[str]) -> None:
        """Type in each place of a body, then where nothing is expected."""
        route, body = f"{method} {path}", dict(TAKEN[path])
        for place in places:
            number = self.canaries.number(route, place)
            self.fields += 1
            for text in (name_of(number), everything_of(number)):
                self.taken += self.send(method, path, json=with_text(body, place, text))
        unknown = everything_of(self.canaries.number(route, "unknown"))
        self.send(method, path, json=body | {unknown: unknown})
        self.send(method, path, data=f'{{"titre": "{unknown}', content_type="application/json")
        self.send(method, path, data=unknown, content_type="text/plain")
        keys = {"Idempotency-Key": name_of(self.canaries.number(route, "key")), "If-Match": f'"{unknown}"'}
        self.send(method, path, json=body, headers=keys)


@pytest.mark.usefixtures("unwatched")
def test_what_a_program_sends_about_somebody_is_kept_where_its_field_is_meant_to_be(
    own_site: Site, caplog: pytest.LogCaptureFixture, log_lines: list[MutableMapping[str, object]]
) -> None:
    program = Program(own_site)
    description = own_site.client.get("/api/v1/openapi.json").get_json()
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if isinstance(operation, dict) and "requestBody" in operation:
                (content,) = operation["requestBody"]["content"].values()
                places = texts_of(content["schema"], description["components"]["schemas"])
                program.type_in(method.upper(), path, dict.fromkeys(places))
    assert program.fields > 100 and program.taken > 30
    own_site.app.extensions[SERVICES].steering.counters.write()
    metrics = own_site.client.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).text
    told = {"log": [caplog.text, *map(str, log_lines)], "cookie": program.cookies, "metrics": [metrics]}
    for where, texts in told.items():
        assert {where: [place for text in texts for place in program.canaries.found_in(text)]} == {where: []}
    kept: dict[tuple[str, str], set[str]] = defaultdict(set)
    for route, name, column in kept_in(own_site.database, program.canaries):
        kept[route, name].add(column)
    wrong = {place: columns - meant(*place) for place, columns in kept.items()}
    assert {place: columns for place, columns in wrong.items() if columns} == {}
    assert FICHE_TEXTS.keys() | OTHER_TEXTS.keys() <= {name for _, name in kept}, "what is declared is tried"
