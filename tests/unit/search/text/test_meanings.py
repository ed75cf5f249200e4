"""What a sentence may ask for: sums of small integers, the same on every machine."""

import numpy as np
import pytest

from directory.services.taxonomy.editing import read_seed
from search.text.analysis import STOP, words
from search.text.meanings import FEW_WORDS, LEAST_POINTS, Meanings, default_meanings, packed, unpacked

FEW = Meanings(
    ("garde", "permis", "transport"),
    {"crech": 0, "conduir": 1, "bus": 2},
    np.array([[100, -5, 0], [-10, 90, 30], [0, 30, 90]], dtype=np.int8),
)
ALL = frozenset(FEW.codes)


def test_the_rows_of_words_are_added() -> None:
    assert FEW.of(["conduire", "bus"]).sum(axis=0).tolist() == [-10, 120, 120]
    assert FEW.of(["conduire bus"]).tolist() == [[-10, 120, 120]]
    assert FEW.of(["inconnu"]).tolist() == [[0, 0, 0]]


def test_the_likeliest_need_comes_first_and_ties_are_decided_by_code() -> None:
    assert FEW.likely(["creche"], ALL) == ("garde",)
    assert FEW.likely(["conduire", "bus"], ALL) == ("permis", "transport")


def test_a_need_that_is_not_offered_is_never_likely() -> None:
    assert FEW.likely(["conduire", "bus"], {"transport"}) == ("transport",)
    assert FEW.likely(["conduire", "bus"], ()) == ()


def test_too_few_points_propose_nothing_and_a_few_words_have_to_say_more() -> None:
    weak = Meanings(("garde",), {"enfant": 0, "seul": 1}, np.array([[LEAST_POINTS], [-1]], dtype=np.int8))
    others = ["inconnu"] * FEW_WORDS
    assert weak.likely(["enfant", *others], {"garde"}) == ("garde",)
    assert weak.likely(["enfant", "seul", *others], {"garde"}) == ()
    assert weak.likely(["enfant"], {"garde"}) == ()
    assert weak.likely([], {"garde"}) == ()


def test_the_file_gives_back_what_was_put_in_it() -> None:
    read = unpacked(packed(FEW, "# a notice\n# of two lines"))
    assert (read.codes, read.places) == (FEW.codes, FEW.places)
    assert np.array_equal(read.rows, FEW.rows)
    assert packed(read, "# a notice") == packed(FEW, "# a notice")


def test_the_file_shipped_knows_every_need_of_the_classification_and_has_one_row_a_stem() -> None:
    shipped = default_meanings()
    assert set(shipped.codes) == set(read_seed().needs)
    assert shipped.rows.shape == (len(shipped.places), len(shipped.codes))


@pytest.mark.parametrize(
    "sentence, need",
    [
        ("n'a plus rien à manger", "argent-alimentation"),
        ("dort dans sa voiture avec son fils", "logement-abri"),
        ("ne sait pas lire le courrier de l'école", "isolement-savoirs"),
    ],
)
def test_a_situation_is_understood_without_naming_its_need(sentence: str, need: str) -> None:
    shipped = default_meanings()
    asked = [word for word in words(sentence) if word not in STOP]
    assert need in shipped.likely(asked, set(shipped.codes))[:3]
