"""What an export calls a fiche: the same name for ever, in this base and in the one that takes it.

A fiche that came by the template keeps the identifier it came with. Any other one is called by the mark of this base
and its number: ``b3f9a1c2-12``. No two bases have one mark, so that a file of one never names a fiche of another.
"""

import re
import secrets

from directory.domain.resource import Resource
from directory.store.database import Database
from importers.native import NATIVE

MARK = "exports"
"""Name under which the mark of the base is kept."""
_OWN = re.compile(r"(?:brp--)?(b[0-9a-f]{10})-([1-9][0-9]{0,15})\Z")


def mark_of(database: Database) -> str:
    """Return the mark of this base, made the first time it is asked."""
    with database.read() as uow:
        found = uow.marks.get(MARK)
    if found:
        return found
    with database.write() as uow:
        # Another process may have made it in between.
        found = uow.marks.get(MARK)
        if not found:
            found = f"b{secrets.token_hex(5)}"
            uow.marks.put(MARK, found)
    return found


def identifier_of(fiche: Resource, mark: str, source: str = NATIVE) -> str:
    """Return the identifier of a fiche in files of ``source``."""
    origin = fiche.origin
    return origin.source_id if origin.source == source and origin.source_id else f"{mark}-{fiche.id}"


def own_number(identifier: str, mark: str | None) -> int | None:
    """Return the number of the fiche of the base of ``mark`` that an identifier names, None when it names none of its.

    mark   None for a base that never gave a file.
    """
    found = _OWN.match(identifier)
    return int(found[2]) if found is not None and found[1] == mark else None
