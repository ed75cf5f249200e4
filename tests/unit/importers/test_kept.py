"""Items come back as they were kept; JSON texts are those of the standard library, whatever the values."""

import json
import zlib
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from fiche.parts import Place, Structure
from importers.base import AcceptedRow, LeftRow, RefusedRow, RowMessage
from importers.drafts import draft_json
from importers.kept import KeptRow, kept, packed, unpacked
from search.text.json_text import to_json
from tests.planning import draft_digest
from tests.unit.importers.test_plan import DRAFT

WARNING = RowMessage(2, "courriel-invalide", "Adresse incorrecte.", "mail", "x@", "Corrigez-la.")
HEADER = ("id", "titre")


def test_items_come_back_as_they_were_kept() -> None:
    cells = {"id": "1", "titre": "Été"}
    items = [
        kept(AcceptedRow(DRAFT, (WARNING,), cells)),
        kept(AcceptedRow(DRAFT, (), {})),
        RefusedRow(3, cells, (WARNING,)),
        LeftRow(4, WARNING),
    ]
    assert isinstance(items[0], KeptRow)
    tidy = replace(DRAFT.content, needs=("b",), places=(Place("1 rue", latitude=43.5),), structure=Structure("A"))
    items[0].ready = tidy
    found = list(unpacked(packed(items, HEADER), HEADER))
    assert found[2:] == items[2:]
    for before, after in zip(items[:2], found[:2], strict=True):
        assert isinstance(before, KeptRow)
        assert isinstance(after, KeptRow)
        assert (after.draft, after.ready) == (DRAFT, before.ready)
        assert (after.key, after.lines, after.cells) == (before.key, before.lines, before.cells)
        assert (after.digest, json.loads(after.text)) == (draft_digest(DRAFT), draft_json(DRAFT))


def test_a_slice_of_an_older_version_is_read() -> None:
    row = kept(AcceptedRow(DRAFT, (WARNING,), {"id": "1", "titre": "Été"}))
    assert isinstance(row, KeptRow)
    warning = [2, "courriel-invalide", "Adresse incorrecte.", "mail", "x@", "Corrigez-la."]
    said = ["a", row.source, row.source_id, list(row.lines), row.digest, row.text, [warning], None]
    parts = [zlib.compress(json.dumps(part).encode()) for part in ([said], [["1", "Été"]])]
    (found,) = unpacked(b"2" + len(parts[0]).to_bytes(4, "big") + b"".join(parts), HEADER)
    assert isinstance(found, KeptRow)
    assert (found.draft, found.text, found.cells) == (DRAFT, row.text, row.cells)


def test_a_row_without_identifier_is_named_by_its_content() -> None:
    assert KeptRow("s", "", (2,), "abc", "{}", (), {}).key == ("s", "#abc")


def json_text(value: object, *, in_order: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=in_order)


PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(alphabet="abcé_", max_size=5), PLAIN, max_size=5), st.booleans())
def test_json_is_that_of_the_standard_library(value: dict[str, object], in_order: bool) -> None:
    assert to_json(value, in_order=in_order) == json_text(value, in_order=in_order)


def test_half_a_character_is_written_too() -> None:
    assert to_json({"titre": "\ud800"}) == '{"titre":"\ud800"}'
