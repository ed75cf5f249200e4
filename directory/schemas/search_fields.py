"""Fields of a search that are more than a code, a number or a text."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

from marshmallow import fields

from directory.errors import did_you_mean
from directory.schemas.wire import MOST_VALUES, current_context, describe, one, refuse
from directory.schemas.wire_fields import distinct_values, read_day, read_decimal
from search.criteria import OpenAt
from search.places.clock import day_begins, local_day
from search.places.commune import Commune
from search.query import Box
from search.text.french import day_in_words

HORIZON_DAYS = 14
NETWORK = "[a-z0-9]+(?:-[a-z0-9]+)*"
LONGEST_NETWORK = 80
LONGEST_SOURCE = 120
EARLIEST = date(1970, 1, 2)
"""Nothing was written before: an earlier day asks for everything."""
# Until then, a day is not over everywhere in France: Tahiti is ten hours behind universal time.
_LAST_CLOCK = timedelta(hours=10)


class Moment(fields.Field[OpenAt]):
    """``maintenant``, an ISO date, or an ISO date-time on the clock of the fiche's place."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        describe(self, type="string", pattern=r"^(maintenant|\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?)$")

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> OpenAt:
        said = one(self, value)
        now = current_context().now
        if said == "maintenant":
            return OpenAt(instant=now.replace(second=0, microsecond=0))
        local = _read_local(said)
        day = read_day(said) if local is None else local.date()
        if day is None:
            expected = (
                "«\u00a0maintenant\u00a0», une date comme 2026-11-23, ou une date et une heure comme 2026-11-23T14:00"
            )
            raise refuse(self, "valeur-invalide", value=said, attendu=expected)
        if day < (now - _LAST_CLOCK).date():
            raise refuse(self, "date-passee", value=said)
        last = local_day(OpenAt.limit(now))
        if day > last:
            limit = f"{day_in_words(last)} {last.year}"
            raise refuse(self, "date-trop-lointaine", value=said, maximum=HORIZON_DAYS, limite=limit)
        return OpenAt(day=day) if local is None else OpenAt(local=local)


def _read_local(text: str) -> datetime | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


class Since(fields.Field[datetime]):
    """An ISO date, which begins at midnight in Paris, or an ISO instant with its offset; aware UTC."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        moment = r"T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+\-]\d{2}:\d{2})"
        describe(self, type="string", pattern=rf"^\d{{4}}-\d{{2}}-\d{{2}}({moment})?$")

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> datetime:
        said = one(self, value)
        day = read_day(said)
        found = read_instant(said) if day is None else day_begins(max(day, EARLIEST))
        if found is None:
            expected = "une date comme 2026-11-23, ou un instant comme 2026-11-23T00:00:00Z"
            raise refuse(self, "valeur-invalide", value=said, attendu=expected)
        return found


def read_instant(text: str) -> datetime | None:
    """Return an ISO instant with its offset, in UTC; None for anything else."""
    # An unencoded "+" of the offset is read as a blank.
    said = text.replace(" ", "+")
    if not re.fullmatch(r"[0-9]{4}-[0-9:.Tt+\-]{10,30}[Zz]?", said):
        return None
    try:
        instant = datetime.fromisoformat(said.upper())
        return None if instant.tzinfo is None else instant.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


class Area(fields.Field[Box]):
    """``ouest,sud,est,nord`` in degrees: an area drawn on the map."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        degrees = r"-?\d{1,3}(\.\d{1,15})?"
        describe(self, type="string", pattern=rf"^{degrees},{degrees},{degrees},{degrees}$")

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> Box:
        said = one(self, value)
        parts = [read_decimal(part.strip()) for part in said.split(",")]
        numbers = [number for number in parts if number is not None]
        if len(numbers) == len(parts) == 4:
            west, south, east, north = numbers
            if -180 <= west <= east <= 180 and -90 <= south <= north <= 90:
                return Box(south, west, north, east)
        expected = "quatre nombres «\u00a0ouest,sud,est,nord\u00a0» en degrés, comme 4.9,43.2,5.6,43.6"
        raise refuse(self, "valeur-invalide", value=said, attendu=expected)


class CommuneCode(fields.String):
    """An INSEE code the gazetteer knows; that of today for a commune merged since."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        describe(self, pattern="^[0-9][0-9AB][0-9]{3}$")

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        said = one(self, value).upper()
        gazetteer = current_context().places.gazetteer
        commune = gazetteer.get(said)
        if commune is None:
            named = gazetteer.resolve(said, current_context().places.territory).taken if len(said) <= 100 else None
            hint = did_you_mean(said, {named.code: named.label}, named.code) if isinstance(named, Commune) else ""
            raise refuse(self, "valeur-inconnue", value=said, suggestion=hint)
        return commune.code


class TerritoryCode(fields.String):
    """The code of a département, a région or an intercommunality that holds a commune."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        describe(self, pattern="^(dep:([0-9]{2}|2[AB]|9[78][0-9])|reg:[0-9]{2,3}|epci:[0-9]{9})$")

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> str:
        said = one(self, value)
        gazetteer = current_context().places.gazetteer
        area = gazetteer.area(said)
        if area is None:
            named = gazetteer.areas_named(said)[:1] if len(said) <= 100 else []
            hint = did_you_mean(said, {named[0].code: named[0].label}, named[0].code) if named else ""
            raise refuse(self, "valeur-inconnue", value=said, suggestion=hint)
        return area.code


class NetworkCodes(fields.List[str]):
    """Networks of structures: codes that no list of ours closes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.String(metadata={"pattern": f"^{NETWORK}$", "maxLength": LONGEST_NETWORK}), **options)
        describe(self, maxItems=MOST_VALUES)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> tuple[str, ...]:  # type: ignore[override]
        given = distinct_values(self, value)
        for code in given:
            if not re.fullmatch(NETWORK, code) or len(code) > LONGEST_NETWORK:
                raise refuse(self, "valeur-invalide", value=code, attendu="un code comme «\u00a0mission-locale\u00a0»")
        return tuple(given)


class SourceCodes(fields.List[str]):
    """Systems that fiches were imported from: names that no list closes."""

    def __init__(self, **options: Any) -> None:
        super().__init__(fields.String(metadata={"maxLength": LONGEST_SOURCE}), **options)
        describe(self, maxItems=MOST_VALUES)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> tuple[str, ...]:  # type: ignore[override]
        given = distinct_values(self, value)
        if any(len(code) > LONGEST_SOURCE for code in given):
            raise refuse(self, "trop-long", maximum=LONGEST_SOURCE)
        return tuple(given)


class Numbers(fields.List[int]):
    """Numbers of what the base holds, from 1."""

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(fields.Integer(metadata={"minimum": 1, "maximum": most}), **options)
        self.most = most
        describe(self, maxItems=MOST_VALUES)

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> tuple[int, ...]:  # type: ignore[override]
        given = distinct_values(self, value)
        for said in given:
            if not re.fullmatch(r"[0-9]{1,16}", said) or not 1 <= int(said) <= self.most:
                raise refuse(self, "valeur-invalide", value=said[:60], attendu="un numéro, à partir de 1")
        return tuple(dict.fromkeys(map(int, given)))
