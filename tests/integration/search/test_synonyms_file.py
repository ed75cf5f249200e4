"""The file of synonyms that an administrator gives."""

from pathlib import Path

from search.text.expressions import key_of
from search.text.synonyms import Synonyms
from search.text.word_lists import lines_of


def test_an_administrators_file_is_read_in_place_of_the_products(tmp_path: Path) -> None:
    path = tmp_path / "synonymes.txt"
    path.write_text("# à nous\n\nbagnole, voiture   # familier\n", encoding="utf-8")
    synonyms = Synonyms.load(path)
    assert len(synonyms.groups) == 1
    assert synonyms.alternatives(key_of("bagnole")) == (("voiture",),)
    assert list(lines_of(path)) == [(3, "bagnole, voiture")]
