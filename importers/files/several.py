"""Files given together, as the archive that holds them: its tables are joined, whoever made it."""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

MOST_FILES = 20
_MOST_IN_MEMORY_BYTES = 8_000_000
_NO_DAY = (1980, 1, 1, 0, 0, 0)


@contextmanager
def archive_of(files: Sequence[tuple[str, BinaryIO]]) -> Iterator[BinaryIO]:
    """Give an archive of some files, by the order of their names: the same files give the same bytes."""
    taken: set[str] = set()
    with SpooledTemporaryFile(_MOST_IN_MEMORY_BYTES) as made:
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, stream in sorted(files, key=lambda each: each[0]):
                entry = zipfile.ZipInfo(_free(name, taken), _NO_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                with archive.open(entry, "w", force_zip64=True) as inside:
                    copyfileobj(stream, inside)
        made.seek(0)
        yield cast(BinaryIO, made)


def name_of_archive(names: Sequence[str]) -> str:
    """Return what an archive of some files is called."""
    return f"{'+'.join(PurePath(name).stem for name in sorted(names))}"[:140] + ".zip"


def _free(name: str, taken: set[str]) -> str:
    found, count = name, 1
    while found in taken:
        count += 1
        found = f"{PurePath(name).stem} ({count}){PurePath(name).suffix}"
    taken.add(found)
    return found
