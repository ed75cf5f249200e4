"""What commands share: the use cases, a bar of progress, an orderly stop."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType
from typing import IO

import click
from flask import current_app
from sqlalchemy.exc import OperationalError
from tqdm import tqdm

from directory.services.bundle import OPERATIONS, Operations
from directory.store.schema import is_current
from search.text.french import NBSP


class Failure(click.ClickException):
    """What a command says, in French, when it cannot do what was asked."""

    def show(self, file: IO[str] | None = None) -> None:
        click.echo(f"Erreur{NBSP}: {self.format_message()}", file=file, err=file is None)


def operations() -> Operations:
    """Return the use cases over a base that is up to date. Raises Failure when it is not."""
    found = unprepared_operations()
    try:
        ready = is_current(found.database)
    except OperationalError as error:
        raise Failure(
            f"La base de données ne répond pas. Vérifiez DATABASE_URL, ou lancez «{NBSP}prepare{NBSP}»."
        ) from error
    if not ready:
        raise Failure(f"La base de données n’est pas à jour. Lancez «{NBSP}prepare{NBSP}».")
    return found


def unprepared_operations() -> Operations:
    """Return the use cases over a base in any state."""
    found = current_app.extensions[OPERATIONS]
    assert isinstance(found, Operations)
    return found


@contextmanager
def progress_bar(title: str, unit: str, total: int | None = None) -> Iterator["tqdm[None]"]:
    """Show a bar on a terminal, nothing elsewhere."""
    with tqdm(desc=title, unit=f" {unit}", total=total, leave=False, disable=None) as bar:
        yield bar


@contextmanager
def stopping_on_signals() -> Iterator[Event]:
    """Give an event that Ctrl+C and SIGTERM set, instead of breaking what is being written."""
    stop = Event()

    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
