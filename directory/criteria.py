"""Everything a search can be asked, one declaration per parameter of the URL: the same for pages and API.

A parameter tells its label, its help, the field that reads it, the criterion of ``search`` it becomes and the words of
the tag that removes it. Forms, tags, documentation and links are all made from this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from marshmallow import fields

from directory.schemas import search_criteria as make
from directory.schemas.search_criteria import MakeCriterion, Values
from directory.schemas.search_fields import (
    Area,
    CommuneCode,
    Moment,
    NetworkCodes,
    Numbers,
    Since,
    SourceCodes,
    TerritoryCode,
)
from directory.schemas.wire import AnyField, RequestContext, describe
from directory.schemas.wire_fields import Choice, Codes, Day, Decimal, Text, Whole, YesNo
from directory.services.hours.words import clock
from directory.services.search.question import PAGE_SIZE, RADIUS_KM
from directory.services.taxonomy.vocabularies import Vocabularies
from search import criteria
from search.criteria import Criterion
from search.query import LISTINGS, MAX_DEPTH, SORTS
from search.text.french import DAYS, day_in_words

NBSP = "\u00a0"
LARGEST_PAGE = 100
LARGEST_NUMBER = 2**53 - 1

Sentence = Callable[[str, Vocabularies], str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the URL.

    help        one sentence for the form and for the documentation of the API.
    field       reads and checks the value; a list field makes it repeatable.
    sentence    words of the tag for one value, empty for one that asks nothing; None for what is never a tag (paging,
                order…).
    criterion   makes the criterion from all the parameters read; None when it becomes something else.
    """

    name: str
    label: str
    help: str
    field: AnyField
    sentence: Sentence | None = None
    criterion: MakeCriterion | None = None

    @property
    def is_repeatable(self) -> bool:
        return isinstance(self.field, fields.List)

    @property
    def is_facet(self) -> bool:
        return self.name in FACET_NAMES


FACET_NAMES: tuple[str, ...] = ("famille", "besoin", *criteria.FACETS)
"""Parameters whose values are counted, in the order shown."""


def _labelled(name: str, before: str = "") -> Sentence:
    def sentence(value: str, words: Vocabularies) -> str:
        label = words.label(name, value)
        if value == criteria.UNKNOWN:
            return f"{before or BY_NAME[name].label}{NBSP}: non communiqué"
        return f"{before}{NBSP}: {label}" if before else label

    return sentence


def _fixed(text: str) -> Sentence:
    return lambda value, words: text


def _unless(idle: str, text: str) -> Sentence:
    """Say ``text``, but nothing of the value that is the same as no value."""
    return lambda value, words: "" if value == idle else text


def _known(name: str) -> Callable[[RequestContext], Mapping[str, str]]:
    return lambda reading: reading.words.labels[name]


def _need_of_today(reading: RequestContext, code: str) -> str:
    need = reading.words.taxonomy.current_need(code)
    return need.code if need is not None else code


def _family_of_today(reading: RequestContext, code: str) -> str:
    family = reading.words.taxonomy.current_family(code)
    return family.code if family is not None else code


def _open_sentence(value: str, words: Vocabularies) -> str:
    if value == "maintenant":
        return "Ouvert maintenant"
    moment = datetime.fromisoformat(value)
    day = f"{DAYS[moment.weekday()]} {day_in_words(moment.date())}"
    return (
        f"Ouvert {day} à {clock(moment.hour * 60 + moment.minute)}" if "T" in value or " " in value else f"Ouvert {day}"
    )


def _verified_sentence(value: str, words: Vocabularies) -> str:
    day = date.fromisoformat(value)
    return f"Vérifiée depuis le {day_in_words(day)} {day.year}"


def _modified_sentence(value: str, words: Vocabularies) -> str:
    day = date.fromisoformat(value[:10])
    return f"Modifiée depuis le {day_in_words(day)} {day.year}"


def _choice(name: str, label: str, help: str, before: str = "") -> Parameter:
    """Declare a repeatable parameter over one code field of the fiche."""
    return Parameter(name, label, help, Codes(_known(name)), _labelled(name, before), make.codes(name))


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "q", "De quoi la personne a-t-elle besoin\u00a0?",
        "Des mots, une phrase, un SIRET ou un numéro de téléphone.", Text(most_chars=500),
    ),
    Parameter(
        "correction", "Correction", "«\u00a0non\u00a0» cherche les mots tels qu’ils sont tapés.", YesNo(),
        _unless("oui", "Sans correction des mots"),
    ),
    Parameter(
        "famille", "Famille de besoins", "Une des familles de freins\u00a0; s’ajoute aux besoins choisis.",
        Codes(_known("famille"), follow=_family_of_today), _labelled("famille"), make.classification,
    ),
    Parameter(
        "besoin", "Besoin", "Un besoin précis\u00a0; plusieurs s’ajoutent.",
        Codes(_known("besoin"), follow=_need_of_today), _labelled("besoin"),
    ),
    Parameter(
        "sans_besoin", "Besoin non précisé",
        "«\u00a0oui\u00a0» ne garde que les fiches dont le besoin n’est pas précisé.",
        YesNo(), _unless("non", "Besoin non précisé"), make.without_need,
    ),
    _choice("volet", "Type d’aide", "Contraintes personnelles, ou offre de service de Pôle emploi."),
    _choice(
        "public", "Public", "À qui le service s’adresse\u00a0; «\u00a0tous publics\u00a0» répond à tous.",
        "Public",
    ),
    _choice("acces", "Modalité d’accès", "Comment y venir\u00a0: librement, sur rendez-vous…"),
    _choice("mobilisation", "Comment orienter", "Comment le professionnel mobilise le service."),
    _choice("frais", "Coût", "Gratuit ou payant.", "Coût"),
    _choice("accueil", "Accueil", "Sur place, à distance, ou chez la personne."),
    _choice("institution", "Institution", "L’institution qui tient la fiche à jour.", "Institution"),
    Parameter(
        "reseau", "Type de structure", "Le réseau de la structure, comme «\u00a0mission-locale\u00a0».",
        NetworkCodes(), _labelled("reseau", "Type de structure"), make.codes("reseau"),
    ),
    _choice("langue", "Langue parlée", "Une langue parlée sur place.", "Langue"),
    _choice("accessibilite", "Accessibilité", "Ce que le lieu permet."),
    Parameter(
        "lieu", "Où\u00a0?",
        "Une commune, un code postal, une adresse, un département, une région ou une intercommunalité, comme on "
        "l’écrit\u00a0: «\u00a0salon\u00a0», «\u00a0st mitre\u00a0», «\u00a013\u00a0».", Text(most_chars=200),
        lambda value, words: value,
    ),
    Parameter(
        "commune", "Commune", "Code INSEE de la commune\u00a0; l’emporte sur «\u00a0lieu\u00a0».", CommuneCode(),
        lambda value, words: value,
    ),
    Parameter(
        "territoire", "Territoire",
        "Un département, une région ou une intercommunalité en entier\u00a0: «\u00a0dep:13\u00a0», "
        "«\u00a0reg:93\u00a0» ou «\u00a0epci:200054807\u00a0»\u00a0; «\u00a0commune\u00a0» l’emporte, et le "
        "rayon ne compte pas.", TerritoryCode(),
        lambda value, words: value,
    ),
    Parameter(
        "lat", "Latitude", "Degrés WGS 84, avec «\u00a0lon\u00a0»\u00a0: le point d’où compter les distances.",
        Decimal(least=-90, most=90), _fixed("Autour d’un point"),
    ),
    Parameter("lon", "Longitude", "Degrés WGS 84, avec «\u00a0lat\u00a0».", Decimal(least=-180, most=180)),
    Parameter(
        "rayon", "Dans un rayon de", f"Kilomètres autour du lieu, de 1 à 100\u00a0; {RADIUS_KM:g} par défaut.",
        Decimal(least=1, most=100),
    ),
    Parameter(
        "bbox", "Zone de la carte", "Une zone dessinée\u00a0: «\u00a0ouest,sud,est,nord\u00a0», en degrés.", Area(),
        _fixed("Zone dessinée sur la carte"),
    ),
    Parameter(
        "ouvert", "Ouvert",
        "«\u00a0maintenant\u00a0», un jour (2026-11-23) ou un moment (2026-11-23T14:00), à 14 jours au plus.",
        Moment(), _open_sentence, make.open_at,
    ),
    Parameter(
        "verifiee_depuis", "Vérifiée depuis", "Une date\u00a0: la fiche a été vérifiée ce jour-là ou après.", Day(),
        _verified_sentence, make.verified_since,
    ),
    Parameter(
        "modifiee_depuis", "Modifiée depuis",
        "Une date, ou un instant comme 2026-11-23T08:00:00Z\u00a0: la fiche a été enregistrée à ce moment-là ou après.",
        Since(), _modified_sentence, make.modified_since,
    ),
    Parameter(
        "complete", "Fiche complète",
        "«\u00a0oui\u00a0» ne garde que les fiches qui disent tout ce que la convention demande, «\u00a0non\u00a0» que "
        "les autres.",
        YesNo(), lambda value, words: "Fiches incomplètes" if value == "non" else "Fiches complètes", make.completeness,
    ),
    Parameter(
        "source", "Source", "Le système d’où la fiche a été importée, comme «\u00a0data-inclusion\u00a0».",
        SourceCodes(), lambda value, words: f"Source{NBSP}: {value}", make.source,
    ),
    Parameter(
        "structure", "Structure", "Le numéro de la structure, donné par /api/v1/structures.",
        Numbers(most=LARGEST_NUMBER), lambda value, words: f"Structure n°{NBSP}{value}", make.of_structures,
    ),
    Parameter(
        "sans_doublons", "Sans doublons",
        "«\u00a0oui\u00a0» laisse de côté une fiche presque sûrement identique à une plus ancienne, tant que personne "
        "ne les a départagées.",
        YesNo(), _unless("non", "Sans doublons"), make.without_doubles,
    ),
    Parameter("groupe", "Liste", "Une des listes qui suivent la liste principale.", Choice(LISTINGS)),
    Parameter("tri", "Trier par", "L’ordre de la liste\u00a0; la distance demande un lieu.", Choice(SORTS)),
    Parameter("page", "Page", "Numéro de page, à partir de 1.", Whole(least=1, most=MAX_DEPTH)),
    Parameter(
        "taille", "Ressources par page", f"De 1 à {LARGEST_PAGE}\u00a0; {PAGE_SIZE} par défaut.",
        Whole(least=1, most=LARGEST_PAGE),
    ),
)  # fmt: skip

BY_NAME: Mapping[str, Parameter] = MappingProxyType({parameter.name: parameter for parameter in PARAMETERS})

for _parameter in PARAMETERS:
    describe(_parameter.field, label=_parameter.label, description=_parameter.help)


_MADE_OF = tuple(
    (frozenset(("famille", "besoin") if parameter.name == "famille" else (parameter.name,)), parameter.criterion)
    for parameter in PARAMETERS
    if parameter.criterion is not None
)
"""What makes each criterion, and the parameters without which it makes none: a question has three of thirty."""


def criteria_of(values: Values, words: Vocabularies) -> tuple[Criterion, ...]:
    """Return the criteria that the parameters read make together."""
    made = [make_criterion(values, words) for names, make_criterion in _MADE_OF if not names.isdisjoint(values)]
    return tuple(criterion for criterion in made if criterion is not None)
