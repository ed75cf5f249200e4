"""A fiche on the wire, for the documentation of the API: its fields come from their rows in ``fiche.content``."""

from collections.abc import Collection, Mapping
from functools import cache

from marshmallow import Schema, fields, validate

from directory.schemas.shapes import Shape, codes, degrees, flag, instant, listed, maybe, number, one, text
from directory.services.fiches.movements import Movement
from fiche.codes import Status
from fiche.content import FIELDS
from fiche.fields import Field, Kind, fields_of


class OpeningSchema(Schema):
    etat = text(
        "Ouvert, ferme bientôt, fermé, ou inconnu.",
        validate=validate.OneOf(("ouvert", "ferme-bientot", "ferme", "inconnu")),
    )
    phrase = text("Comme «\u00a0Ouvert jusqu’à 17 h\u00a0».")
    note = text("Motif de fermeture ou précision, parfois vide.")


def _shape_of(row: Field) -> Shape:
    help = row.wire_help or row.label
    if row.part is not None:
        schema = part_schema(row.part)
        return one(schema, help) if row.kind is Kind.PART else listed(schema, help)
    if row.is_list_of_codes:
        return codes(help)
    if row.kind is Kind.NUMBER:
        return degrees(help)
    return maybe(help) if row.is_optional else text(help)


def _schema_of(name: str, rows: Mapping[str, Field], **others: Shape) -> type[Schema]:
    shapes = {row.wire: _shape_of(row) for row in rows.values() if row.is_public}
    return Schema.from_dict(shapes | others, name=name)


@cache
def part_schema(part: type) -> type[Schema]:
    return _schema_of(f"{part.__name__}Schema", fields_of(part))


def _fiche_schema(name: str, states: Collection[Status], **others: Shape) -> type[Schema]:
    """Return the schema of a fiche as it is stored. ``states``: those in which it may be given."""
    said = [each.value for each in states]
    return _schema_of(
        name,
        FIELDS,
        id=number("Numéro de la fiche."),
        version=number("Augmente à chaque enregistrement."),
        statut=text(f"{' ou '.join(said)}.", validate=validate.OneOf(said)),
        source=maybe("D’où vient la fiche."),
        source_id=maybe("Identifiant dans le système d’origine."),
        creee_le=instant(),
        modifiee_le=instant(),
        verifiee_le=instant("Dernière vérification par une personne."),
        importee_le=instant(),
        remplacee_par=fields.Integer(
            required=True,
            allow_none=True,
            metadata={"description": "Numéro de la fiche à laquelle celle-ci a été réunie\u00a0; null sinon."},
        ),
        **others,
    )


DetailedFicheSchema = _fiche_schema(
    "DetailedFicheSchema",
    tuple(Status),
    ouvert=one(OpeningSchema),
    complete=flag("La fiche dit tout ce que la convention demande."),
    manque=codes("Ce que la convention demande et que la fiche ne dit pas."),
)


def _sent(row: Field) -> Shape:
    shape = _shape_of(row)
    shape.required = False
    return shape


def _sent_part(part: type) -> type[Schema]:
    shapes = {row.wire: _sent(row) for row in fields_of(part).values()}
    return Schema.from_dict(shapes, name=f"{part.__name__}EnvoyeeSchema")


def _written_schema() -> type[Schema]:
    shapes: dict[str, Shape] = {}
    for row in FIELDS.values():
        if not row.is_public:
            continue
        if row.part is None:
            shapes[row.wire] = _sent(row)
            continue
        nested = _sent_part(row.part)
        help = row.wire_help or row.label
        shapes[row.wire] = one(nested, help) if row.kind is Kind.PART else listed(nested, help)
        shapes[row.wire].required = False
    return Schema.from_dict(shapes, name="WrittenFicheSchema")


WrittenFicheSchema = _written_schema()
"""What a machine may send of a fiche."""


class ChangeSchema(Schema):
    libelle = text("Le champ, comme les pages le nomment.")
    avant = fields.Raw(required=True, allow_none=True)
    apres = fields.Raw(required=True, allow_none=True)


class VersionSchema(Schema):
    numero = number()
    le = instant()
    origine = text("formulaire, import, api, demonstration, annulation ou proposition.")
    modifications = fields.Dict(keys=fields.String(), values=fields.Nested(ChangeSchema), required=True)


class VersionsSchema(Schema):
    versions = listed(VersionSchema)


MovedFicheSchema = _fiche_schema(
    "MovedFicheSchema",
    (Status.PUBLISHED, Status.ARCHIVED),
    sequence=number("Numéro dans le journal des changements."),
    le=instant(),
    mouvement=text("Ce qu’elle est devenue.", validate=validate.OneOf([each.value for each in Movement])),
)


class MovedPageSchema(Schema):
    curseur = number("À renvoyer dans «\u00a0curseur\u00a0» pour la suite.")
    dernier = flag("Rien ne suit pour le moment.")
    ressources = listed(
        MovedFicheSchema, "L’état actuel de chaque fiche, archivées comprises\u00a0; une fiche retirée y est archivée."
    )
