"""What is told at a glance is what the library, or the slow way, would say."""

from dataclasses import replace

from email_validator import EmailNotValidError, validate_email
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.fr import siret

from directory.services.fiches.checks import _FORBIDDEN
from directory.services.fiches.tidying import _are_plainly_tidy, _has_tidy_texts, _tidy_texts
from fiche.content import Content
from fiche.parts import Structure
from fiche.plain import is_plain_email, is_plain_phone, is_plain_web, is_siret, shows_all

CONTENT = Content(title="Titre", structure=Structure(name="Structure"))
DIGITS = "0123456789"
SHORT = st.text(alphabet="aé \u00a0\t\n\r\x01\u200be\u0301", max_size=6)


@given(SHORT, SHORT)
def test_texts_told_tidy_at_a_glance_are_those_that_tidying_leaves(title: str, description: str) -> None:
    content = replace(CONTENT, title=title, description=description)
    if _has_tidy_texts(content):
        assert _tidy_texts(content) == {}


def test_what_nearly_every_fiche_says_is_told_at_a_glance() -> None:
    assert _has_tidy_texts(replace(CONTENT, description="Cours de code, l’été aussi.\n- le soir\n\nSur place."))
    assert _are_plainly_tidy(("Titre",), ("", "Cours de code\u00a0: l’été aussi.\n- le soir"))
    assert all(map(is_plain_email, ("accueil@exemple.fr", "l.martin+permis@mission-locale.exemple.com")))


@given(st.text(alphabet="aé \u00a0\u202f\u2009\t\n\r\x01\x85\u200b\ufffe", max_size=6))
def test_a_text_that_shows_all_has_no_forbidden_sign(text: str) -> None:
    assert not (shows_all(text) and _FORBIDDEN.search(text))


@given(st.text(DIGITS, min_size=8, max_size=8), st.text(DIGITS, min_size=4, max_size=4), st.sampled_from(DIGITS))
def test_a_siret_has_its_keys(company: str, office: str, other: str) -> None:
    company += luhn.calc_check_digit(company)
    digits = company + office + luhn.calc_check_digit(company + office)
    assert is_siret(digits) and siret.is_valid(digits)
    assert is_siret(digits[:-1] + other) == (other == digits[-1])


def test_known_sirets() -> None:
    assert is_siret("12107831532691")
    assert not is_siret("12107831532692")
    assert not is_siret("121078315")
    assert not is_siret("1210783153269\u0661")


@given(st.from_regex(r"[a-z.+_-]{1,8}@[a-z.-]{1,12}\.(fr|com)", fullmatch=True))
def test_a_plain_address_is_one_that_the_library_gives_back(text: str) -> None:
    if not is_plain_email(text):
        return
    try:
        assert validate_email(text, check_deliverability=False).normalized == text
    except EmailNotValidError as error:
        raise AssertionError(text) from error


def test_what_is_not_plain_is_left_to_the_library() -> None:
    assert is_plain_phone("04 90 00 00 00")
    assert not any(map(is_plain_phone, ("0490000000", "04 90 00 00 00 poste 3", "04 90 00 00")))
    assert is_plain_web("https://exemple.fr/a/b-c.html")
    assert not any(
        map(is_plain_web, ("javascript:alert(1)", "https://nom@exemple.fr", "https://ex ample.fr", "ftp://a.fr"))
    )
