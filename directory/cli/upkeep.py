"""Commands that keep a base and its index in order, and the worker."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import current_app
from flask.cli import AppGroup, with_appcontext

from directory.cli.process import Failure, operations, progress_bar, stopping_on_signals, unprepared_operations
from directory.services.accounts.demonstration import ACCOUNTS, IN_PRODUCTION, PASSWORD
from directory.services.bundle import Operations
from directory.services.demonstration import DemonstrationState
from directory.services.fiches.lines import fill_lines
from directory.services.taxonomy.editing import read_seed, seed
from directory.store.schema import is_current, make_room, upgrade
from directory.worker import Worker
from search.port import IndexBusy, NothingToRollBack, SearchUnavailable
from search.text.french import NBSP, counted, number_in_words

WORKER_NICENESS = 10
"""A tenth of the share of a process that answers, where both want the processor."""


@click.command("prepare")
@click.option("--demo", is_flag=True, help="Charger la base de démonstration, si elle ne l’a jamais été.")
@with_appcontext
def prepare(demo: bool) -> None:  # click passes a flag so
    """Mettre à jour la base, la classification et l’index. Peut être relancé."""
    ops = unprepared_operations()
    _upgrade(ops)
    _seed(ops)
    if demo and ops.demonstration.state() is DemonstrationState.NEVER:
        _load_demonstration(ops)
    if demo and current_app.config["DEVELOPMENT"]:
        ops.accounts.demonstration.load()
    try:
        if not ops.indexer.is_built() or ops.indexer.is_far_behind():
            _rebuild(ops)
        else:
            while ops.indexer.follow():
                pass
    except IndexBusy:
        click.echo("L’index est tenu à jour par un autre processus.")
    except SearchUnavailable as error:
        # The base is ready all the same: the worker brings the index in step as soon as the engine answers.
        click.echo(f"Le moteur de recherche ne répond pas{NBSP}: {error.reason}.")


@click.command("worker")
@with_appcontext
def worker() -> None:
    """Faire le travail de fond : index, imports, courriels, comptes et horaires de chaque nuit."""
    ops = operations()
    if not current_app.config["DEVELOPMENT"] and ops.accounts.demonstration.are_there():
        raise Failure(IN_PRODUCTION)
    # Who waits for a page goes first: an import keeps a processor busy for minutes.
    os.nice(WORKER_NICENESS)
    handlers = {**ops.import_jobs.handlers(), **ops.report_drawing.handlers()}
    for each in ops.daily:
        handlers |= each.handlers()
    errands = (*ops.errands, *(each.ask_daily for each in ops.daily))
    with stopping_on_signals() as stop:
        Worker(ops.indexer, ops.jobs, handlers, owner=ops.owner, now=ops.now, errands=errands).run(stop)


export_group = AppGroup("export", help="Les fichiers de toute la base.")


@export_group.command("nightly")
def export_nightly() -> None:
    """Écrire maintenant les fichiers de toute la base, comme chaque nuit."""
    for each in operations().exports.nightly():
        click.echo(f"{each.file_name}{NBSP}: {counted(each.total, 'ressource', 'ressources')}, {each.size} octets.")


database_group = AppGroup("db", help="La base de données.")


@database_group.command("upgrade")
def db_upgrade() -> None:
    """Mettre le schéma à jour."""
    _upgrade(unprepared_operations())


taxonomy_group = AppGroup("taxonomy", help="La classification en familles et besoins.")


@taxonomy_group.command("seed")
def taxonomy_seed() -> None:
    """Donner à une base neuve la classification de départ."""
    if not _seed(operations()):
        click.echo("La base a déjà une classification : elle est laissée telle quelle.")


demo_group = AppGroup("demo", help="La base de démonstration : des services inventés, dans de vraies communes.")


@demo_group.command("load")
def demo_load() -> None:
    """Charger les fiches de démonstration, ou les remettre."""
    _load_demonstration(operations())


@demo_group.command("remove")
def demo_remove() -> None:
    """Archiver les fiches de démonstration."""
    ops = operations()
    with progress_bar("Retrait de la démonstration", "fiches") as bar:
        removed = ops.demonstration.remove(now=ops.now(), progress=bar.update)
    click.echo(f"{counted(removed, 'fiche de démonstration archivée', 'fiches de démonstration archivées')}.")


@demo_group.command("accounts")
def demo_accounts() -> None:
    """Dire avec quels comptes essayer le site, en développement."""
    if not operations().accounts.demonstration.are_there():
        return
    click.echo(f"Comptes d’essai, mot de passe «{NBSP}{PASSWORD}{NBSP}»{NBSP}:")
    for each in ACCOUNTS:
        click.echo(f"  {each.mail:<36}  {each.role}")


index_group = AppGroup("index", help="L’index de la recherche.")


@index_group.command("rebuild")
def index_rebuild() -> None:
    """Refaire tout l’index ; l’ancien répond jusqu’à la fin."""
    _rebuild(operations())


@index_group.command("rollback")
def index_rollback() -> None:
    """Revenir à l’index d’avant la dernière reconstruction, et le mettre à jour."""
    try:
        with index_errors():
            documents = operations().indexer.roll_back()
    except NothingToRollBack as error:
        raise Failure("Aucun index précédent n’est gardé.") from error
    click.echo(f"L’index précédent répond de nouveau{NBSP}: {counted(documents, 'fiche', 'fiches')}.")


@index_group.command("refused")
def index_refused() -> None:
    """Lister les fiches que l’index refuse ; le code de sortie dit s’il y en a."""
    refused = operations().indexer.refused()
    if not refused:
        click.echo("L’index ne refuse aucune fiche.")
        return
    for identifier, reason in refused.items():
        click.echo(f"{identifier:>8}  {reason}")
    raise Failure(f"L’index refuse {counted(len(refused), 'fiche', 'fiches')}{NBSP}: elles manquent aux recherches.")


@index_group.command("forget")
def index_forget() -> None:
    """Supprimer les index des autres versions du produit, quand plus aucune ne tourne."""
    with index_errors():
        gone = operations().indexer.forget_other_versions()
    click.echo(f"{counted(len(gone), 'index supprimé', 'index supprimés')}." + "".join(f"\n- {name}" for name in gone))


@index_group.command("roll")
def index_roll() -> None:
    """Calculer les horaires des jours qui viennent, comme chaque nuit."""
    ops = operations()
    with index_errors():
        click.echo(f"Horaires calculés pour {counted(ops.indexer.roll_hours(), 'fiche', 'fiches')}.")


@index_group.command("status")
def index_status() -> None:
    """Dire où en est l’index."""
    ops = operations()
    report = ops.health.report()
    if report.engine is None:
        raise Failure(f"L’index ne répond pas{NBSP}: {report.search_problem}")
    click.echo(f"Moteur{NBSP}: {report.engine.engine}, génération {report.engine.generation}")
    click.echo(f"Fiches{NBSP}: {number_in_words(report.engine.documents)}")
    click.echo(f"Retard{NBSP}: {'inconnu' if report.lag is None else counted(report.lag, 'changement', 'changements')}")
    refused = len(ops.indexer.refused())
    if refused:
        click.echo(f"Refusées{NBSP}: {counted(refused, 'fiche', 'fiches')} (voir «{NBSP}index refused{NBSP}»)")


@index_group.command("verify")
def index_verify() -> None:
    """Comparer l’index et la base ; le code de sortie dit s’ils s’accordent."""
    indexer = operations().indexer
    with index_errors():
        while indexer.follow():
            pass
        found = indexer.verify()
    if found.is_empty:
        click.echo("L’index et la base s’accordent.")
        return
    for name, ids in (("Absentes", found.missing), ("En trop", found.extra), ("Périmées", found.stale)):
        shown = ", ".join(map(str, ids[:20])) + ("…" if len(ids) > 20 else "")
        click.echo(f"{name} de l’index{NBSP}: {number_in_words(len(ids))}" + (f" (fiches {shown})" if ids else ""))
    raise Failure(f"L’index et la base diffèrent{NBSP}; «{NBSP}index rebuild{NBSP}» le refait.")


@contextmanager
def index_errors() -> Iterator[None]:
    try:
        yield
    except IndexBusy as error:
        raise Failure(
            "L’index est en cours de mise à jour par un autre processus. Réessayez dans un instant."
        ) from error
    except SearchUnavailable as error:
        raise Failure(f"L’index ne répond pas{NBSP}: {error.reason}") from error


def _upgrade(ops: Operations) -> None:
    make_room(ops.database)
    if not is_current(ops.database):
        upgrade(ops.database)
        click.echo("Base de données mise à jour.")
    if filled := fill_lines(ops.database):
        click.echo(f"Lignes des listes écrites{NBSP}: {number_in_words(filled)}.")


def _seed(ops: Operations) -> bool:
    taxonomy = read_seed()
    if not seed(ops.database, taxonomy):
        return False
    families, needs = (
        counted(len(taxonomy.families), "famille", "familles"),
        counted(len(taxonomy.needs), "besoin", "besoins"),
    )
    click.echo(f"Classification chargée{NBSP}: {families}, {needs}.")
    return True


def _load_demonstration(ops: Operations) -> None:
    with progress_bar("Base de démonstration", "fiches") as bar:
        loaded = ops.demonstration.load(now=ops.now(), progress=bar.update)
    click.echo(f"Base de démonstration{NBSP}: {counted(loaded, 'fiche', 'fiches')}.")


def _rebuild(ops: Operations) -> None:
    with index_errors(), progress_bar("Index", "fiches") as bar:
        documents = ops.indexer.rebuild(bar.update)
    click.echo(f"Index refait{NBSP}: {counted(documents, 'fiche', 'fiches')}.")
