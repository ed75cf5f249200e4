"""The expressions by which people name a need."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from search.text.expressions import Key, Lookup, Span, key_of
from search.text.lexicon import Lexicon


class NeedWords:
    """Search expressions and the codes of the needs they name."""

    def __init__(self, codes: Mapping[Key, tuple[str, ...]], lexicon: Lexicon) -> None:
        self._codes = codes
        self._lookup = Lookup(codes)
        self.lexicon = lexicon

    @classmethod
    def of(cls, expressions: Mapping[str, Sequence[str]]) -> "NeedWords":
        """Build from the expressions of each need code; those without a meaningful word are left out."""
        found: dict[Key, list[str]] = defaultdict(list)
        for code, said in expressions.items():
            for key in dict.fromkeys(map(key_of, said)):
                if key:
                    found[key].append(code)
        codes = {key: tuple(sorted(needs)) for key, needs in found.items()}
        return cls(codes, Lexicon(one for said in expressions.values() for one in said))

    def find(self, read: Sequence[str]) -> list[Span]:
        """Return where search expressions stand among folded words."""
        return self._lookup.find(read)

    def codes(self, key: Key) -> tuple[str, ...]:
        """Return the needs that the expression of ``key`` names."""
        return self._codes.get(key, ())
