"""A fiche that may be the same, as it is shown to who writes."""

from dataclasses import dataclass

from directory.services.duplicates.finding import Lookalike
from directory.services.duplicates.words import DEGREES, REASONS
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import fiche_url
from directory.web.shared.words import address_lines, phone_in_words


@dataclass(frozen=True, slots=True)
class AlikeView:
    """``sure``: how likely it is the same, in words; ``reasons``: why, the strongest first."""

    id: int
    title: str
    structure: str
    address: str
    phone: str
    email: str
    owner: str
    url: str
    sure: str
    reasons: tuple[str, ...]


def alike_view(found: Lookalike, words: Vocabularies) -> AlikeView:
    content = found.resource.content
    place = next(iter(content.places), None)
    return AlikeView(
        found.resource.id,
        content.title,
        content.structure.name,
        "" if place is None else ", ".join(address_lines(place)),
        phone_in_words(content.phone),
        content.email,
        words.label("institution", content.institution) if content.institution else "",
        fiche_url(found.resource),
        DEGREES[found.degree],
        tuple(REASONS[reason] for reason in found.reasons),
    )
