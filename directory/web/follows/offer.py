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


def follow_offer(question: Question) -> FollowOffer | None:
    """Return what is said of following a search; None where nobody is told, or there is nothing to follow."""
    signed = current_signed()
    if signed is None or not may_somewhere(current_actor(), Action.FOLLOW):
        return None
    kept = search_reader().kept(question)
    if not kept.query and not kept.dropped:
        return None
    followed = {each.query for each in current_services().follows.searches_of(signed.account.id)}
    is_whole = not kept.dropped
    return FollowOffer(
        kept.query, is_whole and kept.query in followed, "" if is_whole else link(ASKING, question.asked, page=None)
    )
