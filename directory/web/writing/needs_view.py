"""The needs in the form: those chosen and suggested on top, each with why, then the others by family."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from directory.domain.taxonomy import Need
from directory.services.taxonomy.suggesting import suggested_needs
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.home_view import FAMILY_ICONS
from directory.web.writing.completion import why
from directory.web.writing.typed import Typed
from fiche.codes import Side
from fiche.content import FIELDS
from search.text.need_words import HINT


@dataclass(frozen=True, slots=True)
class OptionView:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class NeedView:
    """One need to choose.

    why      what called it, or else how it is described.
    words    its label and the expressions that name it.
    family   where it stands when it is not on top.
    """

    value: str
    label: str
    is_chosen: bool
    why: str
    words: tuple[str, ...]
    rank: int
    family: int


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family and its needs that are not on top; ``above``: how many are."""

    number: int
    label: str
    icon: str
    needs: tuple[NeedView, ...]
    above: int


@dataclass(frozen=True, slots=True)
class NeedsView:
    """A need stands once: on ``top``, or in its family."""

    top: tuple[NeedView, ...]
    families: tuple[FamilyView, ...]
    total: int


RETIRED, RETIRED_ICON = "Besoins retirés de la classification", "hand-helping"


def needs_view(typed: Typed, words: Vocabularies) -> NeedsView:
    chosen = set(typed.getlist(FIELDS["needs"].wire))
    suggested = suggested_needs(typed.get("titre", ""), typed.get("description", ""), words)
    reasons = {each.need.code: why(each) for each in suggested}
    families, top = [], []
    for number, (label, icon, needs) in enumerate(_groups(words, chosen)):
        views = [_need(need, chosen, reasons, number) for need in needs]
        above = [view for view in views if view.is_chosen or view.value in reasons]
        top += above
        others = tuple(view for view in views if view not in above)
        families.append(FamilyView(number, label, icon, others, len(above)))
    total = sum(len(family.needs) + family.above for family in families)
    return NeedsView(tuple(sorted(top, key=lambda view: not view.is_chosen)), tuple(families), total)


def _groups(words: Vocabularies, chosen: set[str]) -> Iterator[tuple[str, str, tuple[Need, ...]]]:
    """Yield each family that has needs; last, the needs chosen that the classification no longer has."""
    taxonomy = words.taxonomy
    shown: set[str] = set()
    for side in Side:
        for family in taxonomy.families_of(side):
            if needs := taxonomy.needs_of(family.code):
                shown |= {need.code for need in needs}
                yield family.label, FAMILY_ICONS.get(family.code, RETIRED_ICON), needs
    gone = tuple(need for code in sorted(chosen - shown) if (need := taxonomy.needs.get(code)) is not None)
    if gone:
        yield RETIRED, RETIRED_ICON, gone


def _need(need: Need, chosen: set[str], reasons: Mapping[str, str], family: int) -> NeedView:
    said = (need.label, *(word.lstrip().removeprefix(HINT) for word in need.search_words))
    return NeedView(
        need.code, need.label, need.code in chosen, reasons.get(need.code, need.description), said, need.rank, family
    )
