"""Which place a text names: one that is taken at once, or several between which a person must choose."""

from collections.abc import Sequence
from dataclasses import dataclass

from search.places.address_text import is_address, town_texts
from search.places.area import Area
from search.places.candidate import Candidate, Kind, Place, likelihood
from search.places.candidates import Candidates
from search.places.commune import Commune
from search.places.name_index import NameIndex
from search.places.near_names import most_edits
from search.places.territory import Territory
from search.text.analysis import words

MUCH_LIKELIER = 10.0
"""A place is taken without asking when it is this many times likelier than the next."""
MOST_CHOICES = 12
MOST_OFFERED = 2
_SHORTEST_BEGINNING = 3


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text names.

    taken       the place, None when a person must choose.
    others      with ``taken``: what else the text may well mean, to be offered; else what to ask, likeliest first.
    is_spelt    False when ``taken`` or ``others`` are only spelt nearly so.
    is_whole    False when only a part of the text names the place: the rest (a street, a hamlet) was not found.
    """

    taken: Place | None
    others: tuple[Place, ...]
    is_spelt: bool = True
    is_whole: bool = True

    @property
    def is_unknown(self) -> bool:
        return self.taken is None and not self.others


NOTHING_NAMED = Resolution(None, ())


class Resolver:
    """The one reader of places: the field, its suggestions, sentences, links and files ask it."""

    def __init__(self, candidates: Candidates, names: NameIndex) -> None:
        self._candidates = candidates
        self._names = names

    def resolve(self, text: str, territory: Territory) -> Resolution:
        """Return what ``text`` names: a place, else the place of an address, else what is spelt nearly so."""
        found = self._candidates.of(text, territory)
        if is_address(text) and (not found or found[0].kind > Kind.SHORT):
            return self._town(text, territory)
        if not found:
            return self._spelt_nearly(text, territory)
        if found[0].kind > Kind.SHORT and not _is_at_home(found[0], territory):
            return decide([*found[:1], *self._likelier(found[0], text, territory), *found[1:]], text, territory)
        return decide(found, text, territory)

    def of_name(self, text: str, territory: Territory) -> Resolution:
        """Return what ``text`` names or begins, and nothing that it only resembles or holds."""
        found = self._candidates.of(text, territory)
        if is_address(text) and (not found or found[0].kind > Kind.SHORT):
            return NOTHING_NAMED
        return decide(found, text, territory)

    def _spelt_nearly(self, text: str, territory: Territory) -> Resolution:
        near = self._candidates.near(text, territory)
        if near and near[0].edits <= most_edits(text):
            return decide(near, text, territory)
        town = self._town(text, territory)
        return decide(near, text, territory) if town.is_unknown else town

    def _likelier(self, begun: Candidate, text: str, territory: Territory) -> list[Candidate]:
        """Return what a text may misspell in the territory, likelier than a far name that it begins: "renes"."""
        near = self._candidates.close(text, territory)
        least = likelihood(begun, territory)
        return [each for each in near[:1] if each.edits <= most_edits(text) and likelihood(each, territory) > least]

    def suggest(self, text: str, territory: Territory, limit: int) -> list[Place]:
        """Return what ``text`` may be the beginning of, in the order that ``resolve`` asks."""
        found = self._candidates.of(text, territory)
        if not found and not is_address(text):
            found = self._candidates.close(text, territory)
        return [each.place for each in found if each.edits <= most_edits(text)][:limit]

    def _town(self, text: str, territory: Territory) -> Resolution:
        """Read the commune of an address, or of a hamlet: what is said of the place beside is not found."""
        for part in town_texts(text, lambda folded, start: self._names.starting_at(folded, start)[0]):
            named = [each for each in self._candidates.of(part, territory) if _names_surely(each, territory)]
            if named:
                decided = decide(named, part, territory)
                return Resolution(decided.taken, decided.others, is_whole=False)
        return NOTHING_NAMED


def decide(found: Sequence[Candidate], text: str, territory: Territory) -> Resolution:
    """Take the likeliest of candidates, or ask.

    found   likeliest first. Arrondissements of a city that is itself named are no doubt about it.
    """
    if not found:
        return NOTHING_NAMED
    top = found[0]
    rest = [each for each in found[1:] if not _is_within(each.place, top.place)]
    is_spelt = top.kind is not Kind.NEAR
    next_best = max((likelihood(each, territory) for each in rest), default=0.0)
    if not _may_be_taken(top, text) or likelihood(top, territory) < MUCH_LIKELIER * next_best:
        return Resolution(None, tuple(each.place for each in (top, *rest))[:MOST_CHOICES], is_spelt)
    doubts = [each for each in rest if _is_as_good(each, top)]
    return Resolution(top.place, tuple(each.place for each in doubts[:MOST_OFFERED]), is_spelt)


def _may_be_taken(top: Candidate, text: str) -> bool:
    """Tell whether so few letters, or so many wrong ones, can be enough."""
    if top.kind is Kind.NEAR:
        return top.edits <= most_edits(text)
    letters = sum(map(len, words(text)))
    return top.kind <= Kind.FORMER or letters >= _SHORTEST_BEGINNING


def _is_as_good(other: Candidate, top: Candidate) -> bool:
    """Tell whether the text names ``other`` as well as what was taken: worth a word beside the answer."""
    return other.kind is Kind.WHOLE or (top.kind is not Kind.WHOLE and other.kind <= Kind.SHORT)


def _names_surely(candidate: Candidate, territory: Territory) -> bool:
    """Tell whether the end of an address may be this place: its name, or its first words in the territory."""
    if isinstance(candidate.place, Area):
        return False
    return candidate.kind <= Kind.FORMER or (candidate.kind is Kind.SHORT and _is_at_home(candidate, territory))


def _is_at_home(candidate: Candidate, territory: Territory) -> bool:
    return territory.weight_of(candidate.place.code) > 1.0


def _is_within(place: Place, city: Place) -> bool:
    return isinstance(place, Commune) and place.parent == city.code != ""
