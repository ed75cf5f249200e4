"""What changed in the fiches that people follow, told in one mail a person."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import structlog

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.follows import Follow, News, Rhythm, rhythms_on
from directory.domain.jobs import Job
from directory.services.accounts.mailing import queue_mail
from directory.services.follows.news import FicheNews, news_of
from directory.services.follows.stopping import STOP_PATH, StopLinks
from directory.services.mail.letters import STOP, Compose, NothingToSay, harmless
from directory.services.work.daily import DailyWork
from directory.services.work.jobs import JobService
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day

FICHES = "fiches"
"""Fact of a mail: numbers of fiches, each with the version from which what follows is new."""
SAID: Mapping[News, str] = {
    News.CLOSURE: "fermetures",
    News.CONTACT: "contact",
    News.PLACE: "lieu",
    News.HOURS: "horaires",
    News.ACCESS: "accès",
    News.MOBILISATION: "façon d’y adresser quelqu’un",
    News.PRICE: "frais",
}

logger = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DigestCount:
    """How many mails a day tells, and of how many fiches in all."""

    mails: int = 0
    fiches: int = 0


class FollowDigests(DailyWork):
    """The work of each day on what is followed; done twice, it tells nothing more.

    sends   whether a mail server is there; without one nothing counts as told.
    """

    kind = "digest"

    def __init__(self, database: Database, jobs: JobService, *, sends: bool, now: Callable[[], datetime]) -> None:
        super().__init__(database, jobs, now=now)
        self.sends = sends

    def run(self, job: Job, alive: Callable[[], None]) -> None:
        alive()
        if self.sends:
            told = self.tell(local_day(self._now()))
            logger.info("follows.told", mails=told.mails, fiches=told.fiches)

    def tell(self, day: date, *, is_trial: bool = False) -> DigestCount:
        """Queue the mails of a day, one a person at most. ``is_trial``: count them, and write nothing.

        What was told is written down in the transaction that queues the mail: nobody is told twice.
        """
        mails = fiches = 0
        with self._database.read() as uow:
            people = uow.follows.people_told(rhythms_on(day))
        for account_id in people:
            if is_trial:
                with self._database.read() as uow:
                    told = len(self._news(uow, account_id)[2])
            else:
                with self._database.write() as uow:
                    told = self._tell_one(uow, account_id, day)
            mails, fiches = mails + bool(told), fiches + told
        return DigestCount(mails, fiches)

    def _tell_one(self, uow: UnitOfWork, account_id: int, day: date) -> int:
        account, follows, news = self._news(uow, account_id)
        if account is None:
            return 0
        if news:
            since = {each.resource_id: each.cursor for each in follows}
            told = ",".join(f"{each.followed.id}:{since[each.followed.id]}" for each in news)
            key = f"{self.kind}:{account_id}:{day}"
            if not queue_mail(uow, MessageKind.FOLLOWED, account, self._now(), facts={FICHES: told}, key=key):
                # This day was told already: what came since waits for the next one.
                return 0
        _move_on(uow, follows)
        return len(news)

    def _news(self, uow: UnitOfWork, account_id: int) -> tuple[Account | None, list[Follow], list[FicheNews]]:
        """Return who is told, None for nobody; what they follow; what is new in it."""
        account = uow.accounts.get(account_id)
        if account is None or not account.may_enter(Door.SESSION, self._now()):
            return None, [], []
        follows = uow.follows.of(account_id)
        return account, follows, news_of(uow, {each.resource_id: each.cursor for each in follows})


def _move_on(uow: UnitOfWork, follows: list[Follow]) -> None:
    """Write that a person knows fiches as they are; whoever followed one that was merged follows what stands for it."""
    fiches = {each.id: each for each in uow.resources.by_ids([each.resource_id for each in follows])}
    held = set(fiches)
    for follow in follows:
        fiche = fiches[follow.resource_id]
        standing = uow.resources.standing_for(fiche)
        if standing.id != fiche.id and standing.id in held:
            uow.follows.remove(follow.id)
        elif (standing.id, standing.version) != (follow.resource_id, follow.cursor):
            held.add(standing.id)
            uow.follows.save(replace(follow, resource_id=standing.id, cursor=standing.version))


class DigestComposer:
    """What a mail says, gathered as it leaves. ``public_url``: without a final slash."""

    def __init__(self, database: Database, links: StopLinks, *, public_url: str, now: Callable[[], datetime]) -> None:
        self._database = database
        self._links = links
        self._public_url = public_url
        self._now = now

    def composers(self) -> Mapping[MessageKind, Compose]:
        return {MessageKind.FOLLOWED: self.followed}

    def followed(self, message: Message) -> Mapping[str, object]:
        """Return what is new in the fiches of a mail that are still followed. Raises NothingToSay."""
        since = {int(number): int(version) for number, version in _pairs(message.facts[FICHES])}
        with self._database.read() as uow:
            account = uow.accounts.get(message.account_id or 0)
            if account is None or not account.may_enter(Door.SESSION, self._now()):
                raise NothingToSay
            wanted = {each.resource_id for each in uow.follows.of(account.id) if each.rhythm is not Rhythm.NEVER}
            news = [each for each in news_of(uow, since) if wanted & {each.followed.id, each.standing.id}]
        if not news:
            raise NothingToSay
        return {
            "name": harmless(account.name),
            FICHES: [
                (harmless(each.title), _in_words(each), f"{self._public_url}/ressources/{each.standing.id}")
                for each in news
            ],
            STOP: f"{self._public_url}{STOP_PATH}{self._links.make(account.id)}",
        }


def _pairs(told: str) -> list[list[str]]:
    return [each.split(":") for each in told.split(",")]


def _in_words(news: FicheNews) -> str:
    if news.is_merged:
        return "réunie à une autre fiche"
    if news.is_gone:
        return "n’est plus proposée"
    said = [f"a changé : {', '.join(SAID[each] for each in news.what)}"] if news.what else []
    return " ; ".join([*(["de nouveau proposée"] if news.is_back else []), *said])
