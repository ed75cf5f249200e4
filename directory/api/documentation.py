"""``/api/v1/openapi.json`` and the page that tells it, written by this product: readable, and without a script."""

from copy import deepcopy
from typing import Any

from flask import Blueprint as PlainBlueprint
from flask import Flask, Response, current_app, render_template

from directory.api.blueprint import KEY, Api, Blueprint, as_json, configure
from directory.api.docs_view import docs_view
from directory.api.exports import exports
from directory.api.movements import former, movements
from directory.api.offices import sector_api
from directory.api.proposals import proposals
from directory.api.reference import reference
from directory.api.reports import reports
from directory.api.resources import resources
from directory.api.sources import sources
from directory.api.structures import structures
from directory.api.suggested import suggested
from directory.api.writing import kept
from directory.criteria import PARAMETERS
from directory.domain.rights import Action
from directory.errors import FIELD_ERRORS, REQUEST_ERRORS
from directory.http.access import needs
from directory.http.request import current_context
from directory.schemas.wire import RequestContext
from directory.schemas.wire_fields import Codes

PREFIX = "/api/v1"
TOLD_BY_ALL = frozenset({"signaler", "suggerer"})
"""Operations that change something and ask no key of who may read."""


def register_api(app: Flask) -> tuple[PlainBlueprint, ...]:
    """Mount the API and its documentation; return every blueprint mounted."""
    configure(app)
    api = Api(app)
    described = (
        resources, structures, sources, exports, movements, kept, reports, proposals, suggested, reference, sector_api,
    )  # fmt: skip
    for blueprint in described:
        api.register_blueprint(blueprint, url_prefix=PREFIX)
    documentation = _documentation(api)
    app.register_blueprint(documentation, url_prefix=PREFIX)
    app.register_blueprint(former, url_prefix=PREFIX)
    return (*described, documentation, former)


def _documentation(api: Api) -> Blueprint:
    documentation = Blueprint("documentation", __name__)

    @documentation.route("/openapi.json", methods=["GET"])
    @needs(Action.OPEN)
    def openapi() -> Response:
        return as_json(described_with(api, current_context()))

    @documentation.route("/docs", methods=["GET"])
    @needs(Action.OPEN)
    def page() -> str:
        view = docs_view(described_with(api, current_context()))
        return render_template(
            "pages/api_docs.html", view=view, request_errors=REQUEST_ERRORS, field_errors=FIELD_ERRORS
        )

    return documentation


def described_with(api: Api, reading: RequestContext) -> dict[str, Any]:
    """Return the description, each list of codes closed by the codes of today."""
    described = deepcopy(api.described())
    described["security"] = [{KEY: []}]
    if current_app.config["PUBLIC_READING"]:
        # Everybody may read and tell an error, nobody may write without a key.
        for path in described["paths"].values():
            for name, verb in path.items():
                if name == "get" or (isinstance(verb, dict) and verb.get("operationId") in TOLD_BY_ALL):
                    verb["security"] = [{KEY: []}, {}]
    codes = {each.name: sorted(each.field.known(reading)) for each in PARAMETERS if isinstance(each.field, Codes)}
    for path in described["paths"].values():
        for parameter in path.get("get", {}).get("parameters", ()):
            if parameter.get("in") == "query" and codes.get(parameter["name"]):
                parameter["schema"]["items"]["enum"] = codes[parameter["name"]]
    return described
