"""Reports on a fiche as the API reads and gives them."""

from collections.abc import Mapping

from marshmallow import Schema, fields, validate

from directory.domain.changes import Json
from directory.domain.reports.proposal import ProposalState
from directory.domain.reports.report import MOST_BETTER_CHARS, MOST_CHARS, ReportKind, ReportState
from directory.errors import BadInput, did_you_mean, field_error
from directory.schemas.shapes import codes, instant, listed, number, text
from directory.schemas.texts import text_fields
from directory.schemas.wire import nearest_code
from directory.services.reports.reporting import Told

KINDS = {each.value: each for each in ReportKind}
LABELS: Mapping[str, str] = {"nature": "Nature", "texte": "Texte", "valeur": "Valeur"}


class WrittenReportSchema(Schema):
    """Une erreur signalée. Rien ne doit y être écrit sur une personne aidée."""

    nature = fields.String(
        required=True, validate=validate.OneOf(list(KINDS)), metadata={"description": "Ce qui n’est plus vrai."}
    )
    texte = fields.String(
        validate=validate.Length(max=MOST_CHARS),
        metadata={"description": "Ce qui a été constaté\u00a0; demandé quand la nature est autre."},
    )
    valeur = fields.String(
        validate=validate.Length(max=MOST_BETTER_CHARS), metadata={"description": "Ce qui serait vrai, si on le sait."}
    )


class ReportSchema(Schema):
    id = number("Numéro du signalement.")
    ressource = number("Numéro de la fiche.")
    nature = text("Ce qui n’est plus vrai.", validate=validate.OneOf(list(KINDS)))
    texte = text("Ce qui a été constaté.")
    valeur = text("Ce qui serait vrai.")
    version = number("Version de la fiche qui était lue.")
    signale_le = instant("Jour et heure du signalement.")
    etat = text("Où il en est.", validate=validate.OneOf([each.value for each in ReportState]))


class ReportsSchema(Schema):
    signalements = listed(ReportSchema, "Ceux qui attendent une réponse, du plus ancien au plus récent.")


def read_report(body: Json) -> Told:
    """Return what a machine tells of a fiche. Raises BadInput with every fault."""
    said, errors = text_fields(body, LABELS, "signalement")
    kind = said.get("nature")
    if kind is None and not any(error.field == "nature" for error in errors):
        errors.append(field_error("nature", "valeur-manquante", libelle=LABELS["nature"]))
    elif kind is not None and kind not in KINDS:
        suggestion = did_you_mean(kind, None, nearest_code(kind, KINDS))
        errors.append(field_error("nature", "valeur-inconnue", value=kind, libelle="nature", suggestion=suggestion))
    if errors:
        raise BadInput(tuple(errors))
    return Told(KINDS[said["nature"]], said.get("texte", ""), said.get("valeur", ""))


class ProposedChangeSchema(Schema):
    id = number("Numéro de la proposition.")
    ressource = number("Numéro de la fiche.")
    champs = codes("Champs qui changeraient.")
    version = number("Version de la fiche qui était lue.")
    proposee_le = instant("Jour et heure de la proposition.")
    etat = text("Où elle en est.", validate=validate.OneOf([each.value for each in ProposalState]))
