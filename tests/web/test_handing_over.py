"""What is handed over speaks to the person, says the whole week, and fits in a short message."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.services.fiches.page import FichePage
from directory.services.hours.usual import usual_hours
from directory.services.hours.words import OpeningStatus, week_table
from directory.services.taxonomy.vocabularies import vocabularies_of
from directory.web.fiche.gsm7 import BASIC, EXTENDED, in_gsm7, signs
from directory.web.fiche.person import WAIT, person_steps
from directory.web.fiche.sms import MOST_SIGNS, short_hours, sms_of
from directory.web.fiche.text import text_of
from fiche.content import Content
from fiche.parts import Closure, Structure
from search.text.synonyms import Synonyms
from search.text.weak_words import WEAK_WORDS
from tests.fiches import TAXONOMY, fiche

NBSP = "\u00a0"
TODAY = date(2026, 11, 26)
URL = "https://brp.example/ressources/12"
WORDS = vocabularies_of(TAXONOMY, {}, Synonyms.load(None), WEAK_WORDS)


def page_of(content: Content) -> FichePage:
    """Return a fiche as its page shows it, on 26 November 2026."""
    at = datetime(2026, 11, 1, tzinfo=UTC)
    resource = Resource(12, 1, content, Origin(SaveOrigin.FORM), at, at)
    return FichePage(
        resource=resource,
        words=WORDS,
        place=content.places[0] if content.places else None,
        status=OpeningStatus("inconnu", "Horaires à vérifier"),
        week=week_table(content.hours, content.closures, "13004", TODAY),
        usual=usual_hours(content.hours, content.closures, "13004", TODAY),
        today=TODAY,
        verified="",
        is_stale=False,
        is_archived=False,
        missing=(),
        areas=(),
    )


def lines_of(content: Content) -> list[str]:
    return text_of(page_of(content), URL).replace(NBSP, " ").splitlines()


def test_the_text_tells_the_usual_week_and_a_closure_apart() -> None:
    closure = Closure(date(2026, 11, 26), date(2026, 12, 4), "congés")
    lines = lines_of(fiche("Épicerie", hours="Mo-Fr 09:00-17:00", closures=(closure,)))
    at = lines.index("Horaires :")
    assert lines[at + 1 : at + 3] == [
        "- du lundi au vendredi : 9 h – 17 h",
        "Fermé du 26 novembre au 4 décembre 2026 : congés",
    ]
    assert not any("fermé" in line for line in lines)


def test_the_text_tells_ranks_in_the_month() -> None:
    assert "- 1er et 3e mardis du mois : 14 h – 17 h" in lines_of(fiche("Vestiaire", hours="Tu[1,3] 14:00-17:00"))


def test_hours_kept_as_text_are_the_hours_of_the_text_and_of_the_message() -> None:
    content = fiche("Accueil", hours="", hours_text="Mardi 14h-17h (une semaine sur deux)")
    assert "Horaires : Mardi 14h-17h (une semaine sur deux)" in lines_of(content)
    assert "une semaine sur deux" in sms_of(page_of(content), URL)


def test_a_message_says_what_to_do_where_and_when_in_300_signs() -> None:
    closure = Closure(date(2026, 11, 26), date(2026, 12, 4), "congés")
    said = sms_of(page_of(fiche("Épicerie", hours="Mo-Fr 09:00-17:00", closures=(closure,))), URL)
    for part in ("Appelez le 04 90 00 00 00", "lun-ven 9h-17h", "Fermé du 26 novembre", URL):
        assert part in said
    assert set(said) <= BASIC | EXTENDED
    assert signs(said) <= MOST_SIGNS


@given(st.text(max_size=400), st.text(max_size=600), st.text(max_size=400))
def test_no_message_is_longer(title: str, structure: str, hours_text: str) -> None:
    content = fiche(title, structure=Structure(structure), hours="", hours_text=hours_text)
    said = sms_of(page_of(content), URL)
    assert signs(said) <= MOST_SIGNS and said.endswith(URL) and set(said) <= BASIC | EXTENDED


def test_who_needs_a_prescription_is_told_first_to_wait() -> None:
    content = fiche("Permis", mobilisations=("prescription-directe",), access_modes=("sur-rendez-vous",))
    told = person_steps(replace(content, phone="04 90 00 00 00"))
    assert told[:2] == (WAIT, f"Quand la réponse est oui{NBSP}:")
    assert told[2].startswith("Appelez le 04")


def test_steps_speak_to_the_person() -> None:
    content = fiche("Accueil", mobilisations=("information",), access_modes=("libre",))
    assert person_steps(content) == ("Allez-y sans rendez-vous, aux heures indiquées.",)
    unsaid = replace(content, hours="", hours_text="", phone="04 90 00 00 00")
    assert person_steps(unsaid)[-1] == f"Horaires non indiqués{NBSP}: téléphonez avant d’y aller."
    nobody = replace(content, access_modes=(), phone="", email="")
    assert person_steps(nobody) == ("Demandez à votre conseiller comment faire.",)


@pytest.mark.parametrize(
    "line, short",
    [
        (f"du lundi au vendredi{NBSP}: 9{NBSP}h{NBSP}–{NBSP}12{NBSP}h, 14{NBSP}h{NBSP}–{NBSP}17{NBSP}h{NBSP}30",
         "lun-ven 9h-12h, 14h-17h30"),
        (f"tous les jours{NBSP}: 24{NBSP}h sur{NBSP}24", "7j/7 24h sur 24"),
        (f"1er et 3e mardis du mois{NBSP}: 14{NBSP}h{NBSP}–{NBSP}17{NBSP}h", "1er et 3e mardis du mois 14h-17h"),
        (f"lundi, mardi et jeudi{NBSP}: 9{NBSP}h{NBSP}–{NBSP}12{NBSP}h", "lun, mar et jeu 9h-12h"),
    ],
)  # fmt: skip
def test_hours_of_a_message_are_short(line: str, short: str) -> None:
    assert short_hours(line) == short


def test_signs_outside_the_alphabet_of_telephones_are_turned() -> None:
    text = in_gsm7("L’été, « forêt » — œuvre à 10 € ; ça… ½ 😀")
    assert set(text) <= BASIC | EXTENDED
    assert text.startswith('L\'été, "foret" - oeuvre à 10 € ; ca...')
    assert signs("é€") == 3
