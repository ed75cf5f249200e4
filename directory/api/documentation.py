"""``/api/v1/openapi.json`` and its page, served from here: nothing comes from another host."""

from functools import cache

from flask import Flask, Response, render_template

from directory.api.blueprint import Api, Blueprint, as_json, configure
from directory.api.reference import reference
from directory.api.resources import resources
from directory.domain.profiles import Action
from directory.http import needs

PREFIX = "/api/v1"


def register_api(app: Flask) -> None:
    """Mount the API and its documentation."""
    configure(app)
    api = Api(app)
    for blueprint in (resources, reference):
        api.register_blueprint(blueprint, url_prefix=PREFIX)
    app.register_blueprint(_documentation(api), url_prefix=PREFIX)


def _documentation(api: Api) -> Blueprint:
    documentation = Blueprint("documentation", __name__)

    @cache
    def description() -> dict[str, object]:
        described: dict[str, object] = api.spec.to_dict()
        return described

    @documentation.route("/openapi.json", methods=["GET"])
    @needs(Action.READ)
    def openapi() -> Response:
        return as_json(description())

    @documentation.route("/docs", methods=["GET"])
    @needs(Action.READ)
    def page() -> str:
        return render_template("pages/api_docs.html")

    return documentation
