"""The template people download, fill and send: its columns, explained, and the file itself."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from importers.registry import NATIVE

__all__ = ["NATIVE", "TemplateColumn", "template_columns", "template_csv"]

FOLDER = Path(__file__).parent / "formats" / "templates"


@dataclass(frozen=True, slots=True)
class TemplateColumn:
    """One column of the template.

    vocabulary   attribute of ``KnownCodes`` that lists its values, or empty for free text.
    several      values may follow one another, separated by a vertical bar.
    """

    name: str
    label: str
    required: bool
    help: str
    example: str
    vocabulary: str = ""
    several: bool = False


@cache
def template_columns() -> tuple[TemplateColumn, ...]:
    """Return the columns in the order of the file."""
    content = json.loads((FOLDER / "colonnes.json").read_text(encoding="utf-8"))
    return tuple(
        TemplateColumn(
            name=item["nom"],
            label=item["libelle"],
            required=item["obligatoire"],
            help=item["aide"],
            example=item["exemple"],
            vocabulary=item.get("vocabulaire", ""),
            several=item.get("plusieurs", False),
        )
        for item in content
    )


def template_csv() -> bytes:
    """Return the file to download: UTF-8 with its mark, semicolons, a few rows to follow."""
    return (FOLDER / "modele.csv").read_bytes()
