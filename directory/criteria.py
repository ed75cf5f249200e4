"""Everything a search can be asked, one declaration per parameter of the URL: the same for pages and API.

A parameter tells its label, its help, the field that reads it, the criterion of ``search`` it becomes and the words of
the tag that removes it. Forms, tags, documentation and links are all made from this table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType

from marshmallow import fields

from directory.schemas.search_fields import Area, CommuneCode, Moment, NetworkCodes, TerritoryCode
from directory.schemas.wire import AnyField, RequestContext, describe
from directory.schemas.wire_fields import Choice, Codes, Day, Decimal, Text, Whole, YesNo
from directory.services.hours.words import clock
from directory.services.search.question import PAGE_SIZE, RADIUS_KM
from directory.services.taxonomy.vocabularies import Vocabularies
from search import criteria
from search.criteria import Criterion
from search.places.clock import day_begins
from search.query import LISTINGS, MAX_DEPTH, SORTS
from search.text.french import DAYS, day_in_words

NBSP = "\u00a0"
LARGEST_PAGE = 100

Values = Mapping[str, object]
"""Parameters read: those absent are not there."""

MakeCriterion = Callable[[Values, Vocabularies], Criterion | None]
Sentence = Callable[[str, Vocabularies], str]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of the URL.

    help        one sentence for the form and for the documentation of the API.
    field       reads and checks the value; a list field makes it repeatable.
    sentence    words of the tag for one value; None for what is never a tag (paging, order…).
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


def _codes(name: str) -> MakeCriterion:
    kind = criteria.FACETS[name]

    def make(values: Values, words: Vocabularies) -> Criterion | None:
        chosen = values.get(name)
        return kind(chosen) if isinstance(chosen, tuple) else None

    return make


def _known(name: str) -> Callable[[RequestContext], Mapping[str, str]]:
    return lambda reading: reading.words.labels[name]


def _need_of_today(reading: RequestContext, code: str) -> str:
    need = reading.words.taxonomy.current_need(code)
    return need.code if need is not None else code


def _family_of_today(reading: RequestContext, code: str) -> str:
    family = reading.words.taxonomy.current_family(code)
    return family.code if family is not None else code


def _classification(values: Values, words: Vocabularies) -> Criterion | None:
    families, needs = codes_of(values, "famille"), codes_of(values, "besoin")
    if not families and not needs:
        return None
    return criteria.Classification(families, tuple((code, words.taxonomy.needs[code].family) for code in needs))


def codes_of(values: Values, name: str) -> tuple[str, ...]:
    """Return the codes read for a repeatable parameter."""
    chosen = values.get(name)
    return chosen if isinstance(chosen, tuple) else ()


def _without_need(values: Values, words: Vocabularies) -> Criterion | None:
    return criteria.WithoutNeed() if values.get("sans_besoin") else None


def _open(values: Values, words: Vocabularies) -> Criterion | None:
    asked = values.get("ouvert")
    return asked if isinstance(asked, criteria.OpenAt) else None


def _open_sentence(value: str, words: Vocabularies) -> str:
    if value == "maintenant":
        return "Ouvert maintenant"
    moment = datetime.fromisoformat(value)
    day = f"{DAYS[moment.weekday()]} {day_in_words(moment.date())}"
    return (
        f"Ouvert {day} à {clock(moment.hour * 60 + moment.minute)}" if "T" in value or " " in value else f"Ouvert {day}"
    )


def _verified_since(values: Values, words: Vocabularies) -> Criterion | None:
    day = values.get("verifiee_depuis")
    if not isinstance(day, date):
        return None
    start = day_begins(max(day, date(1970, 1, 2)))
    return criteria.VerifiedSince(int(start.timestamp()))


def _verified_sentence(value: str, words: Vocabularies) -> str:
    day = date.fromisoformat(value)
    return f"Vérifiée depuis le {day_in_words(day)} {day.year}"


def _choice(name: str, label: str, help: str, before: str = "") -> Parameter:
    """Declare a repeatable parameter over one code field of the fiche."""
    return Parameter(name, label, help, Codes(_known(name)), _labelled(name, before), _codes(name))


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "q", "De quoi la personne a-t-elle besoin\u00a0?",
        "Des mots, une phrase, un SIRET ou un numéro de téléphone.", Text(most_chars=500),
    ),
    Parameter(
        "correction", "Correction", "«\u00a0non\u00a0» cherche les mots tels qu’ils sont tapés.", YesNo(),
        _fixed("Sans correction des mots"),
    ),
    Parameter(
        "famille", "Famille de besoins", "Une des familles de freins\u00a0; s’ajoute aux besoins choisis.",
        Codes(_known("famille"), follow=_family_of_today), _labelled("famille"), _classification,
    ),
    Parameter(
        "besoin", "Besoin", "Un besoin précis\u00a0; plusieurs s’ajoutent.",
        Codes(_known("besoin"), follow=_need_of_today), _labelled("besoin"),
    ),
    Parameter(
        "sans_besoin", "Besoin non précisé",
        "«\u00a0oui\u00a0» ne garde que les fiches dont le besoin n’est pas précisé.",
        YesNo(), _fixed("Besoin non précisé"), _without_need,
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
        NetworkCodes(), _labelled("reseau", "Type de structure"), _codes("reseau"),
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
        Moment(), _open_sentence, _open,
    ),
    Parameter(
        "verifiee_depuis", "Vérifiée depuis", "Une date\u00a0: la fiche a été vérifiée ce jour-là ou après.", Day(),
        _verified_sentence, _verified_since,
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


def criteria_of(values: Values, words: Vocabularies) -> tuple[Criterion, ...]:
    """Return the criteria that the parameters read make together."""
    made = (parameter.criterion(values, words) for parameter in PARAMETERS if parameter.criterion is not None)
    return tuple(criterion for criterion in made if criterion is not None)
