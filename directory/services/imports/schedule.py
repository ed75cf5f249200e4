"""Where the next files of a source are found each night: what an administrator said, and what became of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path

from directory.domain.changes import Document, Json
from directory.services.imports.remote import Unfetched, checked_address

LONGEST = 500


class Where(StrEnum):
    """NOWHERE: files are given by hand."""

    NOWHERE = ""
    FOLDER = "dossier"
    ADDRESS = "adresse"


class BadSchedule(Exception):
    """What was said cannot be; ``message`` says why in French."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Schedule:
    """Where the files of a source are.

    place      a folder under that of the imports, or an https address.
    account    number of the administrator who said so.
    etag       mark of the last file fetched; ``digest`` that of the last file taken.
    tried_on   last day on which it was looked at; ``failure`` why that failed, empty when it did not.
    """

    where: Where = Where.NOWHERE
    place: str = ""
    account: int | None = None
    etag: str = ""
    digest: str = ""
    tried_on: str = ""
    failure: str = ""


def schedule_json(schedule: Schedule) -> Document:
    return {} if schedule.where is Where.NOWHERE else {**asdict(schedule), "where": schedule.where.value}


def schedule_from(value: Mapping[str, Json]) -> Schedule:
    where = str(value.get("where") or "")
    if where not in set(Where):
        return Schedule()
    account = value.get("account")
    said = {name: str(value.get(name) or "") for name in ("place", "etag", "digest", "tried_on", "failure")}
    return Schedule(Where(where), account=account if isinstance(account, int) else None, **said)


def checked(schedule: Schedule, root: Path | None) -> Schedule:
    """Return a schedule that can be kept. Raises BadSchedule.

    root   folder of the imports; None where none is set.
    """
    if len(schedule.place) > LONGEST:
        raise BadSchedule("C’est trop long\u00a0: 500 caractères au plus.")
    if schedule.where is Where.ADDRESS:
        try:
            checked_address(schedule.place)
        except Unfetched as error:
            raise BadSchedule(error.message) from error
    if schedule.where is Where.FOLDER:
        folder_of(schedule.place, root)
    return schedule


def folder_of(place: str, root: Path | None) -> Path:
    """Return a folder inside that of the imports, links followed. Raises BadSchedule."""
    if root is None:
        raise BadSchedule("Aucun dossier d’imports n’est réglé sur ce serveur (IMPORT_DIR).")
    base = root.resolve()
    try:
        found = (base / place).resolve()
        is_there = found.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        # Too long a name, links that lead to themselves, a NUL.
        raise BadSchedule("Ce dossier ne peut pas être lu.") from error
    if not place or not found.is_relative_to(base):
        raise BadSchedule("Dites un dossier à l’intérieur de celui des imports.")
    if not is_there:
        raise BadSchedule("Ce dossier n’existe pas dans celui des imports.")
    return found


def newest_in(folder: Path) -> Path | None:
    """Return the file that came last in a folder; hidden ones, and those that lead out of it, are passed over."""
    found = [
        each
        for each in folder.iterdir()
        if each.is_file() and not each.name.startswith(".") and each.resolve().parent == folder
    ]
    return max(found, key=lambda each: (each.stat().st_mtime_ns, each.name), default=None)
