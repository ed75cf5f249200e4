"""What a base must hold, kept beside it by a test: all that every fiche ever said, and what a copy of it shows."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from directory.domain.changes import content_after
from directory.domain.resource import Resource
from directory.services.fiches.movements import Movement, Movements
from directory.store.database import Database
from fiche.content import Content


@dataclass
class Kept:
    """``contents``: number of a fiche to what it said at each of its versions, first to last.

    gone   number of a fiche to that of the one that stands for it.
    met    numbers of the fiches that were ever merged, on either side.
    """

    contents: dict[int, list[Content]] = field(default_factory=dict)
    verified: dict[int, datetime | None] = field(default_factory=dict)
    gone: dict[int, int] = field(default_factory=dict)
    met: set[int] = field(default_factory=set)

    def now(self, number: int) -> Content:
        return self.contents[number][-1]

    def version(self, number: int) -> int:
        return len(self.contents[number])

    def note(self, found: Resource) -> None:
        """Take a save as it was acknowledged: one version more, or nothing that moved."""
        said = self.contents.setdefault(found.id, [])
        if not said or found.content != said[-1]:
            said.append(found.content)
        assert (found.version, found.content) == (len(said), said[-1])
        self.verified.setdefault(found.id, found.verified_at)

    def forget_contact(self, number: int) -> set[int]:
        """Take the name of a contact out of all that a fiche ever said, and those it stands for; return which."""
        self.contents[number] = [replace(each, named_contact="") for each in self.contents[number]]
        others = [other for other, survivor in self.gone.items() if survivor == number]
        return {number}.union(*map(self.forget_contact, others))

    def check(self, database: Database) -> None:
        """Every version of every fiche is rebuilt from what each save changed; only a person verified."""
        with database.read() as uow:
            fiches = uow.resources.iterate(after_id=0, limit=1000)
            versions = uow.versions.of_many([each.id for each in fiches])
        assert {each.id for each in fiches} == set(self.contents)
        for each in fiches:
            saved = versions[each.id]
            assert [one.number for one in saved] == list(range(1, each.version + 1))
            assert [content_after(saved[:rank]) for rank in range(1, len(saved) + 1)] == self.contents[each.id]
            assert each.content == self.now(each.id)
            assert each.verified_at == self.verified[each.id]
            assert each.merged_into == self.gone.get(each.id)


@dataclass
class Copy:
    """A copy of the base that a program keeps by following what moves, a few lines at a time."""

    cursor: int = 0
    public: dict[int, Content] = field(default_factory=dict)

    def follow(self, movements: Movements) -> None:
        is_last = False
        while not is_last:
            page = movements.page(cursor=self.cursor, since=None, limit=3)
            for moved in page.moved:
                if moved.movement is Movement.WITHDRAWN:
                    self.public.pop(moved.resource.id, None)
                else:
                    self.public[moved.resource.id] = moved.resource.content
            self.cursor, is_last = page.cursor, page.is_last

    def check(self, kept: Kept) -> None:
        assert self.public == {number: said[-1] for number, said in kept.contents.items() if said[-1].has_page}
