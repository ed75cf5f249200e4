"""Why a fiche is in the list: values, which ``reason_words`` says in French."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import IntEnum, auto
from functools import lru_cache
from typing import NamedTuple

from directory.domain.freshness import months_of
from directory.domain.lines import Line, Texts
from directory.domain.resource import Resource
from directory.services.hours.intervals import openings
from directory.services.search.question import Question
from directory.services.search.typed import TypedWords
from directory.services.taxonomy.vocabularies import Vocabularies
from fiche.content import Content
from search.criteria import MINUTES_A_DAY, UNKNOWN, Classification, Codes, OpenAt
from search.places.clock import days_between
from search.places.commune import department_of, timezone
from search.places.gazetteer import Gazetteer
from search.query import Hit
from search.text.plan import TextPlan
from search.text.said import Read
from search.text.saved import Saved

DAYS_A_MONTH = 30.44

_SILENT_WORDS: Mapping[str, str] = {
    "audiences": "public",
    "access_modes": "modalité d’accès",
    "mobilisations": "mode de mobilisation",
    "costs": "coût",
    "languages": "langues parlées",
    "accessibilities": "accessibilité",
}


class ReasonKind(IntEnum):
    """What decides, or what an advisor must know before sending somebody. Numbers: they are looked up by the dozen."""

    WIDER = auto()  # nothing answers the words as they are: they were read more widely
    SIRET = auto()
    PHONE = auto()
    TITLE = auto()  # words found there, as in the three below
    STRUCTURE = auto()
    DESCRIPTION = auto()
    TERMS = auto()  # what the fiche says of its public, access, mobilisation or cost
    NEED = auto()  # no word was found: the need is what answers
    RESIDENTS = auto()  # only those who live there may come
    COVERS = auto()  # it stands beyond the radius, and serves the commune
    DISTANCE = auto()
    UNSAID = auto()  # asked for, and not said
    UNSURE_HOURS = auto()
    VERIFIED = auto()
    STALE = auto()
    NEVER_VERIFIED = auto()


_KINDS = (ReasonKind.TITLE, ReasonKind.STRUCTURE, ReasonKind.DESCRIPTION)
"""Of the texts in which a word is looked for first; the others say terms."""
FRESHNESS = frozenset({ReasonKind.VERIFIED, ReasonKind.STALE, ReasonKind.NEVER_VERIFIED})


class Reason(NamedTuple):
    """One reason.

    words     those of the question that were found, as they were typed.
    written   what stands for them in the fiche, where that is another word; empty for the words themselves.
    detail    a label, a town, a distance or what is not said, in French; for freshness, a number of days.
    """

    kind: ReasonKind
    words: str = ""
    written: str = ""
    detail: str = ""


_WIDER = Reason(ReasonKind.WIDER)
_NEVER_VERIFIED = Reason(ReasonKind.NEVER_VERIFIED)


class Reasons:
    """Tells why fiches are in one answer; what depends on the question alone is worked out once."""

    def __init__(
        self,
        question: Question,
        plan: TextPlan | None,
        words: Vocabularies,
        gazetteer: Gazetteer,
        now: datetime,
        *,
        is_wider: bool = False,
    ) -> None:
        self._question = question
        self._is_wider = is_wider
        self._identifier = plan.identifier if plan is not None else None
        self._words = words
        self._gazetteer = gazetteer
        self._now = now
        self._typed = TypedWords(question.text, plan)
        groups = plan.groups if plan is not None else ()
        self._needs = tuple(
            dict.fromkeys(option.need for group in groups for option in group.alternatives if option.need)
        )
        self._commune = question.place.commune if question.place is not None else None
        self._chain = gazetteer.chain(self._commune.code) if self._commune is not None else ()

    def of(self, line: Line, hit: Hit, distance: str, texts: Texts, said: Read | Saved | None) -> tuple[Reason, ...]:
        """Return what decides first: words, need, who may come, distance, what is not said, age.

        distance      to the nearest place, in words; empty when it is unknown.
        texts, said   those of the fiche, as they are written and as they were read; none where no word was typed.
        """
        found = self._identified() or (self._words_found(texts, said) if said is not None else [])
        reasons = [_WIDER, *found] if self._is_wider else found
        if self._needs and not found:
            reasons += self._need_answered(line, hit)
        if self._chain:
            reasons += self._coverage(line, hit)
        if distance and hit.listing != "a-distance":
            reasons.append(Reason(ReasonKind.DISTANCE, detail=distance))
        if hit.listing == "a-verifier":
            reasons += _unsaid(line, self._question)
        reasons.append(freshness_of(line.verified_at, line, self._words, self._now))
        return tuple(reasons)

    def _identified(self) -> list[Reason]:
        if self._identifier is None:
            return []
        return [Reason(ReasonKind.SIRET if self._identifier.kind == "siret" else ReasonKind.PHONE)]

    def _words_found(self, texts: Texts, said: Read | Saved) -> list[Reason]:
        """Return each word once, in the first text that holds it, from the title to the conditions."""
        found: list[Reason] = []
        for rank, is_alike, positions in self._typed.standing_in(said):
            kind = _KINDS[rank] if rank < len(_KINDS) else ReasonKind.TERMS
            written = self._typed.written(texts[rank], positions) if is_alike else ""
            found.append(Reason(kind, self._typed.quoted(positions), written))
        return found

    def _need_answered(self, line: Line, hit: Hit) -> list[Reason]:
        """Return the need that the words name; a listing of one need says it above its lines."""
        if hit.listing == "meme-besoin":
            return []
        taxonomy = self._words.taxonomy
        needs = {need.code for code in line.needs if (need := taxonomy.current_need(code)) is not None}
        answered = next((code for code in self._needs if code in needs), "")
        return [Reason(ReasonKind.NEED, detail=self._words.label("besoin", answered))] if answered else []

    def _coverage(self, line: Line, hit: Hit) -> list[Reason]:
        """Return who may come where that limits, or why to go so far; most fiches around a place cover it."""
        smallest = next((area for area in self._chain if area in line.service_areas), "")
        if not smallest or self._commune is None:
            return []
        if smallest.startswith("com:"):
            return [Reason(ReasonKind.RESIDENTS, detail=self._commune.name)]
        if hit.listing != "plus-loin" or smallest == "fr":
            return []
        return [Reason(ReasonKind.COVERS, detail=self._gazetteer.territory(smallest) or self._commune.name)]


def is_stale(resource: Resource, words: Vocabularies, now: datetime) -> bool:
    """Tell whether the institution should have confirmed the fiche by now."""
    return says_stale(freshness_of(resource.verified_at, resource.content, words, now))


def says_stale(freshness: Reason) -> bool:
    """Tell the same from what ``freshness_of`` returned."""
    return freshness.kind is not ReasonKind.VERIFIED


def freshness_of(verified_at: datetime | None, said: Content | Line, words: Vocabularies, now: datetime) -> Reason:
    """Return when a person last confirmed a fiche, and whether the institution should have done so again."""
    if verified_at is None:
        return _NEVER_VERIFIED
    # As days go by at the place of the service.
    days = days_between(verified_at, now, said.home_commune)
    months = months_of(said, words.institutions)
    return _aged(days, is_stale=days > months * DAYS_A_MONTH)


@lru_cache(maxsize=2_000)
def _aged(days: int, *, is_stale: bool) -> Reason:
    return Reason(ReasonKind.STALE if is_stale else ReasonKind.VERIFIED, detail=str(days))


def _unsaid(line: Line, question: Question) -> list[Reason]:
    """Return what was asked for and the fiche does not say."""
    unsaid = []
    for criterion in question.criteria:
        if isinstance(criterion, Codes):
            name = _SILENT_WORDS.get(criterion.field)
            if name and UNKNOWN not in criterion.values and criterion.field in line.unsaid:
                unsaid.append(name)
        elif isinstance(criterion, OpenAt) and not (line.hours or line.hours_text):
            unsaid.append("horaires")
        elif isinstance(criterion, Classification) and not line.needs:
            unsaid.append("besoin précis")
    found = [Reason(ReasonKind.UNSAID, detail=", ".join(unsaid))] if unsaid else []
    if "horaires" not in unsaid and _is_opening_unsure(line, question):
        found.append(Reason(ReasonKind.UNSURE_HOURS))
    return found


def _is_opening_unsure(line: Line, question: Question) -> bool:
    """Tell whether the hours speak without saying that the service is open at the moment asked for."""
    asked = [criterion for criterion in question.criteria if isinstance(criterion, OpenAt)]
    for criterion in asked:
        start, end = criterion.window(timezone(line.home_commune))
        day = date.fromordinal(start // MINUTES_A_DAY)
        found = openings(line.hours, line.closures, department_of(line.home_commune), day, 2)
        if not any(opening < end and closing > start for opening, closing in found.open):
            return True
    return False
