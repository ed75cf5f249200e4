"""Emergency numbers as the page shows them."""

from dataclasses import dataclass

from directory.domain.taxonomy import EmergencyNumber
from directory.services.search.emergency import EmergencyNumbers
from directory.web.shared.words import phone_url

MOST_USEFUL = 2


@dataclass(frozen=True, slots=True)
class EmergencyView:
    number: str
    url: str
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class EmergencyBox:
    """``danger``: in red, to call at once; ``useful``: one quiet line."""

    danger: tuple[EmergencyView, ...]
    useful: tuple[EmergencyView, ...]


def emergency_box(numbers: EmergencyNumbers) -> EmergencyBox:
    return EmergencyBox(
        tuple(map(emergency_view, numbers.danger)), tuple(map(emergency_view, numbers.useful[:MOST_USEFUL]))
    )


def emergency_view(number: EmergencyNumber) -> EmergencyView:
    return EmergencyView(number.number, phone_url(number.number), number.label, number.description)
