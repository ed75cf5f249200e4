"""No phone, mail, site or number in a fiche that is not in its row, whatever the cells hold."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from importers.base import AcceptedRow
from importers.cells.codes import CLOSED_LISTS, KnownCodes, Vocabulary
from importers.convert import ImportContext, convert
from importers.files.rows import Row, Rows
from importers.formats.mapping import parse_mapping
from importers.kept import KeptRow
from tests.fiches import GAZETTEER
from tests.imports import COLUMNS, MAPPING
from tests.invented import invented

KNOWN = KnownCodes({**CLOSED_LISTS, "needs": Vocabulary({"famille-garde": "Garde"}), "families": Vocabulary({})}, {})
PHONES = st.sampled_from(
    ["04 90 00 00 00", "0033 4 90 11 22 33", "+33(0)490112233", "04.90.00.00.00 / 06 12 34 56 78", "3949", "490112233",
     "0 490 112 233 poste 12", "de 9h à 18h", "fax 04 90 00 00 01", "1.23E+13", "04 90 00 00"]
)  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=40)
CELLS = st.fixed_dictionaries(
    {
        "id": st.just("1"),
        "titre": TEXTS.map(lambda text: f"Service {text}"),
        "structure": TEXTS.map(lambda text: f"Relais {text}"),
        "siret": st.sampled_from(["", "13000548100010", "130 005 481 00010", "1300054810001", "1.3E+13"]) | TEXTS,
        "description": TEXTS,
        "besoins": st.sampled_from(["famille-garde", "autre", ""]),
        "tel": PHONES | TEXTS | st.tuples(PHONES, TEXTS).map(" ".join),
        "horaires": st.sampled_from(["lundi 9h-12h", "24h/24", "sur rendez-vous au 04 90 00 00 00"]) | TEXTS,
        "adresse": st.sampled_from(["12 rue des Lilas", "12 bis, rue du 8 mai 1945 BP 4"]) | TEXTS,
        "cp": st.sampled_from(["13200", "1000", "13 200", "13200 CEDEX"]) | TEXTS,
        "commune": st.sampled_from(["Arles", "ARLES CEDEX 4", "Martigues (13)"]) | TEXTS,
    }
)


@given(CELLS)
def test_a_fiche_says_no_number_that_its_row_does_not_hold(cells: dict[str, str]) -> None:
    row = Row(2, cells)
    rows = Rows("a.csv", "csv", COLUMNS, "utf-8", ";", (), lambda: (each for each in (row,)))
    for item in convert(rows, parse_mapping(MAPPING, "essai"), ImportContext(GAZETTEER, KNOWN, date(2026, 11, 30))):
        if isinstance(item, AcceptedRow):
            assert invented(KeptRow.of(item)) == []
