"""Offices from the command line: a file tried first, applied when asked."""

from pathlib import Path

import click
from flask.cli import AppGroup

from directory.cli.process import Failure, operations
from directory.services.accounts.callers import COMMAND
from directory.services.offices.bundle import office_reader
from directory.services.offices.importing import OfficeImport, OfficePlan
from directory.services.offices.keeping import BadOffice
from importers.files.rows import UnreadableFile
from search.places.gazetteer import default_gazetteer
from search.text.french import NBSP, counted

offices_group = AppGroup("offices", help="Les antennes : agences, pôles d’insertion, maisons de la solidarité…")


@offices_group.command("import")
@click.argument("path", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--institution", required=True, help="Code de l’institution dont ce sont les antennes.")
@click.option("--apply", "applied", is_flag=True, help="Appliquer. Sans elle, rien n’est écrit.")
def import_offices(path: Path, institution: str, *, applied: bool) -> None:
    """Dire ce qu’un fichier changerait dans les antennes d’une institution, ou l’appliquer."""
    ops = operations()
    importing = OfficeImport(ops.database, office_reader(default_gazetteer()), now=ops.now)
    do = importing.apply if applied else importing.plan
    try:
        tell(do(COMMAND, institution, path.read_bytes(), path.name), applied=applied)
    except UnreadableFile as error:
        raise Failure(f"{error.message} {error.advice}".strip()) from error
    except BadOffice as error:
        raise Failure(f"L’institution «{NBSP}{institution}{NBSP}» n’existe pas.") from error


def tell(plan: OfficePlan, *, applied: bool) -> None:
    """Say what a file changes, line by line."""
    for row in plan.refused:
        for fault in row.faults:
            click.echo(f"Ligne {row.line} [{fault.column}] {fault.flaw.text} {fault.flaw.advice}".strip())
    for written in plan.revised:
        click.echo(f"Ligne {written.line}{NBSP}: {written.office.name}, modifiée ({', '.join(written.columns)})")
    for each in plan.absent:
        click.echo(f"Absente du fichier, gardée{NBSP}: {each.name}")
    click.echo(
        f"{counted(len(plan.created), 'créée', 'créées')}, {counted(len(plan.revised), 'modifiée', 'modifiées')}, "
        f"{counted(plan.unchanged, 'inchangée', 'inchangées')}, "
        f"{counted(len(plan.refused), 'ligne refusée', 'lignes refusées')}."
    )
    if not applied and plan.changes:
        click.echo("Rien n’est écrit. Pour appliquer, ajoutez --apply.")
