"""What two fiches, or two institutions, do to each other: merges, and changes proposed to what others keep."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, consumes, invariant, multiple, rule

from directory.domain.actors import Actor
from directory.domain.changes import CONTENT_FIELDS
from directory.domain.merging import Choice, differing
from directory.domain.resource import SaveOrigin
from directory.domain.rights import Action
from directory.services.accounts.callers import Caller
from directory.services.duplicates.bundle import make_duplicates
from directory.services.duplicates.merging import NotMergeable
from directory.services.duplicates.splitting import NotLast
from directory.services.fiches.editing import InvalidResource, MergedAway, UnknownResource
from directory.services.fiches.writing import NotAllowed
from directory.services.reports.proposing import Answered, NothingProposed, Proposing, UnknownProposal
from directory.store.database import Database
from fiche.content import Content
from fiche.parts import Place
from tests.integration.fiches.drawn import actors, edits
from tests.integration.fiches.imported import Imported
from tests.integration.fiches.lives import Lives
from tests.integration.fiches.people import EDITORS, EVERYBODY, SAID, has_right, writer

mergers = some.sampled_from(
    [EVERYBODY[name] for name in ("mise-a-jour and administrateur", "administrateur", *EDITORS)]
)
RULER = EVERYBODY["mise-a-jour and administrateur"]
"""Who may do anything to any fiche."""
choices = some.fixed_dictionaries(dict.fromkeys(SAID, some.sampled_from(Choice)))
fields = some.sets(some.sampled_from(sorted(SAID)), min_size=1, max_size=4)
LISTS = ("needs", "closures", "places")
"""Fields drawn here that can hold what two fiches say."""


@dataclass
class Met:
    """A merge: the versions of the fiche that stayed, before and after, and of the other one before."""

    number: int
    one: int
    other: int
    before: int
    after: int
    other_before: int
    stands: bool = True


@dataclass
class Offered:
    """A proposal: the fiche it waits on, and what it would have it say."""

    number: int
    changes: dict[str, object]
    is_open: bool = True


class Meetings(Imported):
    merges = Bundle("merges")
    offers = Bundle("offers")

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__(database, folder)
        duplicates = make_duplicates(database, self.resources, self.writing, now=self.clock)
        self.merging, self.splitting = duplicates.merging, duplicates.splitting
        self.proposing = Proposing(database, self.resources, self.writing, now=self.clock)
        self.met: dict[int, Met] = {}
        self.offered: dict[int, Offered] = {}

    @rule(target=merges, actor=mergers, one=Lives.fiches, rank=some.integers(0, 5), chosen=choices)
    def merge(self, actor: Actor, one: int, rank: int, chosen: Mapping[str, Choice]) -> object:
        """Make one fiche of two; what was chosen is there, and no more."""
        others = sorted(set(self.kept.contents) - {one})
        other = others[rank % len(others)]
        staying, gone = self.kept.now(one), self.kept.now(other)
        versions = self.kept.version(one), self.kept.version(other)
        decided = {name: chosen.get(name, Choice.STAYING) for name in differing(staying, gone)}

        def act() -> Content:
            caller = Caller(actor, "test")
            return self.merging.merge(writer(actor), caller, one, other, decided, versions=versions).resource.content

        if not all(has_right(actor, Action.MERGE, each) for each in (staying, gone)) or {one, other} & set(
            self.kept.gone
        ):
            with pytest.raises((NotAllowed, UnknownResource, MergedAway)):
                act()
            return multiple()
        if not staying.is_published or not gone.has_page:
            with pytest.raises(NotMergeable):
                act()
            return multiple()
        try:
            content = act()
        except InvalidResource:
            # What both say may be more than one fiche may hold: nothing was written.
            return multiple()
        for name in SAID:
            assert_chosen(name, decided.get(name, Choice.STAYING), staying, gone, content)
        for number in (one, other):
            self.kept.note(self.resources.get(number))
        self.kept.gone[other] = one
        self.kept.met |= {one, other}
        for offer in self.offered.values():
            if offer.is_open and offer.number == other:
                offer.number = one
        made = self.splitting.of(one)[-1][0].id
        self.met[made] = Met(made, one, other, versions[0], self.kept.version(one), versions[1])
        return made

    @rule(actor=mergers, number=merges)
    def take_a_merge_back(self, actor: Actor, number: int) -> None:
        """Make two fiches of one again: both say what they said, and what was changed since in either stays."""
        met = self.met[number]
        now, said = self.kept.now(met.one), self.kept.contents[met.one]
        gone = self.kept.now(met.other)

        def act() -> None:
            caller = Caller(actor, "test")
            self.splitting.undo(writer(actor), caller, number, expected_version=self.kept.version(met.one))

        if not met.stands or not all(has_right(actor, Action.MERGE, each) for each in (now, gone)):
            with pytest.raises((UnknownResource, NotAllowed)):
                act()
            return
        if any(
            each.stands and each.number > number and met.one in (each.one, each.other) for each in self.met.values()
        ):
            with pytest.raises(NotLast):
                act()
            return
        before, after = said[met.before - 1], said[met.after - 1]
        kept_since = {
            name: getattr(now if getattr(now, name) != getattr(after, name) else before, name)
            for name in CONTENT_FIELDS
        }
        act()
        met.stands = False
        del self.kept.gone[met.other]
        for each in (met.one, met.other):
            self.kept.note(self.resources.get(each))
        found = self.kept.now(met.one)
        assert {name: getattr(found, name) for name in CONTENT_FIELDS} == kept_since
        was = self.kept.contents[met.other][met.other_before - 1]
        assert self.kept.now(met.other) == replace(was, institution=gone.institution)

    @rule(one=Lives.fiches, rank=some.integers(0, 5), chosen=choices, edit=edits, then=edits)
    def merge_then_take_back(
        self, one: int, rank: int, chosen: Mapping[str, Choice], edit: dict[str, object], then: dict[str, object]
    ) -> None:
        """Do the whole of it, by whoever may: two fiches that differ, one of them, saved again, two again."""
        self.save(RULER, one, {**edit, "status": "publiee"}, 0, 0)
        made = self.merge(RULER, one, rank, chosen)
        self.save(RULER, one, then, 0, 0)
        if isinstance(made, int):
            self.take_a_merge_back(RULER, made)

    @rule(actor=actors, number=Lives.fiches, edit=edits, then=edits, chosen=fields)
    def propose_then_take(
        self, actor: Actor, number: int, edit: dict[str, object], then: dict[str, object], chosen: set[str]
    ) -> None:
        """Do the whole of it: proposed by somebody, saved by another, taken in part by whoever may."""
        made = self.propose(actor, number, edit)
        self.save(RULER, number, then, 0, 0)
        if isinstance(made, int):
            self.take_a_part(RULER, made, {*chosen, next(iter(edit))})

    @rule(target=offers, actor=actors, number=Lives.fiches, edit=edits)
    def propose(self, actor: Actor, number: int, edit: dict[str, object]) -> object:
        current = self.kept.now(number)
        wanted = self.resources.checked(replace(current, **edit))  # type: ignore[arg-type]
        changes = {
            name: getattr(wanted, name)
            for name in SAID
            if name != "status" and getattr(wanted, name) != getattr(current, name)
        }
        if number in self.kept.gone or not has_right(actor, Action.PROPOSE, current):
            with pytest.raises((NotAllowed, UnknownResource, MergedAway)):
                self.proposing.base(actor, number)
            return multiple()
        base = self.proposing.base(actor, number)
        if not changes:
            with pytest.raises(NothingProposed):
                self.proposing.propose(actor, base, wanted)
            return multiple()
        made = self.proposing.propose(actor, base, wanted)
        assert set(made.changes) == set(changes)
        self.offered[made.id] = Offered(number, changes)
        return made.id

    @rule(actor=actors, offer=offers, chosen=fields)
    def take_a_part(self, actor: Actor, offer: int, chosen: set[str]) -> None:
        """Take some fields of a proposal: those alone are saved, on whatever the fiche says today."""
        found = self.offered[offer]
        number, current = found.number, self.kept.now(found.number)
        taken = {name: value for name, value in found.changes.items() if name in chosen}

        def act() -> Content:
            version = self.kept.version(number)
            receipt = self.proposing.take(writer(actor), offer, chosen, expected_version=version)
            self.kept.note(receipt.resource)
            return receipt.resource.content

        if not self.may_answer(actor, number, current):
            with pytest.raises(UnknownProposal):
                act()
            return
        if not found.is_open or not taken:
            with pytest.raises((Answered, NothingProposed)):
                act()
            return
        wanted = replace(current, **taken)  # type: ignore[arg-type]
        assert act() == wanted
        found.is_open = False
        if wanted != current:
            with self.database.read() as uow:
                origin = uow.versions.of(number)[-1].origin
            assert (origin.kind, origin.source_id) == (SaveOrigin.PROPOSAL, str(offer))

    @rule(actor=actors, offer=consumes(offers))
    def dismiss(self, actor: Actor, offer: int) -> None:
        """Take nothing of a proposal, with a reason: the fiche is as it was."""
        found = self.offered[offer]
        if not self.may_answer(actor, found.number, self.kept.now(found.number)):
            with pytest.raises(UnknownProposal):
                self.proposing.dismiss(actor, offer, "Ces horaires sont les bons.")
            return
        if not found.is_open:
            with pytest.raises(Answered):
                self.proposing.dismiss(actor, offer, "Ces horaires sont les bons.")
            return
        self.proposing.dismiss(actor, offer, "Ces horaires sont les bons.")
        found.is_open = False

    def may_answer(self, actor: Actor, number: int, content: Content) -> bool:
        return has_right(actor, Action.ANSWER, content)

    def forgotten(self, numbers: set[int]) -> None:
        for offer in self.offered.values():
            if offer.number in numbers:
                offer.changes.pop("named_contact", None)

    @invariant()
    def what_was_proposed_is_there(self) -> None:
        with self.database.read() as uow:
            for number, offer in self.offered.items():
                kept = uow.proposals.get(number)
                assert kept is not None
                assert (kept.resource_id, kept.is_open, set(kept.changes)) == (
                    offer.number, offer.is_open, set(offer.changes),
                )  # fmt: skip


def assert_chosen(name: str, choice: Choice, staying: Content, gone: Content, content: Content) -> None:
    """See that a field says what was chosen: one side, or what either says where it can hold both."""
    one, other, said = (getattr(each, name) for each in (staying, gone, content))
    if name == "status" or choice is Choice.STAYING or (choice is Choice.BOTH and name not in LISTS):
        assert said == one, name
    elif choice is Choice.OTHER:
        assert said == other, name
    else:
        assert set(map(_where, said)) == {_where(each) for each in (*one, *other)}, name


def _where(value: object) -> object:
    return (value.address, value.postcode) if isinstance(value, Place) else value
