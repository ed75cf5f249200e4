"""One line of a list: what decides, in the order that decides."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from directory.services.hours.words import OpeningStatus
from directory.services.search.reason_words import how_far, in_words
from directory.services.search.reasons import FRESHNESS, Reason, ReasonKind
from directory.services.search.results import Result, ResultPage
from directory.services.taxonomy.vocabularies import Vocabularies
from directory.web.search.bar import line_url
from directory.web.shared.words import MOST_KEPT, day_said, phone_in_words, phone_url
from fiche.codes import Reception
from search.text.analysis import title_key
from search.text.analysis import words as words_in
from search.text.french import kept_together, name_in_print
from search.text.highlight import Highlighter

LONGEST_COST_CHARS = 60
MOST_REASONS = 2
MOST_TOWNS = 3
SAME_TITLE_LINES = 3
"""From so many lines with one title on, they lead with what tells them apart: their structure."""
SEEN = FRESHNESS | {ReasonKind.TITLE, ReasonKind.DISTANCE}
"""Kinds of reasons that stand elsewhere on the line: the title is marked, the distance and the age have their place."""


@dataclass(frozen=True, slots=True)
class HitView:
    """``latitude`` and ``longitude`` are texts, empty when the map cannot show the fiche.

    rank          its number in the list; empty where the order says nothing.
    who           the second line: the structure, or the title of the service where several lines share that title and
                  lead with their structure; then the commune, which is said once.
    beside        what follows the title on its line: the town, where lines of one title are put together.
    other         what a list of links needs to tell two lines of one title apart.
    reach         how the service is reached where nobody goes to it: ``a-distance``, ``itinerant``; empty on site.
    reasons       what is not seen elsewhere on the line, the two that decide most.
    verified      such as "vérifiée il y a 12 jours"; ``verified_on`` is the date, for whoever wants it.
    """

    id: int
    rank: str
    url: str
    title: Markup
    who: Markup
    other: str
    town: str
    distance: str
    reach: str
    status: OpeningStatus
    orientation: str
    cost: str
    text: Markup
    reasons: tuple[str, ...]
    verified: str
    verified_on: str
    is_stale: bool
    phone: str
    phone_url: str
    latitude: str
    longitude: str
    beside: str = ""


def hit_views(results: Sequence[Result], page: ResultPage, *, first_rank: int = 0) -> tuple[HitView, ...]:
    """Return the lines of a list, the words looked for marked; numbered from ``first_rank``, or not at all."""
    highlighter = Highlighter(page.plan if page.plan is not None else ())
    keys = [key_of(result) for result in results]
    lines = Counter(keys)
    return tuple(
        _hit_view(
            result,
            page,
            highlighter,
            rank=str(rank) if first_rank else "",
            is_repeated=lines[key] >= SAME_TITLE_LINES,
        )
        for rank, (result, key) in enumerate(zip(results, keys, strict=True), first_rank)
    )


def _hit_view(result: Result, page: ResultPage, highlighter: Highlighter, *, rank: str, is_repeated: bool) -> HitView:
    line, words, place = result.line, page.words, result.place
    has_point = place is not None and place.has_point
    title, structure = line.title, line.structure
    if is_repeated and structure:
        title, structure = structure, title
    return HitView(
        id=line.id,
        rank=rank,
        url=line_url(line),
        title=highlighter.mark(title),
        who=highlighter.mark(with_town(structure, name_in_print(communes_of(result)))),
        other=structure,
        town=name_in_print(place.commune_name) if place is not None else "",
        distance=_reached(result) or how_far(result.distance_km, place, page.question),
        reach=_reach(result),
        status=result.status,
        orientation=listed("mobilisation", line.mobilisations, words),
        cost=cost_of(line.costs, line.cost_text, words),
        text=highlighter.mark(kept_together(result.excerpt)),
        reasons=tuple(in_words(reason) for reason in result.reasons if not _is_seen(reason))[:MOST_REASONS],
        verified=next((in_words(reason) for reason in result.reasons if reason.kind in FRESHNESS), ""),
        verified_on=day_said(line, line.verified_at),
        is_stale=result.is_stale,
        phone=phone_in_words(line.phone) if line.phone else "",
        phone_url=phone_url(line.phone) if line.phone else "",
        latitude=f"{place.latitude:.6f}" if place is not None and has_point else "",
        longitude=f"{place.longitude:.6f}" if place is not None and has_point else "",
    )


def key_of(result: Result) -> str:
    """Return what two lines of one title have in common."""
    return _title_key(result.line.title)


_title_key = lru_cache(maxsize=MOST_KEPT)(title_key)


def _is_seen(reason: Reason) -> bool:
    """Tell whether a reason stands elsewhere on the line; a synonym in the title is marked, but has to be explained."""
    return reason.kind in SEEN and not reason.written


def _reach(result: Result) -> str:
    if not result.is_remote:
        return ""
    return Reception.TRAVELLING.value if result.is_travelling else Reception.REMOTE.value


def _reached(result: Result) -> str:
    return {Reception.TRAVELLING.value: "se déplace", Reception.REMOTE.value: "à distance"}.get(_reach(result), "")


def communes_of(result: Result) -> str:
    """Return where the service is; for one that travels, the towns it passes through."""
    if not result.is_travelling:
        return result.place.commune_name if result.place is not None else ""
    towns = dict.fromkeys(place.commune_name for place in result.line.places if place.commune_name)
    shown = ", ".join(list(towns)[:MOST_TOWNS])
    more = "…" if len(towns) > MOST_TOWNS else ""
    return f"passe par {shown}{more}" if shown else ""


def with_town(structure: str, town: str) -> str:
    """Return ``CCAS d’Arles``, or ``Auto-école sociale · Arles``: a town that the structure names is said once."""
    name = structure.replace("'", "’")
    return name if not town or names_town(structure, town) else f"{name} · {town}"


@lru_cache(maxsize=MOST_KEPT)
def names_town(structure: str, town: str) -> bool:
    return f" {' '.join(words_in(town))} " in f" {' '.join(words_in(structure))} "


def listed(name: str, codes: Sequence[str], words: Vocabularies) -> str:
    return ", ".join(words.label(name, code) for code in codes)


def cost_of(codes: Sequence[str], text: str, words: Vocabularies) -> str:
    """Return the cost in the words of the fiche when they are short, else free or not."""
    if list(codes) != ["gratuit"] and 0 < len(text) <= LONGEST_COST_CHARS:
        return text.rstrip(".")
    return listed("frais", codes, words)
