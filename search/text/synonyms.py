"""Expressions that stand for each other, read from an editable file.

One group a line, expressions separated by commas, ``#`` starts a comment:

    css, cmu, complémentaire santé solidaire       each finds the others
    dentiste => centre de santé, soins dentaires   the left ones also find the right ones, not the other way round
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from search.text.analysis import stems
from search.text.expressions import Key, Lookup, Span, key_of
from search.text.lexicon import Lexicon
from search.text.word_lists import DATA, WITHDRAWN, lines_of

ARROW = "=>"
DEFAULT_FILE = DATA / "synonyms.txt"

Tokens = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynonymGroup:
    """One line: each of ``typed`` also finds ``found``. Without an arrow both are the same."""

    typed: tuple[str, ...]
    found: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SynonymLineError:
    """A line that cannot be used.

    code    ``too-few``, ``no-word``, ``arrows`` or, for what is to be taken out, ``not-there``.
    value   the faulty text.
    """

    line: int
    code: str
    value: str


class BadSynonyms(ValueError):
    """Raised once with every faulty line."""

    def __init__(self, errors: Sequence[SynonymLineError]) -> None:
        super().__init__(", ".join(f"line {error.line}: {error.code}" for error in errors))
        self.errors = tuple(errors)


def read_groups(lines: Iterable[tuple[int, str]]) -> tuple[SynonymGroup, ...]:
    """Return the groups of numbered lines free of comments. Raises BadSynonyms with all errors."""
    groups: list[SynonymGroup] = []
    errors: list[SynonymLineError] = []
    for number, line in lines:
        sides = [_expressions(side) for side in line.split(ARROW)]
        empty = next((one for side in sides for one in side if not stems(one)), None)
        if len(sides) > 2:
            errors.append(SynonymLineError(number, "arrows", line))
        elif empty is not None:
            errors.append(SynonymLineError(number, "no-word", empty))
        elif not all(sides) or (len(sides) == 1 and len(sides[0]) < 2):
            errors.append(SynonymLineError(number, "too-few", line))
        else:
            groups.append(SynonymGroup(sides[0], sides[-1]))
    if errors:
        raise BadSynonyms(errors)
    return tuple(groups)


def _expressions(side: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(said for said in map(str.strip, side.split(",")) if said))


def _without(group: SynonymGroup, withdrawn: Set[Key]) -> SynonymGroup | None:
    """Return a group without some expressions; None when nothing is left to find."""
    typed = tuple(one for one in group.typed if key_of(one) not in withdrawn)
    found = tuple(one for one in group.found if key_of(one) not in withdrawn)
    says_something = bool(typed and found) and (typed != found or len(typed) > 1)
    return SynonymGroup(typed, found) if says_something else None


class Synonyms:
    """What else to look for when an expression is typed. Live at once: nothing of it is indexed."""

    def __init__(self, groups: Iterable[SynonymGroup]) -> None:
        self.groups = tuple(groups)
        found: dict[Key, dict[Tokens, None]] = defaultdict(dict)
        for group in self.groups:
            others = {expression: tuple(stems(expression)) for expression in group.found}
            for typed in group.typed:
                own = tuple(stems(typed))
                found[key_of(typed)].update(dict.fromkeys(tokens for tokens in others.values() if tokens != own))
        self._found = {key: tuple(tokens) for key, tokens in found.items()}
        self._lookup = Lookup(self._found)
        self._mutual = frozenset(key_of(one) for group in self.groups for one in group.typed if one in group.found)
        self.lexicon = Lexicon(one for group in self.groups for one in (*group.typed, *group.found))

    @classmethod
    def load(cls, path: Path | None = None) -> "Synonyms":
        """Read ``path``, or the list that comes with the product. Raises BadSynonyms with all errors."""
        return cls(read_groups(lines_of(path))) if path else _of_the_product()

    def amended(self, lines: Iterable[tuple[int, str]]) -> "Synonyms":
        """Return the groups with numbered lines of an instance: groups added, or expressions taken out by ``- this``.

        Raises BadSynonyms with all errors; an expression to take out that is in no group is one of them.
        """
        said = list(lines)
        if not said:
            return self
        known = {key_of(one) for group in self.groups for one in (*group.typed, *group.found)}
        withdrawn: set[Key] = set()
        errors: list[SynonymLineError] = []
        for number, line in said:
            if line.startswith(WITHDRAWN):
                keys = {key_of(one): one for one in _expressions(line.removeprefix(WITHDRAWN))}
                errors += [SynonymLineError(number, "not-there", one) for key, one in keys.items() if key not in known]
                withdrawn.update(keys)
        try:
            added = read_groups((number, line) for number, line in said if not line.startswith(WITHDRAWN))
        except BadSynonyms as bad:
            errors += bad.errors
        if errors:
            raise BadSynonyms(sorted(errors, key=lambda error: error.line))
        left = (_without(group, withdrawn) for group in self.groups)
        return Synonyms((*(group for group in left if group is not None), *added))

    def find(self, read: Sequence[str]) -> list[Span]:
        """Return where expressions with synonyms stand among folded words."""
        return self._lookup.find(read)

    def is_mutual(self, key: Key) -> bool:
        """Tell whether the expression of ``key`` is found by its synonyms too: it names a thing, not a situation."""
        return key in self._mutual

    def alternatives(self, key: Key) -> tuple[Tokens, ...]:
        """Return the adjacent stems that stand for the expression of ``key``, in the order of the file."""
        return self._found.get(key, ())


@cache
def _of_the_product() -> Synonyms:
    return Synonyms(read_groups(lines_of(DEFAULT_FILE)))
