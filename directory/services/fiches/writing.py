"""Writing a fiche by somebody: the rights on that very fiche are asked here, whatever page or program asks."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from directory.domain.actors import Actor
from directory.domain.changes import Author
from directory.domain.institution import Institution
from directory.domain.once import Once
from directory.domain.resource import Origin, Resource, SaveOrigin
from directory.domain.rights import Action, may
from directory.services.accounts.callers import Signed
from directory.services.accounts.reach import institutions_in_reach
from directory.services.fiches.demands import asks_all
from directory.services.fiches.editing import (
    History,
    MergedAway,
    Receipt,
    ResourceService,
    StaleVersion,
    UnknownResource,
)
from directory.services.fiches.saving import Then
from directory.store.database import Database
from fiche.codes import ARCHIVE_REASONS, MERGED, Status
from fiche.content import Content
from search.places.clock import local_day

MOST_DRAFTS = 20
TAKEN_BACK_WITHIN = timedelta(days=1)


class NotAllowed(Exception):
    """The fiche may be read by who asks, and is not theirs to change. ``owner``: code, empty when nobody owns it."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


class BadReason(Exception):
    """A fiche is not archived for such a reason, or not on such a day."""


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes: an actor for the rights, an author and a door for the history."""

    actor: Actor
    author: Author
    origin: Origin

    @classmethod
    def of(cls, signed: Signed) -> "Writer":
        """Return a person signed in, who writes in a form."""
        return cls(signed.actor, Author(signed.account.id, signed.account.name), Origin(SaveOrigin.FORM))


class Writing:
    """Every method raises UnknownResource for a fiche out of sight, NotAllowed for one out of reach.

    A save also raises InvalidResource and StaleVersion, as ``ResourceService`` does. The fiche is looked at before it
    is saved: whoever gives it to another institution in between moves its version, so that the save is refused.
    """

    def __init__(self, database: Database, resources: ResourceService, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._resources = resources
        self._now = now

    def owners(self, actor: Actor) -> tuple[Institution, ...]:
        """Return the institutions for which an actor may create fiches, by name; closed ones left out."""
        reach = institutions_in_reach(actor, Action.WRITE)
        with self._database.read() as uow:
            known = uow.institutions.all().values()
        open_ones = (each for each in known if not each.retired and (reach is None or each.code in reach))
        return tuple(sorted(open_ones, key=lambda each: each.name))

    def get(self, actor: Actor, resource_id: int, action: Action = Action.WRITE) -> Resource:
        """Return a fiche on which an actor may do ``action``."""
        found = self.seen(actor, resource_id)
        owner = found.content.institution
        if not may(actor, action, owner=owner):
            raise NotAllowed(owner)
        if found.merged_into is not None:
            raise MergedAway(resource_id, found.merged_into)
        return found

    def seen(self, actor: Actor, resource_id: int) -> Resource:
        """Return a fiche that an actor may read: a public one, or a draft of their reach. Raises UnknownResource."""
        return readable(actor, self._resources.get(resource_id))

    def at_version(self, actor: Actor, resource_id: int, number: int) -> Content:
        """Return what a fiche that an actor may write said at a version, or says now when it has none of that number.

        A change that was made over it is then read over it, whatever was saved since.
        """
        found = self.get(actor, resource_id)
        if not 1 <= number < found.version:
            return found.content
        return replace(self._resources.content_at(resource_id, number), institution=found.content.institution)

    def drafts(self, actor: Actor) -> list[Resource]:
        """Return the fiches that an actor's own institution has begun and not published, the latest first."""
        if not actor.institution or not may(actor, Action.READ_DRAFTS, owner=actor.institution):
            return []
        with self._database.read() as uow:
            return uow.resources.drafts_of(actor.institution, limit=MOST_DRAFTS)

    def history(self, actor: Actor, resource_id: int) -> tuple[Resource, History]:
        """Return a fiche and what happened to it, for who may see it. Raises UnknownResource."""
        return self.seen(actor, resource_id), self._resources.history(resource_id)

    def content_at(self, resource_id: int, number: int) -> Content:
        """Return what a fiche said at one of its versions. Raises UnknownResource where there is none."""
        return self._resources.content_at(resource_id, number)

    def checked(self, before: Content | None, content: Content) -> Content:
        """Return a content as a save would keep it, for a preview. Raises InvalidResource."""
        return self._resources.checked_over(before, content, asks_required=asks_all(before, content))

    def create(
        self,
        writer: Writer,
        content: Content,
        *,
        confirmed: bool = False,
        once: Once | None = None,
        then: Then | None = None,
    ) -> Receipt:
        """Add a fiche, which says all that is required unless it is a draft; by default, the writer's institution's.

        once   a request of a machine, done once; raises KeyTaken when its key said something else.
        """
        owner = content.institution or writer.actor.institution
        if owner not in {each.code for each in self.owners(writer.actor)}:
            raise NotAllowed(owner)
        _check_confirms(writer, owner, confirmed=confirmed)
        return self._resources.create(
            replace(content, institution=owner),
            author=writer.author,
            origin=writer.origin,
            now=self._now(),
            confirmed=confirmed,
            asks_required=asks_all(None, content),
            once=once,
            then=then,
        )

    def revise(
        self,
        writer: Writer,
        resource_id: int,
        content: Content,
        *,
        expected_version: int,
        confirmed: bool = False,
        then: Then | None = None,
    ) -> Receipt:
        """Replace what a fiche says. Its owner is not changed this way: handing over is another act."""
        current = self.get(writer.actor, resource_id)
        owner = current.content.institution
        if content.institution not in ("", owner):
            raise NotAllowed(owner)
        _check_confirms(writer, owner, confirmed=confirmed)
        # A version of when another stood for it says so: restored, it no longer is.
        reason = "" if content.archive_reason == MERGED else content.archive_reason
        return self._resources.revise(
            resource_id,
            replace(content, institution=owner, archive_reason=reason),
            expected_version=expected_version,
            author=writer.author,
            origin=writer.origin,
            now=self._now(),
            confirmed=confirmed,
            then=then,
        )

    def archive(
        self,
        writer: Writer,
        resource_id: int,
        *,
        expected_version: int,
        reason: str = "",
        planned: date | None = None,
    ) -> Receipt:
        """Take a fiche out of the searches, now or on a day to come; its page stays and says so.

        Raises BadReason for one that nobody chooses, or a day for a fiche that is not published, InvalidResource for a
        draft.
        """
        content = self.get(writer.actor, resource_id).content
        if reason == MERGED or reason not in ARCHIVE_REASONS or (planned is not None and not content.is_published):
            raise BadReason(reason)
        if planned is not None and planned <= local_day(self._now()):
            planned = None
        return self._resources.archive(
            resource_id,
            expected_version=expected_version,
            author=writer.author,
            origin=writer.origin,
            now=self._now(),
            reason=reason,
            planned=planned,
        )

    def cancel_archiving(self, writer: Writer, resource_id: int, *, expected_version: int) -> Receipt:
        """Leave a fiche in the searches, whatever day was planned."""
        content = self.get(writer.actor, resource_id).content
        return self.revise(writer, resource_id, replace(content, archive_on=None), expected_version=expected_version)

    def publish(self, writer: Writer, resource_id: int, *, expected_version: int) -> Receipt:
        """Put an archived fiche, or a draft, back into the searches as it is."""
        content = self.get(writer.actor, resource_id).content
        return self.revise(
            writer, resource_id, replace(content, status=Status.PUBLISHED), expected_version=expected_version
        )

    def restore(self, writer: Writer, resource_id: int, number: int, *, expected_version: int) -> Receipt:
        """Make a fiche say again what it said at version ``number``; it keeps its owner, and every version."""
        self.get(writer.actor, resource_id)
        content = self._resources.content_at(resource_id, number)
        return self.revise(writer, resource_id, replace(content, institution=""), expected_version=expected_version)

    def take_over(self, writer: Writer, resource_id: int, *, expected_version: int) -> Receipt:
        """Make a fiche that nobody owns the writer's institution's."""
        current = self._resources.get(resource_id)
        owner = writer.actor.institution
        if not current.content.has_page or current.merged_into is not None:
            raise UnknownResource(resource_id)
        if current.content.institution or not owner or not may(writer.actor, Action.TAKE_OVER, owner=owner):
            raise NotAllowed(current.content.institution)
        return self._resources.revise(
            resource_id,
            replace(current.content, institution=owner),
            expected_version=expected_version,
            author=writer.author,
            origin=writer.origin,
            now=self._now(),
        )

    def confirm(self, writer: Writer, resource_id: int, *, expected_version: int) -> Receipt:
        """Keep that the writer, a person, says that the fiche is true as it was shown to them."""
        current = self.get(writer.actor, resource_id, Action.CONFIRM)
        if current.version != expected_version:
            raise StaleVersion(current, current.content)
        return self._resources.verify(resource_id, author=writer.author, now=self._now())

    def take_back(self, writer: Writer, resource_id: int) -> Receipt:
        """Take back the confirmation that the writer gave less than a day ago. Raises UnknownResource without one."""
        self.get(writer.actor, resource_id, Action.CONFIRM)
        if writer.author.account is None:
            raise UnknownResource(resource_id)
        now = self._now()
        return self._resources.withdraw_verification(
            resource_id, account_id=writer.author.account, since=now - TAKEN_BACK_WITHIN, now=now
        )


def _check_confirms(writer: Writer, owner: str, *, confirmed: bool) -> None:
    if confirmed and not may(writer.actor, Action.CONFIRM, owner=owner):
        raise NotAllowed(owner)


def readable(actor: Actor, fiche: Resource) -> Resource:
    """Return a fiche that an actor may read: a public one, or a draft of their reach. Raises UnknownResource."""
    if not fiche.content.has_page and not may(actor, Action.READ_DRAFTS, owner=fiche.content.institution):
        raise UnknownResource(fiche.id)
    return fiche
