"""Addresses of mail and web: whole, or none; what is left of a cell is told."""

import pytest

from importers.cells.addresses import emails_in, read_email, read_url


def test_an_email_is_checked_without_the_network() -> None:
    assert read_email("mailto:Contact@Mairie-Arles.FR") == ("Contact@mairie-arles.fr", ())
    assert [flaw.kind for flaw in read_email("contact@cd93")[1]] == ["courriel-invalide"]
    value, flaws = read_email("a@b.fr ; c@d.fr")
    assert value == "a@b.fr"
    assert [flaw.kind for flaw in flaws] == ["courriels-multiples"]


def test_an_email_is_found_in_a_sentence() -> None:
    assert emails_in("Rendez-vous au 04 91 00 00 00 ou par mail : creil@france-services.gouv.fr.") == (
        "creil@france-services.gouv.fr"
    )
    assert emails_in("Sur rendez-vous") == ""


@pytest.mark.parametrize(
    "text, url",
    [
        ("www.ville-arles.fr", "https://www.ville-arles.fr"),
        ("http://exemple.fr/a?b=1", "http://exemple.fr/a?b=1"),
        ("http://http://exemple.fr", "http://exemple.fr"),
        ("https:/exemple.fr", "https://exemple.fr"),
        ("//exemple.fr/x", "https://exemple.fr/x"),
        ("exemple.fr:8080/x", "https://exemple.fr:8080/x"),
        ("https://www.mairie-écouis.fr", "https://www.mairie-écouis.fr"),
    ],
)
def test_a_site_gets_its_scheme(text: str, url: str) -> None:
    assert read_url(text) == (url, ())


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "ftp://a.fr", "contact@a.fr", "http://a.frservice-x", "pas de site"]
)
def test_what_is_no_site_is_told(text: str) -> None:
    value, flaws = read_url(text)
    assert value == ""
    assert [flaw.kind for flaw in flaws] == ["site-invalide"]


@pytest.mark.parametrize(
    "text",
    [
        "centre social@exemple.fr",
        "accueil. centre social@exemple.fr",
        "accueil@exemple .fr",
        "accueil@maison.exemple fr",
        "accueil @exemple.fr",
        "accueil@ exemple.fr",
        "Durand durand@exemple.fr",
    ],
)
def test_a_mail_with_a_blank_inside_is_left_out_and_told_whole(text: str) -> None:
    value, (flaw,) = read_email(text)
    assert (value, flaw.kind, flaw.value) == ("", "courriel-invalide", text)


@pytest.mark.parametrize(
    "text",
    [
        "accueil@exemple.fr",
        "Mail : accueil@exemple.fr",
        "courriel accueil@exemple.fr",
        "<accueil@exemple.fr>",
        "Accueil (accueil@exemple.fr)",
        "Mme Durand : accueil@exemple.fr",
        "accueil@exemple.fr (secrétariat)",
        "accueil@exemple.fr.",
    ],
)
def test_a_mail_that_words_present_is_kept(text: str) -> None:
    assert read_email(text) == ("accueil@exemple.fr", ())


@pytest.mark.parametrize("between", [" ; ", ", ", " / ", " ou ", "|", "\n", " "])
def test_the_second_mail_is_told(between: str) -> None:
    text = f"accueil@exemple.fr{between}direction@exemple.fr"
    value, (flaw,) = read_email(text)
    assert (value, flaw.kind, flaw.value) == ("accueil@exemple.fr", "courriels-multiples", text)


@pytest.mark.parametrize(
    "text",
    [
        "https://www.maison ducap.exemple.fr",
        "exemple.fr/le cap/horaires",
        "https:// exemple.fr",
        "www. exemple.fr",
        "voir exemple.fr",
    ],
)
def test_a_site_with_a_blank_inside_is_left_out_and_told_whole(text: str) -> None:
    value, (flaw,) = read_url(text)
    assert (value, flaw.kind, flaw.value) == ("", "site-invalide", text)


@pytest.mark.parametrize("between", ["; ", ";", ", ", " / ", " - ", " ou ", " et ", " ", "\n", "|"])
def test_the_second_site_is_told(between: str) -> None:
    text = f"https://www.exemple.fr{between}https://www.exemple.org"
    value, (flaw,) = read_url(text)
    assert (value, flaw.kind, flaw.value) == ("https://www.exemple.fr", "sites-multiples", text)


def test_a_site_beside_a_broken_one_is_kept_and_the_cell_told_whole() -> None:
    text = "https://exemple.fr/le cap/horaires https://exemple.org"
    value, (flaw,) = read_url(text)
    assert (value, flaw.kind, flaw.value) == ("https://exemple.org", "site-invalide", text)


@pytest.mark.parametrize(
    "text, url",
    [
        ("Site : www.exemple.fr", "https://www.exemple.fr"),
        ("Site internet : https://exemple.fr", "https://exemple.fr"),
        ("www.exemple.fr (en travaux)", "https://www.exemple.fr"),
        ("https://exemple.fr/page,12.html;v=1", "https://exemple.fr/page,12.html;v=1"),
        ("exemple.fr ; exemple.fr", "https://exemple.fr"),
    ],
)
def test_a_site_that_words_present_is_kept(text: str, url: str) -> None:
    assert read_url(text) == (url, ())
