"""What a search gives back: one value that feeds pages and API alike."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import NamedTuple

from directory.domain.lines import Line, LinePlace
from directory.services.hours.words import OpeningStatus
from directory.services.search.emergency import EmergencyNumbers
from directory.services.search.facets import Facet
from directory.services.search.question import Question
from directory.services.search.reasons import Reason
from directory.services.taxonomy.vocabularies import Vocabularies
from search.query import Cluster
from search.text.pieces import Run, with_words_replaced
from search.text.plan import TextPlan

LISTING_LABELS = {
    "": "Ressources trouvées",
    "meme-besoin": "Pour le même besoin",
    "a-verifier": "À vérifier",
    "a-distance": "À distance ou qui se déplacent",
    "plus-loin": "Plus loin",
    "moins-de-mots": "Avec une partie de vos mots",
    "sans-lieu": "Sans lieu connu",
}
LISTING_HELP = {
    "": "Elles répondent à tout ce qui est demandé.",
    "meme-besoin": "Classées sous le besoin auquel ces mots se rattachent, sans les dire.",
    "a-verifier": "Une information demandée n’est pas communiquée dans la fiche.",
    "a-distance": "Joignables sans se déplacer, ou qui viennent jusqu’à la personne.",
    "plus-loin": "Au-delà du rayon demandé.",
    "moins-de-mots": "Il manque au moins un des mots cherchés.",
    "sans-lieu": "La fiche ne dit pas où le service est rendu.",
}


class Part(Enum):
    """What of an answer costs time, and can be done without."""

    FACETS = auto()
    LISTINGS = auto()
    EXCERPT = auto()
    REASONS = auto()
    STATUS = auto()


ALL_PARTS = frozenset(Part)
BESIDE = frozenset({Part.FACETS, Part.LISTINGS})
"""What stands beside the lines of a list."""


class Result(NamedTuple):
    """One fiche of a list.

    place         the nearest of its places, or its first, or None.
    distance_km   to that place, rounded to ten metres; None without a centre or without a point.
    is_remote     it is there because nobody has to travel to it; ``is_travelling``: it comes, or passes through places.
    reasons       why it is there, what decides first.
    excerpt       the part of the description that shows the words looked for.
    """

    line: Line
    place: LinePlace | None
    distance_km: float | None
    is_remote: bool
    is_travelling: bool
    status: OpeningStatus
    reasons: tuple[Reason, ...]
    excerpt: str
    is_stale: bool


@dataclass(frozen=True, slots=True)
class ResultListing:
    """A list beside the main one: its first results and how many it holds in all."""

    key: str
    label: str
    total: int
    results: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something understood in the words typed, offered as a criterion: send ``name=value`` to apply it.

    is_guess   no list knows the words: they suggest it together.
    """

    name: str
    value: str
    label: str
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """A word read otherwise than typed."""

    typed: str
    read: str


@dataclass(frozen=True, slots=True)
class ResultPage:
    """The answer to a question.

    total      of the list asked for: the main one, or ``question.listing``.
    plan       how the words were read; None when none was typed.
    is_wider   nothing answers the words as they are: they were read more widely.
    cursor     number after which the list goes on, None at its end; only for a question with ``after``.
    """

    question: Question
    instant: datetime
    words: Vocabularies
    plan: TextPlan | None
    total: int
    results: tuple[Result, ...]
    listings: tuple[ResultListing, ...]
    facets: tuple[Facet, ...]
    corrections: tuple[Correction, ...]
    needs: tuple[Proposal, ...]
    places: tuple[Proposal, ...]
    moment: Proposal | None
    emergency: EmergencyNumbers
    is_wider: bool = False
    cursor: int | None = None

    @property
    def question_read(self) -> tuple[Run, ...]:
        """The words typed, those that were corrected as they were read."""
        return with_words_replaced(self.question.text, {each.typed: each.read for each in self.corrections})

    @property
    def last_page(self) -> int:
        return max(1, -(-self.total // self.question.size))


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers of the fiches of a list, in its order, and how many it holds in all."""

    total: int
    ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MappedFiche:
    """A fiche at one of its places, on the map."""

    id: int
    title: str
    structure: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class MapPage:
    """What a map shows: fiches when they are few, clusters when they are many."""

    total: int
    points: tuple[MappedFiche, ...]
    clusters: tuple[Cluster, ...]
