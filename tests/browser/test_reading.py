"""The twelve tasks as advisors type them: how much is read before the line that answers."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.browser.conftest import Visit

WORDS_A_SECOND = 4


@dataclass(frozen=True)
class Reading:
    """A question as typed, and the line that answers it. ``before_s``: what was read before it when first measured."""

    text: str
    place: str
    right: str
    before_s: int
    more: str = ""


READINGS = (
    Reading(
        "personne handicapée doit aller à un entretien, pas de transport", "Lambesc",
        "transport|mobilité|covoiturage|véhicule", 19,
    ),
    Reading("périscolaire mercredi", "Salon-de-Provence", "périscolaire|centre de loisirs|mercredi", 31),
    Reading("sort de prison, sans logement ni adresse", "Marseille", "prison|détention|sortant|judiciaire", 23),
    Reading("hébergement d’urgence", "", "hébergement|urgence", 14),
    Reading("mission locale", "Martigues", r"mission locale[^·]*· Martigues|mission locale de Martigues", 51),
    Reading("la route pour tous", "Martigues", "La Route pour tous", 68),
    Reading("AAH", "Marignane", r"\bAAH\b|adulte handicapé|MDPH", 274),
    Reading("C2S", "Istres", r"\bC2S\b|\bCSS\b|complémentaire|couverture|assurance maladie|CPAM", 92),
    Reading("SIAO", "Marseille", r"\bSIAO\b", 172),
    Reading("MDPH", "", r"\bMDPH\b", 5),
    Reading("femme enceinte sans logement ne parle pas français", "Marseille",
        "enceinte|mère|PMI|maternel|hébergement|abri|cours de français", 219),
    Reading("aide alimentaire", "Marseille", "alimentaire|épicerie|colis|repas", 10, "frais=gratuit"),
)  # fmt: skip


def words_before(page: Page, right: str) -> int:
    """Return how many words stand above the first line that answers; all of them when none does."""
    read = len(page.locator("#total").inner_text().split())
    for line in page.locator(".hit").all_inner_texts():
        if re.search(right, line.replace("\n", " "), re.IGNORECASE):
            return read
        read += len(line.split())
    return read


def test_an_advisor_reads_half_of_what_was_read_before_the_right_line(desk: Visit) -> None:
    seconds = {}
    for reading in READINGS:
        asked = urlencode({"q": reading.text, "lieu": reading.place})
        page = desk.open(f"/recherche?{asked}&{reading.more}" if reading.more else f"/recherche?{asked}")
        seconds[reading.text] = words_before(page, reading.right) / WORDS_A_SECOND
    assert sum(seconds.values()) <= sum(reading.before_s for reading in READINGS) / 2, seconds
