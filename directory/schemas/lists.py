"""Lists that machines read: as long as the base, and with the fields they want."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from marshmallow import Schema, ValidationError, post_load, validates_schema

from directory.errors import field_error
from directory.schemas.answers import ResultSchema
from directory.schemas.requests import LARGEST_SEQUENCE
from directory.schemas.search import SearchSchema, question_of
from directory.schemas.search_criteria import Values, codes_of
from directory.schemas.wire import Wire, current_context, describe
from directory.schemas.wire_fields import Codes, Whole, YesNo
from directory.services.search.question import PAGE_SIZE, Question
from search.query import BY_NUMBER

LONGEST_PAGE = 1000
ALWAYS = "id"
"""The field that every line of a list holds."""
BESIDE = ("facettes", "groupes")
"""What stands beside the lines of a search, and is left out of an answer whose fields were chosen."""


@dataclass(frozen=True, slots=True)
class ListRequest:
    """``fields``: names of what an answer may hold, None for everything; ``without``: those of ``BESIDE`` left out."""

    question: Question
    fields: frozenset[str] | None
    without: frozenset[str] = frozenset()


def chosen_fields(answer: type[Schema], beside: Collection[str] = ()) -> Codes:
    """Return the parameter that keeps some fields of the lines of a list, and of what stands ``beside`` them."""
    known = MappingProxyType(dict.fromkeys((*answer().fields, *beside), ""))
    counts = "Les comptes et les listes d’à côté demandent «\u00a0facettes\u00a0» et «\u00a0groupes\u00a0». "
    field = Codes(
        lambda _: known,
        metadata={
            "label": "Champs",
            "description": "Les champs voulus de chaque ligne, et eux seuls\u00a0; le numéro y est toujours. "
            + (counts if beside else "")
            + "Tout, sans ce paramètre.",
        },
    )
    describe(field.inner, enum=list(known))
    return field


def fields_chosen(values: Values) -> frozenset[str] | None:
    """Return the fields that were asked for, None when none was: all of them."""
    chosen = codes_of(values, "champs")
    return frozenset((ALWAYS, *chosen)) if chosen else None


def _beside(label: str, what: str) -> YesNo:
    """Return the parameter that leaves out something that stands beside the lines of a list."""
    said = f"«\u00a0non\u00a0» laisse {what} de côté, et l’épargne au serveur."
    return YesNo(metadata={"label": label, "description": said})


class ListSchema(SearchSchema):  # type: ignore[misc, valid-type]
    """The parameters of a search, its list read to the end, or in long pages."""

    taille = Whole(
        least=1, most=LONGEST_PAGE,
        metadata={
            "label": "Ressources par page",
            "description": f"De 1 à {LONGEST_PAGE}\u00a0; {PAGE_SIZE} par défaut.",
        },
    )  # fmt: skip
    curseur = Whole(
        least=0, most=LARGEST_SEQUENCE,
        metadata={
            "label": "Curseur",
            "description": "0, puis le «\u00a0curseur\u00a0» de la réponse précédente\u00a0: la liste entière, sans "
            "limite, par numéro\u00a0; à la place de «\u00a0page\u00a0» et de «\u00a0tri\u00a0».",
        },
    )  # fmt: skip
    champs = chosen_fields(ResultSchema, BESIDE)
    facettes = _beside("Comptes", "les comptes de chaque critère")
    groupes = _beside("Listes d’à côté", "les listes d’à côté")

    @validates_schema(skip_on_field_errors=False, pass_original=True)
    def a_cursor_has_its_own_order(self, data: Values, original: Mapping[str, Wire], **kwargs: object) -> None:
        if "curseur" in original and ("page" in original or data.get("tri", BY_NUMBER) != BY_NUMBER):
            expected = "il remplace «\u00a0page\u00a0» et «\u00a0tri\u00a0»"
            value = str(original["curseur"])[:60]
            raise ValidationError(
                [field_error("curseur", "valeur-invalide", value=value, libelle="Curseur", attendu=expected)]
            )

    @post_load(pass_original=True)
    def question(self, data: Values, original: Mapping[str, Wire], **kwargs: object) -> ListRequest:
        question = question_of(data, original, current_context())
        after = data.get("curseur")
        if isinstance(after, int):
            question = replace(question, after=after)
        without = frozenset(name for name in BESIDE if data.get(name) is False)
        return ListRequest(question, fields_chosen(data), without)
