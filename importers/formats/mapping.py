"""Mapping files: how the columns of one kind of file become fiches. The format is described in docs/imports.md."""

import json
from collections.abc import Mapping
from pathlib import Path

from importers.cells.projections import PROJECTIONS
from importers.formats.fields import FIELDS, PLACE_FIELDS
from importers.formats.file_mapping import CASE_LABEL, FileMapping
from importers.formats.hours_parsing import hours_rule
from importers.formats.json_parts import JsonParts
from importers.formats.rules import YES, Case, Condition, FieldRule, Rule, Template, keyword
from search.text.analysis import fold

__all__ = ["CASE_LABEL", "BadMapping", "FileMapping", "load_mapping", "parse_mapping"]

VERSION = 2
"""Of the language. In a file of version 1, which says none, each character of « separateur » splits."""
FILE_KEYS = frozenset((
    "version", "format", "libelle", "aide", "source", "identite", "regrouper", "champs", "valeurs", "lieu", "horaires",
    "selon", "colonnes_ignorees", "colonnes_necessaires", "valeurs_vides", "themes_d_origine",
))  # fmt: skip
RULE_KEYS = frozenset((
    "colonnes", "modele", "fixe", "dictionnaire", "mots", "separateur", "joindre", "avant", "apres", "defaut",
    "inconnu", "extraire", "signaler", "oui_non", "oui", "echelle",
))  # fmt: skip
PLACE_KEYS = frozenset(("decouper_adresse", "une_cellule", "point", "projection"))
CASE_KEYS = frozenset(("libelle", "refuser", "laisser", "champs", "valeurs"))
GROUPING_KEYS = frozenset(("textes",))
JOINS = ("premier", "joindre", "lister")
SCALES = ("", "departement", "region", "epci", "commune")
EXTRACTS = ("", "courriel", "telephone", "site")
_NEVER_HALF = (".titre_du_service", ".structure")
_UNKNOWN = ("avertir", "ecarter", "ignorer", "refuser")
SEPARATORS: Mapping[str, tuple[str, ...]] = {
    "lignes": ("\n",),
    "puces": ("\n- ", "\n– ", "\n• ", " • ", "\n* "),
    "ponctuation": ("|", ";", ",", "/", "\n"),
}
"""Patterns that a mapping may name in place of a text: {"motif": "lignes"}."""


class BadMapping(Exception):
    """A mapping file cannot be used; ``errors`` says everything that is wrong with it, in French."""

    def __init__(self, name: str, errors: tuple[str, ...]) -> None:
        super().__init__(f"{name} : {' '.join(errors)}")
        self.name = name
        self.errors = errors


def load_mapping(path: Path) -> FileMapping:
    """Read a mapping file. Raises BadMapping with every error found."""
    return parse_mapping(path.read_text(encoding="utf-8"), path.name)


def parse_mapping(text: str, name: str) -> FileMapping:
    """Read the text of a mapping file. Raises BadMapping with every error found."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadMapping(name, (f"Ce n’est pas du JSON valable ({error}).",)) from error
    if not isinstance(content, dict):
        raise BadMapping(name, ("Le fichier doit contenir un objet.",))
    parser = _Parser()
    mapping = parser.mapping(content)
    if parser.errors:
        raise BadMapping(name, tuple(parser.errors))
    return mapping


class _Parser(JsonParts):
    """Reads the JSON of a mapping and keeps going after an error, to tell them all at once."""

    def __init__(self) -> None:
        super().__init__()
        self._version = 1

    def mapping(self, content: Mapping[str, object]) -> FileMapping:
        self.only(content, FILE_KEYS, "le fichier")
        self._version = self._read_version(content)
        source, source_columns = self._source(content.get("source"))
        identity, needs_identity = self._identity(content.get("identite", []))
        case_columns, cases, conditions, other = self._choice(content.get("selon"))
        place = self.members(content.get("lieu", {}), "lieu")
        groups, joins = self._grouping(content.get("regrouper", False))
        return FileMapping(
            format=self.text(content, "format", needed=True),
            label=self.text(content, "libelle", needed=True),
            help=self.text(content, "aide"),
            source=source,
            source_columns=source_columns,
            identity=identity,
            needs_identity=needs_identity,
            groups=groups,
            joins=joins,
            fields=self._fields(content, "le fichier"),
            place=self._rules(
                {key: each for key, each in place.items() if key not in PLACE_KEYS}, PLACE_FIELDS, "lieu"
            ),
            whole_address=self._place_rule(place, "une_cellule"),
            point=self._place_rule(place, "point"),
            projection=self.one_of(place, "projection", ("", *PROJECTIONS), "lieu.projection"),
            splits_address=place.get("decouper_adresse") is True,
            hours=hours_rule(self, content.get("horaires")),
            case_columns=case_columns,
            cases=cases,
            conditions=conditions,
            other_case=other,
            ignored=self.texts(content.get("colonnes_ignorees", []), "colonnes_ignorees"),
            demanded=self.texts(content.get("colonnes_necessaires", []), "colonnes_necessaires"),
            themes=self.texts(content.get("themes_d_origine", []), "themes_d_origine"),
            empty_marks=frozenset(
                mark.strip().casefold() for mark in self.texts(content.get("valeurs_vides", []), "valeurs_vides")
            ),
        )

    def _read_version(self, content: Mapping[str, object]) -> int:
        version = content.get("version", 1)
        if isinstance(version, int) and not isinstance(version, bool) and 1 <= version <= VERSION:
            return version
        self.errors.append(
            f"« version » doit valoir 1 ou {VERSION} : ce fichier vient d’une autre version du logiciel."
        )
        return VERSION

    def _place_rule(self, place: Mapping[str, object], key: str) -> FieldRule | None:
        return self._field_rule(place[key], f"lieu.{key}") if key in place else None

    def _grouping(self, value: object) -> tuple[bool, dict[str, str]]:
        if isinstance(value, bool):
            return value, {}
        content = self.members(value, "regrouper")
        self.only(content, GROUPING_KEYS, "« regrouper »")
        joins: dict[str, str] = {}
        for name, how in self.members(content.get("textes", {}), "regrouper.textes").items():
            if name not in FIELDS or how not in JOINS:
                self.errors.append(
                    f"« regrouper.textes.{name} » doit être un champ, et valoir premier, joindre ou lister."
                )
                continue
            joins[FIELDS[name].target] = str(how)
        return True, joins

    def _source(self, value: object) -> tuple[str, tuple[str, ...]]:
        if isinstance(value, str) and value:
            return value, ()
        if isinstance(value, dict) and isinstance(value.get("colonne"), str):
            return "", (value["colonne"],)
        self.errors.append('« source » doit être un nom, ou {"colonne": "…"}.')
        return "", ()

    def _identity(self, value: object) -> tuple[tuple[str, ...], bool]:
        if not isinstance(value, dict):
            return self.texts(value, "identite"), True
        self.only(value, frozenset(("colonnes", "facultative")), "« identite »")
        return self.texts(value.get("colonnes", []), "identite.colonnes"), not self.flag(value, "facultative")

    def _choice(self, value: object) -> tuple[tuple[str, ...], dict[str, Case], tuple[Condition, ...], Case | None]:
        if value is None:
            return (), {}, (), None
        choice = self.members(value, "selon")
        self.only(choice, frozenset(("colonne", "colonnes", "cas", "autrement")), "« selon »")
        written = choice.get("colonnes", choice.get("colonne"))
        columns = self.texts(written, "selon.colonnes") if written is not None else ()
        if not columns:
            self.errors.append("« selon » doit nommer une « colonne », ou des « colonnes ».")
        other = self._case(choice["autrement"], "selon.autrement") if "autrement" in choice else None
        listed = choice.get("cas", {})
        if isinstance(listed, list):
            return (
                columns,
                {},
                tuple(self._condition(item, rank, columns) for rank, item in enumerate(listed, 1)),
                other,
            )
        if len(columns) > 1:
            self.errors.append("« selon.cas » doit être une liste quand plusieurs colonnes décident.")
        cases = {
            fold(key).strip(): self._case(item, f"selon.cas.{key}")
            for key, item in self.members(listed, "selon.cas").items()
        }
        return columns, cases, (), other

    def _condition(self, value: object, rank: int, columns: tuple[str, ...]) -> Condition:
        where = f"selon.cas[{rank}]"
        content = self.members(value, where)
        values: dict[str, frozenset[str]] = {}
        for name, wanted in self.members(content.get("si", {}), f"{where}.si").items():
            if name not in columns:
                self.errors.append(f"« {where}.si.{name} » n’est pas une des « colonnes » de « selon ».")
            values[name] = frozenset(fold(each).strip() for each in self.texts(wanted, f"{where}.si.{name}"))
        if not values:
            self.errors.append(f"« {where}.si » est vide : dites de quelles valeurs il s’agit.")
        return Condition(values, self._case({key: item for key, item in content.items() if key != "si"}, where))

    def _case(self, value: object, where: str) -> Case:
        case = self.members(value, where)
        self.only(case, CASE_KEYS, f"« {where} »")
        return Case(
            self.text(case, "libelle"),
            self.text(case, "refuser"),
            self.text(case, "laisser"),
            self._fields(case, where),
        )

    def _fields(self, holder: Mapping[str, object], where: str) -> dict[str, FieldRule]:
        rules = self._rules(self.members(holder.get("champs", {}), f"{where}.champs"), FIELDS, f"{where}.champs")
        for key, value in self.members(holder.get("valeurs", {}), f"{where}.valeurs").items():
            if key not in FIELDS:
                self.errors.append(f"« {key} » ({where}.valeurs) n’est pas un champ connu.")
                continue
            rules[key] = FieldRule((Rule(fixed=self.texts(value, f"{where}.valeurs.{key}")),))
        return rules

    def _rules(self, content: Mapping[str, object], known: Mapping[str, object], where: str) -> dict[str, FieldRule]:
        rules: dict[str, FieldRule] = {}
        for key, value in content.items():
            if key not in known:
                self.errors.append(f"« {key} » ({where}) n’est pas un champ connu.")
                continue
            rules[key] = self._field_rule(value, f"{where}.{key}")
        return rules

    def _field_rule(self, value: object, where: str) -> FieldRule:
        if isinstance(value, dict) and "premier" in value:
            self.only(value, frozenset(("premier",)), f"« {where} »")
            items = value["premier"]
            rules = tuple(self._rule(item, where) for item in items) if isinstance(items, list) else ()
            return FieldRule(rules, first_only=True)
        if isinstance(value, list):
            return FieldRule(tuple(self._rule(item, where) for item in value))
        return FieldRule((self._rule(value, where),))

    def _rule(self, value: object, where: str) -> Rule:
        if isinstance(value, str):
            return Rule(columns=(value,))
        content = self.members(value, where)
        self.only(content, RULE_KEYS, f"« {where} »")
        if not any(key in content for key in ("colonnes", "modele", "fixe", "defaut", "oui_non")):
            self.errors.append(f"« {where} » doit avoir « colonnes », « modele », « fixe », « defaut » ou « oui_non ».")
        template = self.text(content, "modele")
        words = self.members(content.get("mots", {}), f"{where}.mots")
        dictionary = content.get("dictionnaire")
        scale = self.one_of(content, "echelle", SCALES, f"{where}.echelle")
        return Rule(
            columns=self.texts(content.get("colonnes", []), f"{where}.colonnes"),
            template=Template.parse(template, whole=where.endswith(_NEVER_HALF)) if template else None,
            fixed=self.texts(content.get("fixe", []), f"{where}.fixe"),
            dictionary=None if dictionary is None else self._dictionary(dictionary, f"{where}.dictionnaire"),
            keywords=tuple(keyword(key, self.texts(item, f"{where}.mots.{key}")) for key, item in words.items()),
            separators=self._separators(content.get("separateur", ""), f"{where}.separateur"),
            flags=self._flags(content.get("oui_non", {}), f"{where}.oui_non"),
            yes=frozenset(fold(each).strip() for each in self.texts(content.get("oui", sorted(YES)), f"{where}.oui")),
            joiner=self.text(content, "joindre") if "joindre" in content else " ",
            before=self.text(content, "avant") or (f"{scale}:" if scale else ""),
            after=self.text(content, "apres"),
            default=self.texts(content.get("defaut", []), f"{where}.defaut"),
            unknown=self.one_of(content, "inconnu", _UNKNOWN, f"{where}.inconnu"),
            extract=self.one_of(content, "extraire", EXTRACTS, f"{where}.extraire"),
            notice=self.text(content, "signaler"),
        )

    def _separators(self, value: object, where: str) -> tuple[str, ...]:
        if isinstance(value, dict):
            self.only(value, frozenset(("motif",)), f"« {where} »")
            return SEPARATORS[self.one_of(value, "motif", tuple(SEPARATORS), f"{where}.motif")]
        texts = self.texts(value, where)
        if self._version == 1:
            return tuple(sign for text in texts for sign in text)
        return tuple(filter(None, texts))

    def _flags(self, value: object, where: str) -> dict[str, tuple[str, ...]]:
        return {name: self.texts(item, f"{where}.{name}") for name, item in self.members(value, where).items()}

    def _dictionary(self, value: object, where: str) -> dict[str, tuple[str, ...]]:
        return {
            fold(key).strip(): self.texts(item, f"{where}.{key}") for key, item in self.members(value, where).items()
        }
