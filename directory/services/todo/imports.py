"""Imports that stand still until somebody looks at them, as lines of *À faire*."""

from collections.abc import Iterator

from directory.domain.imports import Batch, BatchState
from directory.domain.jobs import JobState
from directory.domain.rights import Action, may
from directory.domain.todo import Gesture, Task, Waiting
from directory.services.imports.batch_reader import JOB
from directory.services.imports.looks import is_unreadable
from directory.services.imports.reports import CREATED, REFUSED, REVISED
from directory.services.imports.schedule import schedule_from
from directory.services.todo.asker import Asker
from directory.store.unit_of_work import UnitOfWork
from search.places.clock import local_day
from search.text.french import ago, counted

MAY_BE_DROPPED = (BatchState.RECEIVED, BatchState.UNREADABLE, BatchState.PREVIEWED)
ROWS = "lignes"
"""Key of the line of all rows that wait."""
AT_WORK = (JobState.WAITING, JobState.RUNNING)
COUNTS = (
    (CREATED, "fiche à créer", "fiches à créer"),
    (REVISED, "fiche à modifier", "fiches à modifier"),
    (REFUSED, "ligne refusée", "lignes refusées"),
)


def to_look_at(uow: UnitOfWork, asker: Asker) -> Waiting:
    """Return the imports of one's institution, and those that one gave, that no work behind the pages takes further."""
    still: list[tuple[int, bool]] = []
    for number, institution, state, checkpoint in uow.batches.unended(asker.own, asker.account_id):
        if str(number) in asker.left or not may(asker.actor, Action.IMPORT, owner=institution):
            continue
        asked = checkpoint.get(JOB)
        job = uow.jobs.get(asked) if isinstance(asked, int) else None
        has_failed = job is not None and job.state is JobState.DEAD
        is_at_work = job is not None and job.state in AT_WORK
        if has_failed or (state is not BatchState.APPLYING and not is_at_work):
            still.append((number, has_failed))
    failed = [each for each in _failed_sources(uow, asker) if each.key not in asker.left]
    rows = _rows(uow, asker)
    tasks = [
        _task(batch, has_failed, asker)
        for number, has_failed in still[: asker.limit]
        if (batch := uow.batches.get(number)) is not None
    ]
    total = len(rows) + len(failed) + len(still)
    return Waiting(total, tuple([*rows, *failed, *tasks][: asker.limit]))


def _rows(uow: UnitOfWork, asker: Asker) -> list[Task]:
    """Return the line of the rows that may be about a fiche which is there: their page settles them one by one."""
    if ROWS in asker.left or not may(asker.actor, Action.IMPORT, owner=asker.own):
        return []
    count = uow.import_matches.count_waiting({asker.own})
    if not count:
        return []
    title = counted(count, "ligne d’import à trancher", "lignes d’import à trancher")
    why = "Une fiche qui leur ressemble est déjà là. Rien n’est créé tant que personne n’a répondu."
    page = Gesture("Trancher", "import_rows.listed", is_link=True)
    return [Task(ROWS, title, "import_rows.listed", {}, "", why, page)]


def _failed_sources(uow: UnitOfWork, asker: Asker) -> Iterator[Task]:
    """Give the sources of one's institution, and those that one set, whose file could not be had last night."""
    for number, name, institution, said in uow.import_sources.scheduled():
        schedule = schedule_from(said)
        is_mine = institution == asker.own or schedule.account == asker.account_id
        if schedule.failure and is_mine and may(asker.actor, Action.IMPORT, owner=institution):
            one: dict[str, str | int] = {"number": number}
            why = f"Son fichier n’a pas pu être pris la nuit dernière. {schedule.failure}"
            yield Task(
                f"source-{number}",
                name,
                "sources.page",
                one,
                "",
                why,
                Gesture("Regarder", "sources.page", one, is_link=True),
            )


def _task(batch: Batch, has_failed: bool, asker: Asker) -> Task:
    one: dict[str, str | int] = {"number": batch.id}
    owner = asker.words.institutions.get(batch.institution)
    whose = owner.name if owner is not None and batch.institution != asker.own else ""
    may_drop = batch.state in MAY_BE_DROPPED
    when, author = ago((asker.today - local_day(batch.created_at)).days), batch.author
    given = (
        f"Fichier reçu {when} ({author.label})"
        if author.account is None
        else f"Fichier donné {when} par {author.label}"
    )
    return Task(
        key=str(batch.id),
        title=batch.file_name,
        endpoint="outcome.page",
        values=one,
        who=" · ".join(part for part in (batch.source or batch.format, whose) if part),
        why=f"{given}. {_why(batch, has_failed)}",
        main=Gesture("Regarder", _step(batch), one, is_link=True),
        others=(Gesture("Abandonner", "outcome.undo", one),) if may_drop else (),
    )


def _step(batch: Batch) -> str:
    """Return the page where an answer is waited for."""
    if batch.state not in MAY_BE_DROPPED:
        return "outcome.page"
    if not batch.look or is_unreadable(batch):
        return "reading.page"
    if batch.source_id is None:
        return "origin.page"
    return "trial.page" if batch.format else "columns.page"


def _why(batch: Batch, has_failed: bool) -> str:
    if has_failed:
        return "Le travail s’est arrêté sur une erreur\u00a0: il peut être demandé de nouveau."
    if batch.state is BatchState.STOPPED:
        return "Arrêté en route\u00a0: ce qui est fait reste, le reste attend."
    if is_unreadable(batch):
        return "Il n’a pas pu être lu."
    if batch.state is BatchState.RECEIVED:
        return "Il reste à dire comment le lire."
    said = [counted(batch.counts[name], *words) for name, *words in COUNTS if batch.counts.get(name)]
    return f"Essayé, rien n’est encore écrit\u00a0: {', '.join(said) or 'rien ne change'}."
