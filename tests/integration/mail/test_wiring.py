"""The mails of accounts, from the settings to the server."""

from pathlib import Path

import pytest

from directory.adapters import mail_errands
from directory.settings import BadSettings, read_settings
from directory.store.database import Database
from tests.fiches import NOW

MAILS = {"SMTP_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "a@brp.exemple", "PUBLIC_URL": "https://brp.exemple"}


class NoSearch:
    """Nobody follows a search."""

    def question(self, query: str) -> None:
        return None

    def label(self, query: str) -> str:
        return ""


def test_without_a_server_the_worker_has_no_mail_to_carry(tmp_path: Path) -> None:
    settings = read_settings({"ENVIRONMENT": "development", "DATA_DIR": str(tmp_path)})
    assert mail_errands(settings, Database(settings.database_url), NoSearch(), lambda: NOW) == ()


def test_a_server_without_an_address_of_its_own_or_of_the_site_is_refused_at_start(tmp_path: Path) -> None:
    given = {"ENVIRONMENT": "development", "DATA_DIR": str(tmp_path), **MAILS}
    database = Database(f"sqlite:///{tmp_path}/x.db")
    assert len(mail_errands(read_settings(given), database, NoSearch(), lambda: NOW)) == 2
    for name in ("MAIL_FROM", "PUBLIC_URL"):
        with pytest.raises(BadSettings, match=f"^{name}: [^\n]+$"):
            read_settings({key: value for key, value in given.items() if key != name})
