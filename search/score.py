"""The integer score, the same on every engine (search-semantics §4): every term can be explained."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.document import NEVER, TEXT_FIELDS, ResourceDocument
from search.listing import Naming, Wording
from search.places.geometry import chord2_of
from search.query import Around
from search.text.plan import FIELD_WEIGHTS, Alternative, Group, Name, TextPlan

ALTERNATIVE_UNIT = 10
"""Alternative weights are tenths: every product with a field weight is a multiple of ten."""

FILED = "needs"
"""The text field whose words are those of the need that a fiche is filed under."""

ADJACENT_IN_TITLE = 15
TITLE_IS_QUERY = 100_000
"""Decides over all, names included."""

NAMED, NAMED_THERE, WHOLE_NAME = 50_000, 55_000, 60_000
"""What all the words are worth in a fiche whose structure is named: above any sum of words and pairs.

The structure that bears the name comes before another one that holds a permanence in the same town.
32 groups of 12 alternatives, each standing in all four fields, and their pairs stay below 47,000.
"""
NAMED_DISTANCE = 8
"""Distance counts so many times among the structures named: it comes before freshness there."""

FURTHER_KM = tuple(range(10, 101, 10))
"""The list ``plus-loin`` goes by bands up to each of these; what is further, or at no known distance, comes last."""

FURTHER_CHORDS: tuple[float, ...] = tuple(map(chord2_of, FURTHER_KM))

DISTANCE_BANDS: tuple[tuple[float, int], ...] = ((2.0, 8), (5.0, 6), (10.0, 4), (20.0, 2), (50.0, 1))
"""Up to so many kilometres, so many points; beyond the last, none."""

DISTANCE_CHORDS: tuple[tuple[float, int], ...] = tuple((chord2_of(km), points) for km, points in DISTANCE_BANDS)

DAY_S = 86_400
FRESHNESS_BANDS: tuple[tuple[int, int], ...] = ((92 * DAY_S, 4), (183 * DAY_S, 3), (366 * DAY_S, 1))
"""Verified within so many seconds before the instant, so many points."""

COMPLETE = 2


_NAME_POINTS = {Naming.NAMED: NAMED, Naming.THERE: NAMED_THERE, Naming.WHOLE: WHOLE_NAME}


def field_weight(field: str, alternative: Alternative) -> int:
    """Return what a match of ``alternative`` in a field of ``FIELD_WEIGHTS`` is worth."""
    return FIELD_WEIGHTS[field] * alternative.weight // ALTERNATIVE_UNIT


def freshness_points(verified_at: int, instant_s: int) -> int:
    if verified_at == NEVER:
        return 0
    age_s = instant_s - verified_at
    return next((points for limit, points in FRESHNESS_BANDS if age_s <= limit), 0)


def distance_points(chord: float | None) -> int:
    if chord is None:
        return 0
    return next((points for limit, points in DISTANCE_CHORDS if chord <= limit), 0)


def further_band(chord: float | None) -> int:
    """Return the number of the band of ``FURTHER_KM``, from 0; one past the last when it is further or unknown."""
    if chord is None:
        return len(FURTHER_CHORDS)
    return next((band for band, limit in enumerate(FURTHER_CHORDS) if chord <= limit), len(FURTHER_CHORDS))


def holds(text: str, tokens: tuple[str, ...]) -> bool:
    """Tell whether the stems stand side by side in a text field."""
    return f" {' '.join(tokens)} " in f" {text} "


@dataclass(frozen=True, slots=True)
class GroupFound:
    """What a fiche holds of a group: its points, 0 when nothing, and whether the fiche says the word."""

    points: int
    is_said: bool


def find_group(group: Group, document: ResourceDocument) -> GroupFound:
    """Return the points of a group, and whether the fiche says it.

    Field weight × alternative weight, summed over all that the fiche holds: what its title says, its description says
    again and its need covers is surer than what is said once. Words of the needs field are those of the need, not of
    the fiche: found there alone, a word is not said. The whole name of a need is an alternative of its own, and said.
    """
    points, is_said = 0, False
    for alternative in group.alternatives:
        if alternative.need or alternative.family:
            codes, code = (
                (document.needs, alternative.need)
                if alternative.need
                else (document.families_alone, alternative.family)
            )
            if code in codes:
                points += field_weight("needs", alternative)
                is_said = is_said or not alternative.is_narrow
            continue
        for field, attribute in TEXT_FIELDS.items():
            if holds(getattr(document, attribute), alternative.tokens):
                points += field_weight(field, alternative)
                is_said = is_said or field != FILED
    return GroupFound(points, is_said)


def wording_of(plan: TextPlan | None, found: Sequence[GroupFound]) -> Wording:
    """Judge the words from what was found of each group; weak groups are never required."""
    if plan is None:
        return Wording.SAID
    required = [each for group, each in zip(plan.groups, found, strict=True) if not group.weak]
    if all(each.is_said for each in required):
        return Wording.SAID
    if all(each.points for each in required):
        return Wording.SAME_NEED
    return Wording.FEWER if any(each.points for each in required) else Wording.NONE


def naming_of(plan: TextPlan | None, document: ResourceDocument, around: Around | None) -> Naming:
    """Judge whether the query names the structure; the place of the name is the one typed, else the one asked for."""
    if plan is None or plan.name is None:
        return Naming.NONE
    if document.structure_key in own_names(plan.name, around):
        return Naming.WHOLE
    if not plan.name.tokens or not holds(document.structure, plan.name.tokens):
        return Naming.NONE
    communes = communes_named(plan.name, around)
    return Naming.THERE if any(place.commune in communes for place in document.places) else Naming.NAMED


def own_names(name: Name, around: Around | None) -> tuple[str, ...]:
    """Return the ``structure_key`` of a structure that bears the name: as typed, or with the town asked for."""
    if around is None or not around.town or not name.tokens or name.communes:
        return (name.whole,)
    return (name.whole, " ".join((*name.tokens, around.town)))


def communes_named(name: Name, around: Around | None) -> frozenset[str]:
    """Return the communes that make a name whole: those typed beside it, else those asked for."""
    if name.communes:
        return frozenset(name.communes)
    return frozenset() if around is None else around.communes - {""}


def word_points(plan: TextPlan, document: ResourceDocument, found: Sequence[GroupFound], naming: Naming) -> int:
    """Return the points of the words: of their groups and pairs, or of the name; a title equal to the query on top."""
    points = _NAME_POINTS.get(naming)
    if points is None:
        pairs = sum(ADJACENT_IN_TITLE for pair in plan.pairs if holds(document.title, pair))
        points = sum(each.points for each in found) + pairs
    return points + (TITLE_IS_QUERY if plan.title_key and document.title_key == plan.title_key else 0)
