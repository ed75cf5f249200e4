"""What a fiche says: one service offered by one structure, at one or several places or remotely.

One row for each field, and nothing else to write when a field is added but the migration that makes its column.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Annotated

from fiche.codes import Reception, Status
from fiche.fields import NO_COLUMN, Field, Kind, SeenBy, fields_of
from fiche.making import make_quickly
from fiche.parts import Closure, Place, Structure


@dataclass(frozen=True, slots=True)
class Content:
    """Everything a person or an import writes in a fiche: what a version compares.

    Tuples of codes hold codes of ``fiche.codes`` or of the taxonomy, sorted, without repeats;
    an empty tuple or text means "not said", never "no".

    needs           need codes. ``families`` holds only the families given without any of their needs.
    service_areas   who may come: ``fr``, ``reg:93``, ``dep:13``, ``epci:200054807``, ``com:13055``; empty = unknown.
    hours           OpenStreetMap ``opening_hours`` syntax, validated, or empty.
    archive_on      day on which the worker archives the fiche; None once it is, and when nothing is planned.
    status          a value of ``codes.Status``, or any other text until it is checked.
    institution     code of the institution that owns the fiche; empty until somebody does.
    """

    title: Annotated[str, Field(
        Kind.LINE, "titre", "Titre du service", "titre_du_service", longest=300, asked=True,
        help="Ce que la personne vient chercher, en quelques mots. Ce n’est pas le nom de la structure.",
        example="Auto-école sociale", data_inclusion="nom", hsds="service.name",
    )]  # fmt: skip
    structure: Annotated[Structure, Field(Kind.PART, "structure", "Structure")]
    description: Annotated[str, Field(
        Kind.TEXT, "description", "Description", longest=20_000, required="description", asked=True,
        help="Ce que fait le service, pour qui, comment. Plusieurs phrases, sans jargon.",
        example="Cours de code et de conduite à petit prix, avec un moniteur formé aux difficultés "
        "d’apprentissage.",
        data_inclusion="description", hsds="service.description",
    )] = ""  # fmt: skip
    needs: Annotated[tuple[str, ...], Field(
        Kind.CODES, "besoins", "Besoins", vocabulary="needs", required="besoins", asked=True,
        help="Un ou plusieurs besoins de la classification, par leur libellé ou leur code. Une famille seule est "
        "acceptée si le besoin précis n’est pas connu.",
        example="Passer son permis de conduire", data_inclusion="thematiques", hsds="service.attributes",
    )] = ()  # fmt: skip
    families: Annotated[tuple[str, ...], Field(
        Kind.CODES, "familles", "Familles de freins", vocabulary="families",
        wire_help="Familles données sans besoin précis.",
        help="Familles de freins, si le besoin précis n’est pas connu.",
    )] = ()  # fmt: skip
    audiences: Annotated[tuple[str, ...], Field(
        Kind.CODES, "public", "Public", vocabulary="audiences", beside="audience_text", required="public",
        asked=True, help="Qui peut venir. «\u00a0Tous publics\u00a0» exclut les autres valeurs.",
        example="Demandeurs d’emploi|Bénéficiaires des minima sociaux (RSA, AAH, ASS…)", data_inclusion="publics",
    )] = ()  # fmt: skip
    audience_text: Annotated[str, Field(
        Kind.TEXT, "public_precisions", "Précisions sur le public", longest=3_000, required="public",
        joined_by="\n", help="Conditions d’âge, de ressources, de résidence…", example="Habiter le département.",
        data_inclusion="publics_precisions", hsds="service.eligibility_description",
    )] = ""  # fmt: skip
    access_modes: Annotated[tuple[str, ...], Field(
        Kind.CODES, "acces", "Modalités d’accès", vocabulary="access_modes", beside="access_text", required="acces",
        asked=True, help="Comment on vient.", example="Sur orientation d’un professionnel",
    )] = ()  # fmt: skip
    access_text: Annotated[str, Field(
        Kind.TEXT, "acces_precisions", "Précisions sur l’accès", longest=3_000, required="acces", joined_by="\n",
        help="Tout ce qui aide à venir\u00a0: numéro à appeler, permanence, délai.", example="Appeler le matin.",
        data_inclusion="conditions_acces", hsds="service.application_process",
    )] = ""  # fmt: skip
    receptions: Annotated[tuple[str, ...], Field(
        Kind.CODES, "accueil", "Accueil", wire_help="Vide\u00a0: non communiqué.", vocabulary="receptions",
        help="Sur place, à distance ou en se déplaçant.", example="Sur place", data_inclusion="modes_accueil",
        hsds="location.location_type",
    )] = ()  # fmt: skip
    mobilisations: Annotated[tuple[str, ...], Field(
        Kind.CODES, "mobilisation", "Mode de mobilisation", vocabulary="mobilisations",
        beside="mobilisation_text", required="mobilisation", asked=True,
        help="Comment un professionnel y adresse quelqu’un.", example="Prescription directe",
        data_inclusion="modes_mobilisation",
    )] = ()  # fmt: skip
    mobilisation_text: Annotated[str, Field(
        Kind.TEXT, "mobilisation_precisions", "Précisions sur la mobilisation", longest=3_000,
        required="mobilisation", help="Formulaire, commission, délai de réponse.",
        example="Fiche de liaison par mail, réponse sous huit jours.", data_inclusion="mobilisation_precisions",
    )] = ""  # fmt: skip
    costs: Annotated[tuple[str, ...], Field(
        Kind.CODES, "frais", "Frais", vocabulary="costs", beside="cost_text", help="Gratuit, payant, ou les deux.",
        example="Payant", data_inclusion="frais", hsds="cost_option.option",
    )] = ()  # fmt: skip
    cost_text: Annotated[str, Field(
        Kind.TEXT, "frais_precisions", "Précisions sur les frais", longest=3_000, help="Montants et conditions.",
        example="5 € l’heure de conduite.", data_inclusion="frais_precisions", hsds="service.fees_description",
    )] = ""  # fmt: skip
    languages: Annotated[tuple[str, ...], Field(
        Kind.CODES, "langue", "Langues parlées", "langues", vocabulary="languages", help="En plus du français.",
        example="Arabe", hsds="language.code",
    )] = ()  # fmt: skip
    accessibilities: Annotated[tuple[str, ...], Field(
        Kind.CODES, "accessibilite", "Accessibilité", vocabulary="accessibilities",
        help="Ce qui est prévu pour les personnes handicapées.", example="Accessible en fauteuil roulant",
        hsds="accessibility.description",
    )] = ()  # fmt: skip
    documents_to_bring: Annotated[str, Field(
        Kind.TEXT, "a_apporter", "Documents à apporter", "documents_a_apporter", longest=5_000,
        help="Ce qu’il faut avoir avec soi.", example="Pièce d’identité, justificatif de domicile.",
        hsds="required_document.document",
    )] = ""  # fmt: skip
    link: Annotated[str, Field(
        Kind.WEB, "lien", "Lien utile", longest=2_000, data_inclusion="lien_mobilisation", hsds="service.url",
        help="Page du service, formulaire ou prise de rendez-vous en ligne.",
        example="https://www.exemple.fr/auto-ecole",
    )] = ""  # fmt: skip
    phone: Annotated[str, Field(
        Kind.PHONE, "telephone", "Téléphone", longest=40, required="contact", data_inclusion="telephone",
        help="Dix chiffres, ou un numéro court. Un contact au moins est demandé\u00a0: téléphone, mail ou site.",
        example="04 91 00 00 00", hsds="phone.number",
    )] = ""  # fmt: skip
    second_phone: Annotated[str, Field(
        Kind.PHONE, "second_telephone", "Second téléphone", "telephone_2", longest=40, required="contact",
        example="04 91 00 00 02", hsds="phone.number",
    )] = ""  # fmt: skip
    email: Annotated[str, Field(
        Kind.EMAIL, "courriel", "Adresse mail", longest=254, required="contact",
        help="Celle du service, pas d’une personne.", example="contact@exemple.fr", data_inclusion="courriel",
        hsds="service.email",
    )] = ""  # fmt: skip
    website: Annotated[str, Field(
        Kind.WEB, "site", "Site", longest=2_000, required="contact", example="https://www.exemple.fr",
        data_inclusion="structure.site_web", hsds="organization.website",
    )] = ""  # fmt: skip
    named_contact: Annotated[str, Field(
        Kind.LINE, "contact_nomme", "Contact nommé", longest=300, seen_by=SeenBy.PROFESSIONALS, joined_by=" ; ",
        help="Le nom d’un professionnel. Montré aux seuls professionnels connectés.",
        example="Mme Durand, coordinatrice", data_inclusion="contact_nom_prenom", hsds="contact.name",
    )] = ""  # fmt: skip
    service_areas: Annotated[tuple[str, ...], Field(
        Kind.AREAS, "zones", "Zone d’intervention", "zone_d_intervention", most=500,
        wire_help="Qui peut venir\u00a0: fr, reg:93, dep:13, epci:…, com:…\u00a0; vide\u00a0: inconnu.",
        help="D’où l’on peut venir\u00a0: département, région, commune ou intercommunalité, par leur nom ou leur "
        "code (dep:13, reg:93, com:13055, epci:200054807). Vide\u00a0: inconnue.",
        example="Bouches-du-Rhône", data_inclusion="zone_eligibilite", hsds="service_area.name",
    )] = ()  # fmt: skip
    hours: Annotated[str, Field(
        Kind.HOURS, "horaires", "Horaires",
        wire_help="Syntaxe opening_hours d’OpenStreetMap.", longest=2_000, required="horaires", asked=True,
        help="En français («\u00a0lundi-vendredi 9h-12h et 14h-17h\u00a0; samedi 9h-12h\u00a0») ou dans la syntaxe "
        "d’OpenStreetMap.",
        example="lundi-jeudi 9h-12h et 14h-17h\u00a0; vendredi 9h-12h", data_inclusion="horaires_accueil",
        hsds="schedule.byday",
    )] = ""  # fmt: skip
    hours_text: Annotated[str, Field(
        Kind.TEXT, "horaires_precisions", "Précisions sur les horaires", longest=3_000, required="horaires",
        joined_by="\n", help="Ce que la grille ne dit pas.", example="Fermé pendant les vacances scolaires.",
        hsds="schedule.description",
    )] = ""  # fmt: skip
    closures: Annotated[tuple[Closure, ...], Field(
        Kind.PARTS, "fermetures", "Fermetures", help="Une ou plusieurs périodes\u00a0: "
        "01/08/2027-31/08/2027\u00a0: message.", example="01/08/2027-31/08/2027\u00a0: fermeture annuelle",
        hsds="schedule",
    )] = ()  # fmt: skip
    valid_from: Annotated[date | None, Field(
        Kind.DATE, "valable_du", "Valable à partir du", help="Premier jour où la fiche est montrée.",
        example="01/01/2027",
    )] = None  # fmt: skip
    valid_to: Annotated[date | None, Field(
        Kind.DATE, "valable_au", "Valable jusqu’au", help="Dernier jour où la fiche est montrée.",
        example="31/12/2027",
    )] = None  # fmt: skip
    confirmed_every: Annotated[str, Field(
        Kind.CODE, "a_confirmer", "À confirmer", NO_COLUMN, longest=2, vocabulary="periods",
        wire_help="Tous les combien de mois la fiche est à confirmer, de 1 à 12\u00a0; vide\u00a0: au rythme de "
        "l’institution qui la tient.",
        help="Plus souvent si elle change vite\u00a0: permanences, places, tarifs de saison.",
    )] = ""  # fmt: skip
    status: Annotated[
        str, Field(Kind.CODE, "statut", "Statut", NO_COLUMN, longest=20, vocabulary="statuses", hsds="service.status")
    ] = Status.PUBLISHED
    archive_reason: Annotated[str, Field(
        Kind.CODE, "motif_d_archivage", "Motif d’archivage", NO_COLUMN, longest=20, vocabulary="archive_reasons",
        wire_help="Pourquoi la fiche est archivée, ou le sera\u00a0: vide si ce n’est pas dit.",
    )] = ""  # fmt: skip
    archive_on: Annotated[date | None, Field(
        Kind.DATE, "archivage_prevu", "Archivage prévu le", NO_COLUMN,
        wire_help="Jour où la fiche sera archivée\u00a0; null si ce n’est pas prévu.",
    )] = None  # fmt: skip
    institution: Annotated[str, Field(
        Kind.CODE, "institution", "Institution propriétaire",
        wire_help="Code de l’institution qui tient la fiche.", longest=100, vocabulary="institutions",
        help="Code de l’institution qui tient la fiche à jour. Vide\u00a0: celle de la personne qui importe.",
    )] = ""  # fmt: skip
    places: Annotated[
        tuple[Place, ...], Field(Kind.PARTS, "lieux", "Lieux", NO_COLUMN, most=300, required="adresse")
    ] = ()

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    @property
    def is_archived(self) -> bool:
        return self.status == Status.ARCHIVED

    @property
    def has_page(self) -> bool:
        """Whether anybody may read it: a fiche that is being written is nobody's business but its author's."""
        return self.is_published or self.is_archived

    @property
    def is_remote_only(self) -> bool:
        """Whether nobody has to go anywhere: how people are received is known, and never on site."""
        return bool(self.receptions) and Reception.ON_SITE not in self.receptions

    @property
    def is_travelling(self) -> bool:
        """Whether the service comes to the person, or passes through places, and receives nobody on site."""
        return self.is_remote_only and Reception.TRAVELLING in self.receptions

    @property
    def home_commune(self) -> str:
        """INSEE code of the commune whose clock it goes by; empty, that of Paris, when it has none."""
        return next((place.commune_code for place in self.places if place.commune_code), "")

    @property
    def is_located(self) -> bool:
        """Whether one place at least has a street and a town."""
        return any(place.address and (place.commune_code or place.commune_name) for place in self.places)


make_quickly(Content)
FIELDS = fields_of(Content)
"""Attribute to row, in the order of the class."""
members_of: Callable[[Content], tuple[object, ...]] = attrgetter(*FIELDS)
"""Return the values of a content, in the order of ``FIELDS``."""
_RANKS = {name: rank for rank, name in enumerate(FIELDS)}


def with_members(content: Content, changed: Mapping[str, object]) -> Content:
    """Return a content with other members, by name: ``dataclasses.replace`` takes four times as long."""
    members = list(members_of(content))
    for name, member in changed.items():
        members[_RANKS[name]] = member
    return Content(*members)  # type: ignore[arg-type]  # in the order of its fields


def _holds_numbers(row: Field) -> bool:
    members = () if row.part is None else fields_of(row.part).values()
    return any(each.kind is Kind.NUMBER for each in (row, *members))


(FRACTIONS_IN,) = (name for name, row in FIELDS.items() if _holds_numbers(row))
"""The only field that holds numbers with a fraction, which are not written alike everywhere."""
