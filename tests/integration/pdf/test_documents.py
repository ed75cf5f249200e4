"""Documents as they are drawn: read back in order, tagged, never refused for a text; loaded with the first one."""

import io
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date

import pytest
from pypdf import PdfReader

from directory.domain.documents import Data
from directory.domain.taxonomy import EmergencyNumber
from directory.pdf.fonts import FACES
from directory.pdf.renderer import TypstRenderer
from directory.web.fiche.qr import qr_image
from directory.web.shared.words import phone_views
from directory.web.sheets.liaison import FIELDS, OF_SERVICE
from directory.web.sheets.printed import printed
from directory.web.sheets.sheet import Sheet, SheetFiche
from tests.architecture.sources import ROOT

LONGEST_TEXT = 5_000
"""Signs of the longest text of a fiche."""
URL = "https://ressources.exemple/f/WzY5OCwyNDEsNDAsM10.WpVp__MABQfEXSsF9QrT8NUhQ3g"
ONE = SheetFiche(
    number=1, id=12, title="Passer son permis B", structure="Auto-école La Bonne Route", what="Des cours de code.",
    waits=True, steps=("Appelez pour prendre rendez-vous.",), is_dated=True, phones=phone_views("04 65 71 18 09"),
    email="", address=("12 rue des Salins", "13500 Martigues"), itinerary="", price="30 à 90 €",
    hours=("Mardi\u00a0: 9\u00a0h – 12\u00a0h",), no_hours="", differs=("Fermé le 8\u00a0décembre 2026",),
    bring=("Pièce d’identité",), ask=("Le prix",), ask_whom="À demander au téléphone",
    verified="Vérifié le 10\u00a0novembre 2026", changed=(),
)  # fmt: skip
TWO = replace(ONE, number=2, title="Garder un enfant", waits=False, hours=(), no_hours="Téléphonez avant d’y aller.")
URGENT = (EmergencyNumber("115", "Samu social", "Hébergement", ()),)


def sheet(*fiches: SheetFiche) -> Sheet:
    return Sheet(date(2026, 11, 26), "Pôle emploi Martigues", URL, fiches, (), URGENT)


def draw(drawn: Sheet, qr: str = "") -> tuple[PdfReader, int]:
    document = TypstRenderer().sheet(printed(drawn), qr=qr, pages=len(drawn.pages))
    return PdfReader(io.BytesIO(document.pdf)), document.unprintable


@pytest.fixture(autouse=True)
def fonts() -> None:
    assert all(face.is_file() for face in FACES), "the set-up makes them: tools/setup_vendor.py"


def test_a_sheet_is_one_tagged_page_read_in_order() -> None:
    pdf, unprintable = draw(sheet(ONE, TWO, replace(TWO, number=3, title="Éviter une dette")), qr_image(URL))
    root = pdf.trailer["/Root"]
    assert len(pdf.pages) == 1 and unprintable == 0
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "fr-FR" and pdf.metadata.title == "Vos adresses"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()
    text = pdf.pages[0].extract_text().replace("\u00a0", " ")
    wanted = [
        "Vos adresses", "Le 26 novembre 2026", "Pôle emploi Martigues", "Passer son permis B", "N’y allez pas encore.",
        "Quand la réponse est oui", "04 65 71 18 09", "12 rue des Salins", "30 à 90 €", "Mardi : 9 h – 12 h",
        "Fermé le 8 décembre", "Pièce d’identité", "Garder un enfant", "Appelez pour prendre rendez-vous.",
        "Téléphonez avant d’y aller.", "Éviter une dette", "115", "1. Vérifié le 10 novembre 2026",
    ]  # fmt: skip
    place = 0
    for each in wanted:
        place = text.index(each, place)


def test_twenty_fiches_take_seven_pages() -> None:
    pdf, _ = draw(sheet(*(replace(TWO, number=rank) for rank in range(1, 21))))
    assert len(pdf.pages) == 7


def lowest(pdf: PdfReader) -> float:
    """Return the height, in points from the foot of its page, of the lowest text of a document."""
    found: list[float] = []

    def see(text: str, space: list[float], line: list[float], font: object, size: float) -> None:
        if text.strip():
            found.append(line[4] * space[1] + line[5] * space[3] + space[5])

    for page in pdf.pages:
        page.extract_text(visitor_text=see)
    return min(found)


@pytest.mark.parametrize("papers", [1, 190])
def test_a_fiche_taller_than_a_page_goes_on_to_the_next(papers: int) -> None:
    """Of texts as long as a form takes: nothing is drawn below the page, and nothing is left out."""
    words = "Justificatif de domicile. " * (LONGEST_TEXT // 26 // papers)
    tall = replace(
        TWO, number=2, what="Pour qui cherche. " * 7, bring=(*[words] * papers, "Le dernier papier"),
        hours=tuple(f"Semaine {week} : 9 h – 12 h" for week in range(20)),
    )  # fmt: skip
    for fiches in ((tall,), (ONE, tall, replace(ONE, number=3, title="Éviter une dette"))):
        pdf, _ = draw(sheet(*fiches))
        assert len(pdf.pages) > 1 and lowest(pdf) > 0
        text = " ".join(page.extract_text() for page in pdf.pages)
        assert text.count("Justificatif") == papers * words.count("Justificatif") and "Le dernier papier" in text


def test_no_text_is_ever_refused() -> None:
    """Each of thousands of texts drawn at random over all of Unicode is in a document that comes."""
    chance = random.Random(16)

    def text() -> str:
        signs = (chr(chance.choice((chance.randrange(0x20, 0x250), chance.randrange(0x110000)))) for _ in range(12))
        return "".join(sign for sign in signs if not 0xD800 <= ord(sign) < 0xE000)

    def any_fiche(rank: int) -> SheetFiche:
        return replace(
            ONE, number=rank, title=text(), structure=text(), what=text(), steps=(text(), text()), price=text(),
            address=tuple(text() for _ in range(10)), hours=tuple(text() for _ in range(10)), no_hours=text(),
            bring=tuple(text() for _ in range(20)), ask_whom=text(), verified=text(),
        )  # fmt: skip

    for _ in range(2):
        pdf, unprintable = draw(sheet(*(any_fiche(rank) for rank in range(1, 11))))
        assert len(pdf.pages) >= 4 and unprintable > 100
    for hostile in ("", " ", "\u0301" * 50, "#panic()", '*gras* $x$ #read("/etc/passwd")', "\\", "a" * 9_000):
        pdf, _ = draw(sheet(replace(ONE, title=hostile, what=hostile, ask_whom=hostile)))
        assert len(pdf.pages) >= 1
        if hostile.startswith("*"):
            assert '#read("/etc/passwd")' in pdf.pages[0].extract_text()


def test_a_fiche_de_liaison_has_its_blanks_as_fields_and_nothing_that_sends_them() -> None:
    to = dict.fromkeys(("need", "bring", "phone", "mail", "address", "precision", "verified"), "")
    blanks = {**FIELDS, **OF_SERVICE}
    data: dict[str, Data] = {
        "title": "Fiche de liaison", "author": "Base", "day": "30 novembre 2026",
        "sender": {"name": "😀", "where": "Pôle emploi", "phone": "", "mail": "lea@exemple.fr"},
        "to": {"name": "La Route pour tous", "service": "Auto-école", "mode": "Prescription directe",
               "is_office": False, **to},
    }  # fmt: skip
    document = TypstRenderer().liaison(data, fields=blanks)
    pdf = PdfReader(io.BytesIO(document.pdf))
    fields = pdf.get_fields() or {}
    assert len(pdf.pages) == 1 and set(fields) == set(blanks) and document.unprintable == 1
    assert {name: str(each["/TU"]) for name, each in fields.items()} == blanks
    assert not any(each.get("/V") not in ("", "/Off") for each in fields.values())
    ticks = {name for name, each in fields.items() if each["/FT"] == "/Btn"}
    assert ticks == {"accord", "recu", "pas-venu", "refus"}
    for forbidden in (b"/JavaScript", b"/SubmitForm", b"/JS", b"/Launch", b"champ:"):
        assert forbidden not in document.pdf
    assert pdf.pages[0].extract_text().replace("\u00a0", " ").count("Fiche jamais vérifiée") == 1


def test_a_process_that_draws_nothing_loads_nothing_that_draws() -> None:
    asked = "import sys, directory.app; print(sorted({'typst', 'pypdf', 'fontTools'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
