"""The integer score, the same on every engine (search-semantics §4): every term can be explained."""

from search.document import NEVER, TEXT_FIELDS, ResourceDocument
from search.listing import Words
from search.places.geometry import chord2_of
from search.text.plan import FIELD_WEIGHTS, Alternative, Group, TextPlan

ALTERNATIVE_UNIT = 10
"""Alternative weights are tenths: every product with a field weight is a multiple of ten."""

ADJACENT_IN_TITLE = 15
TITLE_IS_QUERY = 100_000
"""Decides over all: 32 groups in the title weigh less than 2,000."""

DISTANCE_BANDS: tuple[tuple[float, int], ...] = ((2.0, 8), (5.0, 6), (10.0, 4), (20.0, 2), (50.0, 1))
"""Up to so many kilometres, so many points; beyond the last, none."""

DISTANCE_CHORDS: tuple[tuple[float, int], ...] = tuple((chord2_of(km), points) for km, points in DISTANCE_BANDS)

DAY_S = 86_400
FRESHNESS_BANDS: tuple[tuple[int, int], ...] = ((92 * DAY_S, 4), (183 * DAY_S, 3), (366 * DAY_S, 1))
"""Verified within so many seconds before the instant, so many points."""

COMPLETE = 2


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


def holds(text: str, tokens: tuple[str, ...]) -> bool:
    """Tell whether the stems stand side by side in a text field."""
    return f" {' '.join(tokens)} " in f" {text} "


def group_points(group: Group, document: ResourceDocument) -> int:
    """Return the best field weight × alternative weight of the group, 0 when it is not found."""
    best = 0
    for alternative in group.alternatives:
        if alternative.need:
            if alternative.need in document.needs:
                best = max(best, field_weight("needs", alternative))
            continue
        if alternative.family:
            if alternative.family in document.families_alone:
                best = max(best, field_weight("needs", alternative))
            continue
        for field, attribute in TEXT_FIELDS.items():
            points = field_weight(field, alternative)
            if points > best and holds(getattr(document, attribute), alternative.tokens):
                best = points
    return best


def words_of(plan: TextPlan | None, matched: list[bool]) -> Words:
    """Judge the words from what each group found; weak groups are never required."""
    if plan is None:
        return Words.ALL
    required = [found for group, found in zip(plan.groups, matched, strict=True) if not group.weak]
    if all(required):
        return Words.ALL
    return Words.FEWER if any(required) else Words.NONE


def title_points(plan: TextPlan, document: ResourceDocument) -> int:
    """Return the points of adjacent typed words in the title and of a title equal to the query."""
    points = sum(ADJACENT_IN_TITLE for pair in plan.pairs if holds(document.title, pair))
    if plan.title_key and document.title_key == plan.title_key:
        points += TITLE_IS_QUERY
    return points
