"""The mapping that answers about columns and values make: the same file as one written by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from importers.columns.guess import HOURS
from importers.columns.names import CATEGORY, IDENTIFIER, POINT, WHOLE_ADDRESS
from importers.formats.fields import FIELDS, PLACE_FIELDS
from importers.formats.mapping import VERSION
from search.text.french import NBSP

Json: TypeAlias = "None | bool | int | float | str | list[Json] | dict[str, Json]"

OF_STRUCTURE = "structure"
"""Answer about the title: each fiche takes the name of its structure."""
CUTS = ("|", ";", "\n")
"""What parts the values of a cell that is not understood whole."""
_NEEDS, _DESCRIPTION = "besoins", "description"
_ALL = frozenset(("telephone", "complement_d_adresse"))
"""Fields that take every column given to them; of others that are no text, the first that says something."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What somebody said of a file.

    columns     title → field, ``identifiant``, ``categorie``…; those that serve nothing are not there.
    details     title → day of a column of hours, projection of a coordinate.
    title       text of every title, or ``OF_STRUCTURE``; empty when a column says it. ``structure`` likewise.
    fixed       field → codes for every row.
    meanings    title → value → codes; an empty one drops the value.
    kept        title → values of a category that are kept as texts, at the foot of the description.
    left        title → values whose rows are left aside.
    cut         titles whose cells are parted.
    """

    columns: Mapping[str, str]
    details: Mapping[str, str] = field(default_factory=dict)
    title: str = ""
    structure: str = ""
    fixed: Mapping[str, Sequence[str]] = field(default_factory=dict)
    meanings: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)
    kept: Mapping[str, Sequence[str]] = field(default_factory=dict)
    left: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()

    def of(self, target: str) -> list[str]:
        """Return the titles of the columns given to a field, in the order of the file."""
        return [title for title, name in self.columns.items() if name == target]


def built_mapping(answers: Answers, *, name: str, label: str) -> dict[str, Json]:
    """Return the JSON of a mapping file. ``name``: of its format and of its source."""
    mapping: dict[str, Json] = {
        "version": VERSION, "format": name, "libelle": label, "source": name,
        "identite": [*answers.of(IDENTIFIER)], "champs": _fields(answers), "lieu": _place(answers),
    }  # fmt: skip
    hours = _hours(answers)
    if hours is not None:
        mapping["horaires"] = hours
    values: dict[str, Json] = {target: [*codes] for target, codes in answers.fixed.items() if codes}
    if values:
        mapping["valeurs"] = values
    if any(answers.left.values()):
        mapping["selon"] = _leaving(answers)
    return mapping


def _fields(answers: Answers) -> dict[str, Json]:
    fields: dict[str, Json] = {}
    for target in FIELDS:
        titles = answers.of(target) + (answers.of(CATEGORY) if target == _NEEDS else [])
        rules: list[Json] = [_rule(answers, target, title) for title in titles]
        if target == _DESCRIPTION:
            rules += [_kept_texts(title, values) for title, values in answers.kept.items() if values]
        if rules:
            fields[target] = _together(target, rules)
    structures = answers.of("structure")
    if not structures and answers.structure:
        fields["structure"] = {"fixe": answers.structure}
    if "titre_du_service" not in fields and answers.title:
        fields["titre_du_service"] = {"fixe": answers.title}
        if answers.title == OF_STRUCTURE and "structure" in fields:
            fields["titre_du_service"] = fields["structure"]
    return fields


def _rule(answers: Answers, target: str, title: str) -> Json:
    meanings = answers.meanings.get(title, {})
    kept = dict.fromkeys(answers.kept.get(title, ()), ())
    left = dict.fromkeys(answers.left.get(title, ()), ())
    known: dict[str, Json] = {value: [*codes] for value, codes in {**meanings, **kept, **left}.items()}
    if FIELDS[target].row.vocabulary == "" or not (known or title in answers.cut):
        return title
    rule: dict[str, Json] = {"colonnes": [title]}
    if known:
        rule["dictionnaire"] = known
    if title in answers.cut:
        rule["separateur"] = [*CUTS]
    return rule


def _kept_texts(title: str, values: Sequence[str]) -> Json:
    known: dict[str, Json] = {value: [value] for value in values}
    return {"colonnes": [title], "dictionnaire": known, "inconnu": "ignorer"}


def _together(target: str, rules: list[Json]) -> Json:
    if len(rules) == 1:
        return rules[0]
    kind = FIELDS[target].row.kind
    is_united = FIELDS[target].row.is_list_of_codes or kind.value in ("text", "line") or target in _ALL
    return rules if is_united else {"premier": rules}


def _place(answers: Answers) -> dict[str, Json]:
    place: dict[str, Json] = {}
    for target in PLACE_FIELDS:
        titles = answers.of(target)
        if titles:
            place[target] = titles[0] if len(titles) == 1 else [*titles]
    for target, key in ((WHOLE_ADDRESS, "une_cellule"), (POINT, "point")):
        titles = answers.of(target)
        if titles:
            place[key] = titles[0]
    metres = {answers.details.get(title, "") for title in answers.of("latitude")} - {""}
    if metres:
        place["projection"] = min(metres)
    return place


def _hours(answers: Answers) -> Json:
    titles = answers.of(HOURS)
    days: dict[str, list[str]] = {}
    for title in titles:
        if answers.details.get(title):
            days.setdefault(answers.details[title], []).append(title)
    if days:
        columns: dict[str, Json] = {day: [*named[:2]] for day, named in days.items()}
        return {"mode": "semaine", "colonnes": columns}
    return titles[0] if titles else None


def _leaving(answers: Answers) -> Json:
    left = {title: [*values] for title, values in answers.left.items() if values}
    cases: list[Json] = [
        {"si": {title: [value]}, "laisser": f"Laissée à votre demande{NBSP}: «{NBSP}{value}{NBSP}»."}
        for title, values in left.items()
        for value in values
    ]
    return {"colonnes": [*left], "cas": cases, "autrement": {}}
