"""Parts compressed apart make one stream that anything unpacks."""

import gzip

from hypothesis import given
from hypothesis.strategies import binary, lists

from directory.http.packing import gzipped, packed


@given(lists(binary(max_size=2000), max_size=6))
def test_parts_make_one_stream(texts: list[bytes]) -> None:
    assert gzip.decompress(gzipped(map(packed, texts))) == b"".join(texts)
