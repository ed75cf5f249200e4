"""Two saves from one version: what only one side changed is joined, what both changed is asked."""

from dataclasses import replace

from directory.domain.joining import join
from fiche.parts import Place
from tests.fiches import ARLES, fiche

BASE = fiche()


def test_what_does_not_meet_is_joined() -> None:
    joined = join(BASE, replace(BASE, phone="115"), replace(BASE, hours="Mo 09:00-12:00"))
    assert joined.content == replace(BASE, phone="115", hours="Mo 09:00-12:00")
    assert (joined.yours, joined.theirs, joined.both) == (("hours",), ("phone",), ())


def test_what_meets_is_asked_and_theirs_stays_until_then() -> None:
    joined = join(BASE, replace(BASE, phone="115", title="A"), replace(BASE, phone="119", email="a@exemple.fr"))
    assert joined.both == ("phone",)
    assert (joined.content.phone, joined.content.title, joined.content.email) == ("115", "A", "a@exemple.fr")


def test_the_same_change_on_both_sides_is_no_conflict() -> None:
    both = replace(BASE, places=(ARLES, Place(commune_name="Avignon")))
    joined = join(BASE, both, both)
    assert (joined.content, joined.yours, joined.theirs, joined.both) == (both, (), (), ())
