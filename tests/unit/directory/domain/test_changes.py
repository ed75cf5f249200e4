"""A version says what a save changed, and can be played again."""

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, field, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.changes import EMPTY, Author, Json, Version, applied, content_after, difference
from fiche.content import Content, with_members
from fiche.making import make_quickly
from fiche.parts import Closure, Place, Structure
from tests.fiches import FORM, NOW, fiche
from tests.integration.store.test_resources import FULL

CONTENTS = (EMPTY, FULL, fiche(), fiche("Autre", places=(), needs=()), Content("t", Structure("s", "x", ("a", "b"))))
contents = st.sampled_from(CONTENTS)


@given(contents, contents)
def test_a_difference_leads_from_one_content_to_the_other(before: Content, after: Content) -> None:
    changes = difference(before, after)
    assert applied(before, changes) == after


@given(st.lists(contents, min_size=1, max_size=5))
def test_the_versions_of_a_fiche_lead_to_what_it_says(steps: list[Content]) -> None:
    versions, before = [], None
    for number, after in enumerate(steps, 1):
        versions.append(Version(1, number, NOW, Author(1, "Léa"), FORM, difference(before, after)))
        before = after
    assert content_after(versions) == steps[-1]


def test_a_content_compared_with_itself_has_no_difference() -> None:
    assert difference(FULL, FULL) == {}


def test_a_field_the_product_no_longer_has_is_left_out() -> None:
    assert applied(FULL, {"horoscope": [None, "bon"], "title": ["x", "y"]}) == replace(FULL, title="y")


def test_a_part_of_a_field_that_the_product_no_longer_has_is_left_out() -> None:
    """As an old version holds it: members renamed or taken away since, and none of those added since."""
    changes: dict[str, list[Json]] = {
        "places": [[], [{"address": "3 place X", "floor": 2, "town": "Arles"}]],
        "structure": [{}, {"name": "Mission locale", "siren": "775680135"}],
        "closures": [[], [{"first_day": "2026-08-01", "last_day": "2026-08-15", "why": "congés"}]],
    }
    read = applied(FULL, changes)
    assert read.places == (Place("3 place X"),)
    assert read.structure == Structure("Mission locale")
    assert read.closures == (Closure(date(2026, 8, 1), date(2026, 8, 15)),)


def test_a_content_made_quickly_is_frozen_and_like_another() -> None:
    other = with_members(FULL, {"title": "Autre"})
    assert (other.title, with_members(other, {"title": FULL.title})) == ("Autre", FULL)
    assert (copy.deepcopy(FULL), pickle.loads(pickle.dumps(FULL))) == (FULL, FULL)
    with pytest.raises(FrozenInstanceError):
        other.title = "x"  # type: ignore[misc]
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'structure'"):
        Content("x")  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="plain defaults"):
        make_quickly(Gathered)


@dataclass(frozen=True, slots=True)
class Gathered:
    some: list[str] = field(default_factory=list)
