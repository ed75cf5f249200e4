"""Words of a sentence about opening hours, one by one; a sentence that holds another word has no tokens."""

import re
from dataclasses import dataclass
from typing import Literal

from importers.cells.week import minutes_of
from search.text.french import DAYS

TokenKind = Literal[
    "time", "number", "to", "and", "stop", "day", "weekend", "every", "always", "colon", "half", "closed", "except",
    "holidays", "included", "appointment", "remark", "filler",
]  # fmt: skip

# The most frequent tokens come first: a long file has a million of them.
_TOKEN = re.compile(
    r"""[^\S\n]*(?:
      (?P<stop>[;|•\n]|\.(?=\s|$))
    | (?P<always>\b(?:(?:7\s?j(?:ours)?\s?(?:/|sur)\s?7j?|7/7)\s*(?:,|-|et|/)?\s*)?
        (?:24\s?h(?:eures)?\s?(?:/|sur)\s?24(?:\s?h(?:eures)?)?|24/24|jour\ et\ nuit)
        (?:\s*(?:,|-|et|/)?\s*(?:7\s?j(?:ours)?\s?(?:/|sur)\s?7(?:\s?j(?:ours)?)?|7/7))?(?!\w)|\b24/7\b)
    | (?P<every>\btous\ les\ jours\b|\bchaque\ jour\b|\b7\s?j(?:ours)?\s?(?:/|sur)\s?7(?:\s?j)?(?!\w)|\b7/7\b)
    | (?P<time>\d{1,2}\s?(?:h(?:eures?|rs?)?\b|h(?=\d)|:)(?:\s?[0-5]\d(?:\s?mn)?(?!\s?h|\d))?|\bmidi\b|\bminuit\b)
    | (?P<except>\bsaufs?\b|\bsf\b|\bhors\b|\bhormis\b|\bexcept[ée]\b
        |\b[àa]\ l['’]exception\ (?:de|du|des)\b|\bpas\ le\b)
    | (?P<to>-|–|—|→|>|\b(?:jusqu['’]à|à|au|a)(?!\w))
    | (?P<holidays>\b(?:les\s+|et\s+les\s+)?jours?\ f[ée]ri[ée]s?\b|\bf[ée]ri[ée]s\b)
    | (?P<included>\by\ compris\b|\binclus\b|\bcompris\b)
    | (?P<appointment>\b(?:(?:uniquement|exclusivement|seulement|de\ préférence)\s+)?
        (?:(?:sur|sans|avec|après)\s+(?:prise\s+de\s+)?(?:rendez[-\s]vous|r\.?d\.?v\.?)
           |(?:en\ )?(?:accès|entrée)\ libre|accueil\ libre)(?!\w)
        (?:\s+(?:uniquement|exclusivement|seulement))?)
    | (?P<and>,|/|&|\+|\bet\b|\bpuis\b|\bainsi\ que\b)
    | (?P<weekend>\b(?:les?\ )?week[-\s]?ends?\b)
    | (?P<day>\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b
        |\b(?:lun|mar|mer|jeu|ven|sam|dim)\b\.?|\b(?:lu|ma|me|je|ve|sa|di)\b\.?)
    | (?P<colon>:)
    | (?P<half>\b(?:le\s+|l['’])?(?:matin(?:[ée]e)?s?|apr[èe]s?[\s-]?midis?|soir(?:[ée]e)?s?)\b)
    | (?P<closed>\bferm[ée]e?s?\b|\bfermeture\b)
    | (?P<filler>\b(?:de|du|des|le|les|la|ouverts?|ouvertes?|ouverture|accueil|horaires?|heures?|entre)\b
        |\b(?:tous|toutes|chaque)\b
        |\bsans\ interruption\b|\ben\ continu\b|\bnon[\s-]stop\b|\bjournée\ continue\b)
    | (?P<number>\d{1,2}(?!\d))
    | (?P<remark>\()
    )""",
    re.VERBOSE | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word and what it is; of a remark, what is between its parentheses."""

    kind: TokenKind
    text: str

    @property
    def first_day(self) -> int:
        return next(index for index, name in enumerate(DAYS) if name.startswith(self.text[:2].lower()))

    @property
    def is_line_break(self) -> bool:
        return self.text == "\n"

    @property
    def is_dash(self) -> bool:
        return self.text in "-–—"

    @property
    def minutes(self) -> int | None:
        """Minutes since midnight of a time or a number, None when there is no such time."""
        lowered = self.text.lower()
        if lowered in ("midi", "minuit"):
            return 12 * 60 if lowered == "midi" else 24 * 60
        digits = re.findall(r"\d+", self.text)
        return minutes_of(int(digits[0]), int(digits[1]) if len(digits) > 1 else 0)


def tokens_of(text: str) -> tuple[Token, ...] | None:
    """Return the tokens of a sentence, None as soon as a word is not of this vocabulary."""
    found: list[Token] = []
    at, end = 0, len(text.rstrip())
    while at < end:
        match = _TOKEN.match(text, at)
        if match is None:
            return None
        at = match.end()
        kind = match.lastgroup or ""
        if kind == "remark":
            after = closing(text, at - 1)
            remark = text[at:after].strip()
            at = after + 1
            if remark:
                found.append(Token("remark", remark))
        else:
            found.append(_token(kind, match[kind]))
    return tuple(found)


def _token(kind: str, text: str) -> Token:
    for known in TokenKind.__args__:  # type: ignore[attr-defined]  # names of the groups above
        if kind == known:
            return Token(known, text.strip() or text)
    raise ValueError(kind)


def closing(text: str, at: int) -> int:
    """Return where the parenthesis opened at ``at`` is closed, the end of the text when it never is."""
    depth = 0
    for position in range(at, len(text)):
        depth += {"(": 1, ")": -1}.get(text[position], 0)
        if depth == 0:
            return position
    return len(text)
