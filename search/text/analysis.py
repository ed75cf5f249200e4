"""The one French analysis: folded words, stop words, stems.

Every engine stores the stems made here and receives queries made of them, so all engines agree on what a word is.
A token never holds a character on which SQLite's FTS5 ``ascii`` tokenizer or Elasticsearch's ``whitespace`` tokenizer
splits, and is never longer than either keeps.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

import Stemmer

from search.text.word_lists import DATA, entries_of, lines_of

FOLD_VERSION = 1
STEM_VERSION = 1
SYNONYM_FORMAT = 1
LONGEST_WORD_CHARS = 64

BREAK = "¶"
"""Stands between two values of one field, so that no phrase spans both. It is never a word."""

STOP = entries_of("stopwords.txt")
ACRONYMS = entries_of("acronyms.txt")

_APOSTROPHES = "'’‘‛′`´ʹʻʼʽˈꞌ＇՚"
_INVISIBLE = "\u00ad\u200c\u200d\u2060\ufeff"  # soft hyphen, joiners: inside a word, not between two
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ı": "i"}
    | dict.fromkeys(_APOSTROPHES, " ")
    | dict.fromkeys(_INVISIBLE, "")
)
_USUAL = tuple(zip("éèêàçôîûù’", "eeeacoiuu ", strict=True))
"""The signs beyond ASCII of most French texts, as they fold: each is looked for faster than an expression is tried."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
# "C.A.F." and "r.s.a" are one word; anything else is a run of letters and digits.
# Two letters or more cannot begin an acronym: they are tried first, for speed.
_WORD = re.compile(r"[^\W_]{2,}|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?|[^\W_]")
_DOTTED = re.compile(r"\.[^\W\d_]\.")
"""What every acronym with dots holds."""
_USUAL_IN_PLACE = (*_USUAL, *((sign, " ") for sign in "«»€–°"))
"""With signs beyond ASCII that are of no word, those which French texts have most."""
_BETWEEN = "\x1f"
"""Stands between texts that are folded together; no fiche holds it."""
_BLANKED = bytes(byte if (chr(byte).isalnum() and byte < 128) or chr(byte) == _BETWEEN else 32 for byte in range(256))
_FRENCH = Stemmer.Stemmer("french")
_FAMILIES = {word: line.split()[0] for _, line in lines_of(DATA / "stems.txt") for word in line.split()}
# Endings the stemmer knows by an accent that folding took away, and one it keeps apart from its noun in -logie.
_ENDINGS = (
    (re.compile(r"(?<=[a-z]{3})e(es?)$"), r"\1"),
    (re.compile(r"(?<=[a-z]{3})(i|ll|g)eres?$"), r"\1er"),
    (re.compile(r"(?<=[a-z]{2})ologues?$"), "olog"),
)
_LAST_OF_ENDINGS = ("e", "s")
"""The last letter of all of them: most words need not be tried."""


def fold(text: str) -> str:
    """Return ``text`` in lower case without accents, ligatures or apostrophes (a blank stands for each of these last).

    Folding twice changes nothing.
    """
    lower = text.lower()
    if not lower.isascii():
        for letter, plain in _USUAL:
            lower = lower.replace(letter, plain)
    if not lower.isascii():
        # A text folds character by character: the few beyond ASCII are looked up, the others are left alone.
        lower = _BEYOND_ASCII.sub(_fold_match, lower)
    return lower.replace("'", " ").replace("`", " ")


def _fold_match(found: re.Match[str]) -> str:
    return _fold_character(found.group())


@lru_cache(maxsize=4_096)
def _fold_character(char: str) -> str:
    return _without_marks(_without_marks(char).casefold()).translate(_LETTERS)


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.category(char).startswith("M"))


def words(text: str) -> list[str]:
    """Return the folded words of ``text`` in order, stop words included, each of at most 64 characters."""
    folded = _folded_words(text)
    if folded is None:
        return _cut([word.replace(".", "") for word in _WORD.findall(fold(text))])
    return _cut(folded.split())


def words_of_each(texts: Sequence[str]) -> list[list[str]]:
    """Return the ``words`` of each of some texts, folded together: short ones take half of the time so."""
    folded = _folded_words(_BETWEEN.join(texts))
    each = [] if folded is None else folded.split(_BETWEEN)
    return [_cut(one.split()) for one in each] if len(each) == len(texts) else [words(text) for text in texts]


def in_place(text: str) -> str | None:
    """Return ``text`` with its folded words where they stand in it, and blanks elsewhere.

    None where folding would move a sign, or only the expression can tell the words.
    """
    return _blanked(_usually_folded(text))


def _folded_words(text: str) -> str | None:
    """Return the folded words of a text with blanks between them, None where only the expression can tell them.

    It is four times as fast as the expression, of which a text without an acronym with dots has no need.
    """
    folded = _usually_folded(text)
    return _blanked(folded if folded.isascii() else _usually_folded(fold(text)))


def _usually_folded(text: str) -> str:
    """Return ``text`` in lower case with its usual signs folded, each in its place: most texts hold no other."""
    lower = text.lower()
    if not lower.isascii():
        for sign, plain in _USUAL_IN_PLACE:
            lower = lower.replace(sign, plain)
    return lower


def _blanked(folded: str) -> str | None:
    if not folded.isascii() or _DOTTED.search(folded):
        return None
    return folded.encode("ascii").translate(_BLANKED).decode("ascii")


def _cut(found: list[str]) -> list[str]:
    if max(map(len, found), default=0) <= LONGEST_WORD_CHARS:
        return found
    return [word[:LONGEST_WORD_CHARS] for word in found]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the French stem of a folded word. Acronyms and words with a digit are left as they are."""
    if word in ACRONYMS or any(char.isdigit() for char in word):
        return word
    if word in _FAMILIES:
        return _FAMILIES[word]
    # Folding comes first: the other order loses accented words typed without their accents.
    plain = word
    if word.endswith(_LAST_OF_ENDINGS):
        for ending, unaccented in _ENDINGS:
            plain = ending.sub(unaccented, plain)
    found = str(_FRENCH.stemWord(plain)) or word
    # "cafés" is not the CAF, nor "passer" the PASS.
    return word.removesuffix("s") if found in ACRONYMS else found


def stems(text: str) -> list[str]:
    """Return the stems of ``text`` in order, stop words left out."""
    return stems_of(words(text))


def stems_of(folded: Iterable[str]) -> list[str]:
    """Return the stems of folded words, stop words left out."""
    return [*filter(None, map(_known_stem, folded))]


class _Stems(dict[str, str]):
    """Word to stem, empty for a stop word: one look for each word of a base of fiches."""

    def __missing__(self, word: str) -> str:
        if len(self) >= _MOST_STEMS:
            self.clear()
        found = self[word] = "" if word in STOP else stem(word)
        return found


_MOST_STEMS = 50_000
_known_stem: Callable[[str], str] = _Stems().__getitem__


def field_text(values: Iterable[str]) -> str:
    """Return what an engine stores for a field: stems joined by blanks, values kept apart by ``BREAK``."""
    return joined(" ".join(stems(value)) for value in values)


def joined(stemmed: Iterable[str]) -> str:
    """Return one field from the stems of its values, each already joined by blanks."""
    return f" {BREAK} ".join(filter(None, stemmed))


def title_key(text: str) -> str:
    """Return ``text`` as folded words: two titles with the same key read the same."""
    return " ".join(words(text))


def _fingerprint() -> str:
    parts = (
        "fold",
        str(FOLD_VERSION),
        unicodedata.unidata_version,
        "stemmer",
        str(STEM_VERSION),
        Stemmer.version(),
        *(f"{word}={one}" for word, one in sorted(_FAMILIES.items())),
        "synonyms",
        str(SYNONYM_FORMAT),
        "stop",
        *sorted(STOP),
        "acronyms",
        *sorted(ACRONYMS),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


FINGERPRINT = _fingerprint()
"""Changes whenever two versions of this package could turn the same text into different stems."""
