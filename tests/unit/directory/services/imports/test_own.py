"""Rows that may be about a fiche which came since they were tried."""

import pytest

from directory.services.imports.own import speaks_of_one_of
from fiche.content import Content
from fiche.parts import Structure
from importers.base import AcceptedRow, Draft, LeftRow, RowMessage
from importers.kept import Kept, kept

ROW = Content(
    title="Permis « à un euro »", structure=Structure("Relais", "73282932000074"), phone="04 91 00 00 01",
    second_phone="04 91 00 00 02", email="a@exemple.fr", description="04 91 00 00 09",
)  # fmt: skip
ROWS: list[Kept] = [
    LeftRow(2, RowMessage(2, "laissee", "Hors du département.")),
    kept(AcceptedRow(Draft("essai", "1", (3,), ROW))),
]


@pytest.mark.parametrize(
    "fiche, is_told",
    [
        (Content(title=ROW.title, structure=Structure("")), True),
        (Content(title="Autre", structure=Structure("", ROW.structure.siret)), True),
        (Content(title="Autre", structure=Structure(""), second_phone=ROW.phone), True),
        (Content(title="Autre", structure=Structure(""), phone="04 91 00 00 03", email=ROW.email), True),
        (Content(title="Autre", structure=Structure("Relais"), phone=ROW.description), False),
    ],
)
def test_a_row_speaks_of_a_fiche_by_its_title_its_siret_a_number_or_its_mail(fiche: Content, is_told: bool) -> None:
    assert speaks_of_one_of(ROWS, [Content(title="Une autre", structure=Structure("")), fiche]) == is_told
