"""Every kind of *À faire*, each with the function that says what it holds: a new kind is one line here."""

from collections.abc import Mapping

from directory.domain.todo import TaskKind
from directory.services.freshness.tasks import to_confirm
from directory.services.offices.tasks import offices_to_confirm
from directory.services.todo.asker import Provider
from directory.services.todo.duplicates import doubles
from directory.services.todo.entries import in_progress
from directory.services.todo.fiches import incomplete, placeless
from directory.services.todo.imports import to_look_at
from directory.services.todo.reports import told

PROVIDERS: Mapping[TaskKind, Provider] = {
    TaskKind.REPORTS: told,
    TaskKind.CONFIRM: to_confirm,
    TaskKind.OFFICES: offices_to_confirm,
    TaskKind.DUPLICATES: doubles,
    TaskKind.IMPORTS: to_look_at,
    TaskKind.INCOMPLETE: incomplete,
    TaskKind.NO_PLACE: placeless,
    TaskKind.ENTRIES: in_progress,
}
