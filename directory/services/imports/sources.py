"""Sources of files: a new one checked, a known one found, the one that a file seems to come from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from rapidfuzz import fuzz

from directory.domain.actors import Actor
from directory.domain.imports import ImportSource
from directory.domain.rights import Action, may
from directory.store.unit_of_work import UnitOfWork
from importers.files.titles import column_name
from importers.registry import format_of
from search.text.analysis import words

LONGEST_NAME = 120
ENOUGH_COLUMNS = 0.7
ENOUGH_NAME = 80.0


class UnknownSource(Exception):
    """There is no such source, or not for who asks."""


class BadSource(Exception):
    """A new source cannot be made; ``field`` is what is wrong: ``nom``, ``institution``, ``contact``, ``format``."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class NewSource:
    """A source to make. ``format``: a packaged one, or empty when its columns are to be told."""

    name: str
    institution: str
    contact: str = ""
    format: str = ""

    def check(self, actor: Actor) -> None:
        """Raise BadSource."""
        if not 0 < len(self.name) <= LONGEST_NAME:
            raise BadSource("nom")
        if not may(actor, Action.IMPORT, owner=self.institution) or (not self.institution and actor.institution):
            raise BadSource("institution")
        if len(self.contact) > LONGEST_NAME:
            raise BadSource("contact")
        if self.format and format_of(self.format) is None:
            raise BadSource("format")


def owned(uow: UnitOfWork, actor: Actor, number: int) -> ImportSource:
    """Return a source that an actor may import from. Raises UnknownSource."""
    found = uow.import_sources.get(number)
    if found is None or not may(actor, Action.IMPORT, owner=found.institution):
        raise UnknownSource(number)
    return found


def identity_for(uow: UnitOfWork, new: NewSource) -> str:
    """Return what the fiches of a new source are known by: nothing when its format says it and nobody else uses it."""
    taken = uow.import_sources.identities()
    if new.format and ("", new.format) not in taken:
        return ""
    base = "-".join(words(new.name))[:60] or "source"
    said = {name for name, _ in taken}
    names = (base, *(f"{base}-{rank}" for rank in range(2, len(said) + 3)))
    return next(name for name in names if name not in said)


def identity_of(source: ImportSource) -> str:
    """Return what the fiches of a source are known by, empty when each row of its files says it."""
    packaged = format_of(source.format)
    return source.said or (packaged.mapping.source if packaged is not None else "")


def named(sources: Iterable[ImportSource], name: str) -> ImportSource | None:
    """Return the first source that has a name, case and accents aside, or that its fiches are known by."""
    wanted = column_name(name)
    readable = (each for each in sources if each.format)
    return next(
        (each for each in readable if wanted and wanted in (column_name(each.name), column_name(each.said))), None
    )


def likely(sources: Sequence[ImportSource], file_name: str, header: Sequence[str], format_name: str) -> int | None:
    """Return the number of the source that a file seems to come from: by its columns, then by its name."""
    here = {column_name(title) for title in header}
    best, best_score = None, 0.0
    for each in sources:
        had = {column_name(title) for title in each.columns}
        shared = len(here & had) / len(here | had) if had else 0.0
        alike = fuzz.token_set_ratio(" ".join(words(each.name)), " ".join(words(PurePath(file_name).stem)))
        same = bool(format_name) and each.format == format_name
        score = max(shared if shared >= ENOUGH_COLUMNS else 0.0, 0.5 * (alike >= ENOUGH_NAME) + 0.4 * same)
        if score > best_score:
            best, best_score = each.id, score
    return best
