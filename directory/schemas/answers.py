"""Shapes of the API's answers, for its documentation; a test compares real answers with them."""

from marshmallow import Schema, fields

from directory.criteria import FACET_NAMES
from directory.schemas.fiche import OpeningSchema
from directory.schemas.shapes import codes, degrees, flag, instant, line_of, listed, maybe, number, one, text


class CorrectedWordSchema(Schema):
    tape = text("Mot tapé.")
    lu = text("Mot cherché aussi.")


class CorrectionSchema(Schema):
    texte = text("Le texte tel qu’il est lu.")
    mots = listed(CorrectedWordSchema)


class ProposalSchema(Schema):
    code = text("Valeur du paramètre à ajouter.")
    libelle = text()
    lien = text("La même recherche avec ce critère.")


class UnderstoodPlaceSchema(Schema):
    communes = listed(ProposalSchema, "Les communes de ce nom, la plus peuplée d’abord.")


class ResultSchema(Schema):
    id = number("Numéro de la fiche.")
    source_id = maybe("Identifiant dans le système d’origine.")
    titre = text()
    structure = text("Nom de la structure.")
    extrait = text("Le passage de la description où sont les mots cherchés.")
    besoins = codes()
    mobilisation = codes()
    acces = codes()
    accueil = codes("Vide\u00a0: non communiqué.")
    adresse = text("Une ligne, du lieu le plus proche.")
    commune = text()
    code_insee = text()
    latitude = degrees()
    longitude = degrees()
    precision = text("Ce que vaut la position\u00a0: adresse, rue, commune, main, ou vide.")
    distance_km = degrees("Kilomètres à vol d’oiseau jusqu’au lieu demandé.")
    a_distance = flag("Personne n’a besoin de se déplacer.")
    ouvert = one(OpeningSchema)
    verifiee_le = instant("Dernière vérification par une personne.")
    modifiee_le = instant()
    complete = flag("La fiche dit tout ce que la convention demande.")
    raisons = codes("Pourquoi la fiche est là.")


ResultLineSchema = line_of(ResultSchema, "id")
"""A line of a list: what "champs" does not name is absent."""


class GroupSchema(Schema):
    cle = text("Valeur du paramètre «\u00a0groupe\u00a0».")
    libelle = text()
    total = number()
    lien = text("La liste entière.")
    resultats = listed(ResultLineSchema, "Les premières ressources.")


class FacetValueSchema(Schema):
    code = text()
    libelle = text()
    total = number("Ce que donnerait cette valeur choisie seule dans son critère.")


FacetsSchema: type[Schema] = Schema.from_dict(
    {name: fields.List(fields.Nested(FacetValueSchema)) for name in FACET_NAMES}, name="FacetsSchema"
)


class OtherPlaceSchema(Schema):
    code = text("Code INSEE pour « commune », ou code pour « territoire ».")
    libelle = text()


class AskedPlaceSchema(Schema):
    """« commune » ou « territoire » selon ce qui est compris."""

    libelle = text()
    commune = fields.String(metadata={"description": "Code INSEE ; absent pour un territoire."})
    territoire = fields.String(metadata={"description": "Comme « dep:13 » ; absent pour une commune."})
    lu = text(
        "rien : comme tapé ; orthographe : un nom proche ; adresse : la rue n’a pas été trouvée ; "
        "autre : des mots à côté du nom ne l’ont pas été."
    )
    autres = listed(OtherPlaceSchema, "Ce que le texte peut aussi vouloir dire, le plus probable d’abord.")


class SearchAnswerSchema(Schema):
    total = number("Nombre de ressources de la liste demandée.")
    page = number()
    taille = number()
    correction = fields.Nested(
        CorrectionSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Ce qui est lu autrement que tapé ; null si rien."},
    )
    besoins_compris = listed(ProposalSchema, "Besoins compris dans les mots, trois au plus, proposés comme critères.")
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
    curseur = fields.Integer(
        required=True,
        allow_none=True,
        metadata={"description": "À renvoyer pour lire la suite ; null à la fin, et pour une lecture par pages."},
    )
    resultats = listed(ResultLineSchema, "Les champs que «\u00a0champs\u00a0» nomme, ou tous.")
    groupes = listed(GroupSchema, "Les listes à côté de la principale, en première page.")
    facettes = one(FacetsSchema)


class MapPointSchema(Schema):
    id = number()
    titre = text()
    structure = text()
    latitude = degrees(optional=False)
    longitude = degrees(optional=False)


class ClusterSchema(Schema):
    tuile = text("zoom/x/y.")
    total = number()
    latitude = degrees(optional=False)
    longitude = degrees(optional=False)


class MapAnswerSchema(Schema):
    total = number("Ressources qui ont un lieu dans la zone.")
    points = listed(MapPointSchema, "Quand elles sont peu nombreuses.")
    grappes = listed(ClusterSchema, "Quand elles sont nombreuses.")


class SuggestedNeedSchema(Schema):
    code = text()
    libelle = text()
    famille = text("Libellé de la famille.")


class PlaceSuggestionSchema(Schema):
    libelle = text()
    code_insee = text("Vide pour un territoire.")
    territoire = text("Comme « dep:13 » ; vide pour une commune ou une adresse.")
    commune = text()
    codes_postaux = codes()
    latitude = degrees()
    longitude = degrees()
    precision = text()


class SuggestionsSchema(Schema):
    besoins = listed(SuggestedNeedSchema)
    structures = codes()
    services = codes()
    communes = listed(PlaceSuggestionSchema)


class PlacesSchema(Schema):
    lieux = listed(PlaceSuggestionSchema)


class FamilySchema(Schema):
    code = text()
    libelle = text()
    volet = text()
    retiree = flag()
    remplacee_par = maybe()
    description = text("Vide quand la famille n’est pas décrite.")


class NeedSchema(Schema):
    code = text()
    libelle = text()
    famille = text("Code de la famille.")
    mots = codes("Mots qui mènent à ce besoin.")
    retire = flag()
    remplace_par = maybe()
    description = text("Vide quand le besoin n’est pas décrit.")


class CodeSchema(Schema):
    code = text()
    libelle = text()


class EmergencySchema(Schema):
    numero = text()
    libelle = text()
    description = text()
    besoins = codes()


class VocabularySchema(Schema):
    familles = listed(FamilySchema)
    besoins = listed(NeedSchema)
    listes = fields.Dict(keys=fields.String(), values=fields.List(fields.Nested(CodeSchema)), required=True)
    groupes = listed(CodeSchema)
    urgence = listed(EmergencySchema)


class InstitutionSchema(Schema):
    code = text()
    nom = text()
    type = text("signataire ou partenaire.")
    partenaire_de = maybe()
    mois_entre_verifications = number()
    retiree = flag()


class InstitutionsSchema(Schema):
    institutions = listed(InstitutionSchema)
