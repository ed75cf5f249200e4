"""The mails about what people follow, from the command line."""

from datetime import datetime

import click
from flask.cli import AppGroup

from directory.cli.process import Failure, operations
from directory.services.follows.digests import FollowDigests
from search.text.french import NBSP, counted

follow_group = AppGroup("follow", help="Ce que les personnes suivent : fiches et recherches.")


@follow_group.command("digest")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="Comme si c’était ce jour (AAAA-MM-JJ).")
@click.option("--dry-run", "is_trial", is_flag=True, help="Compter seulement : rien n’est écrit.")
def digest(day: datetime | None, *, is_trial: bool) -> None:
    """Préparer les courriels du jour, comme le fait le worker ; chacun n’en a qu’un par jour."""
    ops = operations()
    (digests,) = (each for each in ops.daily if isinstance(each, FollowDigests))
    if not digests.sends and not is_trial:
        raise Failure("Aucun serveur de courriels n’est réglé (SMTP_URL) : personne ne serait prévenu.")
    told = digests.tell(day.date() if day is not None else digests.today, is_trial=is_trial)
    done = "À envoyer" if is_trial else "Mis en attente d’envoi"
    click.echo(
        f"{done}{NBSP}: {counted(told.mails, 'courriel', 'courriels')}, "
        f"{counted(told.fiches, 'nouveauté', 'nouveautés')}."
    )
    if told.waiting:
        people = counted(told.waiting, "personne", "personnes")
        raise Failure(
            f"La recherche ne répond pas : {people} dont les recherches n’ont pas été faites. Recommencez plus tard."
        )
