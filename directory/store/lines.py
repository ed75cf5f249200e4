"""What lists show of published fiches, read: a short row in the place of a wide one and of those of its places."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, and_, bindparam, literal_column, select

from directory.domain.lines import Line, Texts, texts_of
from directory.store.line_rows import FORM, line_from, line_of, write_lines
from directory.store.quick_rows import RowsByIds
from directory.store.resources import ResourceRepository
from directory.store.slices import in_slices
from directory.store.tables import resource, resource_line
from fiche.codes import Status

_TEXTS = ("description", "audience_text", "access_text", "mobilisation_text", "cost_text")

# Values are written out: those who read rows by their ids bind nothing else.
_is_published = resource.c.status == literal_column(f"'{Status.PUBLISHED.value}'")
_beside = resource.outerjoin(
    resource_line,
    and_(
        resource_line.c.resource_id == resource.c.id,
        # One that a process of an older version left behind, or of another form, counts for nothing.
        resource_line.c.version == resource.c.version,
        resource_line.c.form == literal_column(str(FORM)),
    ),
)
_COLUMNS = (resource.c.id, resource.c.verified_at, resource_line.c.content)
_alone = RowsByIds(_COLUMNS, resource.c.id, source=_beside, among=_is_published)
_with_texts = RowsByIds(
    (*_COLUMNS, *(resource.c[name] for name in _TEXTS)), resource.c.id, source=_beside, among=_is_published
)
_lacking = (
    select(resource.c.id)
    .select_from(_beside)
    .where(_is_published, resource_line.c.resource_id.is_(None), resource.c.id > bindparam("after_id"))
    .order_by(resource.c.id)
    .limit(bindparam("limit"))
)


class ReadLine(NamedTuple):
    """A line as it was read.

    kept    what it was read from: while it is the same, and the fiche was not verified since, so is the line.
    texts   those of the fiche; None where they were not asked for.
    """

    line: Line
    kept: bytes | None
    texts: Texts | None


class LineRepository:
    def __init__(self, connection: Connection, resources: ResourceRepository) -> None:
        self._connection = connection
        self._resources = resources

    def published(
        self, ids: Sequence[int], *, with_texts: bool = False, before: Mapping[int, ReadLine] | None = None
    ) -> Iterator[ReadLine]:
        """Yield the lines of the fiches of ``ids`` that are published, in no order.

        before   as they were read once: what did not move since is given again, not made anew.
        """
        before = before or {}
        for some in in_slices(ids):
            rows = (_with_texts if with_texts else _alone).of(self._connection, some)
            lacking = [number for number, _, kept, *_ in rows if kept is None]
            made = {each.id: line_of(each) for each in self._resources.by_ids(lacking)} if lacking else {}
            for number, verified_at, kept, *texts in rows:
                old = before.get(number)
                if kept is None:
                    line = made[number]
                elif old is not None and old.kept == kept and old.line.verified_at == verified_at:
                    line = old.line
                else:
                    line = line_from(number, verified_at, kept)
                yield ReadLine(line, kept, texts_of(line.title, line.structure, *texts) if with_texts else None)

    def lacking(self, *, after_id: int, limit: int) -> Sequence[int]:
        """Return the next published fiches whose line is to be written."""
        return self._connection.execute(_lacking, {"after_id": after_id, "limit": limit}).scalars().all()

    def write(self, ids: Sequence[int]) -> None:
        """Write the lines of fiches as they are now."""
        write_lines(self._connection, self._resources.by_ids(ids), are_new=False)
