"""The kinds of question of ``embedded-engine.md``, each asked with other words, places and codes every time."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bench.fiches import placed_communes
from bench.language import Language, misspell
from directory.domain.taxonomy import Need, Taxonomy
from fiche import codes
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.text.need_words import equal_expressions

LIST, MAP, SUGGESTIONS = "/api/v1/ressources", "/api/v1/carte", "/api/v1/suggestions"
PAGE = "/recherche"

Params = tuple[tuple[str, str], ...]
"""Parameters of a query string, in order."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: where it is sent, and with what."""

    path: str
    params: Params


class Asker:
    """What questions are made of. ``chance`` decides everything: the same seed asks the same questions.

    department   where the person is who asks, as an agency does; empty: anywhere.
    """

    def __init__(
        self,
        chance: random.Random,
        language: Language,
        taxonomy: Taxonomy,
        gazetteer: Gazetteer,
        *,
        department: str = "",
    ) -> None:
        self.chance = chance
        self.language = language
        self.needs: Sequence[Need] = [need for need in taxonomy.needs.values() if not need.retired]
        self._communes = [
            commune for commune in placed_communes(gazetteer) if not department or commune.department == department
        ]
        self._population = list(accumulate(commune.population for commune in self._communes))
        self._by_department: dict[str, list[Commune]] = defaultdict(list)
        for commune in self._communes:
            self._by_department[commune.department].append(commune)

    def commune(self) -> Commune:
        """Return a commune, a large one more often: people ask where people live."""
        return self.chance.choices(self._communes, cum_weights=self._population)[0]

    def need(self) -> Need:
        return self.chance.choice(self.needs)

    def audience(self) -> str:
        return self.chance.choice([code for code in codes.AUDIENCES if code != codes.EVERYONE])

    def words(self) -> str:
        """Return what is typed: two or three words, or an expression of a need and a word."""
        if self.chance.random() < 0.5:
            return " ".join(self.language.pick(self.chance, self.chance.choice((2, 2, 3))))
        said = self.chance.choice((self.need().label, *equal_expressions(self.need().search_words)))
        return " ".join((said, *self.language.pick(self.chance, self.chance.choice((0, 1)))))

    def department_box(self) -> str:
        """Return ``ouest,sud,est,nord`` of the communes of a département."""
        communes = self._by_department[self.commune().department]
        souths = [commune.latitude or 0.0 for commune in communes]
        wests = [commune.longitude or 0.0 for commune in communes]
        return f"{min(wests):.3f},{min(souths):.3f},{max(wests):.3f},{max(souths):.3f}"

    def town_box(self) -> str:
        commune = self.commune()
        south, west = (commune.latitude or 0.0) - 0.12, (commune.longitude or 0.0) - 0.17
        return f"{west:.3f},{south:.3f},{west + 0.34:.3f},{south + 0.24:.3f}"


Ask = Callable[[Asker], Asked]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of question. ``is_geographic``: its cost must not follow the size of the base."""

    code: str
    label: str
    ask: Ask
    is_geographic: bool = False


def _text(asker: Asker) -> Asked:
    return Asked(LIST, (("q", asker.words()),))


def need_near(asker: Asker) -> Asked:
    return Asked(LIST, (("besoin", asker.need().code), ("commune", asker.commune().code), ("rayon", "10")))


def _text_and_criteria(asker: Asker) -> Asked:
    need = asker.need()
    return Asked(
        LIST,
        (
            ("q", asker.chance.choice((need.label, *equal_expressions(need.search_words)))),
            ("famille", need.family),
            ("public", asker.audience()),
            ("commune", asker.commune().code),
            ("rayon", "30"),
        ),
    )


def _department(asker: Asker) -> Asked:
    return Asked(LIST, (("bbox", asker.department_box()), ("tri", "fraicheur")))


def _national(asker: Asker) -> Asked:
    order = asker.chance.choice(("pertinence", "fraicheur"))
    return Asked(LIST, (("tri", order), ("page", str(asker.chance.randrange(1, 6)))))


def _prefix(asker: Asker) -> Asked:
    word = asker.language.pick(asker.chance, 1)[0]
    return Asked(SUGGESTIONS, (("q", word[: asker.chance.randrange(2, 5)]),))


def _typo(asker: Asker) -> Asked:
    right, wrong = (_long_word(asker) for _ in range(2))
    return Asked(LIST, (("q", f"{right} {misspell(wrong, asker.chance)}"),))


def _long_word(asker: Asker) -> str:
    return next(word for _ in range(1000) if len(word := asker.language.pick(asker.chance, 1)[0]) >= 6)


def _map(asker: Asker) -> Asked:
    if asker.chance.random() < 0.5:
        return Asked(MAP, (("bbox", asker.town_box()), ("zoom", "12")))
    return Asked(MAP, (("bbox", asker.department_box()), ("zoom", "9")))


def _open_near(asker: Asker) -> Asked:
    place = (("commune", asker.commune().code), ("rayon", "20"))
    return Asked(LIST, (("public", asker.audience()), ("acces", "libre"), ("ouvert", "maintenant"), *place))


def _sentence(asker: Asker) -> Asked:
    need, other = asker.need(), asker.need()
    said = f"{need.label}, {other.label}, près de {asker.commune().name} samedi"
    return Asked(LIST, (("q", said), ("commune", asker.commune().code)))


def _group(asker: Asker) -> Asked:
    place = (("commune", asker.commune().code), ("groupe", "a-verifier"))
    return Asked(LIST, (("besoin", asker.need().code), ("public", asker.audience()), *place))


def _by_name(asker: Asker) -> Asked:
    return Asked(LIST, (("famille", asker.need().family), ("tri", "nom")))


def _commune(asker: Asker) -> Asked:
    return Asked(LIST, (("commune", asker.commune().code),))


KINDS: tuple[Kind, ...] = (
    Kind("Q1", "text", _text),
    Kind("Q2", "need + 10 km", need_near, is_geographic=True),
    Kind("Q3", "text + family + public + 30 km", _text_and_criteria, is_geographic=True),
    Kind("Q4", "département, by freshness", _department, is_geographic=True),
    Kind("Q5", "national page", _national),
    Kind("Q6", "prefix", _prefix),
    Kind("Q7", "typing error", _typo),
    Kind("Q8", "map", _map, is_geographic=True),
    Kind("Q9", "public + access + open now + 20 km", _open_near, is_geographic=True),
    Kind("Q10", "a sentence and a place", _sentence, is_geographic=True),
    Kind("Q11", "the group “à vérifier”", _group, is_geographic=True),
    Kind("Q12", "family, by name", _by_name),
    Kind("Q13", "commune alone", _commune, is_geographic=True),
)
"""Q1 to Q8 are those of the spike; the others are what the product asks besides."""
