"""The fields that a column may be given to, by part of the fiche; and those that may say the same on every row."""

from directory.http.request import current_services
from fiche.codes import CLOSED
from importers.formats.fields import FIELDS

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Le service", ("titre_du_service", "structure", "siret", "reseaux", "description", "identifiant")),
    ("Pour qui, pour quoi", ("besoins", "categorie", "public", "public_precisions", "frais", "frais_precisions")),
    (
        "Comment y aller",
        (
            "acces", "acces_precisions", "mobilisation", "mobilisation_precisions", "accueil", "accessibilite",
            "langues", "documents_a_apporter",
        ),
    ),
    ("Contacts", ("telephone", "telephone_2", "courriel", "site", "lien", "contact_nomme")),
    (
        "Lieu",
        (
            "adresse", "complement_d_adresse", "code_postal", "commune", "code_insee", "adresse_entiere", "latitude",
            "longitude", "point", "zone_d_intervention",
        ),
    ),
    ("Quand", ("horaires", "horaires_precisions", "fermetures", "valable_du", "valable_au")),
)  # fmt: skip
FIXED = ("public", "acces", "accueil", "mobilisation", "frais")


def fixed_choices() -> list[tuple[str, str, dict[str, str]]]:
    """Return the fields that may be said once for every row: name, label, codes with their labels; needs first."""
    taxonomy = current_services().words.current().taxonomy
    wanted = {need.code: need.label for need in taxonomy.needs.values() if not need.replaced_by and not need.retired}
    found = [("besoins", FIELDS["besoins"].label, wanted)]
    return found + [(name, FIELDS[name].label, dict(CLOSED[FIELDS[name].row.vocabulary])) for name in FIXED]
