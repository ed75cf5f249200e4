"""The classification as administrators edit it: tried before it is kept, kept with what it said before, undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from directory.domain.taxonomy import Family, Need, Taxonomy
from directory.domain.taxonomy_edits import MOST_LABEL_CHARS, MOST_WORD_CHARS, MOST_WORDS, Edit, EntryKind, Said
from directory.services.search.find import Finder
from directory.services.search.question import Question
from directory.services.search.understood import needs_understood
from directory.services.taxonomy.editing import TaxonomyError, load_taxonomy, needs_read_as, send_again
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
    before, after   labels of the needs understood in the words tried, without and with it.
    """

    fiches: int
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
            return _entry(load_taxonomy(uow), kind, code)

    def try_out(self, kind: EntryKind, code: str, said: Said, query: str) -> Tried:
        """Return what an edit would do, nothing written; ``query``: words to understand, empty for none."""
        with self._database.read() as uow:
            taxonomy = load_taxonomy(uow)
            tidy = _tidy(said, _entry(taxonomy, kind, code))
            fiches = len(_touched(uow, taxonomy, kind, code))
        words = self._words.current()
        edited = vocabularies_of(_with(words.taxonomy, kind, code, tidy), words.institutions, words.synonyms)
        return Tried(fiches, self._understood(query, words), self._understood(query, edited))

    def save(self, kind: EntryKind, code: str, said: Said, *, account_id: int) -> Edit | None:
        """Keep what is said of a need or a family; None when it says so already."""
        with self._database.write() as uow:
            entry = _entry(uow.taxonomy.load(), kind, code)
            tidy = _tidy(said, entry)
            if tidy == Said.of(entry):
                return None
            return self._keep(uow, Edit(kind, code, Said.of(entry), tidy, account_id, self._now()))

    def undo(self, number: int, *, account_id: int) -> Edit:
        """Say again what was said before an edit. Raises EditMoved when it was changed again since."""
        with self._database.write() as uow:
            made = uow.taxonomy_edits.get(number)
            if made is None:
                raise TaxonomyError("inconnu", str(number))
            entry = _entry(uow.taxonomy.load(), made.kind, made.code)
            if Said.of(entry) != made.after:
                raise EditMoved
            return self._keep(
                uow, Edit(made.kind, made.code, made.after, made.before, account_id, self._now(), undoes=made.id)
            )

    def edits(self) -> list[Kept]:
        """Return the last edits, the newest first."""
        with self._database.read() as uow:
            found = uow.taxonomy_edits.latest(limit=MOST_EDITS)
            people = uow.accounts.by_ids({each.account_id for each in found})
        undone = {each.undoes for each in found}
        names = {number: account.name for number, account in people.items()}
        return [Kept(each, names.get(each.account_id, ""), each.id in undone) for each in found]

    def _keep(self, uow: UnitOfWork, edit: Edit) -> Edit:
        taxonomy = uow.taxonomy.load()
        if edit.kind is EntryKind.NEED:
            uow.taxonomy.save_needs([edit.after.on_need(taxonomy.needs[edit.code])])
            send_again(uow, taxonomy, needs=(edit.code,), now=edit.at)
        else:
            uow.taxonomy.save_families([edit.after.on_family(taxonomy.families[edit.code])])
            send_again(uow, taxonomy, families=(edit.code,), now=edit.at)
        return uow.taxonomy_edits.add(edit)

    def _understood(self, query: str, words: Vocabularies) -> tuple[str, ...]:
        if not query:
            return ()
        question = Question(text=query)
        plan = self._finder.read(question, words, self._now())
        return tuple(each.label for each in needs_understood(question, plan, words))


def _entry(taxonomy: Taxonomy, kind: EntryKind, code: str) -> Need | Family:
    known: Mapping[str, Need | Family] = taxonomy.needs if kind is EntryKind.NEED else taxonomy.families
    found = known.get(code)
    if found is None:
        raise TaxonomyError("inconnu", code)
    if found.replaced_by:
        raise TaxonomyError("remplace", code)
    return found


def _tidy(said: Said, entry: Need | Family) -> Said:
    label = " ".join(said.label.split())
    if not label:
        raise TaxonomyError("vide", entry.code)
    if isinstance(entry, Family):
        return Said(label, (), said.retired) if len(label) <= MOST_LABEL_CHARS else _too_long(entry.code)
    kept = tuple(dict.fromkeys(word for each in said.search_words if (word := " ".join(each.split()))))
    is_long = (
        len(label) > MOST_LABEL_CHARS or len(kept) > MOST_WORDS or any(len(each) > MOST_WORD_CHARS for each in kept)
    )
    return _too_long(entry.code) if is_long else Said(label, kept, said.retired)


def _too_long(code: str) -> Said:
    raise TaxonomyError("trop-long", code)


def _with(taxonomy: Taxonomy, kind: EntryKind, code: str, said: Said) -> Taxonomy:
    families, needs = dict(taxonomy.families), dict(taxonomy.needs)
    if kind is EntryKind.NEED:
        needs[code] = said.on_need(needs[code])
    else:
        families[code] = said.on_family(families[code])
    return Taxonomy.of(families.values(), needs.values(), taxonomy.emergency_numbers)


def _touched(uow: UnitOfWork, taxonomy: Taxonomy, kind: EntryKind, code: str) -> list[int]:
    if kind is EntryKind.NEED:
        return uow.resources.classified(needs=(code, *needs_read_as(taxonomy, code)), families=())
    needs = [need.code for need in taxonomy.needs.values() if need.family == code]
    return uow.resources.classified(needs=needs, families=(code,))
