"""Emergency numbers beside a search: danger apart from what is useful, each in the order of what was typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache

from directory.domain.taxonomy import EmergencyNumber
from search.text.analysis import stem, words
from search.text.plan import TextPlan


@lru_cache(maxsize=512)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(text))


CONFLICT = "famille-conflit"
DANGERS = {
    "logement-abri": frozenset[str](),
    CONFLICT: _stems("violence violences violent battue battre frappe frapper tape taper cogne cogner coups viol fuir"),
    "sante-psy": _stems("suicide suicidaire suicider noires mourir"),
    "famille-educatif": _stems("danger fugue maltraitance battu frappe violence disparu"),
    "famille-dependance": _stems("maltraitance violence frappe danger"),
}
"""Needs that may be a danger, with the words that make one of them; none: whoever asks for it is in danger."""
OFFENDERS = _stems("auteurs")
"""A number for those who hurt is shown to whoever asks for it, never to a person who was hurt."""
_IN_LABEL, _IN_DESCRIPTION = 2, 1


@dataclass(frozen=True, slots=True)
class EmergencyNumbers:
    """Numbers to call at once, then numbers that may help; the nearest to the words typed first."""

    danger: tuple[EmergencyNumber, ...] = ()
    useful: tuple[EmergencyNumber, ...] = ()


def emergency_numbers(
    numbers: Sequence[EmergencyNumber], needs: Collection[str], plan: TextPlan | None
) -> EmergencyNumbers:
    """Return the numbers that answer a search.

    needs   codes asked for, or understood in the words.
    plan    how the words were read; None when a need was chosen without any.
    """
    typed = frozenset(stem(word) for group in (plan.groups if plan is not None else ()) for word in words(group.typed))
    wanted = [number for number in numbers if _answers(number, needs, typed)]
    ranked = sorted(wanted, key=lambda number: -_nearness(number, typed))
    danger = tuple(number for number in ranked if _is_danger(number, needs, typed))
    useful = [number for number in ranked if number not in danger]
    near = [number for number in useful if _nearness(number, typed)]
    # Where one is named by the words, the others only take its place.
    return EmergencyNumbers(danger, tuple(near or useful))


def _answers(number: EmergencyNumber, needs: Collection[str], typed: frozenset[str]) -> bool:
    asked = [need for need in number.needs if need in needs]
    if not asked or (OFFENDERS & _stems(number.description) and not OFFENDERS & typed):
        return False
    # A separation is no violence: its numbers come when the words speak of it.
    return any(need != CONFLICT or bool(DANGERS[CONFLICT] & typed) or not typed for need in asked)


def _is_danger(number: EmergencyNumber, needs: Collection[str], typed: frozenset[str]) -> bool:
    return any(
        need in needs and need in DANGERS and (not DANGERS[need] or bool(DANGERS[need] & typed))
        for need in number.needs
    )


def _nearness(number: EmergencyNumber, typed: frozenset[str]) -> int:
    in_label = typed & _stems(f"{number.label} {number.number}")
    return _IN_LABEL * len(in_label) + _IN_DESCRIPTION * len((typed & _stems(number.description)) - in_label)
