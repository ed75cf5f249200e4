"""Tables that say one thing together, joined by their keys: known by their columns, not by the names of their files."""

from collections import defaultdict
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from itertools import zip_longest

from importers.base import RowMessage
from importers.files import hsds
from importers.files.corrections import Alternatives
from importers.files.csv_rows import too_many_rows
from importers.files.json_rows import hsds_rows
from importers.files.rows import Limits, Row, Rows, UnreadableFile
from importers.files.schemes import OF_ALL, OF_THE_FIRST, OURS, SCHEMES, Link, Scheme
from importers.files.titles import column_name, renamed, written_otherwise
from search.text.french import NBSP, counted

Cells = dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of several. ``name``: that of its file."""

    name: str
    rows: Rows

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(map(column_name, self.rows.header))

    def has(self, *names: str) -> bool:
        return self.columns.issuperset(map(column_name, names))

    def under(self, names: Iterable[str]) -> "Table":
        """Return the table with these names for the columns that it writes otherwise: « Id » for « id »."""
        otherwise = written_otherwise(self.rows.header, names)
        return replace(self, rows=renamed(self.rows, {written: name for name, written in otherwise.items()}))


MOST_JOINED = 2_000
"""Rows that one main row becomes at most."""


def joined_tables(name: str, tables: Sequence[Table], limits: Limits) -> Rows:
    """Return the rows of several tables put together.

    Raises UnreadableFile when nothing says how; also while iterating, past ``limits.rows`` joined rows.
    """
    rows = _put_side_by_side(name, tables)
    return replace(rows, open_rows=partial(_within, rows, limits))


def can_be_joined(tables: Sequence[Table]) -> bool:
    """Say whether one of some tables has the columns of a main one, and another says more of its rows."""
    for scheme in SCHEMES:
        main = next((each for each in tables if each.has(*scheme.main)), None)
        if main is not None:
            return any(_links(link, each) for link in scheme.links for each in tables if each is not main)
    return False


def _links(link: Link, table: Table) -> bool:
    return table.has(*link.needs) and not any(table.has(column) for column in link.lacks)


def _within(rows: Rows, limits: Limits) -> Generator[Row, None, None]:
    # Small tables make many rows together: each within the limits says nothing of what they become.
    with closing(rows.open_rows()) as found:
        for count, row in enumerate(found, 1):
            if count > limits.rows:
                raise too_many_rows(limits)
            yield row


def main_of(tables: Sequence[Table]) -> Table | None:
    """Return the table of some whose rows become fiches, None where no scheme knows one."""
    known = (each for scheme in SCHEMES for each in tables if each.has(*scheme.main))
    return _services_of_hsds(tables) or next(known, None)


def _services_of_hsds(tables: Sequence[Table]) -> Table | None:
    services = (each for each in tables if hsds.table_named(each.name) == hsds.MAIN and each.has(*hsds.NEEDED))
    return next(services, None)


def _shown(main: Rows) -> Callable[[], Alternatives]:
    """Return what other readings of a main table would give, of what can be said of several tables."""
    return lambda: replace(main.others(), sheets=(), lines=())


def _put_side_by_side(name: str, tables: Sequence[Table]) -> Rows:
    services = _services_of_hsds(tables)
    if services is not None:
        return _hsds(name, services, tables)
    for scheme in SCHEMES:
        main = next((each for each in tables if each.has(*scheme.main)), None)
        if main is not None:
            others = [each.under(scheme.columns) for each in tables if each is not main]
            return _joined(name, scheme, main.under(scheme.columns), others)
    named = ", ".join(f"«{NBSP}{each.name}{NBSP}»" for each in tables[:8])
    raise UnreadableFile(
        "tableaux-sans-lien",
        f"Plusieurs tableaux sont donnés ensemble ({named}), et rien ne dit comment les réunir.",
        "Envoyez-les un par un, ou réunissez-les dans un tableur.",
    )


def _hsds(name: str, services: Table, tables: Sequence[Table]) -> Rows:
    """Return the services of the tables of HSDS, read as their JSON form is."""
    known = {hsds.MAIN: services}
    for each in tables:
        known.setdefault(hsds.table_named(each.name), each)
    known.pop("", None)
    others = {table: each for table, each in known.items() if each is not services}

    def opened() -> Generator[Row, None, None]:
        read_under = {table: each.under(hsds.COLUMNS_READ).rows for table, each in others.items()}
        cells = {table: [row.cells for row in rows if not row.errors] for table, rows in read_under.items()}
        own = list(services.under(hsds.COLUMNS_READ).rows)
        read = [row for row in own if not row.errors]
        cells[hsds.MAIN] = [row.cells for row in read]
        for row, service in zip(read, hsds.nested(cells), strict=True):
            yield from hsds_rows(row.line, service)
        yield from (row for row in own if row.errors)

    used = {id(each) for each in known.values()}
    notices = (
        *services.rows.notices,
        _told("HSDS", services.name, [each.name for each in others.values()]),
        *_told_left([each.name for each in tables if id(each) not in used]),
    )
    return replace(
        services.rows, name=name, header=hsds.COLUMNS, notices=notices, open_rows=opened, others=_shown(services.rows)
    )


@dataclass(frozen=True, slots=True)
class _Linked:
    link: Link
    table: Table
    names: Mapping[str, str]

    def by_key(self) -> dict[tuple[str, ...], list[Cells]]:
        """Read the table: the rows of each key, under the names of the joined row.

        Of a structure of ours, what it says of the first of its services, then what it says of the others.
        """
        found: dict[tuple[str, ...], list[Cells]] = defaultdict(list)
        with closing(self.table.rows.open_rows()) as rows:
            for row in rows:
                key = tuple(row.cells.get(column, "") for column in self.link.key)
                if all(key) and not row.errors and (self.link.many or key not in found):
                    said = {to: row.cells.get(column, "") for column, to in self.names.items()}
                    is_ours = bool(self.link.fills) and row.cells.get("source") == OURS
                    for names in (OF_THE_FIRST, OF_ALL) if is_ours else (said,):
                        found[key].append({name: said.get(name, "") for name in names})
        return found


def _joined(name: str, scheme: Scheme, main: Table, others: Sequence[Table]) -> Rows:
    linked = [
        _Linked(link, table, _names_of(link, table)) for link in scheme.links for table in others if _links(link, table)
    ]
    header = [scheme.names.get(column, column) for column in main.rows.header]
    header += (to for each in linked for to in each.names.values())
    used = {id(each.table) for each in linked}
    left = [each.name for each in others if id(each) not in used]

    def opened() -> Generator[Row, None, None]:
        lookups = [(each.link, each.by_key()) for each in linked]
        with closing(main.rows.open_rows()) as rows:
            for row in rows:
                left = scheme.left(row)
                if row.errors or left is not None:
                    yield left or row
                    continue
                for cells in _put_together(row.cells, scheme, lookups):
                    yield replace(row, cells=dict.fromkeys(names, "") | cells)

    names = tuple(dict.fromkeys(header))
    notices = (
        *main.rows.notices,
        _told(scheme.label, main.name, [each.table.name for each in linked]),
        *_told_left(left),
    )
    return replace(main.rows, name=name, header=names, notices=notices, open_rows=opened, others=_shown(main.rows))


def _names_of(link: Link, table: Table) -> dict[str, str]:
    """Return column of the table → column of the joined row: those of its own, renamed or filled."""
    filled = {column for group in link.fills for column in group}
    if link.fills:
        return {name: link.names.get(name, name) for name in table.rows.header if name in filled or name in link.names}
    return {name: link.names.get(name, name) for name in table.rows.header if name not in link.key}


def _put_together(
    own: Mapping[str, str], scheme: Scheme, lookups: Iterable[tuple[Link, Mapping[tuple[str, ...], list[Cells]]]]
) -> list[Cells]:
    cells = {scheme.names.get(column, column): value for column, value in own.items()}
    more: list[list[Cells]] = []
    for link, by_key in lookups:
        found = by_key.get(tuple(cells.get(column, "") for column in link.of), [])
        if link.many:
            more.append(found[:MOST_JOINED])
        elif found:
            cells |= _beside(cells, found[0], link)
            del found[: len(found) > 1]
    # Each many stands beside the others, not multiplied by them: rows of one fiche are put together later.
    return [
        cells | {name: value for part in parts if part for name, value in part.items()} for parts in zip_longest(*more)
    ] or [cells]


def _beside(cells: Cells, other: Cells, link: Link) -> Cells:
    """Return what a row takes of another: a group of columns only where it says nothing of the whole group."""
    taken = set(other)
    for group in link.fills:
        if any(cells.get(column) for column in group):
            taken -= set(group)
    return {name: value for name, value in other.items() if name in taken}


def _told(label: str, main: str, others: Iterable[str]) -> RowMessage:
    names = ", ".join(dict.fromkeys(f"«{NBSP}{each}{NBSP}»" for each in others))
    with_them = f", réunies avec {names}" if names else ""
    return RowMessage(1, "tableaux-reunis", f"{label}{NBSP}: les lignes de «{NBSP}{main}{NBSP}» sont lues{with_them}.")


def _told_left(left: Sequence[str]) -> tuple[RowMessage, ...]:
    if not left:
        return ()
    named = ", ".join(f"«{NBSP}{name}{NBSP}»" for name in left[:8])
    count = counted(len(left), "tableau n’est pas lu", "tableaux ne sont pas lus")
    advice = "Son contenu n’est pas importé." if len(left) == 1 else "Leur contenu n’est pas importé."
    return (RowMessage(1, "tableaux-ignores", f"{count}{NBSP}: {named}.", advice=advice),)
