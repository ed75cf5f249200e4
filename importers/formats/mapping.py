"""Mapping files: how the columns of one kind of file become fiches. The format is described in docs/imports.md."""

import json
from collections.abc import Mapping
from pathlib import Path

from importers.formats.fields import FIELDS, PLACE_FIELDS
from importers.formats.file_mapping import CASE_LABEL, FileMapping
from importers.formats.rules import Case, FieldRule, HoursRule, Rule, Template, keyword
from search.text.analysis import fold

__all__ = ["CASE_LABEL", "BadMapping", "FileMapping", "load_mapping", "parse_mapping"]

FILE_KEYS = frozenset((
    "format", "libelle", "aide", "source", "identite", "regrouper", "champs", "valeurs", "lieu", "horaires", "selon",
    "colonnes_ignorees", "colonnes_necessaires", "valeurs_vides",
))  # fmt: skip
RULE_KEYS = frozenset((
    "colonnes", "modele", "fixe", "dictionnaire", "mots", "separateur", "joindre", "avant", "apres", "defaut",
    "inconnu", "extraire", "signaler",
))  # fmt: skip
CASE_KEYS = frozenset(("libelle", "refuser", "champs", "valeurs"))
_NEVER_HALF = (".titre_du_service", ".structure")
_UNKNOWN = ("avertir", "ecarter", "ignorer", "refuser")
_HOURS_COLUMNS = {"texte": 1, "semaine": 7, "lignes": 3}


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


class _Parser:
    """Reads the JSON of a mapping and keeps going after an error, to tell them all at once."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def mapping(self, content: Mapping[str, object]) -> FileMapping:
        self._only(content, FILE_KEYS, "le fichier")
        source, source_columns = self._source(content.get("source"))
        identity, needs_identity = self._identity(content.get("identite", []))
        case_column, cases, other = self._cases(content.get("selon"))
        place = self._object(content.get("lieu", {}), "lieu")
        splits = place.get("decouper_adresse") is True
        return FileMapping(
            format=self._text(content, "format", needed=True),
            label=self._text(content, "libelle", needed=True),
            help=self._text(content, "aide"),
            source=source,
            source_columns=source_columns,
            identity=identity,
            needs_identity=needs_identity,
            groups=self._flag(content, "regrouper"),
            fields=self._fields(content, "le fichier"),
            place=self._rules(
                {key: value for key, value in place.items() if key != "decouper_adresse"}, PLACE_FIELDS, "lieu"
            ),
            splits_address=splits,
            hours=self._hours(content.get("horaires")),
            case_column=case_column,
            cases=cases,
            other_case=other,
            ignored=self._texts(content.get("colonnes_ignorees", []), "colonnes_ignorees"),
            demanded=self._texts(content.get("colonnes_necessaires", []), "colonnes_necessaires"),
            empty_marks=frozenset(
                mark.strip().casefold() for mark in self._texts(content.get("valeurs_vides", []), "valeurs_vides")
            ),
        )

    def _source(self, value: object) -> tuple[str, tuple[str, ...]]:
        if isinstance(value, str) and value:
            return value, ()
        if isinstance(value, dict) and isinstance(value.get("colonne"), str):
            return "", (value["colonne"],)
        self.errors.append('« source » doit être un nom, ou {"colonne": "…"}.')
        return "", ()

    def _identity(self, value: object) -> tuple[tuple[str, ...], bool]:
        if not isinstance(value, dict):
            return self._texts(value, "identite"), True
        self._only(value, frozenset(("colonnes", "facultative")), "« identite »")
        return self._texts(value.get("colonnes", []), "identite.colonnes"), not self._flag(value, "facultative")

    def _cases(self, value: object) -> tuple[str, dict[str, Case], Case | None]:
        if value is None:
            return "", {}, None
        choice = self._object(value, "selon")
        self._only(choice, frozenset(("colonne", "cas", "autrement")), "« selon »")
        column = choice.get("colonne")
        if not isinstance(column, str):
            self.errors.append("« selon » doit nommer une « colonne ».")
            column = ""
        cases = {
            fold(key).strip(): self._case(item, f"selon.cas.{key}")
            for key, item in self._object(choice.get("cas", {}), "selon.cas").items()
        }
        other = self._case(choice["autrement"], "selon.autrement") if "autrement" in choice else None
        return column, cases, other

    def _case(self, value: object, where: str) -> Case:
        case = self._object(value, where)
        self._only(case, CASE_KEYS, f"« {where} »")
        return Case(self._text(case, "libelle"), self._text(case, "refuser"), self._fields(case, where))

    def _fields(self, holder: Mapping[str, object], where: str) -> dict[str, FieldRule]:
        rules = self._rules(self._object(holder.get("champs", {}), f"{where}.champs"), FIELDS, f"{where}.champs")
        for key, value in self._object(holder.get("valeurs", {}), f"{where}.valeurs").items():
            if key not in FIELDS:
                self.errors.append(f"« {key} » ({where}.valeurs) n’est pas un champ connu.")
                continue
            rules[key] = FieldRule((Rule(fixed=self._texts(value, f"{where}.valeurs.{key}")),))
        return rules

    def _rules(self, content: Mapping[str, object], known: Mapping[str, object], where: str) -> dict[str, FieldRule]:
        rules: dict[str, FieldRule] = {}
        for key, value in content.items():
            if key not in known:
                self.errors.append(f"« {key} » ({where}) n’est pas un champ connu.")
                continue
            rules[key] = self._field_rule(value, f"{where}.{key}")
        return rules

    def _field_rule(self, value: object, where: str) -> FieldRule:
        if isinstance(value, dict) and "premier" in value:
            self._only(value, frozenset(("premier",)), f"« {where} »")
            items = value["premier"]
            rules = tuple(self._rule(item, where) for item in items) if isinstance(items, list) else ()
            return FieldRule(rules, first_only=True)
        if isinstance(value, list):
            return FieldRule(tuple(self._rule(item, where) for item in value))
        return FieldRule((self._rule(value, where),))

    def _rule(self, value: object, where: str) -> Rule:
        if isinstance(value, str):
            return Rule(columns=(value,))
        content = self._object(value, where)
        self._only(content, RULE_KEYS, f"« {where} »")
        if not any(key in content for key in ("colonnes", "modele", "fixe", "defaut")):
            self.errors.append(f"« {where} » doit avoir « colonnes », « modele », « fixe » ou « defaut ».")
        unknown = content.get("inconnu", "avertir")
        if unknown not in _UNKNOWN:
            self.errors.append(f"« {where}.inconnu » doit valoir avertir, ecarter, ignorer ou refuser.")
        if content.get("extraire", "courriel") != "courriel":
            self.errors.append(f"« {where}.extraire » ne connaît que « courriel ».")
        template = self._text(content, "modele")
        words = self._object(content.get("mots", {}), f"{where}.mots")
        dictionary = content.get("dictionnaire")
        return Rule(
            columns=self._texts(content.get("colonnes", []), f"{where}.colonnes"),
            template=Template.parse(template, whole=where.endswith(_NEVER_HALF)) if template else None,
            fixed=self._texts(content.get("fixe", []), f"{where}.fixe"),
            dictionary=None if dictionary is None else self._dictionary(dictionary, f"{where}.dictionnaire"),
            keywords=tuple(keyword(key, self._texts(item, f"{where}.mots.{key}")) for key, item in words.items()),
            separator=self._text(content, "separateur"),
            joiner=self._text(content, "joindre") if "joindre" in content else " ",
            before=self._text(content, "avant"),
            after=self._text(content, "apres"),
            default=self._texts(content.get("defaut", []), f"{where}.defaut"),
            unknown=str(unknown),
            extract=self._text(content, "extraire"),
            notice=self._text(content, "signaler"),
        )

    def _dictionary(self, value: object, where: str) -> dict[str, tuple[str, ...]]:
        return {
            fold(key).strip(): self._texts(item, f"{where}.{key}") for key, item in self._object(value, where).items()
        }

    def _hours(self, value: object) -> HoursRule | None:
        if value is None:
            return None
        if isinstance(value, str):
            return HoursRule("texte", (value,))
        content = self._object(value, "horaires")
        self._only(content, frozenset(("mode", "colonnes")), "« horaires »")
        mode, columns = content.get("mode", "texte"), self._texts(content.get("colonnes", []), "horaires.colonnes")
        if not isinstance(mode, str) or mode not in _HOURS_COLUMNS:
            self.errors.append("« horaires.mode » doit valoir texte, semaine ou lignes.")
            return None
        right = len(columns) == _HOURS_COLUMNS[mode] or (mode == "lignes" and len(columns) in (3, 5))
        if not right:
            self.errors.append(
                "« horaires.colonnes » : une colonne pour texte, sept pour semaine (du lundi au dimanche), "
                "le jour puis deux ou quatre heures pour lignes."
            )
        return HoursRule(mode, columns)

    def _only(self, content: Mapping[str, object], known: frozenset[str], where: str) -> None:
        for key in content:
            if key not in known:
                self.errors.append(f"Dans {where}, « {key} » n’est pas reconnu.")

    def _object(self, value: object, where: str) -> dict[str, object]:
        if isinstance(value, dict):
            return value
        self.errors.append(f"« {where} » doit être un objet.")
        return {}

    def _text(self, content: Mapping[str, object], key: str, *, needed: bool = False) -> str:
        value = content.get(key, "")
        if not isinstance(value, str):
            self.errors.append(f"« {key} » doit être un texte.")
            return ""
        if needed and not value:
            self.errors.append(f"« {key} » est obligatoire.")
        return value

    def _flag(self, content: Mapping[str, object], key: str) -> bool:
        value = content.get(key, False)
        if not isinstance(value, bool):
            self.errors.append(f"« {key} » doit valoir true ou false.")
            return False
        return value

    def _texts(self, value: object, where: str) -> tuple[str, ...]:
        items = [value] if isinstance(value, str) else value
        if isinstance(items, list) and all(isinstance(item, str) for item in items):
            return tuple(items)
        self.errors.append(f"« {where} » doit être un texte ou une liste de textes.")
        return ()
