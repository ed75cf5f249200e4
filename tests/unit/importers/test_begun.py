"""What was read of a fiche comes back as it was, from memory or from the file."""

from importers.base import Draft, RowMessage
from importers.begun import Begun
from importers.files.rows import Row
from importers.row_draft import RowBeingRead
from tests.unit.importers.test_plan import DRAFT

WARNING = RowMessage(2, "courriel-invalide", "Adresse incorrecte.", "mail", "x@", "Corrigez-la.")


def read(number: int) -> RowBeingRead:
    draft = Draft("s", str(number), (number, number + 7), DRAFT.content, "k")
    return RowBeingRead(Row(number, {}), draft, {(1, (540, 720)), (2, (0, 60))}, [WARNING], [])


def test_fiches_come_back_from_memory_and_from_the_file() -> None:
    with Begun(most_in_memory=2) as begun:
        for number in range(6):
            begun.put(("s", str(number)), read(number))
        assert begun.take(("s", "1")) == read(1)
        assert begun.take(("s", "1")) is None
        assert begun.take(("s", "5")) == read(5)
        assert begun.take(("s", "0")) == read(0)
        begun.put(("s", "0"), read(9))
        assert list(begun.rest()) == [read(2), read(3), read(4), read(9)]
        assert list(begun.rest()) == []
