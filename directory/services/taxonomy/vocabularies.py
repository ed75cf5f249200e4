"""The words of the product, ready for reading questions and naming answers; read again when the base moves."""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import structlog

from directory.domain.institution import Institution
from directory.domain.taxonomy import Taxonomy
from directory.domain.taxonomy_edits import EntryKind
from directory.services.taxonomy.editing import load_taxonomy
from directory.store.database import Database
from fiche.codes import CLOSED, SIDES
from fiche.content import FIELDS
from fiche.fields import Kind
from search.criteria import SILENT_FACETS, UNKNOWN
from search.text.analysis import words
from search.text.need_words import NeedWords
from search.text.synonyms import ARROW, BadSynonyms, Synonyms
from search.text.weak_words import WeakWords

logger = structlog.get_logger()

REFRESH_S = 2.0

SILENT_LABEL = "Non communiqué"

CLOSED_LISTS: Mapping[str, Mapping[str, str]] = {
    "volet": SIDES,
    **{
        row.wire: CLOSED[row.vocabulary]
        for row in FIELDS.values()
        if row.kind is Kind.CODES and row.vocabulary in CLOSED
    },
}
"""Parameter to the codes it takes, for the lists that nobody edits."""


@dataclass(frozen=True, slots=True)
class Vocabularies:
    """Families, needs, institutions and synonyms as of one moment.

    labels          parameter → code → label, in display order; retired and merged codes included.
    ranks           parameter → code → place in that order.
    need_families   code of each need that can be chosen → code of its family.
    need_index      folded words of each expression that names a need, a blank around each, and its code: for
                    completion.
    """

    taxonomy: Taxonomy
    institutions: Mapping[str, Institution]
    synonyms: Synonyms
    weak: WeakWords
    need_words: NeedWords
    need_families: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    ranks: Mapping[str, Mapping[str, int]]
    need_index: tuple[tuple[str, str], ...]

    def label(self, name: str, code: str) -> str:
        """Return the label of a code of a parameter; a code that no list holds is shown as words."""
        return self.labels.get(name, {}).get(code) or code.replace("-", " ").capitalize()


def vocabularies_of(
    taxonomy: Taxonomy, institutions: Mapping[str, Institution], synonyms: Synonyms, weak: WeakWords
) -> Vocabularies:
    """Gather what is derived from the classification and the institutions."""
    current = {code: need for code, need in taxonomy.needs.items() if not need.retired and not need.replaced_by}
    labels: dict[str, Mapping[str, str]] = {
        name: {**known, UNKNOWN: SILENT_LABEL} if name in SILENT_FACETS else known
        for name, known in CLOSED_LISTS.items()
    }
    labels["famille"] = {code: family.label for code, family in taxonomy.families.items()}
    labels["besoin"] = {code: need.label for code, need in taxonomy.needs.items()}
    labels["institution"] = {code: institution.name for code, institution in institutions.items()}
    return Vocabularies(
        taxonomy,
        institutions,
        synonyms,
        weak,
        NeedWords.of(
            {code: (need.label, *need.search_words) for code, need in current.items()},
            {code: need.family for code, need in current.items()},
        ),
        {code: need.family for code, need in current.items()},
        labels,
        {name: {code: rank for rank, code in enumerate(known)} for name, known in labels.items()},
        tuple(
            (f" {' '.join(words(said))} ", code)
            for code, need in current.items()
            for said in (need.label, *need.search_words)
        ),
    )


def amended(synonyms: Synonyms, lines: Sequence[str]) -> Synonyms:
    """Return synonyms with the lines of an instance; those that the list of today no longer allows are told, and left.

    A line takes out what another version of the product does not have.
    """
    numbered = list(enumerate(lines, start=1))
    try:
        return synonyms.amended(numbered)
    except BadSynonyms as bad:
        logger.warning("synonyms.lines_left", lines=[error.line for error in bad.errors])
        faulty = {error.line for error in bad.errors}
        return synonyms.amended(line for line in numbered if line[0] not in faulty)


class VocabularyReader:
    """Gives the vocabularies of the base, at most ``refresh_s`` seconds old.

    synonyms_file   read again when it changes; a faulty one is logged and the last good one kept.
    """

    def __init__(
        self,
        database: Database,
        *,
        synonyms_file: Path | None = None,
        refresh_s: float = REFRESH_S,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._file = synonyms_file
        self._refresh_s = refresh_s
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._synonyms_read_at = self._file_time()
        self._synonyms = Synonyms.load(synonyms_file)
        self._state: tuple[str, Mapping[str, Institution], Synonyms] | None = None
        self._current: Vocabularies | None = None
        self._checked_at = 0.0

    def current(self) -> Vocabularies:
        """Return the vocabularies, read again when the base moved since."""
        current = self._current
        if current is not None and self._monotonic() - self._checked_at < self._refresh_s:
            return current
        with self._lock:
            return self._refreshed()

    def with_lines(self, kind: EntryKind, lines: Sequence[tuple[int, str]]) -> Vocabularies:
        """Return the vocabularies as they would be with other numbered lines over one list. Raises BadSynonyms."""
        current = self.current()
        synonyms, weak = current.synonyms, current.weak
        if kind is EntryKind.SYNONYMS:
            synonyms = self._synonyms.amended(lines)
        else:
            weak = WeakWords.of(line for _, line in lines)
        return vocabularies_of(current.taxonomy, current.institutions, synonyms, weak)

    def lines_of_the_product(self) -> tuple[str, ...]:
        """Return the groups of synonyms under those of the instance, a line each."""
        return tuple(
            ", ".join(each.typed)
            if each.typed == each.found
            else f"{', '.join(each.typed)} {ARROW} {', '.join(each.found)}"
            for each in self._synonyms.groups
        )

    def _refreshed(self) -> Vocabularies:
        self._reload_synonyms()
        with self._database.read() as uow:
            state = (uow.taxonomy.version(), uow.institutions.all(), self._synonyms)
            if self._current is None or state != self._state:
                own = {kind: uow.taxonomy.lines(kind) for kind in (EntryKind.SYNONYMS, EntryKind.WEAK_WORDS)}
                self._current = vocabularies_of(
                    load_taxonomy(uow),
                    state[1],
                    amended(self._synonyms, own[EntryKind.SYNONYMS]),
                    WeakWords.of(own[EntryKind.WEAK_WORDS]),
                )
                self._state = state
        self._checked_at = self._monotonic()
        return self._current

    def _reload_synonyms(self) -> None:
        written_at = self._file_time()
        if self._file is None or written_at == self._synonyms_read_at:
            return
        self._synonyms_read_at = written_at
        try:
            self._synonyms = Synonyms.load(self._file)
        except (BadSynonyms, OSError) as error:
            logger.error("synonyms.refused", error=str(error))

    def _file_time(self) -> float:
        if self._file is None or not self._file.exists():
            return 0.0
        return self._file.stat().st_mtime
