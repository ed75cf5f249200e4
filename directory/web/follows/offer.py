"""What a page of results says of following its search."""

from dataclasses import dataclass

from directory.domain.rights import Action, may_somewhere
from directory.http.access import current_actor, current_signed
from directory.http.links import link
from directory.http.request import current_services
from directory.schemas.followed import FollowedSearchReader
from directory.services.search.question import Question

ASKING = "/suivis/recherche"


@dataclass(frozen=True, slots=True)
class Followable:
    """query   the search as it is kept.
    is_whole   nothing of it is left out.
    url        where what is not kept of it is said first; empty when all of it is kept.
    """

    query: str
    is_whole: bool
    url: str


@dataclass(frozen=True, slots=True)
class FollowOffer:
    """query        the search as it is kept.
    is_followed     it is followed already.
    url             where what is not kept of it is said first; empty when all of it is kept.
    """

    query: str
    is_followed: bool
    url: str


def search_reader() -> FollowedSearchReader:
    services = current_services()
    return FollowedSearchReader(services.words, services.places, now=services.now)


def followable(question: Question) -> Followable | None:
    """Return what of a search can be followed, whoever asks; None where there is nothing to follow."""
    kept = search_reader().kept(question)
    if not kept.query and not kept.dropped:
        return None
    return Followable(kept.query, not kept.dropped, link(ASKING, question.asked, page=None) if kept.dropped else "")


def follow_offer(found: Followable | None) -> FollowOffer | None:
    """Return what is said of following a search; None where nobody is told, or there is nothing to follow."""
    signed = current_signed()
    if found is None or signed is None or not may_somewhere(current_actor(), Action.FOLLOW):
        return None
    followed = {each.query for each in current_services().follows.searches_of(signed.account.id)}
    return FollowOffer(found.query, found.is_whole and found.query in followed, found.url)
