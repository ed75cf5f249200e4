"""The judged places keep their figures: what ``python -m bench.places`` prints."""

import pytest

from bench.places.__main__ import Outcome, judged_places, outcomes
from search.places.gazetteer import default_gazetteer


@pytest.fixture(scope="module")
def found() -> list[Outcome]:
    return list(outcomes(default_gazetteer()))


def test_places_of_five_territories_are_judged_overseas_included() -> None:
    judged = list(judged_places())
    assert len(judged) >= 300
    assert {"13", "974"} < {each.department for each in judged}
    assert len({each.department for each in judged}) == 5


def test_every_place_meant_is_one_that_the_product_writes() -> None:
    gazetteer = default_gazetteer()
    labels = {each.meant for each in judged_places() if each.meant != "ask"}
    assert [
        label for label in labels if (taken := gazetteer.resolve(label).taken) is None or taken.label != label
    ] == []


def test_the_first_place_proposed_is_the_one_meant(found: list[Outcome]) -> None:
    wrong = [(each.judged.typed, each.first) for each in found if not each.is_right]
    assert len(wrong) <= 0.03 * len(found), wrong


def test_no_wrong_place_is_taken_in_silence(found: list[Outcome]) -> None:
    assert [each.judged for each in found if each.is_silent] == []
