"""One line of a list: what decides, in the order that decides."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from directory.services.hours.words import OpeningStatus
from directory.services.search.reasons import SAME_COMMUNE, how_far
from directory.services.search.results import Result, ResultPage
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import fiche_url
from directory.web.shared.words import day_said
from search.text.french import kept_together
from search.text.highlight import Highlighter

LONGEST_COST_CHARS = 60


@dataclass(frozen=True, slots=True)
class HitView:
    """``latitude`` and ``longitude`` are texts, empty when the map cannot show the fiche.

    verified      such as "vérifiée il y a 12 jours"; ``verified_on`` is the date, for whoever wants it.
    """

    id: int
    url: str
    title: Markup
    structure: str
    commune: str
    distance: str
    is_remote: bool
    status: OpeningStatus
    orientation: str
    cost: str
    text: Markup
    reasons: tuple[str, ...]
    verified: str
    verified_on: str
    is_stale: bool
    latitude: str
    longitude: str


def hit_views(results: Sequence[Result], page: ResultPage) -> tuple[HitView, ...]:
    """Return the lines of a list, the words looked for marked."""
    highlighter = Highlighter(page.plan if page.plan is not None else ())
    return tuple(_hit_view(result, page, highlighter) for result in results)


def _hit_view(result: Result, page: ResultPage, highlighter: Highlighter) -> HitView:
    fiche, words, place = result.resource, page.words, result.place
    content = fiche.content
    has_point = place is not None and place.has_point
    # The age of the last check always comes last; it stands apart, for it may be a warning.
    *reasons, verified = result.reasons
    return HitView(
        id=fiche.id,
        url=fiche_url(fiche),
        title=highlighter.mark(content.title),
        structure=content.structure.name,
        commune=place.commune_name if place is not None else "",
        distance="à distance" if result.is_remote else how_far(result.distance_km, place, page.question),
        is_remote=result.is_remote,
        status=result.status,
        orientation=listed("mobilisation", content.mobilisations, words),
        cost=cost_of(content.costs, content.cost_text, words),
        text=highlighter.mark(kept_together(result.excerpt)),
        reasons=tuple(reason.replace("'", "’") for reason in reasons if not _says_distance(reason)),
        verified=verified,
        verified_on=day_said(content, fiche.verified_at),
        is_stale=result.is_stale,
        latitude=f"{place.latitude:.6f}" if place is not None and has_point else "",
        longitude=f"{place.longitude:.6f}" if place is not None and has_point else "",
    )


def _says_distance(reason: str) -> bool:
    """Tell whether a reason repeats what stands at the right edge of the line."""
    return reason == SAME_COMMUNE or (reason.startswith("à ") and reason.endswith("m"))


def listed(name: str, codes: Sequence[str], words: Vocabularies) -> str:
    return ", ".join(words.label(name, code) for code in codes)


def cost_of(codes: Sequence[str], text: str, words: Vocabularies) -> str:
    """Return the cost in the words of the fiche when they are short, else free or not."""
    if codes != ("gratuit",) and 0 < len(text) <= LONGEST_COST_CHARS:
        return text.rstrip(".")
    return listed("frais", codes, words)
