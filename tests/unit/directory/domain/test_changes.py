"""A version says what a save changed, and can be played again."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from directory.domain.changes import EMPTY, Author, Version, applied, content_after, difference
from fiche.content import Content, Structure
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
