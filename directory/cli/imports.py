"""Imports from the command line: tried first, told line by line, applied when asked."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import AppGroup

from directory.cli.given import Unreadable, looked_at, new_import
from directory.cli.process import Failure, operations, progress_bar, stopping_on_signals
from directory.cli.recognition import known_formats, proposed
from directory.cli.report import tell
from directory.domain.changes import Author
from directory.domain.imports import BatchState
from directory.domain.jobs import Job, JobState
from directory.services.bundle import Operations
from directory.services.imports.batches import BatchNotReady, BatchTaken, UnknownBatch
from directory.services.imports.reports import LINES, REFUSED, report_json
from directory.services.imports.service import NewImport
from directory.services.imports.undo import KEPT, TAKEN_BACK
from directory.worker import Alive, Worker
from importers.formats.mapping import BadMapping
from importers.registry import formats
from search.text.french import NBSP, counted

AUTHOR = Author(None, "ligne de commande")
ANOTHER_IS_AT_IT = "Un autre processus poursuit déjà cet import."
POLL_S = 0.5
SOME_REFUSED = 1
"""Exit code when rows were refused."""

STATES = {
    BatchState.RECEIVED: "reçu",
    BatchState.UNREADABLE: "illisible",
    BatchState.PREVIEWED: "essayé à blanc",
    BatchState.APPLYING: "en cours",
    BatchState.STOPPED: "arrêté en route",
    BatchState.APPLIED: "appliqué",
    BatchState.UNDOING: "en cours d’annulation",
    BatchState.UNDONE: "annulé",
}


class ImportGroup(AppGroup):
    """``import FILE`` as well as ``import undo 3``: what is no command is the file."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["file", *args]
        return super().parse_args(ctx, args)


import_group = ImportGroup(
    "import",
    help=f"Importer un fichier{NBSP}: «{NBSP}import FICHIER{NBSP}» essaie à blanc, «{NBSP}--apply{NBSP}» applique.",
)


@import_group.command("file")
@click.argument(
    "paths", metavar="FICHIER...", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--format", "format_name", default="", help="Nom d’un format connu (voir «\u00a0import formats\u00a0»).")
@click.option(
    "--mapping",
    "mapping_path",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Fichier JSON de correspondance des colonnes, à la place d’un format connu.",
)
@click.option(
    "--source",
    default="",
    help="Nom de la source, si plusieurs numérotent leurs fiches de la même façon. Une source connue des pages est lue"
    " comme elle y a été réglée.",
)
@click.option("--institution", default="", help="Code de l’institution propriétaire des fiches qui ne le disent pas.")
@click.option("--overwrite", is_flag=True, help="Remplacer aussi les fiches qui ne ressemblent en rien à leur ligne.")
@click.option("--ignore-zeros", is_flag=True, help="Tenir « 71 » et « 0071 » pour le même identifiant.")
@click.option("--create-doubtful", is_flag=True, help="Créer les lignes qui ressemblent à une fiche déjà là.")
@click.option("--without", multiple=True, metavar="COLONNE", help="Colonne que la source ne donne plus, à dessein.")
@click.option(
    "--rename", "renames", multiple=True, metavar="TITRE=COLONNE", help="Titre du fichier et colonne attendue."
)
@click.option("--apply", "applied", is_flag=True, help="Appliquer. Sans elle, rien n’est écrit dans les fiches.")
@click.option(
    "--refused",
    "refused_path",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Fichier CSV où écrire les lignes refusées, à corriger et renvoyer.",
)
@click.option(
    "--report",
    "report_path",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Fichier JSON où écrire le rapport.",
)
def import_file(
    *,
    paths: tuple[Path, ...],
    format_name: str,
    mapping_path: Path | None,
    renames: tuple[str, ...],
    applied: bool,
    refused_path: Path | None,
    report_path: Path | None,
    **said: object,
) -> None:
    """Essayer un fichier à blanc, ou l’appliquer. Plusieurs sont réunis, comme les tableaux d’une archive.

    Rend 0 quand tout est pris, 1 quand des lignes sont refusées, 2 quand le fichier ne peut pas être lu.
    """
    click.echo(f"Lecture de {', '.join(path.name for path in paths)}…", err=True)
    ops = operations()
    said["renamed"] = dict(each.split("=", 1) for each in renames if "=" in each)
    new = new_import(ops, paths, format_name, mapping_path, said)
    batch_id = _received(ops, new)
    with progress_bar("Essai à blanc", "lignes") as bar:
        report = ops.imports.dry_run(batch_id, progress=lambda done: _advance(bar.update, done, bar.n))
    if report.unreadable is not None:
        raise Unreadable(f"{report.unreadable.text} {report.unreadable.advice}".strip())
    if applied:
        _apply(ops, batch_id, report.counts[LINES])
        report = ops.imports.report(batch_id)
    for line in tell(report, batch_id, applied=applied):
        click.echo(line)
    if refused_path is not None:
        with refused_path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(ops.imports.refused_file(batch_id))
        click.echo(f"Lignes refusées écrites dans {refused_path}.")
    if report_path is not None:
        report_path.write_text(json.dumps({"import": batch_id, **report_json(report)}, ensure_ascii=False, indent=1))
        click.echo(f"Rapport écrit dans {report_path}.")
    if not applied:
        click.echo(f"Rien n’a été écrit dans les fiches. Pour appliquer{NBSP}: la même commande avec --apply.")
    if report.counts[REFUSED]:
        click.get_current_context().exit(SOME_REFUSED)


@import_group.command("columns")
@click.argument("path", metavar="FICHIER", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--write",
    "mapping_path",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Fichier JSON où écrire la correspondance proposée, à relire puis à donner à --mapping.",
)
def import_columns(path: Path, mapping_path: Path | None) -> None:
    """Dire à quel champ chaque colonne d’un fichier semble aller."""
    ops = operations()
    for line in proposed(looked_at(ops, path, path.name)):
        click.echo(line)
    if mapping_path is not None:
        mapping_path.write_text(ops.imports.mapping_proposed(path, path.name), encoding="utf-8")
        click.echo(f"Correspondance proposée écrite dans {mapping_path}.")


@import_group.command("formats")
def import_formats() -> None:
    """Lister les formats connus."""
    click.echo(known_formats())


@import_group.command("list")
def import_list() -> None:
    """Lister les derniers imports."""
    for batch in operations().imports.latest(limit=20):
        day, state = f"{batch.created_at:%d/%m/%Y}", STATES[batch.state]
        click.echo(f"{batch.id:>4}  {day}  {state:<22}  {batch.format:<28}  {batch.file_name}")


@import_group.command("undo")
@click.argument("batch_id", metavar="IMPORT", type=int)
def import_undo(batch_id: int) -> None:
    """Reprendre tout ce qu’un import a fait."""
    ops = operations()
    with _batch_errors(), progress_bar("Annulation", "fiches") as bar:
        counts = ops.imports.undo(batch_id, author=AUTHOR, progress=lambda done: _advance(bar.update, done, bar.n))
    click.echo(f"Import {batch_id} annulé{NBSP}: {counted(counts[TAKEN_BACK], 'fiche remise', 'fiches remises')}.")
    if counts[KEPT]:
        left = counted(counts[KEPT], "fiche laissée en l’état", "fiches laissées en l’état")
        click.echo(f"{left}{NBSP}: modifiée depuis par quelqu’un d’autre, ou par un import plus récent.")


@import_group.command("resume")
@click.argument("batch_id", metavar="IMPORT", type=int)
def import_resume(batch_id: int) -> None:
    """Finir un import, ou une annulation, qu’une panne a interrompu."""
    ops = operations()
    with _batch_errors(), progress_bar("Reprise", "lignes") as bar:
        ops.imports.resume(batch_id, progress=lambda done: _advance(bar.update, done, bar.n))
    click.echo(f"Import {batch_id}{NBSP}: {STATES[ops.imports.batch(batch_id).state]}.")


def _received(ops: Operations, new: NewImport) -> int:
    """Keep a file and return the number of its batch. Raises Failure for a format that is none."""
    if not new.mapping_text and new.format_name not in {each.name for each in formats()}:
        raise Failure(f"Le format «{NBSP}{new.format_name}{NBSP}» n’existe pas.\n{known_formats()}")
    try:
        return ops.imports.receive(new, author=AUTHOR)
    except BadMapping as error:
        raise Failure(
            f"La correspondance des colonnes contient des erreurs{NBSP}:\n" + "\n".join(f"- {e}" for e in error.errors)
        ) from error


def _apply(ops: Operations, batch_id: int, lines: int) -> None:
    """Apply a batch as a job, done here or by a worker that took it first; either may be lost."""
    job_id = ops.import_jobs.ask_to_apply(batch_id)
    with progress_bar("Import", "lignes", lines) as bar, stopping_on_signals() as stop:

        def show() -> None:
            _advance(bar.update, ops.imports.batch(batch_id).counts.get(LINES, 0), bar.n)

        def shown(handle: Callable[[Job, Alive], None]) -> Callable[[Job, Alive], None]:
            def handle_and_show(job: Job, alive: Alive) -> None:
                def alive_and_show() -> None:
                    show()
                    alive()

                handle(job, alive_and_show)

            return handle_and_show

        handlers = {kind: shown(handle) for kind, handle in ops.import_jobs.handlers().items()}
        worker = Worker(ops.indexer, ops.jobs, handlers, owner=ops.owner, now=ops.now)
        while not stop.is_set():
            job = ops.jobs.get(job_id)
            assert job is not None
            if job.state is JobState.DONE:
                return
            if job.state is JobState.DEAD or job.error:
                raise Failure(
                    f"L’import {batch_id} s’est arrêté ({job.error})."
                    f" Pour le finir{NBSP}: import resume {batch_id}. Pour le reprendre{NBSP}: import undo {batch_id}."
                )
            if not worker.do_a_job(stop):
                show()
                stop.wait(POLL_S)
    raise Failure(
        f"Import {batch_id} interrompu. Le travail de fond le finira{NBSP}; pour le finir ici{NBSP}:"
        f" import resume {batch_id}. Pour revenir en arrière{NBSP}: import undo {batch_id}."
    )


def _advance(update: Callable[[float], object], done: int, shown: float) -> None:
    update(max(0, done - shown))


@contextmanager
def _batch_errors() -> Iterator[None]:
    try:
        yield
    except UnknownBatch as error:
        raise Failure(f"Il n’y a pas d’import {error.batch_id}.") from error
    except BatchNotReady as error:
        raise Failure(f"Cet import est {STATES[error.state]}{NBSP}: il n’y a rien à faire.") from error
    except BatchTaken as error:
        raise Failure(ANOTHER_IS_AT_IT) from error
