"""A search as it comes over HTTP: the parameters together, and the question they make."""

from collections.abc import Mapping
from copy import deepcopy
from types import MappingProxyType

from marshmallow import ValidationError, post_load, validates_schema
from werkzeug.datastructures import MultiDict

from directory.criteria import BY_NAME, PARAMETERS, criteria_of
from directory.errors import BadInput, Choice, FieldError, did_you_mean, field_error
from directory.schemas.search_criteria import Values, codes_of
from directory.schemas.wire import RequestContext, StrictSchema, Wire, current_context, load_query, read_within
from directory.services.search.places import AmbiguousPlace, UnknownPlace
from directory.services.search.question import PAGE_SIZE, RADIUS_KM, AskedPlace, Question
from search.query import MAIN, MAX_DEPTH, Box

PLACE_PARAMETERS = ("lieu", "commune", "territoire", "lat", "lon")


class SearchRules(StrictSchema):
    """What holds between parameters."""

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def both_coordinates(self, data: Values, original: Mapping[str, Wire], **kwargs: object) -> None:
        for given, missing in (("lat", "lon"), ("lon", "lat")):
            if given in original and missing not in original:
                raise ValidationError([_missing(missing, " avec l’autre coordonnée")])

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def distance_has_a_place(self, data: Values, original: Mapping[str, Wire], **kwargs: object) -> None:
        if data.get("tri") == "distance" and not any(name in original for name in PLACE_PARAMETERS):
            raise ValidationError([_missing("lieu", " pour trier par distance")])

    @validates_schema(skip_on_field_errors=False)
    def page_within_depth(self, data: Values, **kwargs: object) -> None:
        page, size = data.get("page", 1), data.get("taille", PAGE_SIZE)
        if isinstance(page, int) and isinstance(size, int) and page * size > MAX_DEPTH:
            error = field_error("page", "page-trop-loin", value=str(page), maximum=MAX_DEPTH)
            raise ValidationError([error])

    @post_load(pass_original=True)
    def question(self, data: Values, original: Mapping[str, Wire], **kwargs: object) -> Question:
        return question_of(data, original, current_context())


def _missing(name: str, reason: str) -> FieldError:
    return field_error(name, "valeur-manquante", libelle=BY_NAME[name].label, raison=reason)


SearchSchema: type[StrictSchema] = SearchRules.from_dict(  # type: ignore[assignment]
    {parameter.name: deepcopy(parameter.field) for parameter in PARAMETERS}, name="SearchSchema"
)
"""The parameters of a search, in the order of their declaration; loading gives a ``Question``."""

_SCHEMA = SearchSchema()


def read_question(args: "MultiDict[str, str]", reading: RequestContext) -> Question:
    """Return the question that a query string asks. Raises BadInput with every error."""
    with read_within(reading):
        question = load_query(_SCHEMA, args)
    assert isinstance(question, Question)
    return question


def question_of(values: Values, original: Mapping[str, Wire], reading: RequestContext) -> Question:
    """Return the question of parameters already read. Raises BadInput when the place is unknown or ambiguous.

    original   the same parameters as they came.
    """
    place = _place(values, reading)
    box = values.get("bbox")
    return Question(
        text=_text(values, "q"),
        corrected=values.get("correction") is not False,
        criteria=criteria_of(values, reading.words),
        needs=codes_of(values, "besoin"),
        place=place,
        radius_km=_number(values, "rayon", RADIUS_KM),
        box=box if isinstance(box, Box) else None,
        sort=_text(values, "tri") or "pertinence",
        listing=_text(values, "groupe") or MAIN,
        page=int(_number(values, "page", 1)),
        size=int(_number(values, "taille", PAGE_SIZE)),
        asked=MappingProxyType(_asked(values, original, place)),
    )


def _asked(values: Values, original: Mapping[str, Wire], place: AskedPlace | None) -> dict[str, tuple[str, ...]]:
    """Return the parameters as they are sent again: merged codes followed, a place once found said by its code."""
    asked = {
        name: tuple(map(str, codes_of(values, name))) if parameter.is_repeatable else (str(original[name]).strip(),)
        for name, parameter in BY_NAME.items()
        if name in original
    }
    if "lieu" in asked and place is not None and place.parameter is not None:
        del asked["lieu"]
        name, code = place.parameter
        asked[name] = (code,)
    return asked


def _text(values: Values, name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ""


def _number(values: Values, name: str, default: float) -> float:
    value = values.get(name, default)
    return value if isinstance(value, int | float) else default


def _place(values: Values, reading: RequestContext) -> AskedPlace | None:
    latitude, longitude = values.get("lat"), values.get("lon")
    code = _text(values, "commune")
    if isinstance(latitude, float) and isinstance(longitude, float):
        return reading.places.of_point(latitude, longitude, code)
    if code or _text(values, "territoire"):
        return reading.places.of_code(code or _text(values, "territoire"))
    typed = _text(values, "lieu")
    if not typed:
        return None
    try:
        return reading.places.resolve(typed)
    except AmbiguousPlace as error:
        choices = tuple(Choice(place.code, place.label) for place in error.places)
        raise BadInput((field_error("lieu", "lieu-ambigu", value=typed, choices=choices),)) from None
    except UnknownPlace as error:
        choices = tuple(Choice(place.code, place.label) for place in error.similar)
        nearest = choices[0].label if choices else None
        hint = did_you_mean(typed, None, nearest)
        raise BadInput((field_error("lieu", "lieu-inconnu", value=typed, choices=choices, suggestion=hint),)) from None
