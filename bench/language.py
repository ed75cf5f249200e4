"""A language that looks French, made by rule: thousands of words as common and as rare as in real texts."""

import random
import re
from collections.abc import Iterable, Sequence
from itertools import accumulate

from directory.domain.taxonomy import Taxonomy
from search.text.analysis import STOP, words
from search.text.need_words import equal_expressions

VOCABULARY_WORDS = 22_000
FLATTENED_HEAD = 12
"""Zipf-Mandelbrot: the most common word is then in four fiches out of ten, as "accompagnement" is in real bases."""

_COMMON = """\
accompagnement aide emploi service accueil personne information orientation atelier soutien insertion social formation
rendez-vous entretien projet démarche droit conseil écoute suivi dossier quartier famille public association parcours
gratuit collectif individuel situation accès logement santé jeune adulte enfant parent professionnel équipe activité
permanence inscription référent partenaire difficulté besoin recherche numérique mobilité budget urgence hébergement
alimentaire colis épicerie vêtement transport vélo voiture permis conduite garde crèche loisir culture sport lecture
français langue alphabétisation diplôme stage métier entreprise création contrat salaire retraite handicap maladie soin
médecin psychologue dentaire vaccination addiction prévention violence femme victime justice avocat médiation impôt
courrier dématérialisé internet téléphone adresse domiciliation séjour asile exil migrant nuit jour semaine matin
"""
_ONSETS = ("b", "br", "c", "ch", "cl", "d", "dr", "f", "fl", "g", "gr", "j", "l", "m", "n", "p", "pl", "pr", "qu", "r",
           "s", "st", "t", "tr", "v")  # fmt: skip
_VOWELS = ("a", "a", "e", "e", "é", "é", "i", "i", "o", "o", "u", "ou", "ai", "eau", "oi", "è", "ê", "an", "on", "en")
_ENDINGS = ("tion", "ment", "age", "eur", "euse", "ité", "ique", "oir", "ance", "ence", "ier", "ière", "able", "al",
            "ale", "er", "é", "ée", "elle", "ette", "isme", "iste", "ure", "ateur", "eux", "erie", "aire")  # fmt: skip
_SENTENCES = (
    "Le {} de {} propose un {} pour les {} et leurs {}.",
    "Cette {} aide à préparer un {}, avec un {} et une {}.",
    "L’équipe reçoit sur {} et accompagne vers le {} ou la {}.",
    "Un {} d’une durée de six {} permet de trouver une {}.",
    "Les {} sont suivis par un {} qui connaît le {} et les {}.",
    "Pour toute {}, apporter un {} et une {} de moins de trois {}.",
)


class Language:
    """Words by rank, the most common first; the same ``seed`` gives the same words."""

    def __init__(self, seed: int, taxonomy: Taxonomy, size: int = VOCABULARY_WORDS) -> None:
        chance = random.Random(f"words {seed}")
        head = [*_COMMON.split(), *_words_of(taxonomy)]
        chance.shuffle(head)
        self.words: Sequence[str] = _distinct(head, chance, size)
        self._weights = list(accumulate(1 / (rank + FLATTENED_HEAD) for rank in range(size)))

    def pick(self, chance: random.Random, count: int) -> list[str]:
        """Return ``count`` words, common ones often."""
        return chance.choices(self.words, cum_weights=self._weights, k=count)

    def text(self, chance: random.Random, sentences: int) -> str:
        """Return some sentences, about eleven words each."""
        chosen = chance.choices(_SENTENCES, k=sentences)
        return " ".join(one.format(*self.pick(chance, one.count("{}"))) for one in chosen)


def _words_of(taxonomy: Taxonomy) -> list[str]:
    said = [text for need in taxonomy.needs.values() for text in (need.label, *equal_expressions(need.search_words))]
    return [word for text in said for word in re.findall(r"[^\W\d_]{4,}", text)]


def _distinct(head: Iterable[str], chance: random.Random, size: int) -> list[str]:
    found: dict[str, str] = {}
    for word in head:
        folded = "".join(words(word))
        if folded not in STOP:
            found.setdefault(folded, word.lower())
    while len(found) < size:
        syllables = chance.choice((1, 1, 2, 2, 2, 3))
        root = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(syllables))
        word = root + chance.choice(_ONSETS) + chance.choice(_ENDINGS)
        found.setdefault("".join(words(word)), word)
    return list(found.values())[:size]


def misspell(word: str, chance: random.Random) -> str:
    """Return ``word`` with one typing error in its middle: two letters swapped, one lost or one doubled."""
    at = chance.randrange(1, len(word) - 2)
    kind = chance.randrange(3)
    if kind == 0 and word[at] != word[at + 1]:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + word[at + 1 :] if kind == 1 else word[: at + 1] + word[at:]
