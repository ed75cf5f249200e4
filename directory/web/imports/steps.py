"""Where an import stands: the path shown above each step, the batch of an address, who asks."""

from dataclasses import dataclass

from flask import abort, make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.domain.actors import Actor
from directory.domain.imports import Batch, BatchState, ImportSource
from directory.domain.jobs import JobState
from directory.http.access import current_actor
from directory.http.request import current_services
from directory.http.writers import current_caller, current_writer
from directory.services.imports.batches import UnknownBatch
from directory.services.imports.desk import OPEN, Importer
from directory.services.imports.looks import FileLook
from directory.services.imports.reports import LINES
from directory.services.imports.sources import UnknownSource
from directory.web.imports.words import TOO_LATE
from search.text.french import counted

STEPS = (
    ("source", "Déposer", "origin.page"),
    ("lecture", "Lecture", "reading.page"),
    ("colonnes", "Colonnes", "columns.page"),
    ("valeurs", "Valeurs", "values.page"),
    ("essai", "Essai", "trial.page"),
    ("appliquer", "Appliquer", "outcome.page"),
)
"""Code, name and endpoint of each step."""
CHOSEN = ("colonnes", "valeurs")
"""Steps that files of packaged formats pass over."""


@dataclass(frozen=True, slots=True)
class StepView:
    """One step of the path. ``url`` is empty where it cannot be gone back to."""

    name: str
    url: str
    is_done: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class HeadView:
    """What stands above every step: the path, the file, whose it is. ``facts``: rows and columns, in words."""

    number: int
    file_name: str
    source: str
    facts: str
    steps: tuple[StepView, ...]


@dataclass(frozen=True, slots=True)
class WorkView:
    """Work that is done behind the page. ``done`` of ``total`` rows, 0 while that is not known."""

    number: int
    title: str
    done: int
    total: int
    is_waiting: bool
    has_failed: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """A batch with all that its pages ask of it. ``step``: code of the one that waits for an answer."""

    batch: Batch
    look: FileLook | None
    source: ImportSource | None
    step: str
    work: WorkView | None


def importer() -> Importer:
    """Return who imports: the person signed in, or the institution of the key that a machine holds."""
    writer = current_writer()
    return Importer(writer.actor, writer.author, current_caller())


def standing_of(number: int) -> Standing:
    """Return where a batch stands; 404 when it is not for who asks."""
    desk, actor = current_services().imports, current_actor()
    try:
        batch = desk.get(actor, number)
    except UnknownBatch:
        abort(404)
    look = desk.look(batch)
    source = source_of(actor, batch)
    return Standing(batch, look, source, _step(batch, look, source), _work(batch, look))


def source_of(actor: Actor, batch: Batch) -> ImportSource | None:
    if batch.source_id is None:
        return None
    try:
        return current_services().imports.source(actor, batch.source_id)
    except UnknownSource:
        return None


def _step(batch: Batch, look: FileLook | None, source: ImportSource | None) -> str:
    if batch.state not in OPEN:
        return "appliquer"
    if look is None or look.unreadable is not None:
        return "lecture"
    if source is None:
        return "source"
    if batch.format:
        return "essai"
    return "valeurs" if source.choices else "colonnes"


def _work(batch: Batch, look: FileLook | None) -> WorkView | None:
    """Return the work that goes on behind a batch, None when there is none."""
    job = current_services().imports.job(batch)
    is_running = batch.state in (BatchState.APPLYING, BatchState.UNDOING)
    if job is None and not is_running:
        return None
    titles = {
        BatchState.APPLYING: "Import en cours",
        BatchState.UNDOING: "Annulation en cours",
        BatchState.PREVIEWED: "L’import va commencer",
    }
    title = titles.get(batch.state, "Lecture du fichier" if look is None else "Essai en cours")
    total = look.rows if look is not None else 0
    if batch.state is BatchState.UNDOING:
        done, total = batch.counts.get("taken_back", 0) + batch.counts.get("kept", 0), 0
    else:
        done = batch.counts.get(LINES, 0)
    if batch.state is BatchState.PREVIEWED:
        done = 0
    is_waiting = job is not None and job.state is JobState.WAITING and not job.error
    has_failed = job is not None and job.has_failed
    return WorkView(batch.id, title, min(done, total) if total else done, total, is_waiting, has_failed)


def head_of(standing: Standing, here: str) -> HeadView:
    batch, look = standing.batch, standing.look
    facts = ""
    if look is not None and look.header:
        facts = f"{counted(look.rows, 'ligne', 'lignes')}, {counted(len(look.header), 'colonne', 'colonnes')}"
    name = standing.source.name if standing.source is not None else ""
    return HeadView(batch.id, batch.file_name, name, facts, tuple(_path(standing, here)))


def _path(standing: Standing, here: str) -> list[StepView]:
    codes = [code for code, _, _ in STEPS]
    reached = codes.index(standing.step)
    may_go_back = standing.batch.state in OPEN
    steps = []
    for rank, (code, name, endpoint) in enumerate(STEPS):
        is_open = code != here and rank <= reached and (may_go_back or code == "appliquer")
        is_open = is_open and not (code in CHOSEN and is_packaged(standing))
        url = url_for(endpoint, number=standing.batch.id) if is_open else ""
        steps.append(StepView(name, url, rank < reached, code == here))
    return steps


def url_of(standing: Standing) -> str:
    """Return the address of the step that waits for an answer."""
    endpoints = {code: endpoint for code, _, endpoint in STEPS}
    return url_for(endpoints[standing.step], number=standing.batch.id)


def is_packaged(standing: Standing) -> bool:
    """Say whether the files of a source are in a format of the product, whose columns nobody has to tell."""
    return standing.source is not None and bool(standing.source.format) and not standing.source.mapping


def _not_here(standing: Standing, here: str) -> ResponseReturnValue | None:
    """Return the page that leads to where an import stands, when this step is not open; None when it is."""
    if standing.work is not None and standing.batch.state in OPEN:
        return working_page(standing, here)
    if standing.batch.state not in OPEN:
        return elsewhere(standing, here, TOO_LATE)
    codes = [code for code, _, _ in STEPS]
    is_unread = standing.step == "lecture" and here != "lecture"
    if is_unread or codes.index(standing.step) < codes.index(here):
        return elsewhere(standing, here, "Cette étape attend celle d’avant.")
    if here in CHOSEN and is_packaged(standing):
        return elsewhere(
            standing, here, "Ce format est connu\u00a0: ses colonnes et ses valeurs n’ont pas à être dites."
        )
    return None


def step_open(number: int, here: str) -> Standing:
    """Return where a batch stands, at a step that is open; otherwise the request is answered with where it leads."""
    standing = standing_of(number)
    closed = _not_here(standing, here)
    if closed is not None:
        abort(make_response(closed))
    return standing


def elsewhere(standing: Standing, here: str, why: str) -> ResponseReturnValue:
    return render_template("pages/imports/elsewhere.html", head=head_of(standing, here), why=why, url=url_of(standing))


def working_page(standing: Standing, here: str) -> ResponseReturnValue:
    # Nobody works on it though something is missing: whoever was to ask was lost before.
    lost = WorkView(standing.batch.id, "Lecture du fichier", 0, 0, is_waiting=False, has_failed=True)
    return render_template("pages/imports/working.html", head=head_of(standing, here), work=standing.work or lost)
