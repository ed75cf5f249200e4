"""Why a fiche is in the list: values, which ``reason_words`` says in French."""

from datetime import date, datetime
from enum import Enum, auto
from typing import NamedTuple

from directory.domain.freshness import months_of
from directory.domain.resource import Resource
from directory.services.hours.clock import home_commune
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

DAYS_A_MONTH = 30.44

_SILENT_WORDS = {
    "audiences": "public",
    "access_modes": "modalité d’accès",
    "mobilisations": "mode de mobilisation",
    "costs": "coût",
    "languages": "langues parlées",
    "accessibilities": "accessibilité",
}


class ReasonKind(Enum):
    """What decides, or what an advisor must know before sending somebody."""

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


DESCRIPTION = 2
"""The rank of the description among ``texts_of``."""
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

    def of(self, resource: Resource, hit: Hit, distance: str, said: Read | None) -> tuple[Reason, ...]:
        """Return what decides first: words, need, who may come, distance, what is not said, age.

        distance   to the nearest place, in words; empty when it is unknown.
        said       ``texts_of`` the fiche; None where no word was typed.
        """
        content = resource.content
        found = self._identified() or (self._words_found(content, said) if said is not None else [])
        return (
            *((Reason(ReasonKind.WIDER),) if self._is_wider else ()),
            *found,
            *(self._need_answered(content, hit) if not found else ()),
            *self._coverage(content, hit),
            *((Reason(ReasonKind.DISTANCE, detail=distance),) if distance and hit.listing != "a-distance" else ()),
            *_unsaid(content, self._question, hit),
            freshness_of(resource, self._words, self._now),
        )

    def _identified(self) -> list[Reason]:
        if self._identifier is None:
            return []
        return [Reason(ReasonKind.SIRET if self._identifier.kind == "siret" else ReasonKind.PHONE)]

    def _words_found(self, content: Content, said: Read) -> list[Reason]:
        """Return each word once, in the first text that holds it, from the title to the conditions."""
        found: list[Reason] = []
        for rank, is_alike, positions in self._typed.standing_in(said):
            kind = _KINDS[rank] if rank < len(_KINDS) else ReasonKind.TERMS
            written = self._typed.written(texts_of(content)[rank], positions) if is_alike else ""
            found.append(Reason(kind, self._typed.quoted(positions), written))
        return found

    def _need_answered(self, content: Content, hit: Hit) -> list[Reason]:
        """Return the need that the words name; a listing of one need says it above its lines."""
        if not self._needs or hit.listing == "meme-besoin":
            return []
        taxonomy = self._words.taxonomy
        needs = {need.code for code in content.needs if (need := taxonomy.current_need(code)) is not None}
        answered = next((code for code in self._needs if code in needs), "")
        return [Reason(ReasonKind.NEED, detail=self._words.label("besoin", answered))] if answered else []

    def _coverage(self, content: Content, hit: Hit) -> list[Reason]:
        """Return who may come where that limits, or why to go so far; most fiches around a place cover it."""
        smallest = next((area for area in self._chain if area in content.service_areas), "")
        if not smallest or self._commune is None:
            return []
        if smallest.startswith("com:"):
            return [Reason(ReasonKind.RESIDENTS, detail=self._commune.name)]
        if hit.listing != "plus-loin" or smallest == "fr":
            return []
        return [Reason(ReasonKind.COVERS, detail=self._gazetteer.territory(smallest) or self._commune.name)]


def texts_of(content: Content) -> tuple[str, ...]:
    """Return the texts in which words are looked for, in this order: title, structure, description, conditions."""
    terms = (content.audience_text, content.access_text, content.mobilisation_text, content.cost_text)
    return (content.title, content.structure.name, content.description, *filter(None, terms))


def is_stale(resource: Resource, words: Vocabularies, now: datetime) -> bool:
    """Tell whether the institution should have confirmed the fiche by now."""
    return says_stale(freshness_of(resource, words, now))


def says_stale(freshness: Reason) -> bool:
    """Tell the same from what ``freshness_of`` returned."""
    return freshness.kind is not ReasonKind.VERIFIED


def freshness_of(resource: Resource, words: Vocabularies, now: datetime) -> Reason:
    """Return when a person last confirmed the fiche, and whether the institution should have done so again."""
    if resource.verified_at is None:
        return Reason(ReasonKind.NEVER_VERIFIED)
    # As days go by at the place of the service.
    days = days_between(resource.verified_at, now, home_commune(resource.content))
    months = months_of(resource.content, words.institutions)
    return Reason(ReasonKind.STALE if days > months * DAYS_A_MONTH else ReasonKind.VERIFIED, detail=str(days))


def _unsaid(content: Content, question: Question, hit: Hit) -> list[Reason]:
    """Return what was asked for and the fiche does not say."""
    if hit.listing != "a-verifier":
        return []
    unsaid = []
    for criterion in question.criteria:
        if isinstance(criterion, Codes):
            name = _SILENT_WORDS.get(criterion.field)
            if name and UNKNOWN not in criterion.values and not getattr(content, criterion.field):
                unsaid.append(name)
        elif isinstance(criterion, OpenAt) and not (content.hours or content.hours_text):
            unsaid.append("horaires")
        elif isinstance(criterion, Classification) and not content.needs:
            unsaid.append("besoin précis")
    found = [Reason(ReasonKind.UNSAID, detail=", ".join(unsaid))] if unsaid else []
    if "horaires" not in unsaid and _is_opening_unsure(content, question):
        found.append(Reason(ReasonKind.UNSURE_HOURS))
    return found


def _is_opening_unsure(content: Content, question: Question) -> bool:
    """Tell whether the hours speak without saying that the service is open at the moment asked for."""
    asked = [criterion for criterion in question.criteria if isinstance(criterion, OpenAt)]
    commune = next((place.commune_code for place in content.places if place.commune_code), "")
    for criterion in asked:
        start, end = criterion.window(timezone(commune))
        day = date.fromordinal(start // MINUTES_A_DAY)
        found = openings(content.hours, content.closures, department_of(commune), day, 2)
        if not any(opening < end and closing > start for opening, closing in found.open):
            return True
    return False
