"""The commands of the gazetteer."""

import click
from flask.cli import AppGroup

from directory.cli.process import operations, progress_bar
from search.text.french import NBSP, counted

SHOWN = 50

gazetteer_group = AppGroup("gazetteer", help="Les communes et les territoires.")


@gazetteer_group.command("update")
def gazetteer_update() -> None:
    """Faire suivre aux fiches les communes fusionnées depuis."""
    with progress_bar("Fiches relues", "fiches") as bar:
        report = operations().communes.update(progress=bar.update)
    moved = counted(len(report.followed), "fiche modifiée", "fiches modifiées")
    click.echo(f"{counted(report.read, 'fiche relue', 'fiches relues')}, {moved}.")
    for each in report.followed[:SHOWN]:
        said = ", ".join(f"{name or code} devient {today}" for code, name, today in each.communes)
        click.echo(f"- fiche {each.resource_id}, {each.title}{NBSP}: {said}.")
    if len(report.followed) > SHOWN:
        click.echo(f"- et {counted(len(report.followed) - SHOWN, 'autre', 'autres')}.")
    for code, count in report.unknown:
        click.echo(f"{code}{NBSP}: territoire inconnu, nommé par {counted(count, 'fiche', 'fiches')}, à corriger.")
