"""Large files, sent in parts: a slow line holds a worker for one part only, and sends again only what was lost."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from directory.store.database import Database
from importers.files.several import MOST_FILES

PART_BYTES = 5 * 1024 * 1024
"""Of every part but the last of a file."""
MOST_UNDER_WAY = 2
"""Uploads of one person; one more makes the one left alone for the longest give way."""
KEPT_FOR = timedelta(days=1)
_MOST_IN_MEMORY_BYTES = 8_000_000
_KEY = re.compile("[0-9a-f]{32}")


class BadPart(Exception):
    """It is no part of a file: its key, its rank or its length."""


class UploadTooLarge(Exception):
    """Files sent together are larger than an import takes."""


class UploadCutShort(Exception):
    """A file is not whole: parts never came, or were forgotten."""


class Uploads:
    """``most_bytes``: of all the files sent together."""

    def __init__(self, database: Database, *, most_bytes: int, now: Callable[[], datetime]) -> None:
        self._database = database
        self._most_bytes = most_bytes
        self._now = now

    def keep(self, account_id: int, upload: str, file: int, rank: int, content: bytes) -> None:
        """Keep a part of a file; the same part sent again takes its place. Raises BadPart, UploadTooLarge.

        upload   a key of the browser's, of 32 hexadecimal digits, for all the files given together.
        """
        most_rank = self._most_bytes // PART_BYTES
        is_of_file = _KEY.fullmatch(upload) and 0 <= file <= MOST_FILES and 0 <= rank <= most_rank
        if not is_of_file or not 0 < len(content) <= PART_BYTES:
            raise BadPart
        with self._database.write() as uow:
            uow.uploads.put(account_id, upload, file, rank, content, at=self._now())
            sizes = uow.uploads.under_way(account_id)
            if sizes[upload] > self._most_bytes:
                raise UploadTooLarge
            for former in [each for each in sizes if each != upload][MOST_UNDER_WAY - 1 :]:
                uow.uploads.forget(account_id, former)

    @contextmanager
    def whole(self, account_id: int, upload: str, file: int, parts: int) -> Iterator[BinaryIO]:
        """Give a file put together again, at its beginning; an empty one has no part. Raises UploadCutShort."""
        with SpooledTemporaryFile(_MOST_IN_MEMORY_BYTES) as made:
            with self._database.read() as uow:
                ranks = uow.uploads.ranks(account_id, upload, file)
                # A form may say any number of parts: no list is made of it.
                if len(ranks) != parts or ranks != list(range(len(ranks))):
                    raise UploadCutShort
                for part in uow.uploads.parts(account_id, upload, file, ranks):
                    made.write(part)
            made.seek(0)
            yield cast(BinaryIO, made)

    def forget(self, account_id: int, upload: str) -> None:
        """Forget parts that were put together."""
        with self._database.write() as uow:
            uow.uploads.forget(account_id, upload)
