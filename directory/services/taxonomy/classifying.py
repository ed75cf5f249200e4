"""The classification as administrators edit it: tried before it is kept, kept with what it said before, undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from directory.domain.taxonomy import Family, Need, Taxonomy
from directory.domain.taxonomy_edits import (
    MOST_DESCRIPTION_CHARS,
    MOST_LABEL_CHARS,
    MOST_WORD_CHARS,
    MOST_WORDS,
    Edit,
    EntryKind,
    Said,
)
from directory.services.search.find import Finder
from directory.services.search.question import Question
from directory.services.search.understood import needs_understood
from directory.services.taxonomy.editing import TaxonomyError, choosable_family, load_taxonomy, needs_read_as
from directory.services.taxonomy.edits import entries_of, entry_of, keep, said_of
from directory.services.taxonomy.naming import mappings_naming
from directory.services.taxonomy.vocabularies import Vocabularies, VocabularyReader, vocabularies_of
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork

MOST_EDITS = 50


class EditMoved(Exception):
    """What an edit says was changed again since: taking it back would lose what came after."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What an edit would do.

    fiches          how many are sent to the index again.
    mappings        labels of the formats, and sources of the files, that name its code: they go on working.
    before, after   labels of the needs understood in the words tried, without and with it.
    """

    fiches: int
    mappings: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """An edit, with the name of who made it and whether it was taken back."""

    edit: Edit
    author: str
    is_undone: bool


class Classifying:
    """Every method raises TaxonomyError for a code that is unknown or was merged, and for what cannot be said."""

    def __init__(
        self, database: Database, finder: Finder, words: VocabularyReader, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._finder = finder
        self._words = words
        self._now = now

    def counts(self) -> Mapping[str, int]:
        """Return how many fiches, archived ones included, are classified under each need."""
        with self._database.read() as uow:
            return uow.resources.count_by_need()

    def entry(self, kind: EntryKind, code: str) -> Need | Family:
        with self._database.read() as uow:
            return entry_of(load_taxonomy(uow), kind, code)

    def try_out(self, kind: EntryKind, code: str, said: Said, query: str) -> Tried:
        """Return what an edit would do, nothing written; ``query``: words to understand, empty for none."""
        with self._database.read() as uow:
            taxonomy = load_taxonomy(uow)
            tidy = _tidy(said, entry_of(taxonomy, kind, code), taxonomy)
            fiches, mappings = len(touched(uow, taxonomy, kind, code)), mappings_naming(uow, code)
        words = self._words.current()
        taxonomy = _with(words.taxonomy, kind, code, tidy)
        edited = vocabularies_of(taxonomy, words.institutions, words.synonyms, words.weak)
        return Tried(fiches, mappings, self._understood(query, words), self._understood(query, edited))

    def save(self, kind: EntryKind, code: str, said: Said, *, account_id: int) -> Edit | None:
        """Keep what is said of a need or a family; None when it says so already."""
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            entry = entry_of(taxonomy, kind, code)
            tidy = _tidy(said, entry, taxonomy)
            if tidy == Said.of(entry):
                return None
            return keep(uow, [Edit(kind, code, Said.of(entry), tidy, account_id, self._now())])

    def undo(self, number: int, *, account_id: int) -> Edit:
        """Say again what was said before an edit and those it came with. Raises EditMoved when that changed since."""
        with self._database.write() as uow:
            made = uow.taxonomy_edits.together(number)
            if not made:
                raise TaxonomyError("inconnu", str(number))
            taxonomy, at = uow.taxonomy.load(), self._now()
            undone = []
            for each in made:
                today = said_of(uow, taxonomy, each.kind, each.code)
                said = each.taken_back(today)
                if said is None or _leads_on(taxonomy, each.kind, said.replaced_by):
                    raise EditMoved
                undone.append(Edit(each.kind, each.code, today, said, account_id, at, undoes=each.id))
            return keep(uow, undone)

    def edits(self) -> list[Kept]:
        """Return the last edits, the newest first; of those made in one gesture, the first."""
        with self._database.read() as uow:
            found = uow.taxonomy_edits.latest(limit=MOST_EDITS)
            people = uow.accounts.by_ids({each.account_id for each in found})
        undone = {each.undoes for each in found}
        names = {number: account.name for number, account in people.items()}
        return [Kept(each, names.get(each.account_id, ""), each.id in undone) for each in found]

    def _understood(self, query: str, words: Vocabularies) -> tuple[str, ...]:
        if not query:
            return ()
        question = Question(text=query)
        plan = self._finder.read(question, words, self._now())
        return tuple(each.label for each in needs_understood(question, plan, words))


def _leads_on(taxonomy: Taxonomy, kind: EntryKind, code: str) -> bool:
    """Return whether an entry was itself merged: nothing can be led to it, for fear of a circle."""
    return bool(code) and bool(entries_of(taxonomy, kind)[code].replaced_by)


def _tidy(said: Said, entry: Need | Family, taxonomy: Taxonomy) -> Said:
    label, description = " ".join(said.label.split()), " ".join(said.description.split())
    words: tuple[str, ...] = ()
    family = ""
    if not label:
        raise TaxonomyError("vide", entry.code)
    if isinstance(entry, Need):
        family = said.family or entry.family
        if family != entry.family:
            choosable_family(taxonomy, family)
        words = tuple(dict.fromkeys(word for each in said.search_words if (word := " ".join(each.split()))))
    is_long = (
        len(label) > MOST_LABEL_CHARS
        or len(description) > MOST_DESCRIPTION_CHARS
        or len(words) > MOST_WORDS
        or any(len(each) > MOST_WORD_CHARS for each in words)
    )
    if is_long:
        raise TaxonomyError("trop-long", entry.code)
    kept = replace(Said.of(entry), label=label, search_words=words, retired=said.retired, description=description)
    return replace(kept, family=family)


def _with(taxonomy: Taxonomy, kind: EntryKind, code: str, said: Said) -> Taxonomy:
    families, needs = dict(taxonomy.families), dict(taxonomy.needs)
    if kind is EntryKind.NEED:
        needs[code] = said.on_need(needs[code])
    else:
        families[code] = said.on_family(families[code])
    return Taxonomy.of(families.values(), needs.values(), taxonomy.emergency_numbers)


def touched(uow: UnitOfWork, taxonomy: Taxonomy, kind: EntryKind, code: str) -> list[int]:
    """Return the fiches, whatever their status, that are classified under an entry."""
    if kind is EntryKind.NEED:
        return uow.resources.classified(needs=(code, *needs_read_as(taxonomy, code)), families=())
    needs = [need.code for need in taxonomy.needs.values() if need.family == code]
    return uow.resources.classified(needs=needs, families=(code,))
