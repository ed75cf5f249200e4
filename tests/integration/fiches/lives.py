"""Several people and programs act on the same fiches, in any order: a machine that hypothesis drives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as some
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from directory.domain.actors import Actor, ActorKind, Profile
from directory.domain.joining import join, taking
from directory.domain.rights import Action
from directory.services.accounts.callers import Caller
from directory.services.fiches.editing import (
    InvalidResource,
    MergedAway,
    Receipt,
    ResourceService,
    StaleVersion,
    UnknownResource,
)
from directory.services.fiches.forgetting import ContactForgetting
from directory.services.fiches.movements import Movements
from directory.services.fiches.writing import NotAllowed, Writing
from directory.services.index.indexing import Indexer
from directory.store.database import Database
from fiche.content import Content
from search.sqlite.engine import SqliteEngine
from tests.fiches import GAZETTEER, NOW, fiche
from tests.integration.fiches.drawn import actors, edits, owners
from tests.integration.fiches.kept import Copy, Kept
from tests.integration.fiches.people import (
    EDITORS,
    EVERYBODY,
    OWNERS,
    SAID,
    has_right,
    is_too_bare,
    living,
    may_own,
    writer,
)


class Lives(RuleBasedStateMachine):
    """Each step is tried against the table of rights, then the base is compared with what was acknowledged."""

    fiches = Bundle("fiches")

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__()
        self.database, self.folder, self.at = database, folder, NOW
        self.resources = ResourceService(database, GAZETTEER)
        self.writing = Writing(database, self.resources, now=self.clock)
        self.contacts = ContactForgetting(database, self.writing, now=self.clock)
        self.movements = Movements(database)
        self.kept, self.copy = Kept(), Copy()

    def clock(self) -> datetime:
        return self.at

    def indexer(self, name: str) -> Indexer:
        engine = SqliteEngine(self.folder / name)
        return Indexer(self.database, engine, target=name, owner="test", now=self.clock)

    @initialize(target=fiches)
    def build(self) -> object:
        """Begin with an index, a fiche that was saved twice, and another one."""
        self.followed = self.indexer("followed")
        self.followed.rebuild()
        who = writer(EVERYBODY[EDITORS[0]])
        made = self.writing.create(who, fiche(institution=OWNERS[0])).resource
        self.kept.note(made)
        changed = replace(made.content, phone="115")
        self.kept.note(self.writing.revise(who, made.id, changed, expected_version=1).resource)
        other = self.writing.create(
            who, fiche("Garage solidaire", institution=OWNERS[0], needs=("mobilite-transport",))
        )
        self.kept.note(other.resource)
        return multiple(made.id, other.resource.id)

    @invariant()
    def all_is_there(self) -> None:
        self.at += timedelta(minutes=1)
        self.kept.check(self.database)

    @rule()
    def a_worker_and_a_copy_follow(self) -> None:
        self.followed.follow(limit=3)
        self.copy.follow(self.movements)
        self.copy.check(self.kept)

    @rule(target=fiches, actor=actors, owner=owners, edit=edits)
    def create(self, actor: Actor, owner: str, edit: dict[str, object]) -> object:
        content = fiche(institution=owner, **edit)
        if not content.phone:
            content = replace(content, phone="3949")
        if not may_own(actor, owner):
            with pytest.raises(NotAllowed):
                self.writing.create(writer(actor), content)
            return multiple()
        made = self.writing.create(writer(actor), content).resource
        assert made.content == self.resources.checked(content)
        self.kept.note(made)
        return made.id

    def allowed(self, actor: Actor, action: Action, number: int, act: Callable[[], Receipt]) -> Receipt | None:
        """Do an act on a fiche that the table gives; see that one it does not give is refused."""
        if has_right(actor, action, self.kept.now(number)):
            if number not in self.kept.gone:
                return act()
            with pytest.raises(MergedAway):
                act()
            return None
        with pytest.raises((NotAllowed, UnknownResource)):
            act()
        return None

    def noted(self, receipt: Receipt | None) -> None:
        if receipt is not None:
            self.kept.note(receipt.resource)

    @rule(actor=actors, number=fiches, edit=edits, back=some.integers(0, 2), choices=some.integers(0, 511))
    def save(self, actor: Actor, number: int, edit: dict[str, object], back: int, choices: int) -> None:
        """Save a form that began from the version of today, or from an earlier one that others saved over."""
        version = max(self.kept.version(number) - back, 1)
        base, current = living(self.kept.contents[number][version - 1]), self.kept.now(number)
        yours = self.resources.checked(replace(base, institution=current.institution, **edit))  # type: ignore[arg-type]

        def save() -> Receipt:
            return self.writing.revise(writer(actor), number, yours, expected_version=version)

        try:
            receipt = self.allowed(actor, Action.WRITE, number, save)
        except StaleVersion as met:
            stale = met
        except InvalidResource:
            assert is_too_bare(current, yours)
            return
        else:
            if receipt is not None:
                # Over another save, only what is there already is no conflict.
                assert version == self.kept.version(number) or yours == current
                assert receipt.resource.content == yours
            self.noted(receipt)
            return
        assert version < self.kept.version(number)
        assert (stale.current.content, stale.yours) == (current, yours)
        self.settle(actor, number, base, yours, choices)

    @rule(
        number=fiches,
        edit=edits,
        fields=some.sets(some.sampled_from(sorted(SAID)), min_size=1, max_size=3),
        ranks=some.integers(0, 5),
        choices=some.integers(0, 511),
    )
    def save_two_forms(self, number: int, edit: dict[str, object], fields: set[str], ranks: int, choices: int) -> None:
        """Save two forms that began from one version, by whoever may write everything."""
        version, actor = self.kept.version(number), EVERYBODY["mise-a-jour and administrateur"]
        self.save(actor, number, edit, 0, 0)
        other = {name: SAID[name][ranks % len(SAID[name])] for name in {*fields, next(iter(edit))}}
        self.save(actor, number, other, self.kept.version(number) - version, choices)

    def settle(self, actor: Actor, number: int, base: Content, yours: Content, choices: int) -> None:
        """Join two texts, choosing where both sides wrote; what neither chose to lose is there."""
        current, began = self.kept.now(number), replace(base, institution=yours.institution)
        joined = join(began, current, yours)
        chosen = [name for rank, name in enumerate(joined.both) if choices >> rank & 1]
        content = taking(joined.content, yours, chosen)
        for name in SAID:
            before, mine, theirs = (getattr(each, name) for each in (began, yours, current))
            wanted = mine if name in chosen or theirs == before else theirs
            assert getattr(content, name) == wanted, name
        version = self.kept.version(number)
        if is_too_bare(current, content):
            with pytest.raises(InvalidResource):
                self.writing.revise(writer(actor), number, content, expected_version=version)
            return
        receipt = self.writing.revise(writer(actor), number, content, expected_version=version)
        assert receipt.resource.content == content
        self.noted(receipt)

    @rule(actor=actors, number=fiches)
    def archive(self, actor: Actor, number: int) -> None:
        version, is_draft = self.kept.version(number), not self.kept.now(number).has_page
        try:
            receipt = self.allowed(
                actor, Action.WRITE, number,
                lambda: self.writing.archive(writer(actor), number, expected_version=version),
            )  # fmt: skip
        except InvalidResource:
            assert is_draft
        else:
            assert receipt is None or not is_draft
            self.noted(receipt)

    @rule(actor=actors, number=fiches, back=some.integers(0, 5))
    def restore(self, actor: Actor, number: int, back: int) -> None:
        version, current = self.kept.version(number), self.kept.now(number)
        chosen = max(version - back, 1)
        wanted = replace(living(self.kept.contents[number][chosen - 1]), institution=current.institution)
        try:
            receipt = self.allowed(
                actor, Action.WRITE, number,
                lambda: self.writing.restore(writer(actor), number, chosen, expected_version=version),
            )  # fmt: skip
        except InvalidResource:
            assert (wanted.is_archived and not current.has_page) or is_too_bare(current, wanted)
            return
        if receipt is not None:
            assert receipt.resource.content == wanted
            self.noted(receipt)

    @rule(actor=actors, number=fiches)
    def confirm(self, actor: Actor, number: int) -> None:
        version = self.kept.version(number)
        receipt = self.allowed(
            actor, Action.CONFIRM, number,
            lambda: self.writing.confirm(writer(actor), number, expected_version=version),
        )  # fmt: skip
        if receipt is not None:
            assert actor.kind is ActorKind.ACCOUNT
            self.kept.verified[number] = self.at

    @rule(actor=actors, number=fiches)
    def forget_the_contact(self, actor: Actor, number: int) -> None:
        version = self.kept.version(number)
        receipt = self.allowed(
            actor, Action.WRITE, number,
            lambda: self.contacts.forget(writer(actor), number, Caller(actor, "test"), expected_version=version),
        )  # fmt: skip
        if receipt is not None:
            self.noted(receipt)
            self.forgotten(self.kept.forget_contact(number))

    def forgotten(self, numbers: set[int]) -> None:
        """Take note that nothing names a contact of these fiches any more."""

    @rule(actor=actors, number=fiches)
    def take_over(self, actor: Actor, number: int) -> None:
        version, current = self.kept.version(number), self.kept.now(number)
        is_free = current.has_page and not current.institution and number not in self.kept.gone
        takes = actor.kind is ActorKind.ACCOUNT and (actor.is_administrator or actor.profile is Profile.UPDATE)
        if is_free and takes:
            receipt = self.writing.take_over(writer(actor), number, expected_version=version)
            assert receipt.resource.content == replace(current, institution=actor.institution)
            self.noted(receipt)
            return
        with pytest.raises((NotAllowed, UnknownResource)):
            self.writing.take_over(writer(actor), number, expected_version=version)

    def teardown(self) -> None:
        """See that an index that followed says what one made anew says, and that a copy holds the base."""
        if hasattr(self, "followed"):
            while self.followed.follow():
                pass
            assert self.followed.verify().is_empty
            self.copy.follow(self.movements)
            self.copy.check(self.kept)
        self.database.close()
