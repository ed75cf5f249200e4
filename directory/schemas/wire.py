"""What comes over HTTP: the base schema and the fields of every request, with French errors that carry a code.

It settles what marshmallow and flask-smorest leave open: blanks of a plain form are dropped, unknown parameters and
repeats of a single one are errors, control characters never pass, and all errors are reported at once.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields
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
        loaded = schema.load(data)
    except ValidationError as error:
        raise BadInput((*errors, *_flat(error.messages_dict, schema))) from None
    except BadInput as error:
        raise BadInput((*errors, *error.errors)) from None
    if errors:
        raise BadInput(tuple(errors))
    return loaded


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


class Text(fields.String):
    """Text typed by a person, outer blanks removed."""

    def __init__(self, *, most_chars: int = MOST_TEXT_CHARS, least_chars: int = 0, **options: Any) -> None:
        super().__init__(**options)
        self.most_chars = most_chars
        self.least_chars = least_chars
        describe(self, maxLength=most_chars)
        if least_chars:
            describe(self, minLength=least_chars)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        text = one(self, value)
        if len(text) > self.most_chars:
            raise refuse(self, "trop-long", maximum=self.most_chars)
        if len(text) < self.least_chars:
            raise refuse(self, "trop-court", minimum=self.least_chars)
        return text


class Choice(fields.String):
    """One code of a closed list."""

    def __init__(self, choices: Sequence[str], **options: Any) -> None:
        super().__init__(**options)
        self.choices = dict.fromkeys(choices, "")
        describe(self, enum=list(choices))

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        said = one(self, value)
        if said not in self.choices:
            raise unknown_value(self, said, self.choices)
        return said


def unknown_value(field: AnyField, value: str, known: Mapping[str, str]) -> ValidationError:
    return refuse(
        field, "valeur-inconnue", value=value, suggestion=did_you_mean(value, known, nearest_code(value, known))
    )


def distinct_values(field: AnyField, value: object) -> list[str]:
    """Return the values given, each once. Raises when they are too many."""
    given = value if isinstance(value, list) else [str(value)]
    if len(given) > MOST_VALUES:
        raise refuse(field, "trop-de-valeurs", maximum=MOST_VALUES)
    return list(dict.fromkeys(item.strip() for item in given))


class Codes(fields.List[str]):
    """Codes of a list, repeated in the query string: distinct, in the order given, merged codes followed.

    known    gives code → label for the request being read.
    follow   gives the code that stands today for a known one.
    """

    def __init__(
        self,
        known: Callable[[RequestContext], Mapping[str, str]],
        *,
        follow: Callable[[RequestContext, str], str] | None = None,
        **options: Any,
    ) -> None:
        super().__init__(fields.String(), **options)
        self.known = known
        self.follow = follow
        describe(self, maxItems=MOST_VALUES)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> tuple[str, ...]:  # type: ignore[override]
        distinct = distinct_values(self, value)
        reading = current_context()
        known = self.known(reading)
        unknown = [code for code in distinct if code not in known]
        if unknown:
            errors = [error for code in unknown for error in unknown_value(self, code, known).messages]
            raise ValidationError(errors)
        follow = self.follow
        return tuple(dict.fromkeys(follow(reading, code) if follow else code for code in distinct))


class Whole(fields.Integer):
    """A whole number within bounds, both included."""

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most
        describe(self, minimum=least)
        describe(self, maximum=most)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> int:
        said = one(self, value)
        expected = f"un nombre entier de {self.least} à {self.most}"
        if not re.fullmatch(r"[+-]?[0-9]{1,12}", said) or not self.least <= int(said) <= self.most:
            raise refuse(self, "valeur-invalide", value=said, attendu=expected)
        return int(said)


class Decimal(fields.Float):
    """A decimal number within bounds, both included; a comma is read as a point."""

    def __init__(self, *, least: float, most: float, **options: Any) -> None:
        super().__init__(**options)
        self.least, self.most = least, most
        describe(self, minimum=least)
        describe(self, maximum=most)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> float:
        said = one(self, value)
        number = read_decimal(said)
        if number is None or not self.least <= number <= self.most:
            expected = f"un nombre de {self.least:g} à {self.most:g}"
            raise refuse(self, "valeur-invalide", value=said, attendu=expected)
        return number


def read_decimal(text: str) -> float | None:
    """Return a finite number written with digits, "3,5" included; None for anything else."""
    if not re.fullmatch(r"[+-]?[0-9]{0,12}[.,]?[0-9]{0,20}(?:[eE][+-]?[0-9]{1,3})?", text) or not any(
        map(str.isdigit, text)
    ):
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


class YesNo(fields.Field[bool]):
    """``oui`` or ``non``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        describe(self, type="string", enum=["oui", "non"])

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> bool:
        said = one(self, value)
        if said not in ("oui", "non"):
            raise refuse(self, "valeur-invalide", value=said, attendu="«\u00a0oui\u00a0» ou «\u00a0non\u00a0»")
        return said == "oui"


class Day(fields.Field[date]):
    """An ISO date."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        describe(self, type="string", format="date")

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> date:
        said = one(self, value)
        day = read_day(said)
        if day is None:
            raise refuse(self, "valeur-invalide", value=said, attendu="une date comme 2026-11-23")
        return day


def read_day(text: str) -> date | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
