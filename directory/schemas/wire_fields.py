"""The kinds of value that a request may hold, each read from what was typed or refused with its sentence."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields

from directory.errors import did_you_mean
from directory.schemas.wire import (
    MOST_TEXT_CHARS,
    MOST_VALUES,
    AnyField,
    RequestContext,
    current_context,
    describe,
    nearest_code,
    one,
    refuse,
)


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
