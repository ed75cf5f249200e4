"""The figures of steering, from the command line."""

import click
from flask.cli import AppGroup

from directory.cli.process import Failure, operations
from directory.domain.steering.periods import period_of
from directory.services.steering.quarters import NotCountedAgain, QuarterKeeping
from search.text.french import NBSP

steering_group = AppGroup("steering", help="Les chiffres du pilotage.")

REFUSED = {
    "inconnu": "rien n’en est gardé.",
    "en-cours": "il est refait chaque nuit, jusqu’au surlendemain de sa fin.",
    "oublie": "ses comptes d’usage sont effacés, il perdrait ce qu’il dit.",
}


@steering_group.command("again")
@click.argument("quarter")
def again(quarter: str) -> None:
    """Recompter un trimestre fini (2026-T3) : ce qui s’y est passé, son usage et ses réponses.

    Les fiches restent celles du jour où il a été arrêté ; les pages diront « recalculé le … ».
    """
    period = period_of(quarter)
    if period is None or len(period.quarters) != 1:
        raise Failure(f"«{NBSP}{quarter}{NBSP}» n’est pas un trimestre{NBSP}: écrivez par exemple 2026-T3.")
    (keeping,) = (each for each in operations().daily if isinstance(each, QuarterKeeping))
    try:
        keeping.quarters.count_again(period.quarters[0])
    except NotCountedAgain as error:
        raise Failure(f"{quarter} n’est pas recalculé{NBSP}: {REFUSED[error.reason]}") from error
    click.echo(f"{quarter} est recalculé.")
