"""Which fiche answers which request, by rules written in a file before any engine was asked.

A *door* is what a person needs ("passer son permis"); its rules say which fiches are the right door (grade 2), which
are near it (grade 1); the others are wrong (grade 0). A *request* is what an advisor types; it names one door or two.
The rules read the text of a fiche and its raw themes, never what an engine or the classification of the product made
of it.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

RIGHT, NEAR, WRONG = 2, 1, 0

KINDS = {
    "words": "one to three words, well written",
    "plural": "plural or feminine form",
    "no-accents": "accents left out",
    "typo": "spelling mistakes",
    "acronym": "acronyms",
    "colloquial": "everyday speech",
    "sentence": "a situation described in a sentence",
    "two-needs": "two needs at once",
    "place-or-day": "a place or a day inside",
    "structure": "name of a structure, a scheme or a town",
}

_TOKENS = re.compile(r"[^\W_]+")


def folded(text: str) -> str:
    """Return the words of ``text`` in lower case, without accents, one blank between two.

    Written apart from the analysis of the engines: a judge must not share their faults.
    """
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return " ".join(_TOKENS.findall("".join(char for char in decomposed if not unicodedata.combining(char))))


@dataclass(frozen=True, slots=True)
class JudgedFiche:
    """What the rules read of a fiche; every text is folded.

    text     title, structure and description.
    themes   raw codes as published: data·inclusion themes, or the needs of a demonstration fiche.
    """

    id: int
    title: str
    structure: str
    text: str
    towns: str
    themes: tuple[str, ...]

    @classmethod
    def of(
        cls,
        identifier: int,
        *,
        title: str,
        structure: str,
        description: str,
        towns: Iterable[str],
        themes: Iterable[str],
    ) -> "JudgedFiche":
        parts = [folded(part) for part in (title, structure, description)]
        return cls(identifier, parts[0], parts[1], " ".join(parts), folded(" ".join(towns)), tuple(themes))


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions that all hold. Patterns are searched in folded text; a theme also stands for those below it.

    without   a pattern that must not be in ``text``.
    """

    title: re.Pattern[str] | None = None
    structure: re.Pattern[str] | None = None
    text: re.Pattern[str] | None = None
    town: re.Pattern[str] | None = None
    without: re.Pattern[str] | None = None
    themes: tuple[str, ...] = ()

    def holds(self, fiche: JudgedFiche) -> bool:
        wanted = (
            (self.title, fiche.title),
            (self.structure, fiche.structure),
            (self.text, fiche.text),
            (self.town, fiche.towns),
        )
        if any(pattern is not None and not pattern.search(text) for pattern, text in wanted):
            return False
        if self.without is not None and self.without.search(fiche.text):
            return False
        return not self.themes or any(_under(theme, asked) for theme in fiche.themes for asked in self.themes)


@dataclass(frozen=True, slots=True)
class Door:
    """``never`` decides over ``right``, which decides over ``near``."""

    code: str
    meaning: str
    right: tuple[Rule, ...]
    near: tuple[Rule, ...] = ()
    never: tuple[Rule, ...] = ()

    def grade(self, fiche: JudgedFiche) -> int:
        if any(rule.holds(fiche) for rule in self.never):
            return WRONG
        if any(rule.holds(fiche) for rule in self.right):
            return RIGHT
        return NEAR if any(rule.holds(fiche) for rule in self.near) else WRONG

    def is_right(self, fiche: JudgedFiche) -> bool:
        return self.grade(fiche) == RIGHT


@dataclass(frozen=True, slots=True)
class Request:
    """What is typed; with two doors, either is a right answer.

    held_out   nobody improves the product by looking at what it returns: only the mean is looked at.
    """

    text: str
    kind: str
    doors: tuple[str, ...]
    held_out: bool = False


@dataclass(frozen=True, slots=True)
class JudgedSet:
    doors: Mapping[str, Door]
    requests: tuple[Request, ...]

    def grades(self, request: Request, fiches: Iterable[JudgedFiche]) -> dict[int, int]:
        """Return the grade of each fiche that is worth something: its best for any door of the request."""
        doors = [self.doors[code] for code in request.doors]
        graded = ((fiche.id, max(door.grade(fiche) for door in doors)) for fiche in fiches)
        return {identifier: grade for identifier, grade in graded if grade}


class BadJudgements(Exception):
    """The file of judgements says something that means nothing."""


def read_judged_set(path: Path) -> JudgedSet:
    """Read doors and requests. Raises BadJudgements, naming the door or request at fault."""
    found = tomllib.loads(path.read_text(encoding="utf-8"))
    doors = {code: _door(code, table) for code, table in _tables(found["door"]).items()}
    requests = [*_requests(found, "requests", doors), *_requests(found, "held-out", doors)]
    twice = {one.text for one in requests if sum(one.text == other.text for other in requests) > 1}
    if twice:
        raise BadJudgements(f"asked twice: {', '.join(sorted(twice))}")
    return JudgedSet(doors, tuple(requests))


def _requests(found: Mapping[str, object], section: str, doors: Mapping[str, Door]) -> Iterator[Request]:
    for code, kinds in _tables(found.get(section, {})).items():
        names = tuple(code.split("+"))
        if unknown := set(names) - set(doors):
            raise BadJudgements(f"{section}.{code}: no door {', '.join(sorted(unknown))}")
        for kind, texts in kinds.items():
            if kind not in KINDS:
                raise BadJudgements(f"{section}.{code}: no kind {kind}")
            for text in _texts(texts, f"{section}.{code}.{kind}"):
                yield Request(text, kind, names, held_out=section == "held-out")


_PATTERNS = ("title", "structure", "text", "town", "without")


def _door(code: str, table: Mapping[str, object]) -> Door:
    lists: dict[str, tuple[Rule, ...]] = {}
    for key in ("right", "near", "never"):
        listed = table.get(key, [])
        if not isinstance(listed, list):
            raise BadJudgements(f"door.{code}.{key}: a list is expected")
        lists[key] = tuple(_rule(one, f"door.{code}.{key}") for one in listed)
    meaning = table.get("meaning")
    if not isinstance(meaning, str) or not lists["right"] or set(table) - {"meaning", *lists}:
        raise BadJudgements(f"door.{code}: meaning and right are expected, near and never possible")
    return Door(code, meaning, lists["right"], lists["near"], lists["never"])


def _rule(written: object, where: str) -> Rule:
    if not _is_table(written) or not written or set(written) - {*_PATTERNS, "themes"}:
        raise BadJudgements(f"{where}: a table of patterns and themes is expected")
    patterns: dict[str, re.Pattern[str]] = {}
    for key in _PATTERNS:
        if key in written:
            pattern = written[key]
            if not isinstance(pattern, str):
                raise BadJudgements(f"{where}.{key}: a pattern is expected")
            patterns[key] = re.compile(pattern)
    return Rule(
        title=patterns.get("title"),
        structure=patterns.get("structure"),
        text=patterns.get("text"),
        town=patterns.get("town"),
        without=patterns.get("without"),
        themes=_texts(written.get("themes", []), f"{where}.themes"),
    )


def _under(theme: str, asked: str) -> bool:
    return theme == asked or theme.startswith(f"{asked}--")


def _is_table(value: object) -> TypeGuard[Mapping[str, object]]:
    return isinstance(value, dict)


def _tables(value: object) -> dict[str, Mapping[str, object]]:
    if not isinstance(value, dict) or not all(isinstance(one, dict) for one in value.values()):
        raise BadJudgements("a table of tables is expected")
    return value


def _texts(value: object, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise BadJudgements(f"{where}: a list of texts is expected")
    return tuple(value)
