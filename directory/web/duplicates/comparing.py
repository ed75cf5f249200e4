"""Two fiches side by side: which one stays, and what it says of each thing on which they differ."""

from dataclasses import dataclass

from flask import request, url_for

from directory.domain.merging import UNITED, Choice, proposed
from directory.domain.resource import Resource, missing_fields
from directory.http.request import current_services
from directory.services.duplicates.merging import Compared
from directory.services.duplicates.words import DEGREES, REASONS
from directory.web.duplicates.queue import FicheLine, line
from directory.web.shared.words import day_said
from directory.web.writing.value_words import ValueWords
from fiche.content import FIELDS

CHOICE = "choix."
BOTH, STAYING = "deux", "reste"


@dataclass(frozen=True, slots=True)
class SideView:
    """What one fiche says of a field. ``value``: what its choice sends."""

    value: str
    lines: tuple[str, ...]
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """``both``: whether what the two say can be kept, and whether that is chosen."""

    wire: str
    label: str
    sides: tuple[SideView, SideView]
    may_unite: bool
    is_united: bool
    is_missing: bool


@dataclass(frozen=True, slots=True)
class FicheSide:
    line: FicheLine
    version: int
    verified: str
    stays: bool


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """``hidden``: fields that read the same in words: the fiche that stays keeps its own."""

    fiches: tuple[FicheSide, FicheSide]
    sure: str
    reasons: tuple[str, ...]
    differences: tuple[DifferenceView, ...]
    hidden: tuple[str, ...]
    alike: tuple[str, ...]
    errors: tuple[str, ...]
    swap_url: str


def comparison_view(compared: Compared, errors: tuple[str, ...] = (), missing: tuple[str, ...] = ()) -> ComparisonView:
    services = current_services()
    words = services.words.current()
    say = ValueWords(words, services.places)
    one, other = compared.staying, compared.other
    seen = tuple(name for name in compared.fields if say.lines(name, one.content) != say.lines(name, other.content))
    asked_to_stay = request.form.get("reste", str(one.id))
    same = tuple(
        row.label for name, row in FIELDS.items() if name not in compared.fields and say.lines(name, one.content)
    )
    known = compared.pair
    return ComparisonView(
        tuple(  # type: ignore[arg-type]  # two of them
            FicheSide(
                line(each, words), each.version, day_said(each.content, each.verified_at), str(each.id) == asked_to_stay
            )
            for each in (one, other)
        ),
        DEGREES[known.degree] if known is not None else "",
        tuple(REASONS[each] for each in known.reasons) if known is not None else (),
        tuple(_difference(name, one, other, say, is_missing=name in missing) for name in seen),
        tuple(FIELDS[name].wire for name in compared.fields if name not in seen),
        same,
        errors,
        url_for("merges.compare", une=other.id, autre=one.id),
    )


def best_first(one: Resource, other: Resource) -> tuple[Resource, Resource]:
    """Return the fiche to propose as the one that stays, then the other: published, verified last, most complete."""

    def worth(fiche: Resource) -> tuple[bool, float, int, int]:
        verified = fiche.verified_at.timestamp() if fiche.verified_at is not None else 0.0
        return (fiche.content.is_published, verified, -len(missing_fields(fiche.content)), -fiche.id)

    return (one, other) if worth(one) >= worth(other) else (other, one)


def choices_typed(compared: Compared) -> dict[str, Choice]:
    """Return what was chosen of each field, as the form of the comparison says it."""
    staying, other = str(compared.staying.id), str(compared.other.id)
    known = {staying: Choice.STAYING, STAYING: Choice.STAYING, other: Choice.OTHER, BOTH: Choice.BOTH}
    typed = {name: request.form.get(CHOICE + FIELDS[name].wire, "") for name in compared.fields}
    return {name: known[text] for name, text in typed.items() if text in known}


def _difference(name: str, one: Resource, other: Resource, say: ValueWords, *, is_missing: bool) -> DifferenceView:
    row = FIELDS[name]
    usual = {Choice.STAYING: str(one.id), Choice.OTHER: str(other.id), Choice.BOTH: BOTH}
    chosen = usual[proposed(name, one.content, other.content)]
    if request.method == "POST":
        chosen = request.form.get(CHOICE + row.wire, "")
    first, second = (
        SideView(str(each.id), say.lines(name, each.content), chosen == str(each.id)) for each in (one, other)
    )
    return DifferenceView(row.wire, row.label, (first, second), name in UNITED, chosen == BOTH, is_missing)
