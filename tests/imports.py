"""A small format of files for tests, and files in it."""

import csv
import io
import json
from collections.abc import Iterable

from directory.services.imports.service import NewImport

COLUMNS = ("id", "titre", "structure", "siret", "description", "besoins", "tel", "horaires", "adresse", "cp", "commune")

MAPPING = json.dumps(
    {
        "format": "essai",
        "libelle": "Essai",
        "source": "essai",
        "identite": ["id"],
        "champs": {
            "titre_du_service": "titre",
            "structure": "structure",
            "siret": "siret",
            "description": "description",
            "besoins": {"colonnes": ["besoins"], "separateur": "|"},
            "telephone": "tel",
        },
        "horaires": "horaires",
        "lieu": {"adresse": "adresse", "code_postal": "cp", "commune": "commune"},
    }
)


def row(number: int, **said: str) -> dict[str, str]:
    """Return the cells of one service; ``said`` replaces some."""
    return {
        "id": f"s-{number}",
        "titre": f"Service {number}",
        "structure": f"Structure {number % 7}",
        "siret": "",
        "description": f"Ce que fait le service {number}.",
        "besoins": "mobilite-permis" if number % 2 else "famille-garde",
        "tel": "04 90 00 00 00",
        "horaires": "Lundi au vendredi : 9h-12h",
        "adresse": f"{number} rue de la République",
        "cp": "13200",
        "commune": "Arles",
    } | said


def csv_file(rows: Iterable[dict[str, str]]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def new_import(rows: Iterable[dict[str, str]], **said: str | bool) -> NewImport:
    options = {"file_name": "essai.csv", "format_name": "essai", "mapping_text": MAPPING} | said
    return NewImport(content=csv_file(rows), **options)  # type: ignore[arg-type]
