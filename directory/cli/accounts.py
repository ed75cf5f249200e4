"""Commands for the first administrator, and for when nobody can sign in any more."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup

from directory.cli.process import Failure, operations
from directory.domain.accounts.account import AccountState
from directory.domain.accounts.links import LinkKind
from directory.domain.actors import Profile
from directory.services.accounts.bundle import Accounts
from directory.services.accounts.callers import COMMAND
from directory.services.accounts.lines import Guest
from directory.services.accounts.outgoing import link_address
from directory.services.accounts.refusals import Reason, Refused
from search.text.french import NBSP, counted

SENTENCES = {
    Reason.UNKNOWN: "Ce compte ou cette institution n’existe pas. Pour créer l’institution, donnez --institution-name.",
    Reason.MAIL_USED: "Un compte a déjà cette adresse.",
    Reason.MAIL_BAD: "Cette adresse de courriel n’est pas valable.",
    Reason.NAME_MISSING: "Il faut un nom.",
    Reason.NAME_BAD: "Ce nom n’est pas valable.",
    Reason.STATE: "L’état de ce compte ou de cette institution ne le permet pas.",
    Reason.LAST_ADMINISTRATOR: "C’est le dernier administrateur\u00a0: nommez-en d’abord un autre.",
}

accounts_group = AppGroup("accounts", help="Les comptes : le premier administrateur, et les secours.")


@accounts_group.command("create")
@click.argument("name")
@click.argument("mail")
@click.option("--institution", required=True, help="Code de l’institution.")
@click.option("--institution-name", default="", help="Son nom, pour la créer si elle n’existe pas.")
@click.option("--update", is_flag=True, help="Profil mise à jour ; sans elle, consultation.")
@click.option("--rgc", is_flag=True, help="Responsable de la gestion des comptes.")
@click.option("--administrator", is_flag=True, help="Administrateur.")
def create(
    name: str, mail: str, institution: str, institution_name: str, update: bool, rgc: bool, administrator: bool
) -> None:
    """Inviter quelqu’un et montrer, une seule fois, le lien à lui remettre."""
    profile = Profile.UPDATE if update else Profile.CONSULTATION
    guest = Guest(name, mail, profile, is_rgc=rgc, is_administrator=administrator)
    with refusals():
        invited = _accounts().rescue.create(guest, institution, institution_name=institution_name)
    _show(LinkKind.INVITATION, invited.secret, "7 jours")


@accounts_group.command("link")
@click.argument("mail")
def link(mail: str) -> None:
    """Montrer un nouveau lien : pour accepter une invitation, ou choisir un autre mot de passe."""
    with refusals():
        kind, secret = _accounts().rescue.link(mail)
    _show(kind, secret, "7 jours" if kind is LinkKind.INVITATION else "30 minutes")


@accounts_group.command("reset-factor")
@click.argument("mail")
def reset_factor(mail: str) -> None:
    """Retirer le second facteur de quelqu’un qui l’a perdu ; il en est prévenu."""
    with refusals():
        _accounts().people.reset_factor(COMMAND, _accounts().rescue.find(mail).id)
    click.echo("Second facteur retiré.")


@accounts_group.command("suspend")
@click.argument("mail")
def suspend(mail: str) -> None:
    """Suspendre un compte : ses sessions se terminent aussitôt."""
    with refusals():
        _accounts().people.suspend(COMMAND, _accounts().rescue.find(mail).id)
    click.echo("Compte suspendu.")


@accounts_group.command("resume")
@click.argument("mail")
def resume(mail: str) -> None:
    """Rouvrir un compte suspendu."""
    with refusals():
        _accounts().people.resume(COMMAND, _accounts().rescue.find(mail).id)
    click.echo("Compte rouvert.")


@accounts_group.command("list")
def list_accounts() -> None:
    """Lister les comptes."""
    found = [each for each in _accounts().rescue.all() if each.state is not AccountState.CLOSED]
    for each in found:
        duties = " ".join(sorted(each.duties))
        click.echo(f"{each.id:>6}  {each.state:<9}  {each.institution:<20}  {each.profile:<12}  {each.mail}  {duties}")
    click.echo(f"{counted(len(found), 'compte', 'comptes')}.")


@accounts_group.command("close-demo")
def close_demonstration() -> None:
    """Fermer les comptes de démonstration, avec lesquels le site ne démarre pas en production."""
    click.echo(f"{counted(_accounts().demonstration.close(), 'compte fermé', 'comptes fermés')}.")


@contextmanager
def refusals() -> Iterator[None]:
    try:
        yield
    except Refused as error:
        raise Failure(SENTENCES.get(error.reason, error.reason.value)) from error


def _accounts() -> Accounts:
    return operations().accounts


def _show(kind: LinkKind, secret: str, life: str) -> None:
    base = str(current_app.config["PUBLIC_URL"]) or "http://localhost:8000"
    click.echo(f"Lien à remettre, valable {life}, montré une seule fois{NBSP}:")
    click.echo(link_address(base, kind, secret))
