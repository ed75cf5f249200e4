"""Files of the whole base: what is known of each, and its bytes in pieces of one length."""

import zlib
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from directory.domain.exports import ExportFile
from directory.store.tables import export_file, export_piece
from directory.store.types import codes_of, to_json

EXPORT_PIECE_BYTES = 1 << 20
"""Of every piece but the last, before it is shrunk."""

_columns = select(
    export_file.c.id, export_file.c.account_id, export_file.c.form, export_file.c.people, export_file.c.total,
    export_file.c.written, export_file.c.size, export_file.c.tag, export_file.c.file_name, export_file.c.asked_at,
    export_file.c.ready_at,
)  # fmt: skip


class ExportFileRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, account: int | None, form: str, people: frozenset[str], *, total: int, at: datetime) -> int:
        """Add a file that is still to be written; return its number."""
        query = (
            insert(export_file)
            .values(
                account_id=account, form=form, people=to_json(sorted(people)), total=total, written=0, size=0, tag="",
                file_name="", asked_at=at,
            )
            .returning(export_file.c.id)
        )  # fmt: skip
        return int(self._connection.execute(query).scalar_one())

    def get(self, number: int) -> ExportFile | None:
        row = self._connection.execute(_columns.where(export_file.c.id == number)).one_or_none()
        return None if row is None else _file(row)

    def latest_of(self, account: int | None, form: str, *, ready: bool = False) -> ExportFile | None:
        """Return the last file of a form that somebody asked for, None: of the night. ``ready``: only a written one."""
        query = _columns.where(export_file.c.form == form, export_file.c.account_id.is_not_distinct_from(account))
        if ready:
            query = query.where(export_file.c.ready_at.is_not(None))
        row = self._connection.execute(query.order_by(export_file.c.id.desc()).limit(1)).one_or_none()
        return None if row is None else _file(row)

    def begin(self, number: int, *, total: int, tag: str, file_name: str) -> None:
        """Begin to write a file, again if it was begun before."""
        self._connection.execute(delete(export_piece).where(export_piece.c.export_id == number))
        told = {"total": total, "written": 0, "tag": tag, "file_name": file_name}
        self._connection.execute(update(export_file).where(export_file.c.id == number).values(told))

    def put_piece(self, number: int, rank: int, content: bytes, *, written: int) -> None:
        """Add a piece, and say how many fiches are written."""
        row = {"export_id": number, "rank": rank, "content": zlib.compress(content, 1)}
        self._connection.execute(insert(export_piece).values(row))
        self._connection.execute(update(export_file).where(export_file.c.id == number).values(written=written))

    def finish(self, number: int, *, size: int, at: datetime) -> None:
        done = {"size": size, "ready_at": at, "written": export_file.c.total}
        self._connection.execute(update(export_file).where(export_file.c.id == number).values(done))

    def piece(self, number: int, rank: int) -> bytes:
        """Return a piece; empty when there is none: the file was dropped, or ends before."""
        query = select(export_piece.c.content).where(export_piece.c.export_id == number, export_piece.c.rank == rank)
        content = self._connection.execute(query).scalar_one_or_none()
        return b"" if content is None else zlib.decompress(content)

    def drop_before(self, at: datetime, *, keep: frozenset[int]) -> int:
        """Drop the files asked for before an instant; return how many. ``keep``: numbers of files that stay."""
        old = select(export_file.c.id).where(export_file.c.asked_at < at, export_file.c.id.not_in(sorted(keep)))
        numbers = list(self._connection.execute(old).scalars())
        if numbers:
            self._connection.execute(delete(export_piece).where(export_piece.c.export_id.in_(numbers)))
            self._connection.execute(delete(export_file).where(export_file.c.id.in_(numbers)))
        return len(numbers)


def _file(row: Row[int, int | None, str, str, int, int, int, str, str, datetime, datetime | None]) -> ExportFile:
    number, account, form, people, total, written, size, tag, file_name, asked_at, ready_at = row
    named = frozenset(codes_of(people))
    return ExportFile(number, account, form, named, total, written, size, tag, file_name, asked_at, ready_at)
