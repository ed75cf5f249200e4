"""A site where people sign in: mails leave by a real SMTP server, an identity provider answers, keys are virtual."""

import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import oidc_provider_mock
import pytest
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from directory.domain.accounts.account import Account
from directory.http.request import SERVICES
from directory.services.bundle import OPERATIONS
from directory.services.steering.quarters import Quarters
from directory.store.database import Database
from directory.store.schema import upgrade
from tests.accounts import PASSWORD, Clock, Team
from tests.browser.conftest import DESK, Visit, visit_in
from tests.mail_server import Mailbox, free_port, mail_server
from tests.site import make_site, settings_for

LINK = re.compile(r"https?://\S+")


@dataclass
class House:
    """A site open at ``address``, the people of ``team`` in it, and what its mails say."""

    address: str
    team: Team
    mailbox: Mailbox
    provider: str
    errands: tuple[Callable[[], int], ...]
    quarters: Quarters

    def mail_to(self, address: str) -> str:
        """Let the worker send what is due, and return the last mail to somebody."""
        for errand in self.errands:
            errand()
        return next(str(mail.get_content()) for mail in reversed(self.mailbox.taken) if address in mail["To"])

    def link_to(self, address: str) -> str:
        """Return the path that the last mail to somebody leads to."""
        found = LINK.search(self.mail_to(address))
        assert found is not None
        return found.group().removeprefix(self.address)


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    database = Database(f"sqlite:///{folder}/house.db")
    upgrade(database)
    mailbox = Mailbox()
    with mail_server(mailbox) as smtp, oidc_provider_mock.run_server_in_thread() as provider:
        # The name of a key's host is never an address: localhost, not 127.0.0.1.
        issuer, address = f"http://localhost:{provider.server_port}", f"http://localhost:{free_port()}"
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
        site = make_site(database, folder, settings=settings, clock=lambda: datetime.now(UTC))
        team = Team(database, Clock(datetime.now(UTC)), shows_links=False)
        server = make_server("localhost", int(address.rpartition(":")[2]), site.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield House(
            address,
            team,
            mailbox,
            issuer,
            site.app.extensions[OPERATIONS].errands,
            site.app.extensions[SERVICES].steering.quarters,
        )
        server.shutdown()
        thread.join()
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
