"""An export: the fiches of a search or of the whole base, as who asks may see them."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from directory.domain.accounts.audit import Act, ObjectKind
from directory.domain.actors import Actor
from directory.services.accounts.callers import Caller
from directory.services.accounts.trail import note
from directory.services.exports.behind import KeptExports
from directory.services.exports.formats import ExportFormat
from directory.services.exports.writing import Chosen, Export, ExportWriter, people_of
from directory.services.search.find import Finder
from directory.services.search.question import Question
from search.query import MAX_DEPTH

PATIENCE_S = 10.0


class TooManyFound(Exception):
    """A search finds more fiches than are written while they are sent: narrow it, or take the whole base."""

    def __init__(self, total: int, most: int) -> None:
        super().__init__(f"{total} found, {most} at most")
        self.total = total
        self.most = most


class Exports:
    """Gives files of fiches.

    depth       how many a search lists at once.
    patience_s  what takes longer is not written while it is sent: of a search it is refused, the whole base is written
                behind the page, by the worker (``kept``).
    """

    def __init__(
        self,
        finder: Finder,
        writer: ExportWriter,
        *,
        now: Callable[[], datetime],
        depth: int = MAX_DEPTH,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self._finder = finder
        self._writer = writer
        self._now = now
        self._depth = depth
        self._patience_s = patience_s
        self.kept = KeptExports(writer)

    def everything(self) -> Chosen:
        return self._writer.everything()

    def choose(self, form: ExportFormat, question: Question | None) -> Chosen:
        """Return the fiches of the list that a question asks for, or of the whole base.

        They are in the order of the list; by number where it holds more than are listed at once.
        Raises SearchUnavailable, TooManyFound.
        """
        everything = self.everything()
        if question is None:
            return everything
        found = self._finder.ids(question, limit=self._depth)
        if found.total > self._in_time(form):
            raise TooManyFound(found.total, self._in_time(form))
        ids = found.ids if found.total <= self._depth else tuple(self._by_number(question))
        return Chosen(ids, len(ids), everything.seq)

    def _by_number(self, question: Question) -> Iterator[int]:
        last = 0
        while True:
            found = self._finder.ids(replace(question, after=last), limit=self._depth).ids
            yield from found
            if len(found) < self._depth:
                return
            last = found[-1]

    def is_long(self, form: ExportFormat, question: Question | None) -> bool:
        """Say whether a file is to be written behind the page. A search never is."""
        return question is None and self.everything().total > self._in_time(form)

    def _in_time(self, form: ExportFormat) -> int:
        return int(form.a_second * self._patience_s)

    def export(self, actor: Actor, form: ExportFormat, chosen: Chosen) -> Export:
        """Return the file of some fiches in a form, as ``actor`` may see them."""
        return self._writer.export(form, chosen, people=people_of(actor))

    def note(self, caller: Caller, form: str, total: int) -> None:
        """Write down in the trail that fiches were taken away: how many, in which form; never what was searched.

        form   code of an export format.
        """
        with self._writer.database.write() as uow:
            detail = {"ressources": str(total)}
            note(uow, Act.EXPORTED, caller, self._now(), ObjectKind.EXPORT, form, "", detail)


def may_have_people(actor: Actor) -> bool:
    """Say whether an actor may take away the named contact of some fiche."""
    return bool(people_of(actor))
