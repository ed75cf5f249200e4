"""What files do to the fiches that people write: imported, and taken back."""

from dataclasses import replace
from pathlib import Path

from hypothesis import strategies as some
from hypothesis.stateful import Bundle, consumes, multiple, rule

from directory.domain.changes import Version, content_after
from directory.services.imports.service import ImportService
from directory.store.database import Database
from tests.fiches import GAZETTEER, SAM
from tests.imports import new_import, row
from tests.integration.fiches.drawn import rows
from tests.integration.fiches.lives import Lives


class Imported(Lives):
    batches = Bundle("batches")

    def __init__(self, database: Database, folder: Path) -> None:
        super().__init__(database, folder)
        self.imports = ImportService(database, self.resources, GAZETTEER, now=self.clock, chunk_rows=2)

    @rule(target=batches, said=rows)
    def import_a_file(self, said: dict[int, str]) -> int:
        batch = self.imports.receive(
            new_import(row(each, titre=f"{title} {each}") for each, title in said.items()), author=SAM
        )
        self.imports.dry_run(batch)
        self.imports.apply(batch)
        self.note_all()
        return batch

    @rule(target=Lives.fiches, number=some.integers(0, 30))
    def come_to_an_imported_fiche(self, number: int) -> object:
        known = sorted(self.kept.contents)
        return known[number % len(known)] if known else multiple()

    @rule(batch=consumes(batches))
    def undo(self, batch: int) -> None:
        """Take an import back: what nobody saved since says what it said before, the rest is left as it is."""
        with self.database.read() as uow:
            versions = uow.versions.of_many(sorted(self.kept.contents))
        before = {number: list(said) for number, said in self.kept.contents.items()}
        self.imports.undo(batch, author=SAM)
        self.note_all()
        for number, said in before.items():
            of_batch = [rank for rank, each in enumerate(versions[number]) if each.origin.batch == batch]
            if not of_batch:
                assert self.kept.now(number) == said[-1]
                continue
            first, last = of_batch[0], of_batch[-1]
            if self.is_touched(number, versions[number][last], is_made_by_it=not first):
                assert self.kept.now(number) == said[-1]
                continue
            taken_back = said[first - 1] if first else replace(said[-1], status="archivee")
            is_last = last == len(said) - 1
            # Changed, then put back as the import left it: either is right.
            if number in self.kept.gone or number in self.kept.gone.values():
                # It stands for another, or another for it: what a person chose is left.
                assert self.kept.now(number) == said[-1]
                continue
            may_be = {taken_back} if is_last else {said[-1], taken_back} if said[-1] == said[last] else {said[-1]}
            assert self.kept.now(number) in may_be

    def is_touched(self, number: int, last: Version, *, is_made_by_it: bool) -> bool:
        """Say whether somebody confirmed a fiche since a batch last wrote it, or proposed a change to it."""
        verified = self.kept.verified[number]
        with self.database.read() as uow:
            proposed = any(each.base_version >= last.number for each in uow.proposals.of(number))
        return proposed or (verified is not None and (is_made_by_it or verified > last.at))

    def note_all(self) -> None:
        """Take every fiche as it is after an import: what it said before must still be its history.

        One that stands for others may be saved by several rows of a file.
        """
        with self.database.read() as uow:
            for each in uow.resources.iterate(after_id=0, limit=1000):
                said = self.kept.contents.setdefault(each.id, [])
                saved = uow.versions.of(each.id)
                said += [content_after(saved[:rank]) for rank in range(len(said) + 1, each.version)]
                self.kept.note(each)
