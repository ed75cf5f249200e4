"""What a mail about follows says, gathered as it leaves."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from directory.domain.accounts.account import Account, Door
from directory.domain.accounts.messages import Message, MessageKind
from directory.domain.follows import Follow, News, Rhythm
from directory.services.follows.facts import FICHES, REST, SEARCHES, SearchFacts, fiches_in, searches_in
from directory.services.follows.gathering import followed_by, selected_by
from directory.services.follows.news import FicheNews, news_of
from directory.services.follows.searches import SearchReader
from directory.services.follows.stopping import STOP_PATH, StopLinks
from directory.services.mail.letters import STOP, Compose, NothingToSay, harmless
from directory.store.database import Database
from directory.store.unit_of_work import UnitOfWork
from search.text.french import NBSP, counted

SAID: Mapping[News, str] = {
    News.CLOSURE: "fermetures",
    News.CONTACT: "contact",
    News.PLACE: "lieu",
    News.HOURS: "horaires",
    News.ACCESS: "accès",
    News.MOBILISATION: "façon d’y adresser quelqu’un",
    News.PRICE: "frais",
}
FOUND_NO_MORE = "n’y répond plus"


@dataclass(frozen=True, slots=True)
class FicheLine:
    """One fiche of a mail; ``said``: what is new in it, empty for one that a search did not find before."""

    title: str
    said: str
    address: str


@dataclass(frozen=True, slots=True)
class SearchLines:
    """One search of a mail: ``said`` counts, such as "3 nouvelles fiches, 1 qui n’y répond plus, pour « Permis »"."""

    said: str
    address: str
    fiches: Sequence[FicheLine]


class DigestComposer:
    """What a mail says, gathered as it leaves. ``public_url``: without a final slash."""

    def __init__(
        self,
        database: Database,
        links: StopLinks,
        reader: SearchReader,
        *,
        public_url: str,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._links = links
        self._reader = reader
        self._public_url = public_url
        self._now = now

    def composers(self) -> Mapping[MessageKind, Compose]:
        return {MessageKind.FOLLOWED: self.followed}

    def followed(self, message: Message) -> Mapping[str, object]:
        """Return what is new in what a mail tells of, as far as it is still followed. Raises NothingToSay."""
        with self._database.read() as uow:
            account = uow.accounts.get(message.account_id or 0)
            if account is None or not account.may_enter(Door.SESSION, self._now()):
                raise NothingToSay
            kept = [each for each in followed_by(uow, account.id, self._now()) if not each.is_left_out]
            follows = [each for each in kept if each.rhythm is not Rhythm.NEVER]
            fiches = self._fiches(uow, account, follows, fiches_in(message.facts))
            by_id = {each.id: each for each in follows}
            told = [
                self._search(uow, by_id[each.follow_id], each)
                for each in searches_in(message.facts)
                if each.follow_id in by_id
            ]
        searches = [each for each in told if each is not None]
        if not fiches and not searches:
            raise NothingToSay
        rest = int(message.facts.get(REST, "0"))
        return {
            "name": harmless(account.name),
            FICHES: fiches,
            SEARCHES: searches,
            REST: counted(rest, "autre fiche", "autres fiches") if rest else "",
            STOP: f"{self._public_url}{STOP_PATH}{self._links.make(account)}",
        }

    def _fiches(
        self, uow: UnitOfWork, account: Account, follows: Sequence[Follow], since: Mapping[int, int]
    ) -> list[FicheLine]:
        wanted = {each.resource_id for each in follows}
        if any(not each.query and each.resource_id is None for each in follows):
            wanted |= selected_by(uow, account.id, self._now()).keys()
        return [self._line(each) for each in news_of(uow, since) if wanted & {each.followed.id, each.standing.id}]

    def _search(self, uow: UnitOfWork, follow: Follow, facts: SearchFacts) -> SearchLines | None:
        """Return what is said of a search; None when nothing of it holds any more."""
        label = f"«{NBSP}{harmless(self._reader.label(follow.query or ''))}{NBSP}»"
        address = f"{self._public_url}/suivis#suivi-{follow.id}"
        if facts.is_too_wide:
            return SearchLines(f"La recherche {label} trouve trop de fiches pour être suivie", address, ())
        offered = [each for each in uow.resources.by_ids(facts.new) if each.content.is_published]
        gone = {each.followed.id: each for each in news_of(uow, facts.gone)}
        left = uow.resources.by_ids([number for number in facts.gone if number not in gone])
        changed = news_of(uow, facts.changed)
        new_total, gone_total, changed_total = facts.totals
        # What was named and no longer holds is not counted either.
        totals = (
            new_total - len(facts.new) + len(offered), gone_total, changed_total - len(facts.changed) + len(changed),
        )  # fmt: skip
        if not any(totals):
            return None
        lines = [
            *(FicheLine(harmless(each.content.title), "", self._address(each.id)) for each in offered),
            *(self._line(each) for each in gone.values()),
            *(
                FicheLine(harmless(each.content.title), FOUND_NO_MORE, self._address(each.id))
                for each in left
                if each.content.has_page
            ),
            *(self._line(each) for each in changed),
        ]
        return SearchLines(f"{_counted(totals)} pour {label}", address, lines)

    def _line(self, news: FicheNews) -> FicheLine:
        return FicheLine(harmless(news.title), _in_words(news), self._address(news.standing.id))

    def _address(self, number: int) -> str:
        return f"{self._public_url}/ressources/{number}"


def _counted(totals: tuple[int, int, int]) -> str:
    new, gone, changed = totals
    said = [counted(new, "nouvelle fiche", "nouvelles fiches")] if new else []
    if gone:
        said.append(counted(gone, "fiche de moins", "fiches de moins"))
    if changed:
        said.append(counted(changed, "fiche changée", "fiches changées"))
    return ", ".join(said)


def _in_words(news: FicheNews) -> str:
    if news.is_merged:
        return "réunie à une autre fiche"
    if news.is_gone:
        return "n’est plus proposée"
    said = [f"a changé ({', '.join(SAID[each] for each in news.what)})"] if news.what else []
    return " ; ".join([*(["de nouveau proposée"] if news.is_back else []), *said])
