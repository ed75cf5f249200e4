"""French text is told from its bytes alone."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.files.encoding import encoding_of

PHRASES = [
    "Une aide à la mobilité pour les personnes âgées ; accueil l’après-midi, « sans rendez-vous »",
    "Où se loger ? Où se soigner ? Les œuvres sociales du département, près de l’hôtel de ville",
    "Français, théâtre, goûter, maïs, naïf, noël, çà et là, forêt, île, août, dû",
    "LA POSTE - ÉVRY ; École élémentaire ; À côté de la mairie",
]


@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4), st.sampled_from(["cp1252", "mac_roman"]))
def test_a_french_sentence_is_enough_to_tell_windows_from_mac(phrases: list[str], encoding: str) -> None:
    assert encoding_of(io.BytesIO("\n".join(phrases).encode(encoding))).name == encoding


def test_an_accent_late_in_a_long_file_is_not_missed() -> None:
    content = b"abc;def\n" * 300_000 + "Évry".encode("cp1252")
    assert encoding_of(io.BytesIO(content)).name == "cp1252"


def test_a_letter_cut_by_the_end_of_the_file_is_still_utf8() -> None:
    assert encoding_of(io.BytesIO("Évry;é".encode()[:-1])).name == "utf-8"


def test_plain_ascii_is_utf8() -> None:
    assert encoding_of(io.BytesIO(b"a;b\n1;2\n")).name == "utf-8"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_its_mark_is_seen(encoding: str) -> None:
    assert encoding_of(io.BytesIO("nom;ville\nÉvry;91".encode(encoding))).name == encoding
