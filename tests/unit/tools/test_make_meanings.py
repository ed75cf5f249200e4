"""The file of meanings: what is said of a need, near it or often, makes its integers."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from search.text.analysis import fold, stem
from tools.make_meanings import Text, counted, meanings_of, texts

SAID = (
    Text("garde", "une crèche", 3.0, 3.0),
    Text("garde", "une nounou", 2.0, 2.0),
    Text("permis", "le code", 3.0, 3.0),
    Text("permis", "conduire", 2.0, 2.0),
)
CODES = ("garde", "permis")


class Encoder:
    """Knows two subjects: children along one axis, cars along the other."""

    def encode(self, said: Sequence[str]) -> npt.NDArray[np.float32]:
        children = ("crèche", "nounou", "bébé")
        about = [any(word in each for word in children) for each in said]
        return np.array([[1.0, 0.0] if each else [0.0, 1.0] for each in about], dtype=np.float32)


def test_a_word_that_no_text_holds_is_near_the_need_it_is_about() -> None:
    forms = {stem(fold(form)): [form] for form in ("bébé", "crèche", "code", "volant")}
    made = meanings_of(SAID, CODES, Encoder(), forms)
    garde, permis = made.of(["bebe"])[0]
    assert garde > 0 > permis
    garde, permis = made.of(["volant"])[0]
    assert permis > 0 > garde


def test_a_word_counts_for_the_needs_whose_texts_hold_it() -> None:
    rows, shares = counted(SAID, CODES)
    assert rows[stem("creche")][0] > 0 > rows[stem("creche")][1]
    assert shares[stem("creche")] == 0.5


def test_every_text_is_about_a_need_and_says_something() -> None:
    found = list(texts())
    assert len({each.need for each in found}) == 44
    assert all(each.said.strip() and "{" not in each.said for each in found)
