"""Requests of the API other than a search."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from marshmallow import fields, post_load

from directory.schemas.search import SearchSchema, question_of
from directory.schemas.search_criteria import Values
from directory.schemas.search_fields import Area, read_instant
from directory.schemas.wire import StrictSchema, Wire, current_context, describe, one, refuse
from directory.schemas.wire_fields import Text, Whole
from directory.services.search.question import MapQuestion
from search.query import Box

LARGEST_SEQUENCE = 2**53 - 1
SUGGESTIONS = 8
MOVED = 100
CITY_ZOOM = 12


class Instant(fields.Field[datetime]):
    """An ISO instant with its offset, such as ``2026-11-23T00:00:00Z``."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        describe(self, type="string", format="date-time")

    def _deserialize(self, value: object, attr: str | None, data: object, **kwargs: object) -> datetime:
        said = one(self, value)
        found = read_instant(said)
        if found is None:
            raise refuse(self, "valeur-invalide", value=said, attendu="un instant comme 2026-11-23T00:00:00Z")
        return found


@dataclass(frozen=True, slots=True)
class TypedText:
    """What is being typed, how many answers are wanted of each kind, and the place typed beside, if any."""

    text: str
    limit: int
    near: str = ""


@dataclass(frozen=True, slots=True)
class MovedRequest:
    """Where to go on from: a cursor, or an instant the first time, or the beginning."""

    cursor: int | None
    since: datetime | None
    limit: int


class NothingSchema(StrictSchema):
    """No parameter is accepted."""


class TypedSchema(StrictSchema):
    q = Text(
        required=True, least_chars=2, most_chars=200,
        metadata={"label": "Recherche", "description": "Ce qui est tapé, deux lettres au moins."},
    )  # fmt: skip
    limite = Whole(
        least=1, most=20, load_default=SUGGESTIONS,
        metadata={"label": "Nombre", "description": "Réponses au plus de chaque sorte."},
    )  # fmt: skip

    @post_load
    def typed(self, data: Mapping[str, Any], **kwargs: object) -> TypedText:
        return TypedText(data["q"], data["limite"], data.get("lieu", ""))


class TypedNearSchema(TypedSchema):
    lieu = Text(
        most_chars=200,
        metadata={
            "label": "Où",
            "description": "Le lieu tapé à côté\u00a0: les structures viennent des plus proches aux plus lointaines. "
            "Un lieu qui n’est pas reconnu ne change rien.",
        },
    )


class MovedSchema(StrictSchema):
    curseur = Whole(
        least=0, most=LARGEST_SEQUENCE,
        metadata={"label": "Curseur", "description": "Le «\u00a0curseur\u00a0» de la réponse précédente."},
    )  # fmt: skip
    modifie_depuis = Instant(
        metadata={
            "label": "Modifiée depuis",
            "description": "La première fois\u00a0: un instant à partir duquel commencer. Sans lui, depuis le début.",
        }
    )
    taille = Whole(
        least=1, most=500, load_default=MOVED,
        metadata={"label": "Nombre", "description": "Changements lus au plus."},
    )  # fmt: skip

    @post_load
    def moved(self, data: Mapping[str, Any], **kwargs: object) -> MovedRequest:
        return MovedRequest(data.get("curseur"), data.get("modifie_depuis"), data["taille"])


class MapSchema(SearchSchema):  # type: ignore[misc, valid-type]
    """The parameters of a search, seen in a window of the map."""

    bbox = Area(
        required=True,
        metadata={
            "label": "Zone de la carte",
            "description": "La fenêtre de la carte\u00a0: «\u00a0ouest,sud,est,nord\u00a0», en degrés.",
        },
    )
    zoom = Whole(
        least=0, most=22, load_default=CITY_ZOOM,
        metadata={"label": "Zoom", "description": "Niveau de la carte\u00a0: décide de la taille des grappes."},
    )  # fmt: skip

    @post_load(pass_original=True)
    def question(self, data: Values, original: Mapping[str, Wire], **kwargs: object) -> MapQuestion:
        window, zoom = data["bbox"], data["zoom"]
        assert isinstance(window, Box) and isinstance(zoom, int)
        # The window is where to look, not one more criterion.
        values = {name: value for name, value in data.items() if name != "bbox"}
        return MapQuestion(question_of(values, original, current_context()), window, zoom)
