"""Files on their way, in parts: what each person sent of what."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from directory.store.tables import upload_part


class UploadRepository:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, account_id: int, upload: str, file: int, rank: int, content: bytes, *, at: datetime) -> None:
        """Keep a part, in the place of the same one sent before."""
        key = {"account_id": account_id, "upload": upload, "file": file, "rank": rank}
        same = [upload_part.c[name] == value for name, value in key.items()]
        self._connection.execute(delete(upload_part).where(*same))
        self._connection.execute(insert(upload_part).values(key | {"at": at, "size": len(content), "content": content}))

    def under_way(self, account_id: int) -> dict[str, int]:
        """Return the bytes kept of each upload of a person, the last touched first."""
        query = (
            select(upload_part.c.upload, func.sum(upload_part.c.size))
            .where(upload_part.c.account_id == account_id)
            .group_by(upload_part.c.upload)
            .order_by(func.max(upload_part.c.at).desc(), upload_part.c.upload)
        )
        return {upload: int(size) for upload, size in self._connection.execute(query)}

    def ranks(self, account_id: int, upload: str, file: int) -> list[int]:
        """Return the ranks of the parts kept of a file, in order."""
        query = select(upload_part.c.rank).where(
            upload_part.c.account_id == account_id, upload_part.c.upload == upload, upload_part.c.file == file
        )
        return list(self._connection.execute(query.order_by(upload_part.c.rank)).scalars())

    def parts(self, account_id: int, upload: str, file: int, ranks: list[int]) -> Iterator[bytes]:
        """Give the parts of a file, one in memory at a time."""
        query = select(upload_part.c.content).where(
            upload_part.c.account_id == account_id, upload_part.c.upload == upload, upload_part.c.file == file
        )
        for rank in ranks:
            yield bytes(self._connection.execute(query.where(upload_part.c.rank == rank)).scalar_one())

    def forget(self, account_id: int, upload: str) -> None:
        self._connection.execute(
            delete(upload_part).where(upload_part.c.account_id == account_id, upload_part.c.upload == upload)
        )

    def forget_left(self, before: datetime) -> int:
        """Forget parts that arrived before an instant and lead to nothing any more; return how many."""
        return self._connection.execute(delete(upload_part).where(upload_part.c.at < before)).rowcount
