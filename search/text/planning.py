"""How a query is read: words corrected, then places, moments, names and needs, into the plan of every engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import pairwise

from search.text.analysis import ACRONYMS, STOP, stem, words
from search.text.days import WhenUnderstood, find_when
from search.text.identifiers import read_identifier
from search.text.need_words import NeedWords
from search.text.pieces import pieces
from search.text.places_said import (
    PlaceNames,
    PlaceUnderstood,
    Word,
    find_place,
    is_name,
    names_cover,
    place_expected,
)
from search.text.plan import (
    CORRECTED,
    HINT,
    MOST_ALTERNATIVES,
    MOST_GROUPS,
    NEED,
    SYNONYM,
    TYPED,
    Alternative,
    Group,
    Name,
    TextPlan,
)
from search.text.spelling import Speller
from search.text.synonyms import Synonyms
from search.text.understanding import Meaning, understand
from search.text.vocabulary import Vocabulary
from search.text.weak_words import WEAK_WORDS, WeakWords

_MOST_WORDS_READ = 200
_COMMON_SHARE = 50
"""A word is common when it stands in more than one fiftieth as many fiches as the most common word does."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A word of the query: typed, folded, and read after correction."""

    typed: str
    folded: str
    word: str


def make_plan(
    text: str,
    *,
    vocabulary: Vocabulary,
    synonyms: Synonyms,
    need_words: NeedWords,
    gazetteer: PlaceNames | None,
    today: date,
    correct: bool,
    weak: WeakWords = WEAK_WORDS,
) -> TextPlan:
    """Return the plan of ``text``.

    today     the day that "samedi" or "ce soir" is said on, at the place of the asker.
    correct   False keeps every word as typed.

    A query of stop words alone, or of a moment alone ("ouvert samedi"), has no group: it asks for no word.
    """
    speller = Speller(vocabulary, (need_words.lexicon, synonyms.lexicon), partial(is_name, names=gazetteer), weak)
    read = _read_words(text, speller if correct else None, gazetteer)
    place, said_at, place_words = _place(read, gazetteer, speller)
    when, when_words = _when(read, today)
    kept = [at for at, one in enumerate(read) if one.word not in STOP and at not in place_words]
    if not kept:
        kept = [at for at, one in enumerate(read) if place and one.folded in place.words and one.word not in STOP]
    chosen = _strongest(kept, read, weak)
    meaning = understand([read[at].word for at in chosen], synonyms, need_words, weak, speller)
    groups = _groups(chosen, read, meaning, when_words, weak)
    return TextPlan(
        groups=groups,
        pairs=_pairs(chosen, read, place_words),
        title_key=" ".join(one.word for one in read),
        corrections=tuple(
            dict.fromkeys((one.typed, speller.spelling(one.word)) for one in read if one.word != one.folded)
        ),
        needs=meaning.needs,
        place=place,
        when=when,
        truncated=len(kept) > MOST_GROUPS,
        identifier=read_identifier(text),
        name=_name(read, said_at, place, gazetteer),
    )


def _read_words(text: str, speller: Speller | None, gazetteer: PlaceNames | None) -> list[_Read]:
    folded = words(text)[:_MOST_WORDS_READ]
    written = [piece.text for piece in pieces(text)]
    typed = written if len(written) == len(words(text)) else folded
    if speller is None:
        return [_Read(said, word, word) for said, word in zip(typed, folded, strict=False)]
    right = speller.pieces_of_words(folded)
    if gazetteer:
        right |= names_cover(folded, gazetteer)
    return [
        _Read(said, word, word if at in right else _corrected(folded, at, speller))
        for at, (said, word) in enumerate(zip(typed, folded, strict=False))
    ]


def _corrected(folded: list[str], at: int, speller: Speller) -> str:
    return speller.correction(folded[at], town_expected=place_expected(folded, at)) or folded[at]


def _place(
    read: list[_Read], gazetteer: PlaceNames | None, speller: Speller
) -> tuple[PlaceUnderstood | None, frozenset[int], frozenset[int]]:
    """Return the place understood, the positions of its words, and those of the words that ask for nothing else."""
    if gazetteer is None:
        return None, frozenset(), frozenset()
    most = speller.vocabulary.most_common

    def is_common(word: str) -> bool:
        return speller.vocabulary.df(word) * _COMMON_SHARE > most

    found = find_place([Word(one.typed, one.word) for one in read], gazetteer, speller.is_known, is_common)
    if found is None:
        return None, frozenset(), frozenset()
    place, positions = found
    return place, frozenset(positions), frozenset(positions) if place.introduced else frozenset()


def _name(
    read: list[_Read], place_words: frozenset[int], place: PlaceUnderstood | None, gazetteer: PlaceNames | None
) -> Name | None:
    """Return the query as the name of a structure: two words or more, or one acronym, beside any place."""
    stems = {at: tuple(map(stem, one.word.split())) for at, one in enumerate(read) if one.word not in STOP}
    whole = " ".join(token for tokens in stems.values() for token in tokens)
    if not whole:
        return None
    tokens = tuple(token for at, kept in stems.items() if at not in place_words for token in kept)
    if len(tokens) == 1 and tokens[0] not in ACRONYMS:
        tokens = ()
    communes: tuple[str, ...] = ()
    if place is not None and gazetteer is not None:
        communes = tuple(code for said in place.communes for code in gazetteer.members(said.code))
    return Name(tokens, whole, communes)


def _when(read: list[_Read], today: date) -> tuple[WhenUnderstood | None, frozenset[int]]:
    found = find_when([one.word for one in read], today)
    if found is None:
        return None, frozenset()
    when, (start, end) = found
    return when, frozenset(range(start, end))


def _strongest(kept: list[int], read: list[_Read], weak_words: WeakWords) -> list[int]:
    """Return the positions of the words to look for, each stem once; of too many, weak ones go first."""
    first: dict[str, int] = {}
    for at in kept:
        first.setdefault(stem(read[at].word), at)
    ranked = sorted(first.values(), key=lambda at: (weak_words.is_weak(read[at].word), at))
    return sorted(ranked[:MOST_GROUPS])


def _groups(
    chosen: list[int], read: list[_Read], meaning: Meaning, when_words: frozenset[int], weak_words: WeakWords
) -> tuple[Group, ...]:
    if when_words.issuperset(chosen):
        return ()
    weak = [
        at in when_words or (weak_words.is_weak(read[at].word) and place not in meaning.strong)
        for place, at in enumerate(chosen)
    ]
    if all(weak):
        # Nothing else is asked: the words understood are required, or all of them; a moment never is.
        rest = {place for place, at in enumerate(chosen) if at not in when_words}
        required = meaning.understood & rest or rest
        weak = [place not in required for place in range(len(chosen))]
    return tuple(
        Group(
            read[at].word,
            read[at].typed,
            weak[place],
            _alternatives(read[at], meaning, place),
            meaning.families.get(place, ()),
        )
        for place, at in enumerate(chosen)
    )


def _alternatives(one: _Read, meaning: Meaning, place: int) -> tuple[Alternative, ...]:
    found: dict[tuple[tuple[str, ...], str], int] = {}

    def add(weight: int, options: Iterable[tuple[tuple[str, ...], str]]) -> None:
        for option in options:
            found.setdefault(option, weight)

    own = {stem(one.folded), stem(one.word)} if " " not in one.word else {stem(one.folded)}
    add(TYPED, [((stem(one.folded),), "")])
    if one.word != one.folded:
        add(CORRECTED, [(tuple(map(stem, one.word.split())), "")])
    add(CORRECTED, ((tokens, "") for tokens in meaning.joined.get(place, ())))
    add(NEED, (((), code) for code in meaning.need_codes.get(place, ())))
    add(HINT, (((), code) for code in meaning.hint_codes.get(place, ())))
    add(SYNONYM, (((), code) for code in meaning.synonym_codes.get(place, ())))
    # A phrase that holds the word itself finds nothing the word does not find.
    add(SYNONYM, ((tokens, "") for tokens in meaning.synonyms.get(place, ()) if own.isdisjoint(tokens)))
    best = sorted(found.items(), key=lambda item: item[1] == SYNONYM)[:MOST_ALTERNATIVES]
    options = [Alternative(weight, tokens, need) for (tokens, need), weight in best]
    return tuple(sorted(options, key=lambda option: (-option.weight, option.tokens, option.need)))


def _pairs(chosen: list[int], read: list[_Read], place_words: frozenset[int]) -> tuple[tuple[str, str], ...]:
    stems = [(at, stem(part)) for at in chosen for part in read[at].word.split()]
    pairs: Mapping[tuple[str, str], None] = dict.fromkeys(
        (first, second)
        for (start, first), (end, second) in pairwise(stems)
        if first != second and place_words.isdisjoint(range(start, end))
    )
    return tuple(pairs)
