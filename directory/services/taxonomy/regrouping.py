"""The classification regrouped by administrators: entries made one, or made two. Every gesture can be undone.

No fiche is written when entries are made one: the code that goes leads on. So that what was divided can be made one
again, a new code is first said to have led to the one it comes from.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from directory.domain.resource import Origin, SaveOrigin
from directory.domain.taxonomy import Family, Need, Taxonomy
from directory.domain.taxonomy_edits import MOST_LABEL_CHARS, MOST_WORD_CHARS, MOST_WORDS, Edit, EntryKind, Said
from directory.services.fiches.editing import ResourceService
from directory.services.fiches.saving import Save
from directory.services.fiches.tidying import in_order
from directory.services.fiches.writing import Writer
from directory.services.taxonomy.classifying import touched
from directory.services.taxonomy.editing import (
    TaxonomyError,
    choosable_family,
    load_taxonomy,
    needs_read_as,
    new_code,
    next_rank,
    said_label,
)
from directory.services.taxonomy.edits import entry_of, keep
from directory.services.taxonomy.naming import mappings_naming
from directory.store.database import Database
from directory.store.resources import Stamp
from directory.store.unit_of_work import UnitOfWork
from fiche.content import Content
from search.text.analysis import STOP, words
from search.text.expressions import Lookup, key_of
from search.text.need_words import HINT

CHUNK = 500
MOST_SHOWN = 20


class Follow(StrEnum):
    """What becomes of the fiches of a divided need whose texts say its new title or one of the words it takes."""

    LEFT = "restent"
    MOVED = "passent"
    BOTH = "ont-les-deux"


@dataclass(frozen=True, slots=True)
class Division:
    """What a new entry is.

    words   search words of the divided need that are the new one's from now on; none for a family.
    needs   codes of the needs that go to a new family; none for a need.
    """

    label: str
    words: tuple[str, ...] = ()
    follow: Follow = Follow.LEFT
    needs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Regrouped:
    """What a gesture would do.

    fiches     how many are classified otherwise.
    titles     of the first of them.
    mappings   labels of formats, and sources, that name a code that is touched: they go on working.
    """

    fiches: int
    titles: tuple[str, ...]
    mappings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """The fiches of a need as they were read: the stamp of each, and those that follow a division."""

    stamps: Mapping[int, Stamp]
    followers: Collection[int]


class Regrouping:
    """Raises TaxonomyError for a code that is unknown, was merged or is retired, and for what cannot be said."""

    def __init__(
        self, database: Database, resources: ResourceService, *, now: Callable[[], datetime], chunk: int = CHUNK
    ) -> None:
        self._database = database
        self._resources = resources
        self._now = now
        self._chunk = chunk

    def try_merging(self, kind: EntryKind, code: str, into: str) -> Regrouped:
        with self._database.read() as uow:
            taxonomy = load_taxonomy(uow)
            _merged(taxonomy, kind, code, into)
            ids = touched(uow, taxonomy, kind, code)
            return _regrouped(uow, ids, code)

    def merge(self, kind: EntryKind, code: str, into: str, *, account_id: int) -> Edit:
        """Make ``code`` stand for ``into``, which takes its words or its needs; links and fiches lead on."""
        with self._database.write() as uow:
            made = _merged(uow.taxonomy.load(), kind, code, into)
            return keep(uow, [Edit(*each, account_id, self._now()) for each in made])

    def try_dividing(self, kind: EntryKind, code: str, division: Division) -> Regrouped:
        with self._database.read() as uow:
            taxonomy = load_taxonomy(uow)
            if kind is EntryKind.NEED:
                _divided_need(taxonomy, code, division)
                followers = self._followers(uow, touched(uow, taxonomy, kind, code), division)
                return _regrouped(uow, sorted(followers), code)
            _divided_family(taxonomy, code, division)
            ids = uow.resources.classified(needs=division.needs, families=())
            return _regrouped(uow, ids, code)

    def divide(self, kind: EntryKind, code: str, division: Division, writer: Writer) -> Edit:
        """Make a new entry beside ``code``, with a part of what it holds; the fiches that follow are saved at once.

        They are saved by the rules of any save: one that cannot be stays where it was.
        """
        account_id = writer.author.account or 0
        may_be_followed = kind is EntryKind.NEED and division.follow is not Follow.LEFT
        # A need may have thousands of fiches: their texts are read before anybody is kept from writing.
        read = self._read(code, division) if may_be_followed else _Read({}, ())
        with self._database.write() as uow:
            taxonomy = uow.taxonomy.load()
            added, others = (
                _divided_need(taxonomy, code, division)
                if kind is EntryKind.NEED
                else _divided_family(taxonomy, code, division)
            )
            ids = self._still_following(uow, taxonomy, code, division, read) if may_be_followed else ()
            if isinstance(added, Need):
                uow.taxonomy.save_needs([added])
                _call_too(uow, taxonomy, code, added.code)
            else:
                uow.taxonomy.save_families([added])
            after = Said.of(added)
            first = (kind, added.code, replace(after, replaced_by=code), after)
            edit = keep(uow, [Edit(*each, account_id, self._now()) for each in (first, *others)])
            read_as = needs_read_as(taxonomy, code)
            self._reclassify(uow, ids, writer, lambda needs: _followed(needs, read_as, added.code, division.follow))
            return edit

    def _read(self, code: str, division: Division) -> _Read:
        with self._database.read() as uow:
            ids = touched(uow, load_taxonomy(uow), EntryKind.NEED, code)
            return _Read(uow.resources.stamps(ids), self._followers(uow, ids, division))

    def _still_following(
        self, uow: UnitOfWork, taxonomy: Taxonomy, code: str, division: Division, read: _Read
    ) -> Sequence[int]:
        """Return the fiches that follow, those that were saved since they were read being read again."""
        ids = touched(uow, taxonomy, EntryKind.NEED, code)
        stamps = uow.resources.stamps(ids)
        saved = [each for each in ids if read.stamps.get(each) != stamps.get(each)]
        followers = set(read.followers).difference(saved).union(self._followers(uow, saved, division))
        return [each for each in ids if each in followers]

    def _followers(self, uow: UnitOfWork, ids: Sequence[int], division: Division) -> set[int]:
        """Return which fiches of a divided need say its new title or a word that it takes, if any are to follow."""
        if division.follow is Follow.LEFT:
            return set()
        said = Lookup(key_of(each.lstrip(f"{HINT} ")) for each in (division.label, *division.words))
        return {
            each.id
            for start in range(0, len(ids), self._chunk)
            for each in uow.resources.by_ids(ids[start : start + self._chunk])
            if each.merged_into is None
            and said.find(
                [word for word in words(f"{each.content.title}. {each.content.description}") if word not in STOP]
            )
        }

    def _reclassify(
        self, uow: UnitOfWork, ids: Sequence[int], writer: Writer, needs: Callable[[tuple[str, ...]], tuple[str, ...]]
    ) -> None:
        origin = Origin(SaveOrigin.DIVIDING)
        for start in range(0, len(ids), self._chunk):
            fiches = uow.resources.by_ids(ids[start : start + self._chunk])
            saves = [Save(_with_needs(each.content, needs), writer.author, origin, each) for each in fiches]
            self._resources.save_many(uow, saves, now=self._now())


_Made = tuple[EntryKind, str, Said, Said]


def heirs(taxonomy: Taxonomy, entry: Need | Family) -> Sequence[Need | Family]:
    """Return what an entry can be merged into: any other need that can be chosen, or a family of its volet."""
    if isinstance(entry, Need):
        return [
            need for family in taxonomy.families.values() for need in taxonomy.needs_of(family.code) if need != entry
        ]
    return [each for each in taxonomy.families_of(entry.part) if each != entry]


def _merged(taxonomy: Taxonomy, kind: EntryKind, code: str, into: str) -> list[_Made]:
    merged, kept = entry_of(taxonomy, kind, code), entry_of(taxonomy, kind, into)
    if kept not in heirs(taxonomy, merged):
        raise TaxonomyError("retire" if kept.retired else "remplace", into)
    said = Said.of(merged)
    made: list[_Made] = [(kind, code, said, replace(said, replaced_by=into))]
    if isinstance(merged, Need) and isinstance(kept, Need):
        # By its title too was it known.
        title = (merged.label,) if len(merged.label) <= MOST_WORD_CHARS else ()
        both = tuple(dict.fromkeys((*kept.search_words, *title, *merged.search_words)))
        if len(both) > MOST_WORDS:
            raise TaxonomyError("trop-long", into)
        return [*made, (kind, into, Said.of(kept), replace(Said.of(kept), search_words=both))]
    return made + [_into_family(need, into) for need in taxonomy.needs.values() if need.family == code]


def _into_family(need: Need, family: str) -> _Made:
    said = Said.of(need)
    return EntryKind.NEED, need.code, said, replace(said, family=family)


def _divided_need(taxonomy: Taxonomy, code: str, division: Division) -> tuple[Need, list[_Made]]:
    divided = entry_of(taxonomy, EntryKind.NEED, code)
    if not isinstance(divided, Need):
        raise TaxonomyError("inconnu", code)
    if divided.retired:
        raise TaxonomyError("retire", code)
    label = _label(division, code)
    taken = tuple(each for each in divided.search_words if each in division.words)
    family = choosable_family(taxonomy, divided.family).code
    new = new_code(taxonomy.needs, f"{family} {label}")
    said = Said.of(divided)
    left = replace(said, search_words=tuple(each for each in divided.search_words if each not in taken))
    others: list[_Made] = [(EntryKind.NEED, code, said, left)] if taken else []
    return Need(new, family, label, next_rank(taxonomy.needs.values()), taken), others


def _divided_family(taxonomy: Taxonomy, code: str, division: Division) -> tuple[Family, list[_Made]]:
    divided = choosable_family(taxonomy, code)
    label = _label(division, code)
    moved = [taxonomy.needs[each] for each in division.needs if each in taxonomy.needs]
    if not moved or any(each.family != code for each in moved):
        raise TaxonomyError("sans-besoin", code)
    new = new_code(taxonomy.families, label)
    added = Family(new, divided.part, label, next_rank(taxonomy.families.values()))
    return added, [_into_family(each, new) for each in moved]


def _label(division: Division, code: str) -> str:
    label = said_label(division.label, code)
    if len(label) > MOST_LABEL_CHARS:
        raise TaxonomyError("trop-long", code)
    return label


def _call_too(uow: UnitOfWork, taxonomy: Taxonomy, code: str, new: str) -> None:
    """Show the emergency numbers of a divided need to who asks for the new one: who is in danger may be either."""
    numbers = [
        replace(each, needs=(*each.needs, new)) if code in each.needs else each for each in taxonomy.emergency_numbers
    ]
    if numbers != list(taxonomy.emergency_numbers):
        uow.taxonomy.replace_emergency_numbers(numbers)


def _followed(needs: tuple[str, ...], read_as: Sequence[str], new: str, follow: Follow) -> tuple[str, ...]:
    if follow is Follow.BOTH:
        return in_order((*needs, new))
    return in_order(new if each in read_as else each for each in needs)


def _with_needs(content: Content, needs: Callable[[tuple[str, ...]], tuple[str, ...]]) -> Content:
    return replace(content, needs=needs(content.needs))


def _regrouped(uow: UnitOfWork, ids: Sequence[int], code: str) -> Regrouped:
    titles = tuple(each.content.title for each in uow.resources.by_ids(ids[:MOST_SHOWN]))
    return Regrouped(len(ids), titles, mappings_naming(uow, code))
