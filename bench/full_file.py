"""A file of 28 columns, every one filled on every row, as the packaged template reads it: some 820 bytes a row.

Cells are written as people write them: phone numbers in several ways, hours in prose, mails with capitals. The same
number of rows always gives the same file.
"""

import csv
import random
from pathlib import Path

from bench.fiches import placed_communes, siret_of
from bench.language import Language
from directory.domain.taxonomy import Taxonomy
from fiche import codes
from search.places.commune import Commune
from search.places.gazetteer import Gazetteer
from search.text.analysis import words

FORMAT = "modele"
COLUMNS = (
    "identifiant", "titre_du_service", "structure", "siret", "description", "besoins", "public", "public_precisions",
    "acces", "acces_precisions", "accueil", "mobilisation", "mobilisation_precisions", "frais", "frais_precisions",
    "documents_a_apporter", "lien", "telephone", "telephone_2", "courriel", "site", "zone_d_intervention", "horaires",
    "adresse", "code_postal", "commune", "latitude", "longitude",
)  # fmt: skip
SEED = 15
ROWS_A_STRUCTURE = 4
SENTENCES = 2

_KINDS = ("CCAS", "Mission locale", "Centre social", "Maison France services", "Espace de vie sociale", "Association")
_STREETS = ("rue de la République", "avenue Jean-Jaurès", "place de l’Église", "boulevard Gambetta", "rue des Écoles")
_DAYS = ("Lundi au vendredi", "Du lundi au jeudi", "Mardi et jeudi", "Lundi, mercredi, vendredi", "Mardi au samedi")
_OPENS, _CLOSES, _AGAIN, _ENDS = (
    ("8h", "8h30", "9h", "9h30"),
    ("12h", "12h30"),
    ("13h30", "14h"),
    ("16h30", "17h", "18h"),
)
_PAPERS = ("Pièce d’identité.", "Justificatif de domicile.", "Attestation de la CAF, dernier avis d’imposition.")
_CHEAP = ("Adhésion annuelle : {} €.", "{} € par atelier.", "De 1 à {} € selon le quotient familial.")


class FullFile:
    """Rows by number. ``is_terse``: 330 bytes a row, so that 300,000 of them are a file that is read."""

    def __init__(self, taxonomy: Taxonomy, gazetteer: Gazetteer, *, is_terse: bool = False) -> None:
        self._language = Language(SEED, taxonomy)
        self._needs = [need.code for need in taxonomy.needs.values() if not need.retired]
        self._communes = [each for each in placed_communes(gazetteer) if each.postcodes]
        self._population = [each.population for each in self._communes]
        self._is_terse = is_terse
        self._audiences = [code for code in codes.AUDIENCES if code != codes.EVERYONE]

    def write(self, path: Path, rows: int) -> None:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, COLUMNS, delimiter=";")
            writer.writeheader()
            communes = random.Random(SEED).choices(self._communes, self._population, k=rows // ROWS_A_STRUCTURE + 1)
            for number in range(rows):
                row = self._row(number, communes[number // ROWS_A_STRUCTURE])
                writer.writerow(row | _terse(row, number) if self._is_terse else row)

    def _row(self, number: int, commune: Commune) -> dict[str, str]:
        draw = random.Random(f"{SEED} row {number}")
        own = self._language.pick(draw, 3)
        return (
            {"identifiant": f"s-{number}"}
            | self._service(draw, own)
            | self._conditions(draw)
            | self._contact(draw, number, own)
            | self._structure(number // ROWS_A_STRUCTURE, commune)
            | _place(draw, commune)
        )

    def _service(self, draw: random.Random, own: list[str]) -> dict[str, str]:
        return {
            "titre_du_service": " ".join(own).capitalize(),
            "description": self._language.text(draw, SENTENCES),
            "besoins": "|".join(draw.sample(self._needs, k=draw.choice((1, 1, 2, 3)))),
            "horaires": f"{draw.choice(_DAYS)} : {draw.choice(_OPENS)}-{draw.choice(_CLOSES)}"
            f" et {draw.choice(_AGAIN)}-{draw.choice(_ENDS)}",
        }

    def _conditions(self, draw: random.Random) -> dict[str, str]:
        said = " ".join(self._language.pick(draw, 3))
        return {
            "public": "|".join(draw.sample(self._audiences, k=2)),
            "public_precisions": f"Pour {said}.",
            "acces": draw.choice(("libre", "sur-rendez-vous")),
            "acces_precisions": f"S’inscrire avant : {said}.",
            "accueil": "sur-place",
            "mobilisation": "information",
            "mobilisation_precisions": f"Après {said}.",
            "frais": "payant",
            "frais_precisions": draw.choice(_CHEAP).format(draw.randrange(2, 60)),
            "documents_a_apporter": draw.choice(_PAPERS),
        }

    def _contact(self, draw: random.Random, number: int, own: list[str]) -> dict[str, str]:
        # Beginnings that are dialled, of a line or a mobile.
        pairs = [f"{draw.choice((1, 2, 4, 5))}{draw.randrange(10)}" for _ in range(4)]
        written = (" ".join, ".".join, "".join)[draw.randrange(3)]
        host = "-".join(words(own[0]))
        return {
            "telephone": written((f"0{draw.randrange(1, 6)}", *pairs)),
            "telephone_2": draw.choice(("06 {} {} {} {}", "+33 6 {} {} {} {}")).format(*reversed(pairs)),
            "courriel": draw.choice(("Contact{}@{}-exemple.fr", "accueil.{}@{}.exemple.org")).format(number, host),
            "site": draw.choice(("https://www.{}.exemple.fr/{}", "www.{}.exemple.fr/{}")).format(host, number),
            "lien": f"https://orientation.exemple.fr/services/{number}",
        }

    def _structure(self, number: int, commune: Commune) -> dict[str, str]:
        draw = random.Random(f"{SEED} structure {number}")
        return {
            "structure": f"{draw.choice(_KINDS)} {self._language.pick(draw, 1)[0].capitalize()} de {commune.name}",
            "siret": siret_of(number),
            "zone_d_intervention": f"dep:{commune.department}",
        }


def _place(draw: random.Random, commune: Commune) -> dict[str, str]:
    return {
        "adresse": f"{draw.randrange(1, 200)} {draw.choice(_STREETS)}",
        "code_postal": commune.postcodes[0],
        "commune": commune.name,
        "latitude": f"{(commune.latitude or 0) + draw.uniform(-0.02, 0.02):.6f}",
        "longitude": f"{(commune.longitude or 0) + draw.uniform(-0.02, 0.02):.6f}",
    }


def _terse(row: dict[str, str], number: int) -> dict[str, str]:
    """Return the long cells of a row in a few letters."""
    word = row["titre_du_service"].split()[0][:8]
    return {
        "titre_du_service": f"{word} {number % 1000}",
        "structure": row["structure"].split()[-1],
        "description": row["description"][:15],
        "besoins": row["besoins"].split("|")[0],
        "public": "tous-publics",
        **dict.fromkeys(("public_precisions", "acces_precisions", "mobilisation_precisions"), word),
        "acces": "libre",
        "frais_precisions": "2 €",
        "documents_a_apporter": "CNI",
        "lien": f"http://ex.fr/{number % 1000}",
        "courriel": f"a{number}@ex.fr",
        "site": f"ex.fr/{number % 1000}",
        "horaires": row["horaires"].partition(" et ")[0],
        "adresse": " ".join(row["adresse"].split()[:3]),
    }
