"""Column types shared by the tables, and the one JSON form kept in text columns."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import TypeAlias

from sqlalchemy import BigInteger, DateTime, Integer, LargeBinary, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from search.text.json_text import to_json as to_json

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"

# SQLite gives row numbers only to a column declared INTEGER.
Identifier = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware and in UTC in Python, kept without zone: the same text order and value on both databases."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone cannot be stored")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


class Bytes(TypeDecorator[bytes]):
    """Bytes, given to the driver and taken from it as they are: made anew each time, they are kept by no conversion."""

    impl = LargeBinary
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> None:
        return None

    def result_processor(self, dialect: Dialect, coltype: object) -> None:
        return None


@lru_cache(maxsize=50_000)
def codes_json(codes: tuple[str, ...]) -> str:
    """Return ``to_json`` of a tuple of texts."""
    return to_json(codes)


@lru_cache(maxsize=50_000)
def codes_of(text: str) -> tuple[str, ...]:
    """Return the tuple of texts kept as a JSON list. The same lists come back thousands of times."""
    return tuple(json.loads(text)) if text != "[]" else ()


class Named(TypeDecorator[StrEnum]):
    """A member of an enumeration, kept as its value."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)


class NamedSet(TypeDecorator[frozenset[StrEnum]]):
    """Members of an enumeration, kept as a sorted JSON list."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: frozenset[StrEnum] | None, dialect: Dialect) -> str | None:
        return None if value is None else to_json(sorted(each.value for each in value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> frozenset[StrEnum] | None:
        return None if value is None else frozenset(map(self.kind, json.loads(value)))


class Facts(TypeDecorator[Mapping[str, str]]):
    """Short texts under names, kept as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[str, str] | None, dialect: Dialect) -> str | None:
        return None if value is None else to_json(dict(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[str, str] | None:
        return None if value is None else json.loads(value)


class VersionsSeen(TypeDecorator[Mapping[int, int]]):
    """Numbers of fiches, each with one of its versions, kept as a JSON object."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Mapping[int, int] | None, dialect: Dialect) -> str | None:
        return None if value is None else to_json({str(number): version for number, version in value.items()})

    def process_result_value(self, value: str | None, dialect: Dialect) -> Mapping[int, int] | None:
        return None if value is None else {int(number): version for number, version in json.loads(value).items()}
