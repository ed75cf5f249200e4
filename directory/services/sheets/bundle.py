"""From the answer to the person: the use cases of one application, made once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.domain.documents import DocumentRenderer
from directory.services.fiches.page import Fiches
from directory.services.offices.bundle import OfficeRoom, make_offices
from directory.services.selections.keeping import Selections
from directory.services.selections.reading import SelectionReader
from directory.services.selections.sharing import Sharing
from directory.services.sheets.links import SheetLinks
from directory.services.sheets.reading import SheetReader
from directory.services.taxonomy.vocabularies import VocabularyReader
from directory.store.database import Database


@dataclass(frozen=True, slots=True)
class Handing:
    """``links``: None where sheets carry no link."""

    selections: Selections
    sharing: Sharing
    lines: SelectionReader
    sheets: SheetReader
    links: SheetLinks | None
    renderer: DocumentRenderer
    offices: OfficeRoom


def make_handing(
    database: Database,
    fiches: Fiches,
    words: VocabularyReader,
    renderer: DocumentRenderer,
    *,
    link_keys: Sequence[str],
    now: Callable[[], datetime],
) -> Handing:
    """Return the use cases. ``link_keys``: none where sheets carry no link."""
    return Handing(
        Selections(database, words, now=now),
        Sharing(database, now=now),
        SelectionReader(database, fiches),
        SheetReader(database, fiches, now=now),
        SheetLinks(link_keys) if link_keys else None,
        renderer,
        make_offices(database, fiches, words, now=now),
    )
