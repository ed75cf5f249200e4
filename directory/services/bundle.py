"""The use cases of one running application, made once by ``directory.app``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from directory.services.fiches import Fiches
from directory.services.find import Finder
from directory.services.health import Health
from directory.services.places import Places
from directory.services.suggest import Suggester
from directory.services.vocabularies import VocabularyReader


@dataclass(frozen=True, slots=True)
class Services:
    """What pages and API may ask for. ``now``: aware UTC, the only clock."""

    finder: Finder
    fiches: Fiches
    suggester: Suggester
    places: Places
    words: VocabularyReader
    health: Health
    now: Callable[[], datetime]
