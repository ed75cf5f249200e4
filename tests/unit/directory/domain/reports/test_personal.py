"""What looks like it is about a person is found; what is true of a service is let through."""

import pytest

from directory.domain.reports.personal import Personal, personal_in

YEAR = 2026


@pytest.mark.parametrize(
    "text",
    [
        "Son numéro : 1 85 05 78 006 084 36",
        "185057800608436",
        "2 99 12 2A 123 456",
        "1-85-05-78-006-084-36 au dossier",
        "NIR 1850578006084",
    ],
)
def test_a_social_security_number_is_found_however_it_is_written(text: str) -> None:
    assert personal_in(text, year=YEAR) is Personal.SOCIAL


@pytest.mark.parametrize(
    "text",
    [
        "Née le 12/03/2025",
        "Monsieur, né en 1962",
        "date de naissance : 3 mai 2024",
        "M. D., 12/03/1985, refusé",
        "12.03.85",
        "12 03 1985",
        "1985-03-12",
        "le 1er août 1990",
    ],
)
def test_a_birth_date_is_found_however_it_is_written(text: str) -> None:
    assert personal_in(text, year=YEAR) is Personal.BIRTH


@pytest.mark.parametrize(
    "text",
    [
        "Fermé depuis le 12/03/2026",
        "Fermé depuis le 2 janvier 2025, panneau sur la porte",
        "Le bon numéro est le 04 65 71 18 90",
        "06.12.03.85.90",
        "+33 4 65 71 18 90",
        "SIRET 130 005 481 00010",
        "13000548100010",
        "Ouvert de 9 h à 12 h 30, du 1er au 15 du mois",
        "Association née de la fusion de deux centres",
        "Ouvre le 12/03/26 à 9 h",
        "13200 Arles, 3 place de la République",
    ],
)
def test_what_is_said_of_a_service_is_let_through(text: str) -> None:
    assert personal_in(text, year=YEAR) is None
