"""What is worked out of the packaged communes is kept in a file, which the next process maps."""

from pathlib import Path

import numpy as np
import pytest

from search.places import arrays_file
from search.places.arrays_file import kept
from search.places.flat import Arrays
from search.places.gazetteer import FOLDER, Gazetteer, default_gazetteer


class Maker:
    """Makes the same arrays each time, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Arrays:
        self.times += 1
        return {"letters": np.arange(7, dtype=np.uint8), "points": np.ones((3, 2)), "none": np.empty(0, np.int32)}


def same(arrays: Arrays) -> bool:
    return all((arrays[name] == array).all() and arrays[name].dtype == array.dtype for name, array in Maker()().items())


def test_arrays_are_made_once_and_mapped_afterwards(tmp_path: Path) -> None:
    make = Maker()
    assert all(same(kept(tmp_path / "new", "one", make)) for _ in range(3))
    assert make.times == 1


def test_what_another_version_left_goes(tmp_path: Path) -> None:
    kept(tmp_path, "one", Maker())
    kept(tmp_path, "two", Maker())
    assert [file.name for file in tmp_path.iterdir()] == [f"two{arrays_file.SUFFIX}"]


@pytest.mark.parametrize("bytes_left", [0, 10, 200])
def test_a_file_that_was_cut_short_is_made_again(tmp_path: Path, bytes_left: int) -> None:
    kept(tmp_path, "one", Maker())
    file = tmp_path / f"one{arrays_file.SUFFIX}"
    file.write_bytes(file.read_bytes()[:bytes_left])
    make = Maker()
    assert same(kept(tmp_path, "one", make))
    assert make.times == 1
    assert same(arrays_file.read(file))


@pytest.mark.parametrize("content", [b'{"other": 1}\n', b"[]\n", b"null"])
def test_a_file_of_something_else_is_made_again(tmp_path: Path, content: bytes) -> None:
    (tmp_path / f"one{arrays_file.SUFFIX}").write_bytes(content)
    assert same(kept(tmp_path, "one", Maker()))


def test_a_folder_that_cannot_be_written_costs_time_alone(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert same(kept(tmp_path / "file" / "folder", "one", Maker()))


def test_a_gazetteer_that_was_kept_answers_as_one_just_made(tmp_path: Path) -> None:
    first, again, made = Gazetteer.load(tmp_path), Gazetteer.load(tmp_path), default_gazetteer()
    assert len(list((tmp_path / FOLDER).iterdir())) == 1
    for gazetteer in (first, again):
        assert gazetteer.all() == made.all()
        for text in ("Marseille 3e", "13500", "salon", "Vitroles", "métropole d’aix", "13009 CEDEX", "Annecy-le-Vieux"):
            assert gazetteer.resolve(text) == made.resolve(text)
            assert gazetteer.suggest(text) == made.suggest(text)
