"""A good link of each address that holds a secret: what opens without an account, by who was sent it."""

from collections.abc import Callable, Mapping
from itertools import count
from types import MappingProxyType

from directory.domain.accounts.account import Account, AccountState
from directory.domain.accounts.links import LinkKind
from directory.domain.actors import Profile
from directory.domain.freshness import LINK_LIFE, ConfirmLink
from directory.services.accounts.mailing import issue_link
from directory.services.accounts.secret import digest_of, new_short_secret
from directory.services.follows.stopping import StopLinks
from directory.services.sheets.links import SheetLinks
from search.places.clock import local_day
from tests.access.actors import OWN
from tests.access.ground import SHEET_KEY, Ground
from tests.fiches import FORM, LEA, NOW, fiche

_NUMBERS = count()


def _somebody(ground: Ground, state: AccountState = AccountState.ACTIVE) -> Account:
    return ground.team.person(f"lien-{next(_NUMBERS)}", OWN, Profile.UPDATE, state=state)


def _mailed(kind: LinkKind, state: AccountState = AccountState.ACTIVE) -> Callable[[Ground], str]:
    def make(ground: Ground) -> str:
        account = _somebody(ground, state)
        with ground.team.database.write() as uow:
            return issue_link(uow, kind, account, ground.team.clock(), mail=f"nouvelle-{account.mail}")

    return make


def _confirming(ground: Ground) -> str:
    secret, account = new_short_secret(), _somebody(ground)
    one = ground.site.resources.create(fiche(institution=OWN), author=LEA, origin=FORM, now=NOW - LINK_LIFE).resource
    with ground.team.database.write() as uow:
        uow.confirm_links.add_many([ConfirmLink(digest_of(secret), one.id, account.id, NOW, NOW + LINK_LIFE)])
    return secret


def _stopping(ground: Ground) -> str:
    return StopLinks((SHEET_KEY,)).make(_somebody(ground))


def _sheet(ground: Ground) -> str:
    one = ground.site.resources.create(fiche(institution=OWN), author=LEA, origin=FORM, now=NOW).resource
    return SheetLinks((SHEET_KEY,)).make(local_day(NOW), (one.id,))


LINKS: Mapping[str, Callable[[Ground], str]] = MappingProxyType(
    {
        "/c/<secret>": _mailed(LinkKind.NEW_MAIL),
        "/f/<secret>": _sheet,
        "/f/<secret>/<int:rank>.vcf": _sheet,
        "/i/<secret>": _mailed(LinkKind.INVITATION, AccountState.INVITED),
        "/m/<secret>": _mailed(LinkKind.RESET),
        "/s/<secret>": _stopping,
        "/v/<secret>": _confirming,
    }
)
"""Route: a new secret of it, that nobody used."""
