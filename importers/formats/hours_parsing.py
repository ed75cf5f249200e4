"""The rule of opening hours of a mapping file."""

from importers.formats.json_parts import JsonParts
from importers.formats.rules import HoursRule
from search.text.analysis import fold
from search.text.french import DAYS

_MODES = ("texte", "semaine", "lignes", "prose")
_WEEK = len(DAYS)
_MOST_COLUMNS_A_DAY = 2


def hours_rule(parts: JsonParts, value: object) -> HoursRule | None:
    """Read ``horaires``: a column, or an object with its mode and columns."""
    if value is None:
        return None
    if isinstance(value, str):
        return HoursRule("texte", (value,))
    content = parts.members(value, "horaires")
    parts.only(content, frozenset(("mode", "colonnes")), "« horaires »")
    mode = content.get("mode", "texte")
    if mode not in _MODES:
        parts.errors.append("« horaires.mode » doit valoir texte, semaine, lignes ou prose.")
        return None
    written = content.get("colonnes", [])
    if mode == "semaine" and isinstance(written, dict):
        return _week(parts, written)
    columns = parts.texts(written, "horaires.colonnes")
    fits = {"texte": (1,), "semaine": (_WEEK,), "lignes": (3, 5), "prose": (1,)}[str(mode)]
    if len(columns) not in fits:
        parts.errors.append(
            "« horaires.colonnes » : une colonne pour texte ou prose, sept pour semaine (du lundi au dimanche) "
            "ou un objet de jours, le jour puis deux ou quatre heures pour lignes."
        )
    return HoursRule(str(mode), columns, tuple(range(len(columns))) if mode == "semaine" else ())


def _week(parts: JsonParts, written: dict[str, object]) -> HoursRule:
    """Read named days, each with its column, or two of them: morning, then afternoon."""
    names = {fold(day): number for number, day in enumerate(DAYS)}
    columns: list[str] = []
    days: list[int] = []
    for name, value in written.items():
        day = names.get(fold(name).strip())
        found = parts.texts(value, f"horaires.colonnes.{name}")
        if day is None or not 1 <= len(found) <= _MOST_COLUMNS_A_DAY:
            parts.errors.append(f"« horaires.colonnes.{name} » : un jour de la semaine, et une ou deux colonnes.")
            continue
        columns += found
        days += [day] * len(found)
    if not written:
        parts.errors.append("« horaires.colonnes » : au moins un jour.")
    return HoursRule("semaine", tuple(columns), tuple(days))
