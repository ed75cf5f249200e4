"""flask-smorest, with our parser, our errors and our access rule."""

from functools import cache
from http import HTTPStatus
from threading import Lock
from typing import Any

import orjson
from flask import Flask, Request, Response
from flask_smorest import Api as SmorestApi
from flask_smorest import Blueprint as SmorestBlueprint
from marshmallow import Schema
from webargs.flaskparser import FlaskParser

from directory.api.conditional import tagged
from directory.api.problems import PROBLEM_JSON, ProblemSchema
from directory.http.request import current_context
from directory.schemas.wire import AnyField, load_query, read_within

JSON = "application/json"
KEY = "cle"
KEY_SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": "Clé d’une institution, créée et retirée par le responsable de ses comptes.",
}


class StrictParser(FlaskParser):
    """Reads a query string as ``schemas.wire`` does, whatever webargs would have let through."""

    def parse(self, argmap: Any, req: Request | None = None, **_: Any) -> Any:
        with read_within(current_context()):
            return load_query(_instance(argmap), (req or self.get_default_request()).args)


@cache
def _instance(schema: type[Schema]) -> Schema:
    """Return the schema to load with: loading changes nothing in it, making one copies all its fields."""
    return schema()


class Blueprint(SmorestBlueprint):  # type: ignore[misc]
    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.after_request(tagged)


class Api(SmorestApi):  # type: ignore[misc]
    """Its errors are handled by ``directory.app``, pages' and API's in one place."""

    ERROR_SCHEMA = ProblemSchema

    def __init__(self, app: Flask) -> None:
        self._mounted: list[SmorestBlueprint] = []
        self._described: dict[str, Any] = {}
        self._describing = Lock()
        super().__init__(app)

    def register_blueprint(self, blueprint: SmorestBlueprint, **options: Any) -> None:
        """Mount a blueprint. It is described when somebody first reads the description: a third of a start else."""
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blueprint.name] = self
        self._app.register_blueprint(blueprint, **options)
        self._mounted.append(blueprint)

    def described(self) -> dict[str, Any]:
        """Return the description of every blueprint mounted, to be copied before it is changed."""
        with self._describing:
            if not self._described:
                for each in self._mounted:
                    each.register_views_in_doc(self, self._app, self.spec, name=each.name, parameters=None)
                    self.spec.tag({"name": each.name, "description": each.description})
                self._described = self.spec.to_dict()
            return self._described

    def _init_spec(self, **options: Any) -> None:
        super()._init_spec(**options)
        self.ma_plugin.converter.add_parameter_attribute_function(_blank_is_absent)

    def _register_error_handlers(self) -> None:
        """Register none: the default one would turn the 404 of a page into JSON."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            if status >= 400:
                self.spec.components.response(status.name, _documented(status.phrase), lazy=True)
            else:
                self.spec.components.response(status.name, {"description": status.phrase}, lazy=True)
        self.spec.components.response("DEFAULT_ERROR", _documented("Erreur"), lazy=True)


def _blank_is_absent(_converter: object, field: AnyField, **_: Any) -> dict[str, object]:
    """Tell that a parameter may be sent empty, as plain forms do: it is then dropped."""
    return {} if field.required else {"allowEmptyValue": True}


def _documented(phrase: str) -> dict[str, object]:
    return {"description": phrase, "content": {PROBLEM_JSON: {"schema": ProblemSchema}}}


def configure(app: Flask) -> None:
    """Set what flask-smorest reads from the application."""
    app.config.update(
        API_TITLE="Base de ressources partenariales",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {
                "description": (
                    "Les ressources partenariales\u00a0: qui peut aider, où, quand et comment y orienter la personne. "
                    "Les paramètres d’une recherche sont ceux de la page de recherche. Toute valeur inconnue ou fausse "
                    "donne une réponse 422 qui dit toutes les erreurs à la fois. Un logiciel montre sa clé dans "
                    "l’en-tête Authorization, après le mot Bearer\u00a0; le responsable des comptes de son institution "
                    "la crée. Chaque lecture donne un en-tête ETag\u00a0: renvoyé dans If-None-Match, il vaut une "
                    "réponse 304, sans contenu, quand rien n’a changé."
                ),
            },
            "servers": [{"url": "/", "description": "Ce site"}],
            "components": {"securitySchemes": {KEY: KEY_SCHEME}},
        },
    )


def as_json(body: object, *, status: int = 200) -> Response:
    """Return a JSON answer, French letters as they are."""
    return Response(orjson.dumps(body), status, content_type=JSON)
