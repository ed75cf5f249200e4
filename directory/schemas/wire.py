"""What comes over HTTP: the base schema and the fields of every request, with French errors that carry a code.

It settles what marshmallow and flask-smorest leave open: blanks of a plain form are dropped, unknown parameters and
repeats of a single one are errors, control characters never pass, and all errors are reported at once.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, missing
from rapidfuzz import process
from werkzeug.datastructures import MultiDict

from directory.errors import BadInput, FieldError, did_you_mean, field_error
from directory.services.search.places import Places
from directory.services.taxonomy.vocabularies import Vocabularies

MOST_VALUES = 50
MOST_TEXT_CHARS = 500
LIKE_ENOUGH = 70.0

# What no keyboard types: control characters but tab and line ends, lone surrogates, noncharacters.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

AnyField = fields.Field[Any]
"""marshmallow's fields are invariant in the type of their value: no narrower one holds them all."""

Wire = str | list[str]
"""A parameter as it came: a list when it was given several times."""


@dataclass(frozen=True, slots=True)
class RequestContext:
    """What values are checked against while one request is read."""

    words: Vocabularies
    places: Places
    now: datetime


_context: ContextVar[RequestContext] = ContextVar("context")


def current_context() -> RequestContext:
    return _context.get()


@contextmanager
def read_within(reading: RequestContext) -> Iterator[None]:
    token = _context.set(reading)
    try:
        yield
    finally:
        _context.reset(token)


class StrictSchema(Schema):
    """Base of every request schema. Errors are lists of ``FieldError``; rules across fields always run."""

    class Meta:
        unknown = RAISE


def load_query(schema: Schema, args: "MultiDict[str, str]") -> object:
    """Return what ``schema`` makes of a query string or of a plain form. Raises BadInput with every error."""
    data: dict[str, Wire] = {}
    errors: list[FieldError] = []
    for name, values in args.lists():
        kept = [value for value in values if value.strip()]
        if name not in schema.fields:
            errors.append(_unknown_parameter(name, schema))
        elif any(_FORBIDDEN.search(value) for value in kept):
            errors.append(field_error(name, "caractere-interdit", libelle=label_of(schema.fields[name])))
        elif isinstance(schema.fields[name], fields.List):
            # More values than allowed are passed on whole, so that the field counts them and refuses them.
            data |= {name: values if len(values) > MOST_VALUES else kept} if kept else {}
        elif kept:
            data[name] = kept if len(kept) > 1 else kept[0]
    try:
        loaded = _narrowed(schema, data).load(data)
    except ValidationError as error:
        raise BadInput((*errors, *_flat(error.messages_dict, schema))) from None
    except BadInput as error:
        raise BadInput((*errors, *error.errors)) from None
    if errors:
        raise BadInput(tuple(errors))
    return loaded


def _narrowed(schema: Schema, data: Mapping[str, Wire]) -> Schema:
    """Return a schema that looks at what was given, and at what says something when it was not.

    A search has thirty parameters and a question three: looking for the others takes as long as reading these.
    """
    narrowed = copy(schema)
    narrowed.load_fields = {
        name: field
        for name, field in schema.load_fields.items()
        if name in data or field.required or field.load_default is not missing
    }
    return narrowed


def typeable(text: str) -> str:
    """Return a text without the characters that no keyboard types, fit to be shown in a page."""
    return _FORBIDDEN.sub("", text)


def _unknown_parameter(name: str, schema: Schema) -> FieldError:
    shown = _FORBIDDEN.sub("\ufffd", name)[:60]
    nearest = nearest_code(name, schema.fields)
    return field_error(shown, "parametre-inconnu", suggestion=did_you_mean(name, None, nearest))


def _flat(messages: Mapping[str, object], schema: Schema) -> list[FieldError]:
    """Return the errors of marshmallow's tree, in the order of the fields."""
    return [error for name, found in messages.items() for error in _errors_of(found, name, schema)]


def _errors_of(found: object, name: str, schema: Schema) -> Iterator[FieldError]:
    if isinstance(found, FieldError):
        yield found
    elif isinstance(found, str):
        # The only message of marshmallow's own that a query string can meet: the field is required.
        label = label_of(schema.fields[name]) if name in schema.fields else name
        yield field_error(name, "valeur-manquante", libelle=label)
    elif isinstance(found, Mapping):
        for part in found.values():
            yield from _errors_of(part, name, schema)
    elif isinstance(found, Sequence):
        for part in found:
            yield from _errors_of(part, name, schema)


def nearest_code(value: str, known: Mapping[str, object]) -> str | None:
    """Return the known code most like ``value``, or None when none is like it."""
    found = process.extractOne(value[:60].lower(), list(known), score_cutoff=LIKE_ENOUGH)
    return str(found[0]) if found else None


def label_of(field: AnyField) -> str:
    return str(field.metadata.get("label", field.name or ""))


def describe(field: AnyField, **said: object) -> None:
    """Add words to the documentation of a field."""
    field.metadata = {**field.metadata, **said}


def refuse(field: AnyField, code: str, *, value: str = "", **said: str | int) -> ValidationError:
    """Return the error to raise for a value of ``field``."""
    name = field.data_key or field.name or ""
    return ValidationError([field_error(name, code, value=value, choices=(), libelle=label_of(field), **said)])


def one(field: AnyField, value: object) -> str:
    """Return the only value given. Raises when there are several, or when it is no text."""
    if isinstance(value, list):
        raise refuse(field, "valeur-repetee")
    if not isinstance(value, str):
        raise refuse(field, "valeur-invalide", value=str(value), attendu="du texte")
    return value.strip()
