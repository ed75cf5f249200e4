"""What an import would do: drafts against what the same source said last time. Pure; nothing is stored here.

A draft is compared with the draft last imported, not with the fiche: what a person corrected since stays, and only
what moved in the file is revised.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeAlias

import orjson

from fiche.content import Content
from fiche.parts import Structure
from importers.altered import as_it_stood
from importers.base import AcceptedRow, Draft, Item, LeftRow, RefusedRow, RowMessage
from importers.drafts import Json, draft_changes, draft_from_json
from importers.flat import FLAT_FIELDS, content_from, flat_values
from importers.kept import Kept, KeptRow, Key
from importers.likeness import are_alike


@dataclass(frozen=True, slots=True)
class Known:
    """What a source last said of a fiche.

    last   the draft in JSON, read or as text; nothing where only its digest was kept: then every field counts as moved.
    """

    resource_id: int
    digest: str
    last: Mapping[str, Json] | str | None = None

    @property
    def draft(self) -> Draft | None:
        """The draft last imported, read each time it is asked for: of most fiches only the digest is looked at."""
        if not self.last:
            return None
        return draft_from_json(orjson.loads(self.last) if isinstance(self.last, str) else self.last)


class Snapshot(Protocol):
    """What is known before the import; a dict does, and so does an object that asks the database."""

    def get(self, key: Key, /) -> Known | None: ...


@dataclass(frozen=True, slots=True)
class Create:
    """``text``: the draft as JSON text, where it is known."""

    draft: Draft
    digest: str
    warnings: tuple[RowMessage, ...] = ()
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Revise:
    """``changes``: draft field to what the file said and what it says now, in plain JSON."""

    resource_id: int
    draft: Draft
    digest: str
    changes: Mapping[str, tuple[Json, Json]]
    warnings: tuple[RowMessage, ...] = ()
    text: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The file says what it said. ``resource_id`` is None for a repeat of a fiche created by the same file.

    repeats   an earlier line of the same file said the very same.
    """

    resource_id: int | None
    lines: tuple[int, ...]
    warnings: tuple[RowMessage, ...] = ()
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Refuse:
    """``lines``: all those of a draft that several rows made; else that of the row."""

    row: RefusedRow
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Leave:
    """The mapping leaves the row aside: nothing is done, nothing has to be mended."""

    row: LeftRow


Action: TypeAlias = Create | Revise | Unchanged | Refuse | Leave


class _Met:
    """The rows of one file met so far, a hundred bytes each: their identities and digests by their 64-bit hashes."""

    def __init__(self) -> None:
        self._at: dict[int, int] = {}
        self._digests, self._lines, self._ids = array("q"), array("q"), array("q")
        self._by_digest: dict[int, int] = {}

    def seen(self, key: Key) -> tuple[int, int, int | None] | None:
        """Return the hash of the digest, the line and the fiche of the first row of an identity."""
        at = self._at.get(hash(key))
        return None if at is None else (self._digests[at], self._lines[at], self._ids[at] or None)

    def add(self, key: Key, digest: str, line: int, resource_id: int | None) -> None:
        self._at[hash(key)] = len(self._lines)
        self._digests.append(hash(digest))
        self._lines.append(line)
        self._ids.append(resource_id or 0)

    def first_line(self, digest: str, line: int) -> int:
        """Return the line of the first row of a digest, which is ``line`` where none came before."""
        return self._by_digest.setdefault(hash(digest), line)


@dataclass(slots=True)
class Planner:
    """Decides row after row, so that a long file is planned in slices; remembers identities and digests only.

    overwrites   a row takes the place of a fiche of its identifier though nothing else of them is alike.
    silent       flat names of the fields that the file has no column for: what the source last said of them stands.
    """

    snapshot: Snapshot
    overwrites: bool = False
    silent: frozenset[str] = frozenset()
    _met: _Met = field(default_factory=_Met)

    def has_seen(self, key: Key) -> bool:
        """Tell whether a row of this source and key was met already."""
        return self._met.seen(key) is not None

    def decide(self, item: Item | Kept) -> Action:
        if isinstance(item, LeftRow):
            return Leave(item)
        if isinstance(item, RefusedRow):
            return Refuse(item)
        row = KeptRow.of(item) if isinstance(item, AcceptedRow) else item
        line, key = row.lines[0] if row.lines else 0, row.key
        seen = self._met.seen(key)
        if seen is not None:
            digest, first_line, resource_id = seen
            if digest == hash(row.digest):
                return Unchanged(resource_id, row.lines, row.warnings, repeats=True)
            return Refuse(_contradicts(row, line, first_line))
        known = self.snapshot.get(key)
        # A repeat is told by what its line says, not by what stands of the last file.
        self._met.add(key, row.digest, line, known.resource_id if known else None)
        before = known.draft if known is not None and known.digest != row.digest else None
        if before is not None:
            row = as_it_stood(_with_what_stands(row, before, self.silent) if self.silent else row, before)
        twin = self._met.first_line(row.digest, line)
        if known is None:
            warnings = row.warnings if twin == line else (*row.warnings, _repeats(row, line, twin))
            return Create(row.draft, row.digest, warnings, row.text)
        if known.digest == row.digest:
            return Unchanged(known.resource_id, row.lines, row.warnings)
        return self._moved(row, line, known.resource_id, before)

    def _moved(self, row: KeptRow, line: int, resource_id: int, before: Draft | None) -> Action:
        draft = row.draft
        if before is None:
            changes = draft_changes(_nothing(draft), draft)
            return Revise(resource_id, draft, row.digest, changes, row.warnings, row.text)
        if not self.overwrites and not are_alike(before, draft):
            return Refuse(_is_another(row, line, before), row.lines)
        return Revise(resource_id, draft, row.digest, draft_changes(before, draft), row.warnings, row.text)


def lines_of(action: Action) -> tuple[int, ...]:
    """Return the lines of the file an action stands for: their sum is the number of rows read."""
    if isinstance(action, Refuse):
        return action.lines or (action.row.line,)
    if isinstance(action, Leave):
        return (action.row.line,)
    return action.lines if isinstance(action, Unchanged) else action.draft.lines


_OVERWRITING = "Si cette ligne remplace la fiche, recommencez avec --overwrite."


def _with_what_stands(row: KeptRow, before: Draft, silent: frozenset[str]) -> KeptRow:
    """Return a row with what its source said before of the fields that the file is silent about."""
    draft = row.draft
    said, was = (dict(zip(FLAT_FIELDS, flat_values(each.content), strict=True)) for each in (draft, before))
    content = content_from(said | {name: was[name] for name in silent if not said[name]})
    return KeptRow.of(AcceptedRow(replace(draft, content=content), row.warnings, row.cells))


def _nothing(draft: Draft) -> Draft:
    return Draft(draft.source, draft.source_id, (), Content(title="", structure=Structure(name="")))


def _is_another(item: KeptRow, line: int, before: Draft) -> RefusedRow:
    identifier, content = item.source_id, before.content
    message = RowMessage(
        line,
        "identifiant-d-une-autre-fiche",
        f"L’identifiant « {identifier} » est celui d’une fiche qui ne ressemble en rien à cette ligne"
        f" (« {content.title} », {content.structure.name}) : elle n’est pas remplacée.",
        value=identifier,
        advice=f"Une autre source ? Donnez-lui un nom (--source). {_OVERWRITING}",
    )
    return RefusedRow(line, item.cells, (message,))


def _contradicts(item: KeptRow, line: int, first_line: int) -> RefusedRow:
    message = RowMessage(
        line,
        "identifiant-contradictoire",
        f"L’identifiant « {item.draft.source_id} » est déjà celui de la ligne {first_line}, avec un autre contenu.",
        value=item.source_id,
        advice="Donnez un identifiant différent à chaque fiche, ou ne gardez que la bonne ligne.",
    )
    return RefusedRow(line, item.cells, (message,))


def _repeats(row: KeptRow, line: int, first_line: int) -> RowMessage:
    return RowMessage(
        line,
        "doublon-exact",
        f"Même contenu que la ligne {first_line}, avec un autre identifiant : les deux fiches sont créées.",
        value=row.source_id,
        advice="Supprimez l’une des deux dans le fichier d’origine si c’est la même.",
    )
