"""Lines of lists: the imports, and the sources that their files come from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from directory.domain.imports import Batch, BatchState, ImportSource
from directory.http.request import current_services
from directory.services.imports.desk import OPEN
from directory.services.imports.looks import is_unreadable
from directory.services.imports.reports import CREATED, LINES, REFUSED, REVISED
from directory.web.imports.words import STATES


@dataclass(frozen=True, slots=True)
class SourceLine:
    """``last``: the last file of the source, None before the first; ``rows`` how many lines it had."""

    name: str
    owner: str
    url: str
    last: datetime | None
    rows: int


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One import. ``counts``: created, revised, refused; none while nothing was tried."""

    number: int
    url: str
    name: str
    who: str
    at: datetime
    source: str
    source_url: str
    counts: tuple[int, ...]
    state: str


def source_lines(sources: Sequence[ImportSource]) -> list[SourceLine]:
    return [_source_line(each) for each in sources]


def _source_line(source: ImportSource) -> SourceLine:
    services = current_services()
    batches = services.imports.of_source(source, limit=1)
    owner = services.words.current().label("institution", source.institution) if source.institution else ""
    return SourceLine(
        source.name,
        owner,
        url_for("sources.page", number=source.id),
        batches[0].created_at if batches else None,
        batches[0].counts.get(LINES, 0) if batches else 0,
    )


def batch_lines(batches: Sequence[Batch], sources: Sequence[ImportSource]) -> list[BatchLine]:
    names = {each.id: each.name for each in sources}
    return [_batch_line(each, names) for each in batches]


def _batch_line(batch: Batch, names: dict[int, str]) -> BatchLine:
    is_counted = batch.state not in (BatchState.RECEIVED, BatchState.UNREADABLE)
    source = names.get(batch.source_id, "") if batch.source_id is not None else ""
    is_open = batch.state in OPEN
    state = STATES[BatchState.UNREADABLE if is_open and is_unreadable(batch) else batch.state]
    if is_open and current_services().imports.job(batch) is not None:
        state = "en cours"
    return BatchLine(
        batch.id,
        url_for("outcome.page", number=batch.id),
        batch.file_name,
        batch.author.label,
        batch.created_at,
        source or batch.source or batch.format,
        url_for("sources.page", number=batch.source_id) if source else "",
        tuple(batch.counts.get(name, 0) for name in (CREATED, REVISED, REFUSED)) if is_counted else (),
        state,
    )
