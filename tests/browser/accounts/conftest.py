"""A site where people sign in: mails leave by a real SMTP server, an identity provider answers, keys are virtual."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import oidc_provider_mock
import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from directory.domain.accounts.account import Account
from directory.http.request import SERVICES
from directory.services.bundle import OPERATIONS
from directory.services.steering.quarters import Quarters
from tests.accounts import PASSWORD, Clock, Team
from tests.browser.conftest import DESK, Visit, visit_in
from tests.house.fixtures import copied
from tests.house.served import served
from tests.mail_server import Mailbox, mail_server
from tests.site import make_site, settings_for

LINK = re.compile(r"https?://\S+")


class Running(Clock):
    """The clock of the machine, for whom tests put in the base as for whoever asks a page: ten minutes after a sign-in
    are ten minutes, however late its test comes in a run.
    """

    _stopped: datetime | None = None

    def __call__(self) -> datetime:
        return self._stopped or datetime.now(UTC)

    @contextmanager
    def stopped(self) -> Iterator[datetime]:
        """Stand still: what is counted before midnight is read on the same day."""
        self._stopped = datetime.now(UTC)
        yield self._stopped
        self._stopped = None


@dataclass
class House:
    """A site open at ``address``, the people of ``team`` in it, and what its mails say."""

    address: str
    app: Flask
    team: Team
    clock: Running
    mailbox: Mailbox
    provider: str

    @property
    def quarters(self) -> Quarters:
        found: Quarters = self.app.extensions[SERVICES].steering.quarters
        return found

    def mail_to(self, address: str) -> str:
        """Let the worker send what is due, and return the last mail to somebody."""
        for errand in self.app.extensions[OPERATIONS].errands:
            errand()
        return next(str(mail.get_content()) for mail in reversed(self.mailbox.taken) if address in mail["To"])

    def link_to(self, address: str) -> str:
        """Return the path that the last mail to somebody leads to."""
        found = LINK.search(self.mail_to(address))
        assert found is not None
        return found.group().removeprefix(self.address)


@pytest.fixture(scope="session")
def house(migrated_sqlite_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    database = copied(migrated_sqlite_file, folder)
    mailbox, clock, made = Mailbox(), Running(), list[Flask]()
    # The name of a key's host is never an address: localhost, not 127.0.0.1.
    with mail_server(mailbox) as smtp, served(lambda _: oidc_provider_mock.app(), "localhost") as issuer:

        def app(address: str) -> Flask:
            settings = settings_for(
                folder,
                PUBLIC_READING="off",
                PUBLIC_URL=address,
                SMTP_URL=f"smtp://127.0.0.1:{smtp.port}",
                MAIL_FROM="base@brp.exemple",
                FACTOR_REQUIRED="on",
                OIDC_ISSUER=issuer,
                OIDC_CLIENT_ID="base-de-ressources",
                OIDC_CLIENT_SECRET="secret",
            )
            made.append(make_site(database, folder, settings=settings, clock=clock).app)
            return made[0]

        with served(app, "localhost") as address:
            yield House(address, made[0], Team(database, clock, shows_links=False), clock, mailbox, issuer)
    database.close()


@pytest.fixture
def somebody(browser: Browser, house: House) -> Iterator[Callable[[], Visit]]:
    """Opens browsers that know nothing of each other, at a desk."""
    contexts = []

    def open_one() -> Visit:
        context = browser.new_context(viewport=DESK, locale="fr-FR")
        contexts.append(context)
        return visit_in(context, house.address)

    yield open_one
    for context in contexts:
        context.close()


def enter(visit: Visit, house: House, account: Account) -> Page:
    """Put somebody in a browser, as if they had just signed in with a second factor."""
    secret = house.team.session(account, has_factor=True)
    visit.page.context.add_cookies([{"name": "compte", "value": secret, "url": house.address}])
    return visit.page


def sign_in(page: Page, account: Account, password: str = PASSWORD) -> None:
    """Type an address and a password on the page of sign-in, where one must be."""
    page.get_by_label("Adresse professionnelle").fill(account.mail)
    page.get_by_label("Mot de passe").fill(password)
    page.get_by_label("Mot de passe").press("Enter")


def sign_out(page: Page) -> None:
    page.get_by_role("link", name="Se déconnecter").click()
    page.get_by_role("button", name="Se déconnecter").click()


def name_key(page: Page, name: str) -> None:
    """Name the key that is being made and send it by keyboard, once the script of the page is there."""
    expect(page.get_by_role("button", name="Créer la clé")).to_be_visible()
    page.get_by_label("Nom de cette clé").fill(name)
    page.keyboard.press("Enter")


def add_device(page: Page, *, verifies: bool = True) -> None:
    """Give a browser a device that holds keys, and answers at once. ``verifies``: it checks its holder."""
    protocol = page.context.new_cdp_session(page)
    protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal" if verifies else "usb",
        "hasResidentKey": verifies,
        "hasUserVerification": verifies,
        "isUserVerified": verifies,
        "automaticPresenceSimulation": True,
    }
    protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})
