"""The fiches: created, revised, archived, restored and confirmed here, whoever asks and through whatever door."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from directory.domain.changes import Author, Verification, Version, content_after
from directory.domain.once import Once
from directory.domain.resource import Origin, Resource
from directory.services.fiches.checks import ContentError
from directory.services.fiches.demands import asks_all
from directory.services.fiches.once import made_before
from directory.services.fiches.saving import Effect, Refused, Save, Saved, Saver, Then
from directory.services.fiches.tidying import Communes
from directory.services.freshness.dates import asking_of, keep_date, put_asking_back
from directory.services.taxonomy.editing import load_taxonomy, needs_read_as
from directory.store.database import Database
from directory.store.resources import ResourcePage
from directory.store.unit_of_work import UnitOfWork
from fiche.codes import Status
from fiche.content import Content


class UnknownResource(Exception):
    """There is no such fiche, or no such version of it."""

    def __init__(self, resource_id: int) -> None:
        super().__init__(f"resource {resource_id}")
        self.resource_id = resource_id


class MergedAway(UnknownResource):
    """The fiche was made one with another, which stands for it: nothing is written in it any more."""

    def __init__(self, resource_id: int, survivor_id: int) -> None:
        super().__init__(resource_id)
        self.survivor_id = survivor_id


class InvalidResource(Exception):
    """A content that cannot be kept: everything that is wrong with it."""

    def __init__(self, errors: tuple[ContentError, ...]) -> None:
        super().__init__(", ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = errors


class StaleVersion(Exception):
    """Another save came between: both texts, for a person to choose."""

    def __init__(self, current: Resource, yours: Content) -> None:
        super().__init__(f"resource {current.id} is at version {current.version}")
        self.current = current
        self.yours = yours


@dataclass(frozen=True, slots=True)
class Receipt:
    """A fiche as kept, and the number of the change log from which an index shows it so."""

    resource: Resource
    seq: int
    effect: Effect


@dataclass(frozen=True, slots=True)
class History:
    """The saves of a fiche and its confirmations, oldest first."""

    versions: tuple[Version, ...]
    verifications: tuple[Verification, ...]


class ResourceService:
    """One unit of work per call; what a method returned is kept."""

    def __init__(self, database: Database, communes: Communes) -> None:
        self._database = database
        self._communes = communes
        self._saver: Saver | None = None

    def get(self, resource_id: int) -> Resource:
        """Return a fiche, whatever its status. Raises UnknownResource."""
        with self._database.read() as uow:
            return known_fiche(uow, resource_id)

    def by_ids(self, ids: Sequence[int]) -> list[Resource]:
        """Return fiches in the order of ``ids``, those that do not exist left out."""
        with self._database.read() as uow:
            return uow.resources.by_ids(ids)

    def answering(self, need: str, *, on: date, limit: int, offset: int = 0) -> ResourcePage:
        """Return the published fiches classified under a need, by title: what still works without an engine."""
        with self._database.read() as uow:
            codes = needs_read_as(load_taxonomy(uow), need)
            return uow.resources.answering(codes, on=on, limit=limit, offset=offset)

    def history(self, resource_id: int) -> History:
        """Return what happened to a fiche. Raises UnknownResource."""
        with self._database.read() as uow:
            known_fiche(uow, resource_id)
            return History(tuple(uow.versions.of(resource_id)), tuple(uow.versions.verifications(resource_id)))

    def content_at(self, resource_id: int, number: int) -> Content:
        """Return what a fiche said once its version ``number`` was saved. Raises UnknownResource."""
        with self._database.read() as uow:
            return _content_at(uow, resource_id, number)

    def checked(self, content: Content) -> Content:
        """Return a content as it would be kept: what a preview shows. Raises InvalidResource."""
        return self.checked_over(None, content, asks_required=False)

    def checked_over(self, before: Content | None, content: Content, *, asks_required: bool) -> Content:
        """Return a content as it would be kept over what the fiche says. Raises InvalidResource."""
        with self._database.read() as uow:
            return _or_invalid(self.saver(uow).ready(content, before, asks_required=asks_required))

    def create(
        self,
        content: Content,
        *,
        author: Author,
        origin: Origin,
        now: datetime,
        confirmed: bool = False,
        asks_required: bool = False,
        once: Once | None = None,
        then: Then | None = None,
    ) -> Receipt:
        """Add a fiche. Raises InvalidResource, KeyTaken.

        confirmed       the author, a person, says that the fiche is true: it is verified now.
        asks_required   what annexe 1 requires is asked for.
        once            a request that may come again: the fiche it made is returned, as it was made.
        """
        with self._database.write() as uow:
            made = None if once is None else made_before(uow, once, now)
            if made is not None:
                return Receipt(made, uow.changes.max_seq(), Effect.UNCHANGED)
            save = Save(content, author, origin, confirmed=confirmed, asks_required=asks_required)
            receipt = self._save(uow, save, now, then)
            if once is not None:
                uow.once.keep(once, receipt.resource.id, now)
            return receipt

    def revise(
        self,
        resource_id: int,
        content: Content,
        *,
        expected_version: int,
        author: Author,
        origin: Origin,
        now: datetime,
        confirmed: bool = False,
        then: Then | None = None,
    ) -> Receipt:
        """Replace what a fiche says, if nobody did since ``expected_version``.

        Only what the save changes is checked; a draft that is published is asked for all that a new fiche is. Saving
        what is already there is no conflict. Raises UnknownResource, InvalidResource, StaleVersion.
        """
        with self._database.write() as uow:
            current = known_fiche(uow, resource_id)
            if current.version != expected_version:
                yours = self.saver(uow).ready(content, current.content)
                if isinstance(yours, Refused) or yours != current.content:
                    raise StaleVersion(current, content if isinstance(yours, Refused) else yours)
            asks = asks_all(current.content, content)
            save = Save(content, author, origin, current, confirmed=confirmed, asks_required=asks)
            return self._save(uow, save, now, then)

    def archive(
        self,
        resource_id: int,
        *,
        expected_version: int,
        author: Author,
        origin: Origin,
        now: datetime,
        reason: str = "",
        planned: date | None = None,
    ) -> Receipt:
        """Take a fiche out of the searches; its page stays and says so. Raises UnknownResource, StaleVersion.

        reason    a code of ``codes.ARCHIVE_REASONS``.
        planned   the day on which the worker does it; None: now.
        What it says need not follow the rules of today: that bars no archiving. Raises InvalidResource for a draft.
        """
        with self._database.write() as uow:
            current = known_fiche(uow, resource_id)
            status = Status.ARCHIVED if planned is None else current.content.status
            archived = replace(current.content, status=status, archive_reason=reason, archive_on=planned)
            if current.version != expected_version and current.content != archived:
                raise StaleVersion(current, archived)
            save = Save(archived, author, origin, current, kept_before=current.content.has_page)
            return self._save(uow, save, now)

    def restore_version(
        self, resource_id: int, number: int, *, expected_version: int, author: Author, origin: Origin, now: datetime
    ) -> Receipt:
        """Make a fiche say again what it said at version ``number``; the versions between are kept.

        Raises UnknownResource, InvalidResource (the rules may have changed since), StaleVersion.
        """
        with self._database.write() as uow:
            current = known_fiche(uow, resource_id)
            content = _content_at(uow, resource_id, number)
            if current.version != expected_version:
                raise StaleVersion(current, content)
            return self._save(uow, Save(content, author, origin, current), now)

    def verify(self, resource_id: int, *, author: Author, now: datetime) -> Receipt:
        """Keep that a person says a fiche is true. Its version does not move. Raises UnknownResource.

        Raises ValueError for an author without an account: only a person confirms.
        """
        with self._database.write() as uow:
            return confirm_in(uow, known_fiche(uow, resource_id), author, now)

    def withdraw_verification(self, resource_id: int, *, account_id: int, since: datetime, now: datetime) -> Receipt:
        """Take back the last confirmation of a fiche, if a person gave it since an instant; it stays in the base.

        Raises UnknownResource where there is none to take back.
        """
        with self._database.write() as uow:
            current = known_fiche(uow, resource_id)
            given = list(uow.versions.verifications(resource_id))
            last = given[-1] if given else None
            if last is None or last.author.account != account_id or last.at < since or current.verified_at != last.at:
                raise UnknownResource(resource_id)
            before = given[-2].at if len(given) > 1 else None
            uow.versions.withdraw_verification(last, now)
            uow.resources.mark_verified(resource_id, before)
            restored = replace(current, verified_at=before)
            put_asking_back(uow, restored, uow.versions.asked_at(last))
            uow.changes.append((resource_id,), at=now)
            return Receipt(restored, uow.changes.max_seq(), Effect.UNCHANGED)

    def save_many(self, uow: UnitOfWork, saves: Sequence[Save], *, now: datetime) -> list[Saved | Refused]:
        """Save many fiches in a unit of work of the caller's, by the same path as one."""
        return self.saver(uow).save_many(uow, saves, now=now)

    def saver(self, uow: UnitOfWork) -> Saver:
        """Return the way in, with the classification and the institutions as this unit of work sees them."""
        taxonomy, institutions = load_taxonomy(uow), uow.institutions.all()
        saver = self._saver
        if saver is None or saver.taxonomy is not taxonomy or saver.institutions != institutions:
            saver = self._saver = Saver(taxonomy, self._communes, institutions)
        return saver

    def _save(self, uow: UnitOfWork, save: Save, now: datetime, then: Then | None = None) -> Receipt:
        (outcome,) = self.save_many(uow, (save,), now=now)
        if isinstance(outcome, Refused):
            raise InvalidResource(outcome.errors)
        resource = outcome.resource
        if save.confirmed:
            resource = _confirm(uow, resource, save.author, now)
            if outcome.effect is Effect.UNCHANGED:
                uow.changes.append((resource.id,), at=now)
        if then is not None:
            then(uow, resource)
        return Receipt(resource, uow.changes.max_seq(), outcome.effect)


def known_fiche(uow: UnitOfWork, resource_id: int) -> Resource:
    """Return a fiche, whatever its status. Raises UnknownResource."""
    if (found := uow.resources.get(resource_id)) is None:
        raise UnknownResource(resource_id)
    return found


def _content_at(uow: UnitOfWork, resource_id: int, number: int) -> Content:
    versions = uow.versions.of(resource_id)
    if not 1 <= number <= len(versions):
        raise UnknownResource(resource_id)
    return content_after(versions[:number])


def _or_invalid(content: Content | Refused) -> Content:
    if isinstance(content, Refused):
        raise InvalidResource(content.errors)
    return content


def confirm_in(uow: UnitOfWork, resource: Resource, author: Author, now: datetime) -> Receipt:
    """Keep, in a unit of work of the caller's, that a person says a fiche is true."""
    confirmed = _confirm(uow, resource, author, now)
    uow.changes.append((resource.id,), at=now)
    return Receipt(confirmed, uow.changes.max_seq(), Effect.UNCHANGED)


def _confirm(uow: UnitOfWork, resource: Resource, author: Author, now: datetime) -> Resource:
    if author.account is None:
        raise ValueError("only a person confirms a fiche")
    uow.resources.mark_verified(resource.id, now)
    uow.versions.add_verification(Verification(resource.id, now, author), asking_of(uow, resource.id))
    confirmed = replace(resource, verified_at=now)
    keep_date(uow, confirmed, author.account)
    return confirmed
