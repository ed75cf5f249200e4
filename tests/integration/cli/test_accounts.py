"""The first administrator, and the rescues."""

from pathlib import Path

from directory.demo.institutions import INSTITUTIONS
from directory.domain.accounts.links import LinkKind
from directory.http.request import SERVICES
from directory.services.accounts.callers import Visit
from directory.services.accounts.demonstration import ACCOUNTS, PASSWORD
from directory.services.accounts.sign_in import Opened
from directory.services.bundle import OPERATIONS
from directory.serving import why_not_serve
from tests.fiches import GAZETTEER
from tests.integration.cli.conftest import Run, app_in, commands_of

FIRST = ("accounts", "create", "Ada Première", "ada@cd13.exemple", "--institution", "cd13", "--administrator")


def test_the_first_administrator_is_made_by_a_command_that_shows_a_link_once(prepared: Run) -> None:
    refused = prepared(*FIRST)
    assert refused.exit_code == 1 and "--institution-name" in refused.output
    made = prepared(*FIRST, "--institution-name", "Département des Bouches-du-Rhône")
    assert made.exit_code == 0
    address = made.output.strip().splitlines()[-1]
    assert address.startswith("http://localhost:8000/i/") and len(address) <= 70
    assert "Un compte a déjà cette adresse" in prepared(*FIRST).output
    listed = prepared("accounts", "list").output
    assert "administrateur" in listed and address.rsplit("/", 1)[1] not in listed
    assert "1\u00a0compte." in listed


def test_the_last_administrator_is_suspended_by_no_command(tmp_path: Path) -> None:
    app = app_in(tmp_path, GAZETTEER)
    run = commands_of(app)
    assert run("prepare").exit_code == 0
    made = run(*FIRST, "--institution-name", "Département")
    accounts = app.extensions[SERVICES].accounts
    secret = made.output.strip().rsplit("/", 1)[1]
    accounts.mailed.accept_invitation(secret, "quatre chevaux verts", Visit())
    assert "dernier administrateur" in run("accounts", "suspend", "ada@cd13.exemple").output
    link = run("accounts", "link", "ada@cd13.exemple").output.strip().rsplit("/", 1)[1]
    assert accounts.mailed.look(LinkKind.RESET, link).account.name == "Ada Première"
    assert run("accounts", "reset-factor", "ada@cd13.exemple").exit_code == 0
    assert run("accounts", "link", "personne@cd13.exemple").exit_code == 1


def test_trial_accounts_sign_in_in_development_and_stop_production(tmp_path: Path) -> None:
    app = app_in(tmp_path, GAZETTEER)
    run = commands_of(app)
    assert run("prepare").exit_code == 0
    accounts = app.extensions[SERVICES].accounts
    with app.extensions[OPERATIONS].database.write() as uow:
        for institution in INSTITUTIONS:
            uow.institutions.save(institution)
    assert accounts.demonstration.load() == len(ACCOUNTS) and accounts.demonstration.load() == 0
    said = run("demo", "accounts").output
    for each in ACCOUNTS:
        assert each.mail in said and each.role in said
        assert isinstance(accounts.sign_in.with_password(each.mail, PASSWORD, Visit()), Opened)
    assert why_not_serve(app) == ""
    app.config["DEVELOPMENT"] = False
    assert "close-demo" in why_not_serve(app)
    worker = run("worker")
    assert worker.exit_code == 1 and "close-demo" in worker.output
    assert "comptes fermés" in run("accounts", "close-demo").output
    assert why_not_serve(app) == ""
