"""The expressions by which people name a need."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from search.text.expressions import Key, Lookup, Span, key_of
from search.text.lexicon import Lexicon

HINT = "~"
"""Begins an expression that is only a part of a need: "~dentiste". The need is proposed, its fiches come last."""


def equal_expressions(expressions: Iterable[str]) -> list[str]:
    """Return the expressions that stand for the need as a whole: those to index with a fiche that answers it."""
    return [said for said in expressions if not said.lstrip().startswith(HINT)]


class NeedWords:
    """Search expressions and the codes of the needs they name or hint at."""

    def __init__(
        self,
        named: Mapping[Key, Iterable[str]],
        hinted: Mapping[Key, Iterable[str]],
        lexicon: Lexicon,
        families: Mapping[str, str],
    ) -> None:
        self._named = {key: tuple(codes) for key, codes in named.items()}
        self._hinted = {key: tuple(codes) for key, codes in hinted.items()}
        self._lookup = Lookup((*self._named, *self._hinted))
        self._families = families
        self.lexicon = lexicon

    @classmethod
    def of(cls, expressions: Mapping[str, Sequence[str]], families: Mapping[str, str]) -> "NeedWords":
        """Build from the expressions of each need code; those without a meaningful word are left out.

        families   need code → code of its family.
        """
        named: dict[Key, dict[str, None]] = defaultdict(dict)
        hinted: dict[Key, dict[str, None]] = defaultdict(dict)
        for code, said in sorted(expressions.items()):
            equal = frozenset(equal_expressions(said))
            for one in said:
                if key := key_of(one):
                    (named if one in equal else hinted)[key][code] = None
        return cls(named, hinted, Lexicon(one for said in expressions.values() for one in said), families)

    def find(self, read: Sequence[str]) -> list[Span]:
        """Return where search expressions stand among folded words."""
        return self._lookup.find(read)

    def codes(self, key: Key) -> tuple[str, ...]:
        """Return the needs that the expression of ``key`` names: their fiches answer it."""
        return self._named.get(key, ())

    def hints(self, key: Key) -> tuple[str, ...]:
        """Return the needs that the expression of ``key`` is only a part of: their fiches may answer it."""
        return self._hinted.get(key, ())

    def families(self, needs: Iterable[str]) -> tuple[str, ...]:
        """Return the families of these needs, each once."""
        return tuple(dict.fromkeys(family for need in needs if (family := self._families.get(need))))
