"""Small, complete values for tests: a classification, a gazetteer, a fiche."""

from datetime import UTC, datetime

from directory.domain.changes import Author
from directory.domain.resource import Origin, SaveOrigin
from directory.domain.taxonomy import EmergencyNumber, Family, Need, Taxonomy
from fiche.content import Content
from fiche.parts import Place, Structure
from search.places.gazetteer import Commune, Gazetteer

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LEA = Author(7, "Léa Martin")
SAM = Author(8, "Sam Petit")
FORM = Origin(SaveOrigin.FORM)

TAXONOMY = Taxonomy.of(
    [
        Family("mobilite", "contraintes-personnelles", "Se déplacer", 1),
        Family("famille", "contraintes-personnelles", "Surmonter des contraintes familiales", 2),
        Family("emploi", "offre-pole-emploi", "Trouver un emploi", 3),
    ],
    [
        Need("mobilite-permis", "mobilite", "Passer son permis de conduire", 1, ("auto-école",)),
        Need("mobilite-transport", "mobilite", "Trouver une solution de transport", 2, ("bus",)),
        Need("famille-garde", "famille", "Faire garder son enfant", 3, ("crèche", "nounou")),
    ],
    [EmergencyNumber("115", "Samu social", "Hébergement d’urgence", ("famille-garde",))],
)

GAZETTEER = Gazetteer(
    [
        Commune("13055", "Marseille", "13", "93", "200054807", ("13001", "13002", "13003"), 870_000, 43.2965, 5.3698),
        Commune("13201", "Marseille 1er Arrondissement", "13", "93", "200054807", ("13001",), 40_000, 43.2999, 5.3805,
                "13055"),
        Commune("13004", "Arles", "13", "93", "241300417", ("13200", "13104"), 50_000, 43.6777, 4.6303),
        Commune("84007", "Avignon", "84", "93", "248400251", ("84000",), 91_000, 43.9493, 4.8055),
    ],
    {"dep:13": "Bouches-du-Rhône", "dep:84": "Vaucluse", "reg:93": "Provence-Alpes-Côte d'Azur"},
    former=[("13998", "Vieux-Arles", "13004")],
)  # fmt: skip

ARLES = Place(address="3 place de la République", postcode="13200", commune_name="Arles")


def fiche(title: str = "Permis à un euro", **said: object) -> Content:
    """Return a complete content; ``said`` replaces or adds fields."""
    fields: dict[str, object] = {
        "structure": Structure("Auto-école solidaire", networks=("mission-locale",)),
        "description": "Cours de conduite et de code.",
        "needs": ("mobilite-permis",),
        "audiences": ("jeunes",),
        "access_modes": ("sur-rendez-vous",),
        "receptions": ("sur-place",),
        "mobilisations": ("information",),
        "phone": "04 90 00 00 00",
        "hours": "Mo-Fr 09:00-12:00",
        "places": (ARLES,),
    }
    return Content(title, **(fields | said))  # type: ignore[arg-type]
