"""Shapes of the API's answers, for its documentation; a test compares real answers with them."""

from marshmallow import Schema, fields, validate

from directory.criteria import FACET_NAMES
from fiche.codes import Status


def _text(help: str = "", **options: object) -> fields.String:
    return fields.String(required=True, metadata={"description": help}, **options)  # type: ignore[arg-type]


def _number(help: str = "", **options: object) -> fields.Integer:
    return fields.Integer(required=True, strict=True, metadata={"description": help}, **options)  # type: ignore[arg-type]


def _maybe(help: str = "") -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": help})


def _degrees(help: str = "", *, optional: bool = True) -> fields.Float:
    return fields.Float(required=True, allow_none=optional, metadata={"description": help})


def _codes(help: str = "") -> fields.List:  # type: ignore[type-arg]
    return fields.List(fields.String(), required=True, metadata={"description": help})


def _flag(help: str = "") -> fields.Boolean:
    return fields.Boolean(required=True, metadata={"description": help})


def _instant(help: str = "") -> fields.String:
    return fields.String(required=True, allow_none=True, metadata={"description": help, "format": "date-time"})


def _list(schema: type[Schema], help: str = "") -> fields.List:  # type: ignore[type-arg]
    return fields.List(fields.Nested(schema), required=True, metadata={"description": help})


def _one(schema: type[Schema], help: str = "") -> fields.Nested:
    return fields.Nested(schema, required=True, metadata={"description": help})


class OpeningSchema(Schema):
    etat = _text(
        "Ouvert, ferme bientôt, fermé, ou inconnu.",
        validate=validate.OneOf(("ouvert", "ferme-bientot", "ferme", "inconnu")),
    )
    phrase = _text("Comme «\u00a0Ouvert jusqu’à 17 h\u00a0».")
    note = _text("Motif de fermeture ou précision, parfois vide.")


class CorrectedWordSchema(Schema):
    tape = _text("Mot tapé.")
    lu = _text("Mot cherché aussi.")


class CorrectionSchema(Schema):
    texte = _text("Le texte tel qu’il est lu.")
    mots = _list(CorrectedWordSchema)


class ProposalSchema(Schema):
    code = _text("Valeur du paramètre à ajouter.")
    libelle = _text()
    lien = _text("La même recherche avec ce critère.")


class UnderstoodPlaceSchema(Schema):
    communes = _list(ProposalSchema, "Les communes de ce nom, la plus peuplée d’abord.")


class ResultSchema(Schema):
    id = _number("Numéro de la fiche.")
    source_id = _maybe("Identifiant dans le système d’origine.")
    titre = _text()
    structure = _text("Nom de la structure.")
    extrait = _text("Le passage de la description où sont les mots cherchés.")
    besoins = _codes()
    mobilisation = _codes()
    acces = _codes()
    accueil = _codes("Vide\u00a0: non communiqué.")
    adresse = _text("Une ligne, du lieu le plus proche.")
    commune = _text()
    code_insee = _text()
    latitude = _degrees()
    longitude = _degrees()
    precision = _text("Ce que vaut la position\u00a0: adresse, rue, commune, main, ou vide.")
    distance_km = _degrees("Kilomètres à vol d’oiseau jusqu’au lieu demandé.")
    a_distance = _flag("Personne n’a besoin de se déplacer.")
    ouvert = _one(OpeningSchema)
    verifiee_le = _instant("Dernière vérification par une personne.")
    modifiee_le = _instant()
    complete = _flag("La fiche dit tout ce que la convention demande.")
    raisons = _codes("Pourquoi la fiche est là.")


class GroupSchema(Schema):
    cle = _text("Valeur du paramètre «\u00a0groupe\u00a0».")
    libelle = _text()
    total = _number()
    lien = _text("La liste entière.")
    resultats = _list(ResultSchema, "Les premières ressources.")


class FacetValueSchema(Schema):
    code = _text()
    libelle = _text()
    total = _number("Ce que donnerait cette valeur choisie seule dans son critère.")


FacetsSchema: type[Schema] = Schema.from_dict(
    {name: fields.List(fields.Nested(FacetValueSchema)) for name in FACET_NAMES}, name="FacetsSchema"
)


class OtherPlaceSchema(Schema):
    code = _text("Code INSEE pour « commune », ou code pour « territoire ».")
    libelle = _text()


class AskedPlaceSchema(Schema):
    """« commune » ou « territoire » selon ce qui est compris."""

    libelle = _text()
    commune = fields.String(metadata={"description": "Code INSEE ; absent pour un territoire."})
    territoire = fields.String(metadata={"description": "Comme « dep:13 » ; absent pour une commune."})
    lu = _text(
        "rien : comme tapé ; orthographe : un nom proche ; adresse : la rue n’a pas été trouvée ; "
        "autre : des mots à côté du nom ne l’ont pas été."
    )
    autres = _list(OtherPlaceSchema, "Ce que le texte peut aussi vouloir dire, le plus probable d’abord.")


class SearchAnswerSchema(Schema):
    total = _number("Nombre de ressources de la liste demandée.")
    page = _number()
    taille = _number()
    correction = fields.Nested(
        CorrectionSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Ce qui est lu autrement que tapé ; null si rien."},
    )
    besoins_compris = _list(ProposalSchema, "Besoins compris dans les mots, proposés comme critères.")
    lieu = fields.Nested(
        AskedPlaceSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Le lieu demandé, tel qu’il est compris ; null si aucun."},
    )
    lieu_compris = fields.Nested(
        UnderstoodPlaceSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Le lieu compris dans les mots, proposé comme critère ; null si aucun."},
    )
    resultats = _list(ResultSchema)
    groupes = _list(GroupSchema, "Les listes à côté de la principale, en première page.")
    facettes = _one(FacetsSchema)


class StructureSchema(Schema):
    nom = _text()
    siret = _text()
    reseaux = _codes()


class ClosureSchema(Schema):
    du = _text()
    au = _text("Dernier jour compris.")
    message = _text()


class PlaceSchema(Schema):
    adresse = _text()
    complement = _text()
    code_postal = _text()
    commune = _text()
    code_insee = _text()
    latitude = _degrees()
    longitude = _degrees()
    precision = _text()
    score = _degrees("Confiance du géocodage, de 0 à 1.")


class FicheSchema(Schema):
    id = _number()
    version = _number("Augmente à chaque enregistrement.")
    statut = _text("publiee ou archivee.", validate=validate.OneOf((Status.PUBLISHED.value, Status.ARCHIVED.value)))
    source = _maybe()
    source_id = _maybe()
    titre = _text()
    structure = _one(StructureSchema)
    description = _text()
    besoins = _codes()
    familles = _codes("Familles données sans besoin précis.")
    public = _codes()
    public_precisions = _text()
    acces = _codes()
    acces_precisions = _text()
    accueil = _codes()
    mobilisation = _codes()
    mobilisation_precisions = _text()
    frais = _codes()
    frais_precisions = _text()
    langue = _codes()
    accessibilite = _codes()
    a_apporter = _text()
    lien = _text()
    telephone = _text()
    second_telephone = _text()
    courriel = _text()
    site = _text()
    zones = _codes("Qui peut venir\u00a0: fr, reg:93, dep:13, epci:…, com:…\u00a0; vide\u00a0: inconnu.")
    horaires = _text("Syntaxe opening_hours d’OpenStreetMap.")
    horaires_precisions = _text()
    fermetures = _list(ClosureSchema)
    valable_du = _maybe()
    valable_au = _maybe()
    institution = _text("Code de l’institution qui tient la fiche.")
    lieux = _list(PlaceSchema)
    creee_le = _instant()
    modifiee_le = _instant()
    verifiee_le = _instant()
    importee_le = _instant()


class DetailedFicheSchema(FicheSchema):
    ouvert = _one(OpeningSchema)
    complete = _flag()
    manque = _codes("Ce que la convention demande et que la fiche ne dit pas.")


class ChangeSchema(Schema):
    avant = fields.Raw(required=True, allow_none=True)
    apres = fields.Raw(required=True, allow_none=True)


class VersionSchema(Schema):
    numero = _number()
    le = _instant()
    origine = _text("formulaire, import, api ou demonstration.")
    modifications = fields.Dict(keys=fields.String(), values=fields.Nested(ChangeSchema), required=True)


class VersionsSchema(Schema):
    versions = _list(VersionSchema)


class MovedSchema(FicheSchema):
    sequence = _number("Numéro dans le journal des changements.")
    le = _instant()


class MovedPageSchema(Schema):
    curseur = _number("À renvoyer dans «\u00a0curseur\u00a0» pour la suite.")
    dernier = _flag("Rien ne suit pour le moment.")
    ressources = _list(
        MovedSchema, "L’état actuel de chaque fiche, archivées comprises\u00a0; une fiche retirée y est archivée."
    )


class MapPointSchema(Schema):
    id = _number()
    titre = _text()
    structure = _text()
    latitude = _degrees(optional=False)
    longitude = _degrees(optional=False)


class ClusterSchema(Schema):
    tuile = _text("zoom/x/y.")
    total = _number()
    latitude = _degrees(optional=False)
    longitude = _degrees(optional=False)


class MapAnswerSchema(Schema):
    total = _number("Ressources qui ont un lieu dans la zone.")
    points = _list(MapPointSchema, "Quand elles sont peu nombreuses.")
    grappes = _list(ClusterSchema, "Quand elles sont nombreuses.")


class SuggestedNeedSchema(Schema):
    code = _text()
    libelle = _text()
    famille = _text("Libellé de la famille.")


class PlaceSuggestionSchema(Schema):
    libelle = _text()
    code_insee = _text("Vide pour un territoire.")
    territoire = _text("Comme « dep:13 » ; vide pour une commune ou une adresse.")
    commune = _text()
    codes_postaux = _codes()
    latitude = _degrees()
    longitude = _degrees()
    precision = _text()


class SuggestionsSchema(Schema):
    besoins = _list(SuggestedNeedSchema)
    structures = _codes()
    services = _codes()
    communes = _list(PlaceSuggestionSchema)


class PlacesSchema(Schema):
    lieux = _list(PlaceSuggestionSchema)


class FamilySchema(Schema):
    code = _text()
    libelle = _text()
    volet = _text()
    retiree = _flag()
    remplacee_par = _maybe()


class NeedSchema(Schema):
    code = _text()
    libelle = _text()
    famille = _text("Code de la famille.")
    mots = _codes("Mots qui mènent à ce besoin.")
    retire = _flag()
    remplace_par = _maybe()


class CodeSchema(Schema):
    code = _text()
    libelle = _text()


class EmergencySchema(Schema):
    numero = _text()
    libelle = _text()
    description = _text()
    besoins = _codes()


class VocabularySchema(Schema):
    familles = _list(FamilySchema)
    besoins = _list(NeedSchema)
    listes = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(CodeSchema)), required=True)
    groupes = _list(CodeSchema)
    urgence = _list(EmergencySchema)


class InstitutionSchema(Schema):
    code = _text()
    nom = _text()
    type = _text("signataire ou partenaire.")
    partenaire_de = _maybe()
    mois_entre_verifications = _number()
    retiree = _flag()


class InstitutionsSchema(Schema):
    institutions = _list(InstitutionSchema)
