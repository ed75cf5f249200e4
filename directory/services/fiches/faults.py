"""What is wrong with a content, told in French: the same sentences for forms, the API and imports."""

from collections.abc import Mapping

from directory.errors import FieldError, field_error
from directory.services.fiches.checks import ContentError
from fiche.content import FIELDS
from fiche.fields import Field, fields_of


def told(error: ContentError) -> FieldError:
    """Return an error with its sentence, its field under its name in the API: ``lieux.0.code_postal``."""
    path, label = [], []
    for row, step in _steps(error.field):
        path.append(step if row is None else row.wire or step)
        label.append(f"n°\u00a0{int(step) + 1}" if row is None else row.label)
    return field_error(
        ".".join(path),
        error.code,
        value=error.value,
        libelle=", ".join(dict.fromkeys(label)),
        maximum=error.limits.get("maximum", 0),
        raison=f"\u00a0: {error.reason}" if error.reason else "",
    )


def label_of(field: str) -> str:
    """Return the words people read for a field such as ``structure.siret``: those of its last step."""
    return [row.label for row, _ in _steps(field) if row is not None][-1]


def _steps(field: str) -> list[tuple[Field | None, str]]:
    """Return each step of a path with its row; the rank of a place or of a closure has none."""
    found: list[tuple[Field | None, str]] = []
    rows: Mapping[str, Field] = FIELDS
    for step in field.split("."):
        if step.isdigit():
            found.append((None, step))
            continue
        row = rows[step]
        found.append((row, step))
        rows = fields_of(row.part) if row.part is not None else rows
    return found
