"""Phones, mails and sites of the files of faults, line by line: what is right, and what is told."""

import pytest

from directory.web.shared.words import phone_views
from tests.contract.importers.faults import draft, told
from tests.contract.importers.known import needs_samples

pytestmark = [needs_samples, pytest.mark.samples]

PHONES, PROSE = "telephones.csv", "telephones_en_prose.csv"


@pytest.mark.parametrize(
    "name, line, shown, dialled",
    [
        (PHONES, "TE-1", "+687 27 00 00", ["tel:+687270000"]),
        (PHONES, "TE-2", "+687 27 00 00", ["tel:+687270000"]),
        (PHONES, "TE-7", "04 65 71 00 00", ["tel:+33465710000"]),
        (PHONES, "TE-9", "04 65 71 00 00 poste 12", ["tel:+33465710000"]),
        (PROSE, "TP-1", "04 65 71 00 10", ["tel:+33465710010"]),
        (PROSE, "TP-2", "04 65 71 00 20", ["tel:+33465710020"]),
        (PROSE, "TP-3", "05 90 65 71 00", ["tel:+590590657100"]),
    ],
)
def test_a_phone_is_shown_and_dialled(name: str, line: str, shown: str, dialled: list[str]) -> None:
    content = draft(name, line).content
    assert (content.phone, content.second_phone) == (shown, "")
    assert [each.url for each in phone_views(content.phone)] == dialled


def test_an_extension_is_shown_beside_its_number() -> None:
    (view,) = phone_views(draft(PHONES, "TE-9").content.phone)
    assert view.extension == "12"


def test_two_numbers_keep_their_words() -> None:
    content = draft(PROSE, "TP-4").content
    assert (content.phone, content.second_phone) == ("04 65 71 00 40", "04 65 71 00 41")
    assert "Urgences : 04 65 71 00 41" in content.access_text


@pytest.mark.parametrize(
    "line, words", [("TP-1", "de 9h à 18h, du lundi au vendredi"), ("TP-2", "à partir de 15h"), ("TP-4", "Accueil : ")]
)
def test_what_stands_beside_a_number_is_in_the_precisions_and_told(line: str, words: str) -> None:
    assert words in draft(PROSE, line).content.access_text
    ((kind, value),) = told(PROSE, line)
    assert kind == "telephone-avec-mots" and words in value


def test_a_fax_is_told() -> None:
    assert told(PHONES, "TE-7") == [("fax-ecarte", "Tél : 04 65 71 00 00 Fax : 04 65 71 00 09")]


def test_a_mail_with_a_blank_inside_is_left_out_and_told_whole() -> None:
    assert draft("courriels_sites_siret.csv", "CO-1").content.email == ""
    assert told("courriels_sites_siret.csv", "CO-1") == [("courriel-invalide", "centre social@exemple.fr")]


def test_the_first_site_is_kept_and_the_second_told() -> None:
    assert draft("courriels_sites_siret.csv", "CO-3").content.website == "https://www.exemple.fr"
    assert told("courriels_sites_siret.csv", "CO-3") == [
        ("sites-multiples", "https://www.exemple.fr; https://www.exemple.org")
    ]


@pytest.mark.parametrize(
    "line, kept, value",
    [
        ("AS-1", "", "https://www.maison ducap.exemple.fr"),
        ("AS-2", "https://exemple.org", "https://exemple.fr/le cap/horaires https://exemple.org"),
    ],
)
def test_a_site_with_a_blank_inside_is_left_out_and_told_whole(line: str, kept: str, value: str) -> None:
    assert draft("adresses_de_site.csv", line).content.website == kept
    assert told("adresses_de_site.csv", line) == [("site-invalide", value)]
