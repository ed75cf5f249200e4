"""What annexe 7 of the convention asks and a base without persons cannot count: typed by an administrator."""

from collections.abc import Mapping
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType(
    {
        "orientations": "Orientations",
        "prescriptions": "Prescriptions",
        "diagnostics": "Diagnostics partagés",
        "entrees": "Entrées en accompagnement global",
        "duree": "Durée moyenne d’accompagnement, en jours",
        "contacts": "Contacts avec les personnes accompagnées",
        "sorties": "Sorties",
        "part-brsa": "Bénéficiaires du RSA parmi elles, en pour cent",
        "caom": "Passages en CAOM",
        "courriers": "Courriers envoyés",
        "cui": "Suivis de CUI",
    }
)
LARGEST_TOTAL = 9_999_999
LONGEST_SOURCE_CHARS = 200
WHY = (
    "Orientations, prescriptions, diagnostics, entrées, durées, contacts, sorties et part de bénéficiaires du RSA "
    "demandent un dossier par personne, que cette base ne tient pas\u00a0; CAOM, courriers et suivi des CUI sont tenus "
    "ailleurs. Au plus près, la base compte\u00a0: pour la typologie des freins, les recherches et les feuilles par "
    "famille de besoins\u00a0; pour les moyens mobilisés, les fiches de liaison."
)
