"""Folding, words, stop words, stems: what every engine relies on."""

import re
import sqlite3
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.text import analysis
from search.text.analysis import (
    ACRONYMS,
    BREAK,
    LONGEST_WORD_CHARS,
    STOP,
    field_text,
    fold,
    in_place,
    stem,
    stems,
    title_key,
    words,
    words_of_each,
)

# What java.lang.Character.isWhitespace says, on which Elasticsearch's whitespace tokenizer splits.
_NO_BREAK = {"\u00a0", "\u2007", "\u202f"}
_CONTROLS = {*"\t\n\v\f\r", "\x1c", "\x1d", "\x1e", "\x1f"}


def is_java_whitespace(char: str) -> bool:
    return char in _CONTROLS or (unicodedata.category(char) in {"Zs", "Zl", "Zp"} and char not in _NO_BREAK)


def is_fts5_ascii_separator(char: str) -> bool:
    return ord(char) < 128 and not char.isalnum()


@pytest.mark.parametrize(
    "text, expected",
    [
        ("L’été à l'Œuvre", "l ete a l oeuvre"),
        ("ÇA", "ca"),
        ("Ægir", "aegir"),
        ("ﬁnance", "finance"),
        ("Straße", "strasse"),
        ("lʼaide", "l aide"),
        ("accom\u00adpagner", "accompagner"),
    ],
)
def test_folding_drops_accents_ligatures_and_apostrophes(text: str, expected: str) -> None:
    assert fold(text) == expected


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("text", ["hébergement", "sécurité", "nationalité", "précarité", "crèches"])
def test_a_word_typed_without_accents_has_the_stem_of_the_accented_one(text: str) -> None:
    assert stems(text) == stems(fold(text)) == stems(text.upper())


@pytest.mark.parametrize(
    "text, expected",
    [
        ("aide_sociale", ["aide", "sociale"]),
        ("mère-enfant", ["mere", "enfant"]),
        ("contact@ccas.fr", ["contact", "ccas", "fr"]),
        ("un\u2028deux\u2029trois", ["un", "deux", "trois"]),
        ("a+b", ["a", "b"]),
        ("C.C.A.S. de Nice", ["ccas", "de", "nice"]),
        ("R.S.A", ["rsa"]),
        ("fin.Début", ["fin", "debut"]),
        ("24h/24", ["24h", "24"]),
        ("\x00", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@given(st.text())
def test_no_engine_splits_or_cuts_a_word(text: str) -> None:
    for word in [*words(text), *stems(text)]:
        assert 0 < len(word) <= LONGEST_WORD_CHARS
        assert re.fullmatch(r"[^\W_]+", word)
        assert not any(is_java_whitespace(char) or is_fts5_ascii_separator(char) for char in word)


@pytest.mark.slow
def test_no_character_of_unicode_makes_a_word_an_engine_would_split() -> None:
    every = [f"x{chr(code)}y" for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    # Those of ASCII alone, which are read another way; others many at once: beginning a text took most of the time.
    beyond = (" ".join(every[first : first + 1000]) for first in range(128, len(every), 1000))
    for text in (*every[:128], *beyond):
        for char in set("".join(words(text))):
            assert not is_java_whitespace(char) and not is_fts5_ascii_separator(char), hex(ord(char))


def test_sqlite_reads_the_very_tokens_given() -> None:
    with sqlite3.connect(":memory:") as base:
        base.execute("create virtual table f using fts5(body, tokenize='ascii')")
        base.execute("create virtual table v using fts5vocab(f, 'row')")
        text = field_text(["Œuvre_sociale l’été\u2028co-voiturage", "n°12 ½ ǅ ß contact@x.fr", "日本 ١٢ µ"])
        base.execute("insert into f values (?)", (text,))
        assert {term for (term,) in base.execute("select term from v")} == set(text.split())


@given(
    st.lists(st.text() | st.sampled_from(("L’été", "C.A.F. et RSA", "a\x1fb", "", "é" * 70)), min_size=1, max_size=4)
)
def test_texts_folded_together_have_the_words_of_each(texts: list[str]) -> None:
    assert words_of_each(texts) == [words(text) for text in texts]


@given(
    st.text()
    | st.lists(st.sampled_from(("L’Été", "«\u00a0CAF\u00a0»", "C.A.F.", "œuvre", "İ", "ﬁ", "12 €"))).map(" ".join)
)
def test_words_are_told_in_their_place_or_not_at_all(text: str) -> None:
    told = in_place(text)
    if told is not None:
        assert len(told) == len(text)
        assert [word[:64] for word in told.split()] == words(text)


def test_usual_texts_are_told_in_their_place() -> None:
    assert in_place("L’Été : « 12 € »") == "l ete     12    "


def test_a_long_word_is_cut_at_64_characters() -> None:
    assert words("é" * 300) == ["e" * 64]


def test_stop_words_leave_no_stem() -> None:
    assert stems("de l'aide à la personne qu'il faut") == stems("aide personne faut")


@pytest.mark.parametrize("word", ["ete", "est", "son", "pas", "sur", "sans", "mal", "plus"])
def test_words_with_a_meaning_elsewhere_stay_searchable(word: str) -> None:
    assert stems(word)


def test_acronyms_are_never_stemmed() -> None:
    for word in ACRONYMS:
        assert stem(word) == word == fold(word)
        assert words(word) == [word]


def test_words_with_digits_are_never_stemmed() -> None:
    assert stem("13es") == "13es"


def test_lists_are_folded_single_words() -> None:
    for word in STOP | ACRONYMS:
        assert words(word) == [word]
    assert not STOP & ACRONYMS


def test_plural_and_singular_have_one_stem() -> None:
    for one, many in [("logement", "logements"), ("crèche", "crèches"), ("dette", "dettes"), ("social", "sociale")]:
        assert stems(one) == stems(many)


def test_values_of_a_field_are_kept_apart() -> None:
    assert field_text(["Aide alimentaire", "de la", "Colis"]) == f"aid alimentair {BREAK} colis"
    assert words(BREAK) == []


def test_a_title_key_ignores_case_accents_and_punctuation() -> None:
    assert title_key("L’Épicerie  sociale !") == title_key("l'epicerie sociale") == "l epicerie sociale"


def test_the_fingerprint_is_short_and_stable() -> None:
    assert re.fullmatch(r"[0-9a-f]{16}", analysis.FINGERPRINT)


@given(st.text(st.sampled_from("abéœ’'.-_ \n\u00a0«»€…²1ж\u0301"), max_size=40))
def test_the_quick_way_gives_the_words_of_the_expression(text: str) -> None:
    found = analysis._WORD.findall(fold(text))
    assert words(text) == [word.replace(".", "")[:64] for word in found]
