"""Why a fiche is in the list, in words people say."""

from collections.abc import Sequence
from datetime import date, datetime

from directory.domain.resource import Resource
from directory.services.hours.clock import day_of
from directory.services.hours.intervals import openings
from directory.services.search.question import Question
from directory.services.taxonomy.vocabularies import Vocabularies
from fiche.content import Content
from fiche.parts import Place
from search.criteria import MINUTES_A_DAY, UNKNOWN, Classification, Codes, OpenAt
from search.places.commune import department_of, timezone
from search.places.gazetteer import Gazetteer
from search.query import Hit
from search.text.french import NBSP, ago, distance_in_words, of_town
from search.text.highlight import stems_written
from search.text.plan import CORRECTED, TYPED, Group, TextPlan

DAYS_A_MONTH = 30.44
NO_OWNER_MONTHS = 6
MOST_WORDS_SAID = 3
SAME_COMMUNE = "dans la commune"

_SILENT_WORDS = {
    "audiences": "public",
    "access_modes": "modalité d’accès",
    "mobilisations": "mode de mobilisation",
    "costs": "coût",
    "languages": "langues parlées",
    "accessibilities": "accessibilité",
}


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
        self._wider = ("proche de ce qui est cherché",) if is_wider else ()
        self._identifier = plan.identifier if plan is not None else None
        self._words = words
        self._gazetteer = gazetteer
        self._now = now
        groups = plan.groups if plan is not None else ()
        self._typed = tuple((group.word, _phrases(group, at_least=CORRECTED)) for group in groups)
        self._synonyms = tuple(
            (group.word, phrases) for group in groups if (phrases := _phrases(group, below=CORRECTED))
        )
        read = dict(plan.corrections) if plan is not None else {}
        self._written = {group.word: read.get(group.typed, group.typed) for group in groups}
        understood = (option.need for group in groups for option in group.alternatives if option.need)
        self._needs = tuple(dict.fromkeys((*question.needs, *understood)))
        self._commune = question.place.commune if question.place is not None else None
        self._chain = gazetteer.chain(self._commune.code) if self._commune is not None else ()

    def of(self, resource: Resource, hit: Hit, place: Place | None) -> tuple[str, ...]:
        """Return what decides first: words, need, who may come, distance, what is not said, age.

        place   of the fiche, the nearest: how far it is, and how well that is known.
        """
        said = [
            *self._wider,
            *self._words_found(resource.content),
            *self._needs_answered(resource.content),
            *self._coverage(resource.content),
            *_distance(hit, self._question, place),
            *_unsaid(resource.content, self._question, hit),
            verified_in_words(resource, self._words, self._now),
        ]
        return tuple(reason for reason in said if reason)

    def _words_found(self, content: Content) -> list[str]:
        if self._identifier is not None:
            return ["numéro SIRET identique" if self._identifier.kind == "siret" else "numéro de téléphone identique"]
        found: list[str] = []
        left = {word for word, _ in self._typed}
        for text, where in ((content.title, "le titre"), (content.structure.name, "le nom de la structure")):
            if not left:
                break
            stems = stems_written(text)
            typed = [word for word, phrases in self._typed if word in left and _stands_in(stems, phrases)]
            left.difference_update(typed)
            alike = [word for word, phrases in self._synonyms if word in left and _stands_in(stems, phrases)]
            left.difference_update(alike)
            if typed:
                found.append(f"{self._quoted(typed)} dans {where}")
            if alike:
                found.append(f"un synonyme de {self._quoted(alike)} dans {where}")
        return found

    def _quoted(self, words: Sequence[str]) -> str:
        """Return words of the query as they were written, accents included."""
        shown = " ".join(self._written.get(word, word) for word in words[:MOST_WORDS_SAID])
        return f"«{NBSP}{shown}{NBSP}»"

    def _needs_answered(self, content: Content) -> list[str]:
        if not self._needs:
            return []
        taxonomy = self._words.taxonomy
        needs = {need.code for code in content.needs if (need := taxonomy.current_need(code)) is not None}
        answered = next((code for code in self._needs if code in needs), "")
        return [f"répond à «{NBSP}{self._words.label('besoin', answered)}{NBSP}»"] if answered else []

    def _coverage(self, content: Content) -> list[str]:
        smallest = next((area for area in self._chain if area in content.service_areas), "")
        if not smallest or self._commune is None:
            return []
        if smallest.startswith("com:"):
            return [f"pour les habitants {of_town(self._commune.name)}"]
        if smallest == "fr":
            return ["service national"]
        territory = self._gazetteer.territory(smallest)
        return [f"couvre {self._commune.name}{f' ({territory})' if territory else ''}"]


def is_stale(resource: Resource, words: Vocabularies, now: datetime) -> bool:
    """Tell whether the institution should have confirmed the fiche by now."""
    if resource.verified_at is None:
        return True
    institution = words.institutions.get(resource.content.institution)
    months = institution.verification_months if institution is not None else NO_OWNER_MONTHS
    return _days_since(resource.verified_at, resource, now) > months * DAYS_A_MONTH


def verified_in_words(resource: Resource, words: Vocabularies, now: datetime) -> str:
    """Return how long ago somebody confirmed the fiche, in days of the place where its service is given."""
    if resource.verified_at is None:
        return "jamais vérifiée"
    age = ago(_days_since(resource.verified_at, resource, now))
    if is_stale(resource, words, now):
        return f"à vérifier{NBSP}: dernière vérification {age}"
    return f"vérifiée {age}"


def _days_since(at: datetime, resource: Resource, now: datetime) -> int:
    return (day_of(resource.content, now) - day_of(resource.content, at)).days


def _phrases(group: Group, *, at_least: int = 0, below: int = TYPED + 1) -> tuple[str, ...]:
    """Return the stems of each alternative of such a weight as they stand in ``stems_written``."""
    return tuple(
        f" {' '.join(option.tokens)} "
        for option in group.alternatives
        if option.tokens and at_least <= option.weight < below
    )


def _stands_in(text: str, phrases: tuple[str, ...]) -> bool:
    return any(phrase in text for phrase in phrases)


def _distance(hit: Hit, question: Question, place: Place | None) -> list[str]:
    if hit.listing == "a-distance":
        return []
    said = how_far(hit.distance_km, place, question)
    return [said if said == SAME_COMMUNE else f"à {said}"] if said else []


def how_far(km: float | None, place: Place | None, question: Question) -> str:
    """Return the distance to a place as well as it is known: one known only by its commune has no metres."""
    if km is None or place is None:
        return ""
    if place.precision != "commune":
        return distance_in_words(km)
    asked = question.place.commune if question.place is not None else None
    if asked is not None and place.commune_code == asked.code:
        return SAME_COMMUNE
    return f"environ {distance_in_words(max(1.0, round(km)))}"


def _unsaid(content: Content, question: Question, hit: Hit) -> list[str]:
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
    doubts = ["horaires à vérifier"] if "horaires" not in unsaid and _is_opening_unsure(content, question) else []
    return [*([f"non communiqué{NBSP}: {', '.join(unsaid)}"] if unsaid else []), *doubts]


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
