"""A file as it is kept is read like the file itself."""

import io
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.files.reading import read_rows
from importers.files.source import PackedFile, open_source, size_of, whole

TEXT = "id;titre\n" + "".join(f"{number};Aide n° {number}\n" for number in range(20_000))


@given(st.binary(max_size=300), st.sampled_from([1, 2_000]))
def test_what_was_packed_is_read_whole_and_in_pieces(content: bytes, times: int) -> None:
    given_bytes = content * times
    packed = PackedFile(zlib.compress(given_bytes, 1))
    assert (whole(packed), size_of(packed)) == (given_bytes, len(given_bytes))
    with packed.open() as stream:
        assert stream.read(10) == given_bytes[:10]
        stream.seek(0)
        assert stream.read() == given_bytes


def test_a_packed_file_gives_the_rows_of_the_file() -> None:
    sources = (TEXT.encode(), PackedFile(zlib.compress(TEXT.encode(), 1)))
    first, other = ([row.cells for row in read_rows(source, "a.csv")] for source in sources)
    assert len(first) == 20_000
    assert other == first


def test_a_packed_file_has_no_middle_to_go_to() -> None:
    with open_source(PackedFile(zlib.compress(b"abc", 1))) as stream, pytest.raises(io.UnsupportedOperation):
        stream.seek(2)
