"""A commune named in a query: "près de Vitrolles", "à Arles", "CCAS Gardanne"."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from search.text.word_lists import entries_of

ORDINARY = entries_of("ordinary_words.txt")
"""Names of communes that are first of all words of everyday language."""

CHOICES = 5
BARE_POPULATION = 2_000
"""Below it, a name without preposition or capital letter is not read as a place."""
WELL_KNOWN_POPULATION = 20_000
"""From it on, a name is a place however common it is in the index."""
_NEAR_POPULATION = 5_000
_SHORT_NAME_LETTERS = 4
_SHORT_NAME_POPULATION = 10_000

_ARTICLES = frozenset({"le", "la", "les", "l"})
_LINKS = frozenset({"de", "d", "du", "des", "a", "au", "aux", "sur", "en"})
_CONTRACTED = frozenset({"au", "du", "aux", "des"})
_LEADS = tuple(
    tuple(lead.split())
    for lead in (
        "dans le secteur", "dans le coin", "dans les environs", "dans les alentours", "dans la region",
        "aux environs", "aux alentours", "a proximite", "a cote", "du cote", "de preference", "non loin", "pas loin",
        "pas trop loin", "le plus pres", "plus pres", "tout pres", "aupres", "pres", "plus proche", "proche", "proches",
        "autour", "autours", "environs", "alentours", "proximite", "cote", "coin", "secteur", "loin", "vers",
        "direction", "habite", "habitant", "habitante", "habitent", "residant", "reside", "domicilie", "domiciliee",
        "vit", "vivant",
        "loge", "logee", "heberge", "hebergee", "situe", "situee",
    )
)  # fmt: skip
_NEEDS_LINK = frozenset({"habite", "habitant", "habitante", "habitent", "residant", "reside", "domicilie", "domiciliee",
                         "vit", "vivant", "loge", "logee", "heberge", "hebergee", "situe", "situee", "loin", "coin",
                         "cote", "preference"})  # fmt: skip
_LEADS_ENDING: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
for _rank, _lead in enumerate(_LEADS):
    _LEADS_ENDING.setdefault(_lead[-1], []).append((_rank, _lead))
_PLAIN_LEADS = frozenset({"a", "au", "aux", "sur", "dans"})


class Named(Protocol):
    """What is needed of a commune."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def population(self) -> int: ...


class PlaceNames(Protocol):
    def names_starting_at(self, folded_tokens: Sequence[str], start: int) -> tuple[int, Sequence[Named]]:
        """Return how many folded words from ``start`` on make the longest name, and its communes; (0, ()) when none.

        Likeliest first. A contraction counts as the article it hides: in "près du Mans" a name starts at "du".
        """
        ...

    def meant_at(self, folded_tokens: Sequence[str], start: int) -> tuple[int, Sequence[Named]]:
        """Return the same where a preposition announces a place: a short name may be meant ("à salon")."""
        ...

    def members(self, code: str) -> Sequence[str]:
        """Return the code itself, then those of the arrondissements of a whole city."""
        ...


@dataclass(frozen=True, slots=True)
class CommuneSaid:
    code: str
    name: str
    population: int


@dataclass(frozen=True, slots=True)
class PlaceUnderstood:
    """Communes with the name typed, the likeliest first. Proposed, never applied unasked.

    words        the folded words of the name.
    introduced   a preposition announced it: its words are then no group of the plan.
    """

    words: tuple[str, ...]
    communes: tuple[CommuneSaid, ...]
    introduced: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the query, stop words included: as typed, and folded."""

    typed: str
    folded: str


@dataclass(frozen=True, slots=True)
class _Match:
    lead: int
    start: int
    end: int
    communes: tuple[CommuneSaid, ...]
    strength: int  # 3 near, 2 at, 1 no preposition


def find_place(
    read: Sequence[Word], names: PlaceNames, is_ordinary: Callable[[str], bool], is_common: Callable[[str], bool]
) -> tuple[PlaceUnderstood, range] | None:
    """Return the place best announced in ``read`` and the range of its words, preposition included.

    is_ordinary   tells the words that have another meaning here: needs, synonyms, weak words.
    is_common     tells the words found in much of the index.
    """
    matches = _matches(read, names, lambda word: word in ORDINARY or is_ordinary(word), is_common)
    best = max(matches, key=lambda match: (match.strength, -match.start), default=None)
    if best is None:
        return None
    said = tuple(word.folded for word in read[best.start : best.end])
    return PlaceUnderstood(said, best.communes, best.strength > 1), range(best.lead, best.end)


def is_name(word: str, names: PlaceNames | None) -> bool:
    """Tell whether a folded word alone names a commune."""
    return names is not None and bool(names.names_starting_at([word], 0)[1])


def place_expected(folded: Sequence[str], start: int) -> bool:
    """Tell whether a preposition of place stands before ``start``."""
    return _lead_before(folded, start)[1] > 1 or (start > 0 and folded[start - 1] in _LINKS)


def names_cover(read: Sequence[str], names: PlaceNames) -> frozenset[int]:
    """Return the positions of the words that are part of the name of a commune, hence rightly spelled."""
    covered: set[int] = set()
    for start in range(len(read)):
        length, communes = names.names_starting_at(read, start)
        if communes:
            covered.update(range(start, start + length))
    return frozenset(covered)


def _matches(
    read: Sequence[Word], names: PlaceNames, is_ordinary: Callable[[str], bool], is_common: Callable[[str], bool]
) -> Iterator[_Match]:
    folded = [word.folded for word in read]
    shouted = all(word.typed.isupper() for word in read if word.typed.isalpha())
    start = 0
    while start < len(read):
        found = _name_at(folded, start, names)
        if found is None:
            start += 1
            continue
        length, communes = found
        end = start + length
        content = [place for place in range(start, end) if folded[place] not in _ARTICLES | _CONTRACTED]
        capital = not shouted and any(place > 0 and read[place].typed[:1].isupper() for place in content)
        lead, strength = _lead_before(folded, start)
        match = _Match(lead, start, end, communes, strength)
        ordinary = all(is_ordinary(folded[place]) for place in content)
        common = any(is_common(folded[place]) for place in content)
        if content and _accepted(match, len(content), ordinary=ordinary, capital=capital, common=common):
            yield match
            start = end
        else:
            start += 1


def _accepted(match: _Match, content: int, *, ordinary: bool, capital: bool, common: bool) -> bool:
    population = match.communes[0].population
    if ordinary:
        return capital or (match.strength == 3 and population >= _NEAR_POPULATION)
    if capital or match.strength == 3:
        return True
    if match.strength == 2:
        return True
    if common and population < WELL_KNOWN_POPULATION:
        return False
    return population >= BARE_POPULATION or content > 1


def _name_at(folded: Sequence[str], start: int, names: PlaceNames) -> tuple[int, tuple[CommuneSaid, ...]] | None:
    word = folded[start]
    announced = _lead_before(folded, start)[1] > 1
    length, communes = (names.meant_at if announced else names.names_starting_at)(folded, start)
    chosen = _likeliest(communes)
    if not chosen:
        return None
    too_short = length == 1 and len(word) < _SHORT_NAME_LETTERS and chosen[0].population < _SHORT_NAME_POPULATION
    return None if too_short else (length, chosen)


def _likeliest(communes: Iterable[Named]) -> tuple[CommuneSaid, ...]:
    return tuple(CommuneSaid(one.code, one.name, one.population) for one in islice(communes, CHOICES))


def _lead_before(folded: Sequence[str], start: int) -> tuple[int, int]:
    """Return where the preposition of a name begins, and its strength."""
    # "au Havre": the article of the name holds the link.
    linked = folded[start] in _CONTRACTED or (start > 0 and folded[start - 1] in _LINKS)
    before = start - 1 if start > 0 and folded[start - 1] in _LINKS else start
    said = [
        (rank, nth, end - len(lead))
        for nth, end in enumerate(dict.fromkeys((before, start)))
        for rank, lead in _LEADS_ENDING.get(folded[end - 1] if end else "", ())
        if end >= len(lead) and tuple(folded[end - len(lead) : end]) == lead
        if linked or lead[-1] not in _NEEDS_LINK
    ]
    if said:
        return min(said)[-1], 3
    if start > 0 and folded[start - 1] in _PLAIN_LEADS:
        return start - 1, 2
    if folded[start] in {"au", "aux"}:
        return start, 2
    return start, 1
