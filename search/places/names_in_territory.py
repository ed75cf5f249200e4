"""Names of places in a sentence, read where the base lives: "près de salon", "à st mitre"."""

from collections.abc import Sequence

from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.places.names import LINKS, name_words
from search.places.territory import Territory

_LONGEST_SHORT_NAME = 5


class NamesInTerritory:
    """The names that sentences are searched for, in the order of the resolver."""

    def __init__(self, gazetteer: Gazetteer, territory: Territory) -> None:
        self._gazetteer = gazetteer
        self._territory = territory

    def names_starting_at(self, folded_tokens: Sequence[str], start: int) -> tuple[int, Sequence[Commune]]:
        """Return how many words make the longest whole name from ``start`` on, and who bears it, likeliest first."""
        taken, communes = self._gazetteer.names_starting_at(folded_tokens, start)
        return taken, sorted(communes, key=lambda commune: -commune.population * self._territory.weight(commune.code))

    def meant_at(self, folded_tokens: Sequence[str], start: int) -> tuple[int, Sequence[Commune]]:
        """Return the same where a preposition announces a place: the first words of a name there count too."""
        whole, communes = self.names_starting_at(folded_tokens, start)
        for taken in range(min(_LONGEST_SHORT_NAME, len(folded_tokens) - start), max(whole, 1) - 1, -1):
            said = folded_tokens[start : start + taken]
            if said[-1] in LINKS:
                continue
            meant = self._meant(said)
            if meant:
                return taken, meant
        return whole, communes

    def members(self, code: str) -> Sequence[str]:
        return self._gazetteer.members(code)

    def _meant(self, said: Sequence[str]) -> list[Commune]:
        """Return the commune of the territory whose name begins so, then the others; nothing when none is sure."""
        found = self._gazetteer.resolve_name(" ".join(said), self._territory)
        place = found.taken
        if not isinstance(place, Commune) or self._territory.weight(place.code) <= 1.0:
            return []
        asked = name_words(" ".join(said))
        if name_words(place.name)[: len(asked)] != asked:
            return []
        return [place, *(each for each in found.others if isinstance(each, Commune))]
