"""Offices on the wire: what may be asked, and the shape of the answer."""

from marshmallow import Schema, fields, validate

from directory.domain.offices import OfficeKind
from directory.schemas.search_fields import CommuneCode
from directory.schemas.shapes import codes, flag, listed, number, text
from directory.schemas.wire import StrictSchema


class SectorSchema(StrictSchema):
    commune = CommuneCode(
        required=True,
        metadata={
            "label": "Commune",
            "description": "Code INSEE de la commune de la personne, ou de son arrondissement.",
        },
    )


class OfficeSchema(Schema):
    id = number("Numéro de l’antenne.")
    type = text(validate=validate.OneOf([kind.value for kind in OfficeKind]))
    libelle = text("Le type, en toutes lettres.")
    nom = text()
    telephone = text("Vide quand il n’est pas connu.")
    courriel = text("Vide quand il n’est pas connu.")
    adresse = text("Numéro et rue.")
    code_postal = text()
    commune = text("Nom de la commune de l’adresse.")
    note = text("Ce qui la distingue d’une autre du même type.")
    fiche = number("Numéro de sa fiche.", allow_none=True)
    confirmee_le = fields.Date(allow_none=True, metadata={"description": "Jour de la dernière confirmation."})
    a_verifier = flag("Pas confirmée depuis trop longtemps.")


class RuleLineSchema(Schema):
    situation = text("La situation de la personne.")
    type = text("Vers qui l’adresser.", validate=validate.OneOf([kind.value for kind in OfficeKind]))


class SectorAnswerSchema(Schema):
    commune = text("Code INSEE.")
    libelle = text()
    regle = listed(RuleLineSchema, "La règle de la convention. Rien n’est demandé sur la personne.")
    interlocuteurs = listed(OfficeSchema, "Ceux qui répondent ici.")
    inconnus = codes("Types attendus partout, dont aucun n’est connu ici.")
