"""Rows come out of a file whatever its encoding and shape; or one exception says why they do not."""

import json
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.files.reading import Limits, UnreadableFile, read_rows
from importers.files.rows import Row
from tests.unit.importers.files.opened import TEXT


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "vide"),
        (b" \n\n ", "vide"),
        (b"\xef\xbb\xbf", "vide"),
        (b"nom;ville\n", "sans-donnees"),
        (b"nom;ville\n;;\n\n", "sans-donnees"),
        (b"%PDF-1.7 blah", "pdf"),
        (b"\x89PNG\r\n", "image"),
        (b"\x1f\x8b\x08", "archive"),
        (b"<!DOCTYPE html><html><body>Connexion</body></html>", "html"),
        (b"<?xml version='1.0'?><a/>", "html"),
        (bytes(range(256)) * 20, "binaire"),
        (b"[]", "json-tronque"),
        (b'{"a": 1, "b": {', "json-sans-liste"),
        (b'{\n"a": [1, 2], "b": ["c"]}', "json-sans-liste"),
        (b'{"bbox": [1, 2', "json-sans-liste"),
        (b"[{", "json-tronque"),
        (b"PK\x03\x04 broken", "classeur-abime"),
    ],
)
def test_a_file_without_rows_says_what_is_wrong(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read_rows(content, "a")
    assert caught.value.code == code
    assert caught.value.message.endswith(".")


def test_limits_of_size_rows_and_columns_are_told() -> None:
    small = Limits(file_bytes=10, rows=2, columns=2)
    with pytest.raises(UnreadableFile, match="Mo") as caught:
        read_rows(b"a;b\n1;2\n3;4\n", "a.csv", limits=small)
    assert caught.value.code == "trop-gros"
    with pytest.raises(UnreadableFile) as caught:
        list(read_rows(b"a;b\n1;2\n3;4\n5;6\n", "a.csv", limits=Limits(rows=2)))
    assert caught.value.code == "trop-de-lignes"
    with pytest.raises(UnreadableFile) as caught:
        read_rows(b"a;b;c\n1;2;3\n", "a.csv", limits=Limits(columns=2))
    assert caught.value.code == "trop-de-colonnes"


def test_rows_can_be_read_twice() -> None:
    rows = read_rows(TEXT.encode(), "a.csv")
    assert list(rows) == list(rows)


def test_memory_does_not_grow_with_the_number_of_rows() -> None:
    def peak(count: int) -> int:
        content = b"a;b;c\n" + b"un;deux;trois mots ici\n" * count
        rows = read_rows(content, "a.csv")
        tracemalloc.start()
        assert sum(1 for _ in rows) == count
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    assert peak(20_000) < peak(200) + 400_000


@given(st.binary(max_size=2_000))
def test_any_bytes_give_rows_or_say_they_are_unreadable(content: bytes) -> None:
    check_readable(content)


@given(
    st.text(alphabet=st.sampled_from("ab;,\t|\"'\n\r \u00a0\0é{}[]:1=<"), max_size=300),
    st.sampled_from(["utf-8", "utf-16"]),
)
def test_any_punctuation_gives_rows_or_is_unreadable(text: str, encoding: str) -> None:
    check_readable(text.encode(encoding))


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_any_json_gives_rows_or_is_unreadable(value: object) -> None:
    check_readable(json.dumps(value).encode())


def check_readable(content: bytes) -> None:
    try:
        rows = read_rows(content, "a")
        found: list[Row] = list(rows)
    except UnreadableFile:
        return
    assert found
    for row in found:
        assert row.line >= 1
        if not row.errors and rows.kind in ("csv", "classeur"):
            assert tuple(row.cells) == rows.header
