"""The description of the API as a page to read: operations with their parameters and answers, then the values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from search.text.french import typeset

Json = object
MOST_CODES = 60
HEADERS = frozenset({"PaginationMetadata"})
"""Shapes of a header, described in English by the library that writes it."""


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A parameter, or a field of an answer. ``codes``: the only values it takes, empty when it takes others."""

    name: str
    type: str
    is_required: bool
    help: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    status: str
    help: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """``id``: of its heading on the page. ``example``: an address that can be followed, empty when it needs a value."""

    id: str
    method: str
    path: str
    title: str
    help: str
    parameters: tuple[FieldLine, ...]
    answers: tuple[Answer, ...]
    example: str


@dataclass(frozen=True, slots=True)
class Shape:
    name: str
    fields: tuple[FieldLine, ...]


@dataclass(frozen=True, slots=True)
class DocsView:
    intro: str
    operations: tuple[Operation, ...]
    shapes: tuple[Shape, ...]


def docs_view(described: Mapping[str, Json]) -> DocsView:
    """Return the page of an OpenAPI description."""
    components = _map(described.get("components"))
    operations = [
        _operation(path, method, _map(each), _list(_map(methods).get("parameters")), components)
        for path, methods in _map(described.get("paths")).items()
        for method, each in _map(methods).items()
        if method != "parameters"
    ]
    shapes = [Shape(name, _fields(_map(schema))) for name, schema in _map(components.get("schemas")).items()]
    intro = _text(_map(described.get("info")))
    return DocsView(
        intro, tuple(operations), tuple(shape for shape in shapes if shape.fields and shape.name not in HEADERS)
    )


def _operation(
    path: str, method: str, said: Mapping[str, Json], shared: Sequence[Json], components: Mapping[str, Json]
) -> Operation:
    parameters = [_parameter(_map(each)) for each in (*shared, *_list(said.get("parameters")))]
    needs_a_value = any(parameter.is_required for parameter in parameters)
    return Operation(
        id=f"{method}{path}".replace("/", "-").replace("{", "").replace("}", ""),
        method=method.upper(),
        path=path,
        title=str(said.get("summary", path)),
        help=_text(said),
        parameters=tuple(parameters),
        answers=tuple(
            _answer(status, _map(each), components) for status, each in sorted(_map(said.get("responses")).items())
        ),
        example="" if needs_a_value or method != "get" else path,
    )


def _parameter(said: Mapping[str, Json]) -> FieldLine:
    schema = _map(said.get("schema"))
    return FieldLine(
        str(said.get("name", "")),
        _type_of(schema),
        said.get("required") is True,
        _text(said),
        _codes(schema),
    )


def _answer(status: str, said: Mapping[str, Json], components: Mapping[str, Json]) -> Answer:
    if "$ref" in said:
        said = _map(_map(components.get("responses")).get(_name_of(said)))
    contents = [_map(content) for content in _map(said.get("content")).values()]
    shape = next((_name_of(_map(content.get("schema"))) for content in contents), "")
    text = _text(said)
    return Answer("autre" if status == "default" else status, REASONS.get(status, text), shape)


REASONS = {
    "422": "Une valeur est fausse\u00a0: toutes les erreurs sont dites",
    "default": "Une erreur",
    "404": "Rien à cette adresse",
}
"""Answers that the description names in English."""


def _fields(schema: Mapping[str, Json]) -> tuple[FieldLine, ...]:
    required = _list(schema.get("required"))
    return tuple(
        FieldLine(name, _type_of(_map(said)), name in required, _text(_map(said)), _codes(_map(said)))
        for name, said in _map(schema.get("properties")).items()
    )


TYPES = {
    "string": "texte", "integer": "entier", "number": "nombre", "boolean": "vrai ou faux", "array": "liste",
    "object": "objet", "null": "rien",
}  # fmt: skip


def _type_of(schema: Mapping[str, Json]) -> str:
    if "$ref" in schema:
        return _name_of(schema)
    kinds = schema.get("type")
    named = [str(kind) for kind in _list(kinds)] or [str(kinds or "")]
    if "array" in named:
        return f"liste de {_type_of(_map(schema.get('items'))) or 'valeurs'}"
    words = [TYPES.get(kind, kind) for kind in named if kind]
    some = [_type_of(_map(each)) for each in (*_list(schema.get("anyOf")), *_list(schema.get("allOf")))]
    return " ou ".join([*words, *filter(None, some)])


def _codes(schema: Mapping[str, Json]) -> tuple[str, ...]:
    values = _list(schema.get("enum")) or _list(_map(schema.get("items")).get("enum"))
    return tuple(str(value) for value in values if value is not None)[:MOST_CODES]


def _name_of(schema: Mapping[str, Json]) -> str:
    if "items" in schema:
        return _name_of(_map(schema.get("items")))
    return str(schema.get("$ref", "")).rpartition("/")[2]


def _text(said: Mapping[str, Json]) -> str:
    return typeset(str(said.get("description", "")))


def _map(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Json) -> Sequence[Json]:
    return value if isinstance(value, list) else ()
