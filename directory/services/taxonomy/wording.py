"""The synonyms and the weak words of an instance: lines over the lists of the product, tried on a search, undone."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.domain.taxonomy_edits import MOST_LINE_CHARS, MOST_LINES, Edit, EntryKind, Said
from directory.services.search.find import Finder
from directory.services.search.question import Question
from directory.services.taxonomy.edits import keep
from directory.services.taxonomy.vocabularies import Vocabularies, VocabularyReader
from directory.store.database import Database
from search.text.analysis import words
from search.text.synonyms import BadSynonyms, SynonymLineError
from search.text.weak_words import WEAK, WEAK_WORDS
from search.text.word_lists import WITHDRAWN

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Answered:
    """What a search finds: how many fiches, the first titles, the needs understood."""

    total: int
    titles: tuple[str, ...]
    needs: tuple[str, ...]


class Wording:
    """Raises BadSynonyms, for both lists, with every line that cannot be used."""

    def __init__(
        self, database: Database, finder: Finder, reader: VocabularyReader, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._finder = finder
        self._reader = reader
        self._now = now

    def lines(self, kind: EntryKind) -> tuple[str, ...]:
        with self._database.read() as uow:
            return uow.taxonomy.lines(kind)

    def of_the_product(self, kind: EntryKind) -> tuple[str, ...]:
        """Return what the lines of an instance stand over."""
        return self._reader.lines_of_the_product() if kind is EntryKind.SYNONYMS else tuple(sorted(WEAK))

    def try_out(self, kind: EntryKind, lines: Iterable[str], query: str) -> tuple[Answered, Answered]:
        """Return what a search finds today, and with other lines; nothing is written. Raises SearchUnavailable too."""
        edited = self._checked(kind, _numbered(lines))
        return self._answered(query, self._reader.current()), self._answered(query, edited)

    def save(self, kind: EntryKind, lines: Iterable[str], *, account_id: int) -> Edit | None:
        """Keep the lines of an instance; None when they are there already. Searches follow, no fiche is touched."""
        numbered = _numbered(lines)
        self._checked(kind, numbered)
        tidy = tuple(line for _, line in numbered)
        with self._database.write() as uow:
            before = uow.taxonomy.lines(kind)
            if before == tidy:
                return None
            said, after = Said("", before), Said("", tidy)
            return keep(uow, [Edit(kind, kind.value, said, after, account_id, self._now())])

    def _checked(self, kind: EntryKind, lines: Sequence[tuple[int, str]]) -> Vocabularies:
        long = [
            SynonymLineError(number, "too-long", line)
            for rank, (number, line) in enumerate(lines)
            if rank >= MOST_LINES or len(line) > MOST_LINE_CHARS
        ]
        if long:
            raise BadSynonyms(long[:1])
        if kind is EntryKind.WEAK_WORDS and (faulty := _faulty_words(lines)):
            raise BadSynonyms(faulty)
        return self._reader.with_lines(kind, lines)

    def _answered(self, query: str, said: Vocabularies) -> Answered:
        found = self._finder.find(Question(text=query), lines=MOST_SHOWN, words=said)
        return Answered(
            found.total,
            tuple(each.line.title for each in found.results),
            tuple(each.label for each in found.needs),
        )


def _numbered(typed: Iterable[str]) -> list[tuple[int, str]]:
    """Return what is kept of some lines, with their numbers as they were typed: what is blank or repeated is not."""
    first: dict[str, int] = {}
    for number, each in enumerate(typed, start=1):
        if line := " ".join(each.split()):
            first.setdefault(line, number)
    return [(number, line) for line, number in first.items()]


def _faulty_words(lines: Iterable[tuple[int, str]]) -> list[SynonymLineError]:
    faulty = []
    for number, line in lines:
        said = words(line)
        if not said:
            faulty.append(SynonymLineError(number, "no-word", line))
        elif line.startswith(WITHDRAWN):
            absent = (word for word in said if not WEAK_WORDS.is_weak(word))
            faulty += [SynonymLineError(number, "not-there", word) for word in absent]
    return faulty
