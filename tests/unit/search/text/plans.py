"""What the tests of plans share: a small vocabulary, a few needs, a few communes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from search.text.analysis import words
from search.text.need_words import NeedWords
from search.text.plan import Alternative, Group, TextPlan
from search.text.planning import make_plan
from search.text.synonyms import Synonyms, read_groups
from search.text.vocabulary import Vocabulary

SATURDAY = date(2026, 11, 21)


@dataclass(frozen=True, slots=True)
class Town:
    code: str
    name: str
    population: int


TOWNS = (
    Town("13117", "Vitrolles", 36000),
    Town("13004", "Arles", 51000),
    Town("13041", "Gardanne", 21000),
    Town("13110", "Trets", 10000),
    Town("76351", "Le Havre", 166000),
    Town("13028", "La Ciotat", 36000),
    Town("79048", "La Crèche", 5600),
    Town("49171", "Liré", 300),
    Town("53177", "Placé", 359),
    Town("93066", "Saint-Denis", 112000),
    Town("97411", "Saint-Denis", 153000),
    Town("01344", "Saint-Denis", 2000),
    Town("13001", "Aix-en-Provence", 147000),
    Town("26064", "Chatillon", 150),
)
_CONTRACTIONS = {"au": "le", "du": "le", "aux": "les", "des": "les"}


class Towns:
    """A gazetteer of a few communes, with the rules of the real one."""

    def names_starting_at(self, folded_tokens: Sequence[str], start: int) -> tuple[int, Sequence[Town]]:
        said = list(folded_tokens[start:])
        said[0] = _CONTRACTIONS.get(said[0], said[0])
        named = [town for town in TOWNS if said[: len(words(town.name))] == words(town.name)]
        longest = max((len(words(town.name)) for town in named), default=0)
        found = [town for town in named if len(words(town.name)) == longest]
        return longest, sorted(found, key=lambda town: -town.population)

    def meant_at(self, folded_tokens: Sequence[str], start: int) -> tuple[int, Sequence[Town]]:
        return self.names_starting_at(folded_tokens, start)

    def members(self, code: str) -> Sequence[str]:
        return (code,)


VOCABULARY = Vocabulary(
    {
        "permis": 500, "conduire": 300, "creche": 80, "hebergement": 200, "urgence": 150, "logement": 400, "aide": 900,
        "alimentaire": 90, "psychologue": 40, "voiture": 120, "location": 300, "allocation": 60, "gardanne": 12,
        "vitrolles": 30, "trets": 5, "accueil": 700, "jour": 300, "colis": 20, "mediation": 40, "familiale": 45,
        "auto": 50, "ecole": 70, "emploi": 800, "covoiturage": 15, "ccas": 60, "domicile": 80, "france": 300,
    }
)  # fmt: skip
SYNONYMS = Synonyms(
    read_groups(
        enumerate(
            [
                "css, cmu, complémentaire santé solidaire",
                "permis, permis de conduire, auto-école",
                "accueil de jour, halte de jour",
                "bagnole => voiture, véhicule",
                "psychologue, psy, soutien psychologique",
                "maman seule => parent isolé",
                "covoiturage, covoiturer",
            ],
            start=1,
        )
    )
)
NEEDS = NeedWords.of(
    {
        "famille-garde": ["crèche", "faire garder son enfant", "nounou"],
        "mobilite-permis": ["permis", "permis de conduire", "permis b"],
        "mobilite-vehicule": ["voiture", "plus de voiture"],
        "argent-alimentation": ["aide alimentaire", "colis alimentaire"],
        "argent-aides": ["plus de sous"],
        "logement-abri": ["dormir ce soir", "hébergement d’urgence", "115", "à la rue"],
        "isolement-savoirs": ["ne sait pas lire"],
        "sante-medecin": ["médecin", "~dentiste"],
        "sante-psy": ["soutien psychologique"],
    },
    {"sante-medecin": "sante", "sante-psy": "sante", "argent-alimentation": "argent", "argent-aides": "argent"},
)


def plan_of(text: str, *, correct: bool = True, today: date = SATURDAY, gazetteer: Towns | None = None) -> TextPlan:
    return make_plan(
        text,
        vocabulary=VOCABULARY,
        synonyms=SYNONYMS,
        need_words=NEEDS,
        gazetteer=gazetteer or Towns(),
        today=today,
        correct=correct,
    )


def group_of(plan: TextPlan, word: str) -> Group:
    return next(group for group in plan.groups if group.word == word)


def stem_alternative(weight: int, *tokens: str) -> Alternative:
    return Alternative(weight, tokens, "")


def required(plan: TextPlan) -> list[str]:
    return [group.word for group in plan.groups if not group.weak]
