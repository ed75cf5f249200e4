"""Addresses of searches."""

import pytest

from directory.http.links import link


def test_a_change_takes_the_place_of_what_was_asked_and_goes_back_to_the_first_page() -> None:
    asked = {"q": ("permis",), "besoin": ("a", "b"), "page": ("3",)}
    assert link("/recherche", asked, besoin="c") == "/recherche?q=permis&besoin=c"
    assert link("/recherche", asked, besoin=None, q=None) == "/recherche"
    assert link("/recherche", asked, besoin=(), page="2") == "/recherche?q=permis&page=2"


def test_what_a_request_says_beside_a_search_is_left_out_and_a_change_never_is() -> None:
    assert link("/recherche", {"q": ("permis",), "utm_source": ("lettre",)}) == "/recherche?q=permis"
    with pytest.raises(ValueError, match="format"):
        link("/exporter", {}, format="csv")
