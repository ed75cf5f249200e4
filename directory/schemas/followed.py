"""A search as it is followed: its criteria and its commune, in one writing; nothing that tells of one person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from directory.criteria import PARAMETERS
from directory.errors import BadInput
from directory.schemas.search import PLACE_PARAMETERS, read_question
from directory.schemas.wire import RequestContext
from directory.services.search.places import Places
from directory.services.search.question import RADIUS_KM, Question, place_parameter
from directory.services.taxonomy.vocabularies import VocabularyReader
from search.query import MAIN
from search.text.french import NBSP

LEFT_OUT = frozenset(
    {"q", "correction", "rayon", "bbox", "ouvert", "source", "groupe", "tri", "page", "taille", *PLACE_PARAMETERS}
)
"""What is not written as it was asked: words, names that no list closes, points, a moment and pages are dropped, and a
place is said by its code."""
LONGEST_QUERY_CHARS = 1_000


@dataclass(frozen=True, slots=True)
class KeptSearch:
    """What is kept of a search that is followed.

    query     its parameters in one order, as in an address; empty when nothing is left to follow.
    label     in words, such as "Permis de conduire · Martigues (13), 10 km".
    dropped   what is not kept, each as a sentence says it.
    """

    query: str
    label: str
    dropped: tuple[str, ...]


class FollowedSearchReader:
    """Writes searches as they are kept, and reads them again."""

    def __init__(self, words: VocabularyReader, places: Places, *, now: Callable[[], datetime]) -> None:
        self._words = words
        self._places = places
        self._now = now

    def kept(self, question: Question) -> KeptSearch:
        """Return what is kept of a question."""
        words = self._words.current()
        pairs: list[tuple[str, str]] = []
        said: list[str] = []
        for parameter in PARAMETERS:
            if parameter.name in LEFT_OUT or parameter.sentence is None:
                continue
            for value in sorted(set(question.asked.get(parameter.name, ()))):
                # A value that says nothing is the same as none.
                if label := parameter.sentence(value, words):
                    pairs.append((parameter.name, value))
                    said.append(label)
        if (place := _place_of(question)) is not None:
            pairs += place
            said.append(self._place_in_words(question))
        return KeptSearch(urlencode(pairs), " · ".join(said), tuple(_dropped(question)))

    def question(self, query: str) -> Question | None:
        """Return what a search asks; None for one whose codes are no more."""
        reading = RequestContext(self._words.current(), self._places, self._now())
        try:
            return read_question(MultiDict(parse_qsl(query)), reading)
        except BadInput:
            return None

    def label(self, query: str) -> str:
        """Return a search in words; empty for one that cannot be read any more."""
        question = self.question(query)
        return "" if question is None else self.kept(question).label

    def _place_in_words(self, question: Question) -> str:
        asked = question.place
        found = self._places.of_code(asked.code) if asked is not None else None
        name = found.label if found is not None else ""
        is_around = found is not None and found.area is None
        return f"{name}, {question.radius_km:g}{NBSP}km".replace(".", ",") if is_around else name


def _place_of(question: Question) -> list[tuple[str, str]] | None:
    """Return the commune or the area of a question, and the kilometres around; None without one."""
    place = question.place
    if place is None or not place.code:
        return None
    radius = [("rayon", f"{question.radius_km:g}")] if place.area is None and question.radius_km != RADIUS_KM else []
    return [place_parameter(place.code), *radius]


def _dropped(question: Question) -> list[str]:
    place = question.place
    said = ["vos mots"] if question.text.strip() else []
    if place is not None and place.area is None and not place.is_commune:
        said.append(f"l’adresse ou le point{NBSP}: la commune seule est gardée" if place.code else "le point")
    if question.box is not None:
        said.append("la zone dessinée sur la carte")
    if "ouvert" in question.asked:
        said.append("le moment d’ouverture")
    if "source" in question.asked:
        said.append("la source")
    if question.listing != MAIN:
        said.append(f"la liste choisie{NBSP}: c’est la liste principale qui est suivie")
    return said
