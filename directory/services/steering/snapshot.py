"""A quarter as it is kept: sets of fiches by name, what happened to them, and counts as they may be shown."""

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from directory.domain.outcomes import Answer, Outcome, Wait
from directory.domain.steering.counts import Metric
from directory.domain.steering.shown import Shown

Rows: TypeAlias = NDArray[np.int32]
Bits: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Cell:
    """One count of use of a quarter, as it is shown: of a need in a territory, or of an antenne."""

    metric: Metric
    need: str
    territory: str
    office_id: int
    shown: Shown


@dataclass(frozen=True, slots=True)
class OutcomeCell:
    """What came of sending people to services of a need in a territory, in a quarter.

    given    each answer, with how many times; empty where it may not be told. A wait is left out of too few.
    fiches   numbers of those that were answered of; empty likewise.
    """

    need: str
    territory: str
    given: tuple[tuple[Outcome, int], ...]
    fiches: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class InstitutionFacts:
    """What is told of the people of an institution: never of one.

    may_update  whether somebody of it may write. ``acted``: whether somebody wrote or confirmed in the quarter.
    seen        accounts that came within ninety days, of ``accounts``; none are told below five.
    """

    code: str
    may_update: bool
    acted: bool
    accounts: int
    seen: int


@dataclass(frozen=True)
class Snapshot:
    """One quarter.

    day           that of the state it tells; ``at``: the instant at which it was reckoned.
    first_at      when its fiches were read, where the rest was counted again at ``at``; None elsewhere.
    ids           numbers of all the fiches, in order; rows below are places in it.
    sets          fiches that share something, by name ("publiees", "besoin:mobilite-permis"), one bit a row.
    events        rows of what happened in the quarter, as often as it did ("creees", "confirmees").
    days          beside the events of the same name: days to close a report, or since it was opened.
    far           INSEE codes of the communes far from any fiche on site, by need.
    populations   inhabitants of the communes of the figures, by INSEE code.
    departments   codes of the départements of the figures.
    """

    day: date
    at: datetime
    ids: NDArray[np.int64]
    sets: Mapping[str, Bits]
    events: Mapping[str, Rows]
    days: Mapping[str, Rows]
    cells: tuple[Cell, ...]
    outcomes: tuple[OutcomeCell, ...]
    institutions: tuple[InstitutionFacts, ...]
    far: Mapping[str, tuple[str, ...]]
    populations: Mapping[str, int]
    departments: tuple[str, ...]
    first_at: datetime | None = None

    def of(self, name: str) -> Bits:
        """Return the fiches of a name; none when nothing bears it."""
        found = self.sets.get(name)
        return np.zeros(len(self.ids), dtype=np.bool_) if found is None else found

    def happened(self, name: str) -> Rows:
        return self.events.get(name, np.zeros(0, dtype=np.int32))

    def numbers(self, bits: Bits) -> list[int]:
        """Return the numbers of the fiches of a set, in order."""
        return [int(number) for number in self.ids[bits]]

    def counted_again(self, now: "Snapshot") -> "Snapshot":
        """Return its fiches and people as they are kept, with what happened and what was used as it is counted now."""
        places = np.searchsorted(self.ids, now.ids)
        known = np.isin(now.ids, self.ids)
        held = {name: known[rows] for name, rows in now.events.items()}
        return replace(
            self,
            at=now.at,
            events={name: places[rows[held[name]]].astype(np.int32) for name, rows in now.events.items()},
            days={name: rows[held[name]] for name, rows in now.days.items()},
            cells=now.cells,
            outcomes=now.outcomes,
            first_at=self.first_at or self.at,
        )


def bits_of(rows: Iterable[int], count: int) -> Bits:
    found = np.zeros(count, dtype=np.bool_)
    found[np.fromiter(rows, dtype=np.int64)] = True
    return found


class _PackedSets(Mapping[str, Bits]):
    """Sets as they are kept, one bit a fiche, unfolded once asked for: the chart asks eight quarters for none."""

    def __init__(self, names: Sequence[str], matrix: NDArray[np.uint8], count: int) -> None:
        self._rows = dict(zip(names, matrix, strict=True))
        self._count = count
        self._unfolded: dict[str, Bits] = {}

    def __getitem__(self, name: str) -> Bits:
        found = self._unfolded.get(name)
        if found is None:
            found = self._unfolded[name] = np.unpackbits(self._rows[name], count=self._count).view(np.bool_)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def pack(snapshot: Snapshot) -> bytes:
    """Return a snapshot as bytes: one bit a fiche and set, shrunk."""
    names = list(snapshot.sets)
    matrix = np.array([np.packbits(snapshot.sets[name]) for name in names], dtype=np.uint8)
    said = {
        "day": snapshot.day.isoformat(), "at": snapshot.at.isoformat(), "sets": names,
        "first_at": snapshot.first_at and snapshot.first_at.isoformat(),
        "events": list(snapshot.events), "days": list(snapshot.days),
        "cells": [
            [each.metric.value, each.need, each.territory, each.office_id, each.shown.value, each.shown.hidden]
            for each in snapshot.cells
        ],
        "outcomes": [
            [each.need, each.territory, [[one.answer, one.wait, times] for one, times in each.given], each.fiches]
            for each in snapshot.outcomes
        ],
        "institutions": [
            [each.code, each.may_update, each.acted, each.accounts, each.seen] for each in snapshot.institutions
        ],
        "far": {need: list(codes) for need, codes in snapshot.far.items()},
        "populations": dict(snapshot.populations), "departments": list(snapshot.departments),
    }  # fmt: skip
    arrays: dict[str, NDArray[Any]] = {
        "said": np.frombuffer(json.dumps(said).encode(), dtype=np.uint8), "ids": snapshot.ids, "bits": matrix,
        **{f"event-{rank}": rows for rank, rows in enumerate(snapshot.events.values())},
        **{f"days-{rank}": rows for rank, rows in enumerate(snapshot.days.values())},
    }  # fmt: skip
    buffer = io.BytesIO()
    np.savez_compressed(buffer, **arrays)  # type: ignore[arg-type]  # its stub takes the flag for an array
    return buffer.getvalue()


def unpack(content: bytes) -> Snapshot:
    """Return the snapshot that ``pack`` made."""
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        said = json.loads(arrays["said"].tobytes())
        ids = arrays["ids"]
        sets = _PackedSets(said["sets"], arrays["bits"], len(ids))
        events = {name: arrays[f"event-{rank}"] for rank, name in enumerate(said["events"])}
        days = {name: arrays[f"days-{rank}"] for rank, name in enumerate(said["days"])}
    # A quarter that was kept before answers were gathered tells none.
    return Snapshot(
        date.fromisoformat(said["day"]),
        datetime.fromisoformat(said["at"]),
        ids,
        sets,
        events,
        days,
        tuple(Cell(Metric(row[0]), row[1], row[2], row[3], Shown(row[4], row[5])) for row in said["cells"]),
        tuple(_outcome_cell(*row) for row in said.get("outcomes", ())),
        tuple(InstitutionFacts(*row) for row in said["institutions"]),
        {need: tuple(codes) for need, codes in said["far"].items()},
        said["populations"],
        tuple(said["departments"]),
        datetime.fromisoformat(first) if (first := said.get("first_at")) else None,
    )


def _outcome_cell(need: str, territory: str, given: list[tuple[str, str, int]], fiches: list[int]) -> OutcomeCell:
    said = tuple((Outcome(Answer(answer), Wait(wait)), times) for answer, wait, times in given)
    return OutcomeCell(need, territory, said, tuple(fiches))
