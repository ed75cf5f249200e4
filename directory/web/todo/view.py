"""What the page of *À faire* shows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import url_for

from directory.domain.todo import Gesture, PutOff, Task, TaskKind, Waiting
from directory.services.todo.fiches import MEND
from directory.services.todo.service import TodoList
from directory.web.shared.words import phone_in_words
from directory.web.writing.asked_view import target_of
from search.text.french import counted, day_in_words, name_in_print

TITLES: Mapping[TaskKind, tuple[str, str]] = {
    TaskKind.REPORTS: ("Signalements et propositions", "Signalements, propositions"),
    TaskKind.CONFIRM: ("À confirmer", "À confirmer"),
    TaskKind.OFFICES: ("Antennes à confirmer", "Antennes"),
    TaskKind.DUPLICATES: ("Doublons à trancher", "Doublons"),
    TaskKind.IMPORTS: ("Imports à regarder", "Imports"),
    TaskKind.INCOMPLETE: ("Incomplètes", "Incomplètes"),
    TaskKind.NO_PLACE: ("Sans lieu", "Sans lieu"),
    TaskKind.ENTRIES: ("Saisies en cours", "Saisies en cours"),
}
"""Heading of each kind, and what leads to it from the side."""
ICONS = {
    "telephone": "phone", "courriel": "mail", "adresse": "map-pin", "horaires": "clock", "envoyer": "file-text",
}  # fmt: skip
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")


@dataclass(frozen=True, slots=True)
class TaskView:
    """One line. ``next``: the id of the line after it, where one goes once it is done.

    refusal   why what was typed in it (``typed``) was not kept, empty when nothing was.
    """

    id: str
    kind: str
    next: str
    task: Task
    is_first: bool
    refusal: str = ""
    typed: str = ""

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Icon and text of each fact."""
        return tuple(
            (ICONS[kind], phone_in_words(text) if kind == "telephone" else text) for kind, text in self.task.facts
        )


@dataclass(frozen=True, slots=True)
class KindView:
    """``beyond``: how many lines follow those that are shown."""

    code: str
    title: str
    label: str
    total: int
    tasks: tuple[TaskView, ...]

    @property
    def beyond(self) -> int:
        return self.total - len(self.tasks)


WAITING = ("chose vous attend", "choses vous attendent")


@dataclass(frozen=True, slots=True)
class LeftView:
    title: str
    url: str
    kind: str
    code: str
    key: str


@dataclass(frozen=True, slots=True)
class ComingView:
    day: str
    titles: str
    count: str


@dataclass(frozen=True, slots=True)
class TodoView:
    """``done_id``: the fiche just confirmed, 0 for none. ``back_on``: when what was left comes back.

    total   what waits, told by ``waiting``; the script counts it down with ``words``, one and many.
    """

    title: str
    total: int
    waiting: str
    where: str
    kinds: tuple[KindView, ...]
    left: tuple[LeftView, ...]
    back_on: str
    coming: tuple[ComingView, ...]
    done_id: int
    done_title: str
    done_who: str
    said: str

    @property
    def words(self) -> tuple[str, str]:
        return WAITING


def todo_view(found: TodoList, institution: str, today: date) -> TodoView:
    total, owned = found.total, counted(found.owned, "fiche", "fiches")
    where = f"{name_in_print(institution)}, {owned}" if institution else owned
    return TodoView(
        "À faire" if total else "Rien ne vous attend",
        total,
        counted(total, *WAITING),
        where,
        _kinds(found.kinds),
        tuple(map(_left, found.left)),
        _when(found.left[0].until.date(), today) if found.left else "",
        tuple(
            ComingView(
                _long_day(each.on, today), _titles(each.titles, each.count), counted(each.count, "fiche", "fiches")
            )
            for each in found.coming
        ),
        0, "", "", "",
    )  # fmt: skip


def task_id(kind: str, key: str) -> str:
    return f"ligne-{kind}-{key}"


def gesture_url(gesture: Gesture) -> str:
    url = url_for(gesture.endpoint, **gesture.values)  # type: ignore[arg-type]  # parameters of an address
    return f"{url}#{target_of(gesture.field)}" if gesture.field else url


def refused(view: TodoView, resource_id: int, message: str, typed: str) -> TodoView | None:
    """Return the list with why a fiche was not mended, at its line, and what was typed; None without such a line."""
    found = False
    kinds = []
    for kind in view.kinds:
        tasks = []
        for row in kind.tasks:
            if not found and row.task.main.endpoint == MEND and row.task.main.values["resource_id"] == resource_id:
                found = True
                row = replace(row, refusal=message, typed=typed)
            tasks.append(row)
        kinds.append(replace(kind, tasks=tuple(tasks)))
    return replace(view, kinds=tuple(kinds)) if found else None


def _kinds(kinds: Mapping[TaskKind, Waiting]) -> tuple[KindView, ...]:
    ids = [task_id(kind.value, each.key) for kind, waiting in kinds.items() for each in waiting.tasks]
    after = dict(zip(ids, [*ids[1:], "contenu"], strict=False))
    found = []
    for kind, waiting in kinds.items():
        tasks = []
        for each in waiting.tasks:
            own = task_id(kind.value, each.key)
            tasks.append(TaskView(own, kind.value, after[own], each, own == ids[0]))
        found.append(KindView(kind.value, *TITLES[kind], waiting.total, tuple(tasks)))
    return tuple(found)


def _left(each: PutOff) -> LeftView:
    url = url_for("fiche.page", resource_id=int(each.path)) if each.path else ""
    return LeftView(each.title, url, TITLES[TaskKind(each.kind)][1].lower(), each.kind, each.key)


def _when(day: date, today: date) -> str:
    return DAYS[day.weekday()] if (day - today).days < len(DAYS) else f"le {day_in_words(day)}"


def _long_day(day: date, today: date) -> str:
    year = f" {day.year}" if day.year != today.year else ""
    return f"{DAYS[day.weekday()]} {day_in_words(day)}{year}"


def _titles(titles: tuple[str, ...], count: int) -> str:
    more = count - len(titles)
    if not more:
        return " et ".join(titles)
    return f"{', '.join(titles)} et {counted(more, 'autre', 'autres')}"
