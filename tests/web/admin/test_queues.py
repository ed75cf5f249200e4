"""Mails and long work, as administrators see them."""

from pathlib import Path

from directory.domain.accounts.messages import Message, MessageKind, MessageState
from directory.domain.actors import Duty
from directory.store.database import Database
from tests.accounts import Team
from tests.fiches import NOW
from tests.site import make_site
from tests.web.accounts.test_pages import sign_in, text_of

PAGE = "/administration"
NOT_SURE = "peut-être pas"


def test_a_reminder_cut_short_as_it_left_is_said_on_top(sqlite_database: Database, tmp_path: Path) -> None:
    site = make_site(sqlite_database, tmp_path, contents=())
    client = site.client
    sign_in(client, Team(site.database).person("ada", "pole-emploi", duties=(Duty.ADMINISTRATOR,)))
    assert NOT_SURE not in text_of(client.get(PAGE))
    cut = Message(MessageKind.TO_CONFIRM, "lea@ccas.exemple", None, NOW, NOW, state=MessageState.UNKNOWN)
    with site.database.write() as uow:
        uow.messages.put(cut)
    page = text_of(client.get(PAGE))
    assert page.count("lea@ccas.exemple") == 2
    assert page.index(NOT_SURE) < page.index("lea@ccas.exemple") < page.index("Travaux")
