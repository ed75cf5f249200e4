"""Canaries: an invented person for each field, typed in the forms of pages, and found again in any text."""

import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import select

from directory.store.database import Database
from directory.store.tables import metadata

CANARY = re.compile(r"zqbeneficiaire(\d{5})|zq(\d{5})@|63998(\d{4})(?!\d)|2690549(\d{6})")
"""Any of the four, in a text whose letters are small and whose blanks, dots and dashes are gone."""
CHOSEN = frozenset({"hidden", "radio", "checkbox", "submit", "button", "file"})


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    kind: str
    value: str
    longest: int


class Forms(HTMLParser):
    """The forms of a page, with what a browser would send of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, list[Field]]] = []
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append((held.get("method", "get").upper(), held.get("action", ""), []))
        name = held.get("name", "")
        if not self.found:
            return
        fields = self.found[-1][2]
        if tag in ("input", "textarea", "button") and name and "disabled" not in held:
            kind = {"input": held.get("type", "text"), "button": "submit"}.get(tag, tag)
            fields.append(Field(name, kind, held.get("value", ""), int(held.get("maxlength") or 0)))
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and held.get("value"):
            fields.append(Field(self._select, "radio", held["value"], 0))


@dataclass
class Canaries:
    """Who was typed where: a number for each field of each route."""

    numbers: dict[tuple[str, str], int] = field(default_factory=dict)

    def number(self, where: str, name: str) -> int:
        return self.numbers.setdefault((where, name), len(self.numbers) + 1)

    def found_in(self, text: str) -> set[tuple[str, str]]:
        said = re.sub(r"[\s.\-_]|%20|\+", "", text).casefold().replace("%40", "@")
        found = {int(next(filter(None, one.groups()))) for one in CANARY.finditer(said)}
        return {place for place, number in self.numbers.items() if number in found} if found else set()


def name_of(number: int) -> str:
    return f"Zqbeneficiaire{number:05d}"


def phone_of(number: int) -> str:
    # Numbers that the regulator keeps for fiction.
    return f"06 39 98 {number // 100:02d} {number % 100:02d}"


def mail_of(number: int) -> str:
    return f"zq{number:05d}@foyer.exemple"


def everything_of(number: int) -> str:
    social = f"2 69 05 49 {number // 1000:03d} {number % 1000:03d}"
    return " ".join((name_of(number), social, phone_of(number), mail_of(number)))


def fitting(number: int, one: Field) -> str:
    """Return what a careful person types in a field, so that its form is taken."""
    if "mail" in one.name or one.kind == "email":
        return mail_of(number)
    if "phone" in one.name or "telephone" in one.name or one.kind == "tel":
        return phone_of(number)
    if one.kind in CHOSEN or one.kind in ("date", "number", "time", "month", "datetime-local"):
        return one.value
    return name_of(number)


def readable(value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    with suppress(zlib.error):
        value = zlib.decompress(value)
    return value.decode("utf-8", "replace")


def kept_in(database: Database, canaries: Canaries) -> Iterator[tuple[str, str, str]]:
    """Give the route and the field of each canary of the base, with the column that holds it."""
    with database.read() as uow:
        for table in metadata.sorted_tables:
            for row in uow.connection.execute(select(table)).mappings():
                for column, value in row.items():
                    for route, name in canaries.found_in(readable(value)):
                        yield route, name, f"{table.name}.{column}"


def cookies_said(app: Flask, cookies: Iterable[str]) -> Iterator[str]:
    """Give what cookies hold, as it is sent and as the application reads it."""
    session = SecureCookieSessionInterface().get_signing_serializer(app)
    assert session is not None
    for line in cookies:
        yield line
        name, _, value = line.partition(";")[0].partition("=")
        if name == app.config["SESSION_COOKIE_NAME"] and value:
            yield str(session.loads(value))
